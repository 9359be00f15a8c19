"""Comments on exact words keep their place when the text moves on, and never land on other words.

An anchor is carried by the comparison of the two texts, paragraph by paragraph, never by searching for
something like its quotation. What is put in exactly at its start or its end stays outside, whole words stand
at its edges, and the status says how much of the quotation still stands:

- `anchored`: every word, and it still reads the same (spaces and marks of formatting apart).
- `changed`: at least half of its words; or all of them, and something was put in between.
- `check`: at least three in ten; a person confirms that these are the words meant.
- `moved`: the words are gone from their place, and the exact quotation stands once in the new text, on words
  that did not stand there before; or they went, unchanged, into the paragraph theirs was merged into.
- `detached`: nothing of this; there is no anchor, and `restore` looks whether the words have come back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Literal

from rapidfuzz.distance import LCSseq

from eca_policy.text import visible
from eca_policy.text.lineage import Passage
from eca_policy.text.paragraphs import Paragraph
from eca_policy.text.tokens import Tokens, is_formatting, is_word

ENGINE = "anchor/1"
"""Stored with what this module produced; it changes when the same texts would carry an anchor elsewhere."""

CHANGED = 0.5
"""Share of the words that must still stand for the quotation to count as changed, not as doubtful."""

CHECK = 0.3
"""Share below which the words are no longer the ones that were meant."""

Status = Literal["anchored", "changed", "moved", "check", "detached"]


@dataclass(frozen=True)
class Anchor:
    """Characters `start` up to `end` of the source of paragraph `paragraph_id`; `quote` is that text."""

    paragraph_id: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True)
class Carried:
    """Where the words are now. `anchor` is None when they are detached."""

    status: Status
    anchor: Anchor | None


DETACHED = Carried("detached", None)


def carry(anchor: Anchor, old: Sequence[Paragraph], new: Sequence[Paragraph]) -> Carried:
    """Where the words of an anchor in `old` stand in `new`; ids must be unique within each text."""
    return carry_all([anchor], old, new)[0]


def carry_all(anchors: Sequence[Anchor], old: Sequence[Paragraph], new: Sequence[Paragraph]) -> list[Carried]:
    """The same for many anchors: each paragraph is compared once, and an unchanged one not at all."""
    step = _Step(old, new)
    return [step.carried(anchor) for anchor in anchors]


def find(paragraph_id: str, source: str, quote: str, *, occurrence: int = 1) -> Anchor | None:
    """The place of what a reader selected on the page, `quote`, in the source of its paragraph.

    Whole words are counted: the first place is `occurrence` 1. Where the quotation nowhere stands as whole
    words, places in mid-word count, and the anchor takes the whole words; it takes whole links in any case.
    """
    found = visible.whole(source, quote) or visible.cutting(source, quote)
    return _anchor(paragraph_id, source, *found[occurrence - 1]) if 0 < occurrence <= len(found) else None


def find_all(paragraph_id: str, source: str, quote: str) -> list[Anchor]:
    """Every place of it as whole words, in order."""
    return [_anchor(paragraph_id, source, *span) for span in visible.whole(source, quote)]


def restore(anchor: Anchor, new: Sequence[Paragraph], *, old: Sequence[Paragraph] = ()) -> Carried:
    """A detached anchor whose exact words have come back; `anchor` is where they last stood.

    They are `anchored` again in their own paragraph where it holds the quotation once; or, where that
    paragraph is gone, in whichever holds the only one of the text: a paragraph that was taken out comes back
    with a new id. The only one of the text in another paragraph while their own still stands is `moved`.

    Give `old`, the revision before `new`, wherever there is one: words that stood there all the while have
    not come back, and are somebody else's.
    """
    return _Step(old, new).restored(anchor)


class _Step:
    """From one text to the next, compared as far as somebody asks."""

    def __init__(self, old: Sequence[Paragraph], new: Sequence[Paragraph]) -> None:
        self._old = {one.id: one for one in old}
        self._new = {one.id: one for one in new}
        self._heirs = {
            gone: one
            for one in new
            for gone in one.merged_from
            if gone in self._old and gone not in self._new
        }
        self._passages: dict[str, Passage] = {}

    def carried(self, anchor: Anchor) -> Carried:
        before = self._old.get(anchor.paragraph_id)
        heir = self._new.get(anchor.paragraph_id) or self._heirs.get(anchor.paragraph_id)
        if before is None or heir is None or before.source[anchor.start : anchor.end] != anchor.quote:
            return self._elsewhere(anchor) or DETACHED
        if self._is_unchanged(heir):
            return Carried("anchored", anchor)
        followed = _followed(anchor, self._passage(heir), heir)
        if followed.status in ("check", "detached"):
            return self._elsewhere(anchor) or followed
        return followed

    def restored(self, anchor: Anchor) -> Carried:
        own = self._new.get(anchor.paragraph_id)
        stands = list(islice(self._stands_in(own, anchor.quote.strip()), 2)) if own else []
        if own and len(stands) == 1 and self._came_in(own, *stands[0]):
            return Carried("anchored", _anchor(own.id, own.source, *stands[0]))
        elsewhere = self._elsewhere(anchor)
        return Carried("moved" if own else "anchored", elsewhere.anchor) if elsewhere else DETACHED

    def _is_unchanged(self, new: Paragraph) -> bool:
        return [one.source for one in self._origins(new)] == [new.source]

    def _origins(self, new: Paragraph) -> list[Paragraph]:
        if not new.merged_from:
            return [self._old[new.id]] if new.id in self._old else []
        return [one for one in self._old.values() if one.id == new.id or self._heirs.get(one.id) is new]

    def _passage(self, new: Paragraph) -> Passage:
        if new.id not in self._passages:
            self._passages[new.id] = Passage(self._origins(new), new)
        return self._passages[new.id]

    def _elsewhere(self, anchor: Anchor) -> Carried | None:
        """The exact quotation, if the new text has it once and its words did not stand there before."""
        found = list(islice(self._everywhere(anchor.quote.strip()), 2))
        if len(found) != 1 or not self._came_in(*found[0]):
            return None
        paragraph, start, end = found[0]
        return Carried("moved", _anchor(paragraph.id, paragraph.source, start, end))

    def _came_in(self, paragraph: Paragraph, start: int, end: int) -> bool:
        """Words that were there before are somebody else's, however alike they are."""
        passage = self._passage(paragraph)
        units = _units(passage.new, start, end)
        return sum(at in passage.came_along for at in units) < CHECK * len(units)

    def _everywhere(self, quote: str) -> Iterator[tuple[Paragraph, int, int]]:
        return (
            (one, *span)
            for one in self._new.values()
            if quote in one.source
            for span in self._stands_in(one, quote)
        )

    def _stands_in(self, paragraph: Paragraph, quote: str) -> Iterator[tuple[int, int]]:
        return self._passage(paragraph).new.stands(paragraph.source, quote)


