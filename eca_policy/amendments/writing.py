"""The page on which an amendment is written: what it shows of the text beside what was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from markupsafe import Markup

from eca_policy.amendments import rules
from eca_policy.amendments.changes import BEGINNING, Changes
from eca_policy.amendments.drafting import checked, compared
from eca_policy.amendments.drawing import stand_of, words_html
from eca_policy.amendments.place import BEFORE_ALL, GONE, Stand, place
from eca_policy.amendments.typed import THE_BEGINNING, Block, Typed
from eca_policy.amendments.words import place_in_words, stand_in_words
from eca_policy.comments.queries import association_names
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.models import Version
from eca_policy.papers.queries import Access
from eca_policy.papers.reading import ShownParagraph, shown_paragraphs
from eca_policy.papers.typeset import stored_paragraphs
from eca_policy.text.compare import Change

FIRST_WORDS = 60


@dataclass(frozen=True)
class Text:
    """The version that is amended: its paragraphs as they are shown, and their Markdown."""

    version: Version
    shown: Sequence[ShownParagraph]
    sources: Mapping[str, str]

    def stand(self, paragraph_id: str) -> Stand:
        if paragraph_id == BEGINNING:
            return BEFORE_ALL
        return next((stand_of(each) for each in self.shown if each.id == paragraph_id), GONE)

    def order(self, block: Block) -> int:
        """Where a block stands in the text."""
        if block.paragraph_id == BEGINNING:
            return -1
        return next(
            (at for at, each in enumerate(self.shown) if each.id == block.paragraph_id), len(self.shown)
        )


class Preview(NamedTuple):
    """One change before it is kept: its place in words, and the words that change."""

    place: str
    words: Markup


class ShownBlock(NamedTuple):
    """A block with its paragraph: `now` is how the paragraph reads, None where the text has it no more."""

    block: Block
    label: str
    now: str | None
    is_heading: bool


def text_of(version: Version) -> Text:
    stored = version.revision.paragraphs
    return Text(version, shown_paragraphs(version.revision), {one["id"]: one["source"] for one in stored})


def writing_shown(access: Access, text: Text, typed: Typed) -> dict[str, Any]:
    """Variables of `amendments/write.html`, beside its address and its errors."""
    chosen = {block.paragraph_id for block in typed.blocks}
    return {
        "paper": access.paper,
        "version": text.version,
        "typed": typed,
        "blocks": [shown_block(text, each) for each in sorted(typed.blocks, key=text.order)],
        "choices": [] if typed.parent else choices(text, chosen),
        "associations": choosable_associations(access),
    }


def shown_block(text: Text, block: Block) -> ShownBlock:
    stand = text.stand(block.paragraph_id)
    now = text.sources.get(block.paragraph_id)
    return ShownBlock(block, stand_in_words(stand), now and now.strip("\n"), stand.kind == "heading")


def choices(text: Text, chosen: set[str]) -> list[tuple[str, str]]:
    """The places that are not chosen yet, each with its first words."""
    found = [] if BEGINNING in chosen else [(THE_BEGINNING, _("At the beginning, before everything"))]
    return found + [(each.id, choice_label(each)) for each in text.shown if each.id not in chosen]


def choice_label(paragraph: ShownParagraph) -> str:
    words = paragraph.html.striptags()
    short = words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS].rsplit(' ', 1)[0]} …"
    return f"{paragraph.number}. {short}" if paragraph.number else short


def choosable_associations(access: Access) -> dict[int, str]:
    """For whom the person can table; nothing to choose where it is one."""
    own = rules.tablers(access.actor)
    return association_names(own) if len(own) > 1 else {}


def previewed(text: Text, typed: Typed, parent: Changes = ()) -> list[Preview]:
    """The amendment as it would be read; refused with a sentence as its tabling would be."""
    paragraphs = stored_paragraphs(text.version.revision.paragraphs)
    found = []
    for change in checked(typed.proposal().changes, paragraphs, parent):
        words = [Change(*each) for each in compared(change, text.sources, parent)]
        standing = "".join(each.text for each in words if each.kind != "insert")
        where = place(change.kind, text.stand(change.paragraph_id), standing, change.wording)
        found.append(Preview(place_in_words(where), words_html(words)))
    return found
