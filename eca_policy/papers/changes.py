"""How changes of a text are drawn, wherever they are shown: comparisons, histories, proposed wordings."""

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup

from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language
from eca_policy.text.compare import Change
from eca_policy.text.html import Labels, changes_html


def labels() -> Labels:
    """What those who hear the page are told about changes."""
    return Labels(
        deleted=_("deleted:"),
        inserted=_("inserted:"),
        space=_("space"),
        line_break=_("line break"),
        no_break_space=_("no-break space"),
        tab=_("tab"),
        hard_break=_("hard line break"),
    )


def wording(changes: Sequence[Change], *, labels: Labels) -> Markup:
    """Changes as `ins` and `del`; what nobody sees is spelled out."""
    return Markup(changes_html(changes, labels))  # noqa: S704 - changes_html escapes every text


def as_changes(changes: Sequence[Change]) -> Markup:
    """Template filter: changes drawn in the reader's language."""
    return wording(changes, labels=labels_in(language()))


@lru_cache(maxsize=8)
def labels_in(_language: str) -> Labels:
    """The labels, looked up once a language: the one in force is the one named."""
    return labels()