def _followed(anchor: Anchor, passage: Passage, heir: Paragraph) -> Carried:
    """The anchor through the comparison of its paragraph with what became of it."""
    offset = passage.offsets[anchor.paragraph_id]
    units = _units(passage.old, offset + anchor.start, offset + anchor.end)
    kept = _in_order({at: place for at in units if (place := passage.now_at[at]) is not None})
    share = len(kept) / len(units) if units else 0.0
    if share < CHECK:
        return DETACHED
    within = passage.old.covering(offset + anchor.start, offset + anchor.end)
    first, last = _outermost(passage, within, kept)
    starts = passage.new.starts
    now = _anchor(heir.id, heir.source, starts[first], starts[last + 1])
    if share == 1.0 and _reads_the_same(passage, kept):
        return Carried("anchored" if heir.id == anchor.paragraph_id else "moved", now)
    return Carried("changed" if share >= CHANGED else "check", now)


def _in_order(now_at: dict[int, int]) -> list[int]:
    """Of words that items took along to different places, as many as still stand one after the other."""
    before, now = list(now_at), list(now_at.values())
    in_order = [op for op in LCSseq.opcodes(now, sorted(now)) if op.tag == "equal"]
    return [before[at] for op in in_order for at in range(op.src_start, op.src_end)]


def _units(text: Tokens, start: int, end: int) -> list[int]:
    """The tokens that count in a quotation: its words; of one without words, its marks."""
    within = text.covering(start, end)
    return [at for at in within if is_word(text.pieces[at])] or [
        at for at in within if not text.pieces[at].isspace()
    ]


def _outermost(passage: Passage, within: range, kept: Sequence[int]) -> tuple[int, int]:
    """The first and the last token of the new range: the kept words, and the marks around them that still
    stand there.
    """
    before = _edge(passage, range(kept[0], within.start - 1, -1))
    after = _edge(passage, range(kept[-1], within.stop))
    first, last = passage.now_at[before], passage.now_at[after]
    assert first is not None
    assert last is not None
    return first, last


def _edge(passage: Passage, outward: range) -> int:
    """How far the range reaches from its outermost kept word: as far as it did before where all that still
    stands together, else over the marks that touch the word.
    """
    now = passage.now_at[outward[0]]
    assert now is not None
    together = takewhile(
        lambda step: passage.now_at[step[1]] == now + step[0] * outward.step, enumerate(outward)
    )
    reached = [at for _, at in together]
    if len(reached) == len(outward):
        return reached[-1]
    return list(takewhile(lambda at: not passage.old.pieces[at].isspace(), reached))[-1]


def _reads_the_same(passage: Passage, kept: Sequence[int]) -> bool:
    """Whether nothing a reader sees was put in or taken out between the first and the last word."""
    first, last = passage.now_at[kept[0]], passage.now_at[kept[-1]]
    assert first is not None
    assert last is not None
    return _read(passage.old.pieces[kept[0] : kept[-1] + 1]) == _read(passage.new.pieces[first : last + 1])


def _read(pieces: Sequence[str]) -> list[str]:
    return [piece for piece in pieces if not piece.isspace() and not is_formatting(piece)]


def _anchor(paragraph_id: str, source: str, start: int, end: int) -> Anchor:
    return Anchor(paragraph_id, start, end, source[start:end])
