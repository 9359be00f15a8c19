"""How amendments are drawn, in lists and in the text: places in words, changes as `ins` and `del`."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from flask import get_template_attribute, url_for
from markupsafe import Markup

from eca_policy.amendments.changes import BEGINNING
from eca_policy.amendments.place import BEFORE_ALL, GONE, Stand, place
from eca_policy.amendments.readings import Reading, Shown
from eca_policy.amendments.words import TONES, place_in_words, state_names, together
from eca_policy.lib.i18n import language
from eca_policy.papers.changes import labels
from eca_policy.papers.models import Revision
from eca_policy.papers.reading import ShownParagraph, shown_paragraphs
from eca_policy.text.compare import Change
from eca_policy.text.html import changes_html
from eca_policy.text.numbering import unmark_changes

Stands = Mapping[str, Stand]


class Drawn(NamedTuple):
    """One change of an amendment as it is drawn: its place in words, and the words that change."""

    place: str
    paragraph_id: str
    words: Markup


def stands(revision: Revision) -> dict[str, Stand]:
    """Where the paragraphs of this text stand, by their ids."""
    found = {each.id: stand_of(each) for each in shown_paragraphs(revision)}
    return {BEGINNING: BEFORE_ALL, **found}


def stand_of(paragraph: ShownParagraph) -> Stand:
    title = paragraph.html.striptags() if paragraph.kind == "heading" else ""
    return Stand(paragraph.kind, paragraph.number, title)


def drawn_changes(reading: Reading, known: Stands) -> tuple[Drawn, ...]:
    """The changes of one amendment in the order of the text."""
    speech = language()
    return tuple(
        drawn_change(change, known.get(change.paragraph_id, GONE), speech) for change in reading.changes
    )


@lru_cache(maxsize=8192)
def drawn_change(change: Shown, stand: Stand, language: str) -> Drawn:
    """One change. Kept in memory, because it depends on nothing but its arguments."""
    said = place_in_words(place(change.kind, stand, change.standing, change.wording))
    return Drawn(said, change.paragraph_id, words_html(change.words))


def words_html(changes: Sequence[Change]) -> Markup:
    """What changes, as `ins` and `del` with words for those who hear the page."""
    return Markup(changes_html(unmark_changes(changes), labels()))  # noqa: S704 - changes_html escapes every text


def in_text(reference: str, found: Sequence[Reading], known: Stands, paragraph_id: str) -> Markup:
    """The amendments at one paragraph, one under the other, as they stand in the text."""
    speech = language()
    return Markup("\n").join(
        struck(each, tuple(c for c in drawn_changes(each, known) if c.paragraph_id == paragraph_id),
               address(reference, each), speech)
        for each in found
    )  # fmt: skip


@lru_cache(maxsize=8192)
def struck(reading: Reading, changes: tuple[Drawn, ...], url: str, language: str) -> Markup:
    """One amendment in the text."""
    draw = get_template_attribute("amendments/_drawn.html", "in_text")
    return Markup(draw(reading, changes, url, vocabulary(), language))  # noqa: S704 - drawn by a template


def listed(reference: str, found: Sequence[Reading], known: Stands) -> Markup:
    """Amendments as the panel lists them."""
    speech = language()
    return Markup("\n").join(
        entry(each, drawn_changes(each, known), address(reference, each), speech) for each in found
    )


@lru_cache(maxsize=4096)
def entry(reading: Reading, changes: tuple[Drawn, ...], url: str, language: str) -> Markup:
    """One amendment in the panel."""
    draw = get_template_attribute("amendments/_drawn.html", "entry")
    return Markup(draw(reading, changes, url, vocabulary()))  # noqa: S704 - drawn by a template


def address(reference: str, reading: Reading) -> str:
    return url_for("amendments.show", reference=reference, name=reading.name)


def vocabulary() -> dict[str, Any]:
    """The words in which amendments are shown, in the reader's language."""
    return {"state_names": state_names(), "tones": TONES, "together": together}
