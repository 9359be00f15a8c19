"""How changes of a text are drawn, wherever they are shown: comparisons, histories, proposed wordings."""

from collections.abc import Callable, Sequence
from functools import partial

from markupsafe import Markup

from eca_policy.lib.i18n import gettext as _
from eca_policy.text.compare import Change
from eca_policy.text.html import Labels, changes_html


def drawing() -> Callable[[Sequence[Change]], Markup]:
    """Draws changes with the words of the reader's language, each looked up once."""
    return partial(wording, labels=labels())


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
