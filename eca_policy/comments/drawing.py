"""How comments are drawn: the words around them, and the entries of the panel."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from flask import get_template_attribute, url_for
from markupsafe import Markup

from eca_policy.comments import rules
from eca_policy.comments.queries import Thread
from eca_policy.comments.quoting import Mark, mark_of
from eca_policy.comments.words import TONES, disposition_names, type_names, what_became
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language
from eca_policy.lib.moments import in_words
from eca_policy.papers.changes import as_changes
from eca_policy.papers.models import Revision
from eca_policy.papers.queries import Access
from eca_policy.papers.reading import shown_paragraphs


class Place(NamedTuple):
    """Where a comment is listed: the number of its paragraph ("" for a heading, None where the text has it no
    longer), the address of all comments, and that of this list; the words to mark in the text, and the
    language of the text.
    """

    paragraph: str | None
    comments: str
    here: str
    mark: Mark | None
    language: str


class Offers(NamedTuple):
    """What the reader may do with a comment."""

    support: bool
    reply: bool
    answer: bool
    place: bool


NOTHING = Offers(support=False, reply=False, answer=False, place=False)
Listed = tuple[Thread, Place, Offers]


def listed(
    access: Access, revision: Revision, threads: Sequence[Thread], *, chosen: str | None, in_hand: int | None
) -> list[Listed]:
    """The comments as the panel lists them for this reader; the one whose form is open has no buttons."""
    known, may_support = numbers(revision), supportable(access)
    may_reply, may_answer = access.may("comment:reply"), access.may("comment:answer")
    may_place = access.may("comment:place")
    reference = access.paper.reference
    base = url_for("comments.index", reference=reference)
    here = url_for("pages.paper", reference=reference, panel="comments", paragraph=chosen)
    marks = marks_in(revision, threads)

    def place(thread: Thread) -> Place:
        mark = marks.get(thread.number)
        return Place(known.get(thread.paragraph_id), base, here, mark, access.paper.language)

    def offers(thread: Thread) -> Offers:
        if thread.disposition == "withdrawn" or thread.number == in_hand:
            return NOTHING
        return Offers(may_support(thread), may_reply, may_answer, may_place and thread.is_in_doubt)

    return [(each, place(each), offers(each)) for each in threads]


def marks_in(revision: Revision, threads: Sequence[Thread]) -> dict[int, Mark | None]:
    """What a script marks in this text, by comment number, for those on exact words."""
    sources = {each.id: each.source for each in shown_paragraphs(revision)}
    return {
        each.number: mark_of(each.standing.anchor, sources[each.standing.paragraph_id])
        for each in threads
        if each.standing and each.standing.quote and each.standing.paragraph_id in sources
    }


def drawn(entries: Iterable[Listed]) -> Markup:
    """These comments, one after the other."""
    speech = language()
    return Markup("\n").join(entry(*each, speech) for each in entries)


@lru_cache(maxsize=4096)
def entry(thread: Thread, place: Place, offers: Offers, language: str) -> Markup:
    """One comment with all that hangs on it. Kept in memory, because it depends on nothing but its arguments.

    `language` is the one in force, in which the words are looked up.
    """
    draw = get_template_attribute("comments/_thread.html", "entry")
    return Markup(draw(thread, place, offers, vocabulary()))  # noqa: S704 - drawn by a template


def supportable(access: Access) -> Callable[[Thread], bool]:
    """Tells of a comment whether one of this person's associations can still stand behind it."""
    mine = set(rules.possible_supporters(access.actor)) if access.may("comment:support") else set()

    def may_support(thread: Thread) -> bool:
        return bool(mine) and not mine.issubset(
            [thread.association_id, *[each.association_id for each in thread.supporters]]
        )

    return may_support


def numbers(revision: Revision) -> dict[str | None, str]:
    """The number of each paragraph that the text has, by id; "" for a heading."""
    return {each.id: str(each.number or "") for each in shown_paragraphs(revision)}


def vocabulary() -> dict[str, Any]:
    """The words in which threads are shown, in the reader's language, each looked up once."""
    speech = language()
    return {
        "type_names": type_names(),
        "disposition_names": disposition_names(),
        "tones": TONES,
        "words": {"for": _("for"), "proposed": _("Proposed wording"), "supported": _("Supported by")},
        "wording": as_changes,
        "became": what_became,
        "when": lambda at: in_words(at, speech),
    }
