"""The text of the paper page: numbered paragraphs with the marks in their margin."""

from collections.abc import Mapping
from functools import lru_cache

from flask import get_template_attribute
from markupsafe import Markup

from eca_policy.lib.i18n import language
from eca_policy.papers.models import Revision
from eca_policy.papers.queries import Access
from eca_policy.papers.reading import ShownParagraph, shown_paragraphs


def marked_text(
    access: Access, revision: Revision, comments: Mapping[str | None, int], chosen: str | None
) -> Markup:
    """Every paragraph in order; `comments` counts those on each, `chosen` is the one the panel is about."""
    may_comment, speech = access.may("comment:write"), language()
    return Markup("\n").join(
        drawn(paragraph, comments.get(paragraph.id, 0), paragraph.id == chosen, may_comment, speech)
        for paragraph in shown_paragraphs(revision)
    )


@lru_cache(maxsize=8192)
def drawn(
    paragraph: ShownParagraph, comments: int, is_chosen: bool, may_comment: bool, language: str
) -> Markup:
    """One paragraph. Kept in memory, because it depends on nothing but its arguments.

    `language` is the one in force, in which the words are looked up.
    """
    draw = get_template_attribute("pages/paper/_paragraph.html", "drawn")
    return Markup(draw(paragraph, comments, is_chosen, may_comment, language))  # noqa: S704 - from a template
