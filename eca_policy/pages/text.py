"""The text of the paper page: numbered paragraphs with marks in their margin, seen as the reader asks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from flask import get_template_attribute
from markupsafe import Markup

from eca_policy.amendments import rules
from eca_policy.amendments.applying import accepted_changes, clean, compared, text_of
from eca_policy.amendments.changes import BEGINNING
from eca_policy.amendments.drawing import Stands, in_text, stands, words_html
from eca_policy.amendments.readings import Reading
from eca_policy.lib.i18n import language
from eca_policy.papers.models import Revision
from eca_policy.papers.queries import Access
from eca_policy.papers.reading import ShownParagraph, shown_paragraphs
from eca_policy.text.compare import Row

View = Literal["issued", "amendments", "accepted", "clean"]
VIEWS: tuple[View, ...] = ("issued", "amendments", "accepted", "clean")
OPEN = ("draft", "tabled")


@dataclass(frozen=True)
class Marks:
    """What stands in the margin: how many comments and amendments each paragraph has, and the one that the
    panel is about.
    """

    comments: Mapping[str | None, int]
    amendments: Mapping[str, int]
    chosen: str | None


@dataclass(frozen=True)
class Looking:
    """How the reader wants to see the text: the amendments are those with a wording for it, and
    `shows_chosen` draws those at the chosen paragraph in its place.
    """

    view: View
    amendments: Sequence[Reading]
    shows_chosen: bool = False


class Amending(NamedTuple):
    """What a paragraph shows of its amendments: their number, those drawn at it, and for whom may
    propose another the reference of the paper.
    """

    number: int
    drawn: Markup
    reference: str


def marked_text(access: Access, revision: Revision, marks: Marks, looking: Looking) -> Markup:
    """Every paragraph in order, with its marks."""
    may_comment, speech = access.may("comment:write"), language()
    may_amend = access.may("amendment:draft") and bool(rules.tablers(access.actor))
    reference = access.paper.reference if may_amend else ""
    at_place = drawn_amendments(access, revision, marks, looking)
    pieces = [at_place.get(BEGINNING, Markup())] + [
        drawn(
            paragraph,
            marks.comments.get(paragraph.id, 0),
            paragraph.id == marks.chosen,
            may_comment,
            Amending(marks.amendments.get(paragraph.id, 0), at_place.get(paragraph.id, Markup()), reference),
            speech,
        )
        for paragraph in paragraphs_shown(revision, looking)
    ]
    return Markup("\n").join(piece for piece in pieces if piece)


def drawn_amendments(
    access: Access, revision: Revision, marks: Marks, looking: Looking
) -> Mapping[str, Markup]:
    """The amendments that are drawn in the text, by paragraph."""
    if looking.view == "amendments":
        found = [each for each in looking.amendments if each.state in OPEN]
        wanted = {paragraph_id for each in found for paragraph_id in each.paragraph_ids}
    else:
        found = list(looking.amendments)
        wanted = {marks.chosen} if looking.shows_chosen and marks.chosen else set()
    known: Stands = stands(revision) if wanted else {}
    return {
        place: in_text(access.paper.reference, [r for r in found if place in r.paragraph_ids], known, place)
        for place in wanted
    }


def paragraphs_shown(revision: Revision, looking: Looking) -> Sequence[ShownParagraph]:
    """The text as issued, or with what was accepted."""
    if looking.view not in ("accepted", "clean"):
        return shown_paragraphs(revision)
    base, changesets = text_of(revision), accepted_changes(looking.amendments)
    if looking.view == "clean":
        return [
            ShownParagraph(one.id, one.kind, one.number, one.recommendation, Markup(html), one.source)  # noqa: S704
            for one, html in clean(base, changesets)
        ]
    return list(with_marks(revision, compared(base, changesets)))


def with_marks(revision: Revision, rows: Sequence[Row]) -> Iterator[ShownParagraph]:
    """The paragraphs as issued; those that change as `ins` and `del`."""
    issued = {each.id: each for each in shown_paragraphs(revision)}
    for row in rows:
        was = issued.get(row.id)
        if was is not None and row.kind == "same":
            yield was
            continue
        words = Markup('<div class="amended-text">{}</div>').format(words_html(row.changes))
        yield (was or ShownParagraph(row.id, "new", None, None, words, row.new or ""))._replace(html=words)


@lru_cache(maxsize=8192)
def drawn(
    paragraph: ShownParagraph,
    comments: int,
    is_chosen: bool,
    may_comment: bool,
    amending: Amending,
    language: str,
) -> Markup:
    """One paragraph. Kept in memory, because it depends on nothing but its arguments.

    `language` is the one in force, in which the words are looked up.
    """
    draw = get_template_attribute("pages/paper/_paragraph.html", "drawn")
    return Markup(draw(paragraph, comments, is_chosen, may_comment, amending, language))  # noqa: S704 - from a template
