"""Several people's changes to one text, put together word by word; what contradicts is shown and never
chosen.

Every changeset is a whole text that came from the same base: its paragraphs carry the ids of the base where
they are the same paragraph (`paragraphs.carry`), and ids of their own where they are new. The order of the
changesets makes no difference to the result.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from eca_policy.text.order import arranged
from eca_policy.text.paragraphs import Paragraph, join
from eca_policy.text.weave import woven

Changeset = Sequence[Paragraph]


@dataclass(frozen=True)
class Conflict:
    """Words that were changed in different ways. The merged text keeps the words of the base there.

    In the merged paragraph `source[start : start + len(base)] == base`: a person's choice goes in its
    place. A side that is "" took the words out. Sides are sorted, and each wording stands once.
    """

    paragraph_id: str
    base: str
    sides: tuple[str, ...]
    start: int


@dataclass(frozen=True)
class Check:
    """Where several people's changes agree word by word and are all in the merged text, yet stand so close
    together that a person should read it: one paragraph in several wordings, or new text of several
    people at one spot.

    `base` is the paragraph as it was and `sides` as each has it; at one spot `base` is "" and the sides
    follow the paragraph named ("" at the beginning).
    """

    paragraph_id: str
    base: str
    sides: tuple[str, ...]


@dataclass(frozen=True)
class Merged:
    """The merged text. With conflicts it is not finished: at those places it reads as the base."""

    paragraphs: list[Paragraph]
    conflicts: list[Conflict]
    checks: list[Check]


def merge(base: Sequence[Paragraph], changesets: Sequence[Changeset]) -> Merged:
    """Applies all changes that agree with each other; ids must be unique within each text.

    Changes agree unless they touch the same words differently: insertions at one spot are all kept, what
    several people changed alike is changed once, and a paragraph goes when one takes it out and nobody
    changed it. A paragraph that two people moved to different places goes to the earlier one.
    """
    by_id = [{one.id: one for one in texts} for texts in changesets]
    texts: dict[str, Paragraph] = {}
    conflicts: list[Conflict] = []
    checks: list[Check] = []
    for paragraph in base:
        wordings = [texts_of_one.get(paragraph.id) for texts_of_one in by_id]
        kept = [wording for wording in wordings if wording is not None]
        edited = _edited(paragraph, kept)
        found: list[Conflict] = []
        if len(kept) == len(wordings):
            texts[paragraph.id], found = _reworded(paragraph, kept, edited)
        elif edited:
            texts[paragraph.id] = paragraph
            found = [Conflict(paragraph.id, _body(paragraph.source), ("", *edited), 0)]
        conflicts += found
        if len(edited) > 1 and not found:
            checks.append(Check(paragraph.id, _body(paragraph.source), tuple(edited)))
    order = arranged(base, changesets, frozenset(texts))
    checks += [Check(after, "", tuple(map(_text, runs))) for after, runs in order.gathered.items()]
    return Merged([texts.get(one.id, one) for one in order.paragraphs], conflicts, checks)


def _edited(base: Paragraph, kept: Sequence[Paragraph]) -> list[str]:
    """The different wordings people gave this paragraph, in an order that is the same for everybody."""
    return sorted({_body(one.source) for one in kept} - {_body(base.source)})


def _reworded(
    base: Paragraph, kept: Sequence[Paragraph], edited: Sequence[str]
) -> tuple[Paragraph, list[Conflict]]:
    text, contradictions = woven(_body(base.source), edited)
    merged_from = tuple(sorted({gone for one in kept for gone in one.merged_from}))
    merged = replace(base, source=text + _tail(base.source, kept), merged_from=merged_from)
    return merged, [Conflict(base.id, one.base, one.sides, one.start) for one in contradictions]


def _text(run: Sequence[Paragraph]) -> str:
    return _body(join([one.source for one in run]))


def _body(source: str) -> str:
    return source.rstrip("\n")


def _tail(source: str, kept: Sequence[Paragraph]) -> str:
    """The blank lines after a paragraph: as changed; of several changes, the largest distance."""
    own = source[len(_body(source)) :]
    changed = {one.source[len(_body(one.source)) :] for one in kept} - {own}
    return max(changed, key=len, default=own)
