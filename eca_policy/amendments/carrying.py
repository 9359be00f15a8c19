"""An amendment follows the text to its next version, as a pure function of plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eca_policy.amendments.changes import BEGINNING, Change, Changes
from eca_policy.text.merge import Conflict, merge
from eca_policy.text.paragraphs import Paragraph

ENGINE = "carry/1"
"""Written beside each wording that was carried: which engine made it."""


@dataclass(frozen=True)
class Carried:
    """The changes for the new text. `stands`: every word they touch still stands there, so that nobody need
    be asked; else this is what the amendment would now read, for its author to judge. No changes are left
    where the text now reads as the amendment asked.
    """

    changes: tuple[Change, ...]
    stands: bool


@dataclass(frozen=True)
class _Step:
    """One change on its way; None: the text reads so already."""

    change: Change | None
    stands: bool


def carried(changes: Changes, old: Sequence[Paragraph], new: Sequence[Paragraph]) -> Carried:
    """The changes, made for `old`, as they read for `new`; paragraphs are told apart by their ids."""
    before, after = ({one.id: one for one in text} for text in (old, new))
    steps = [_step(change, old, before, after) for change in changes]
    kept = tuple(step.change for step in steps if step.change is not None)
    return Carried(kept, all(step.stands for step in steps))


def _step(
    change: Change,
    old: Sequence[Paragraph],
    before: Mapping[str, Paragraph],
    after: Mapping[str, Paragraph],
) -> _Step:
    if change.kind == "insert_after":
        return _inserted(change, old, after)
    if change.paragraph_id not in after:
        return _without_its_paragraph(change, old, after)
    was, now = before[change.paragraph_id], after[change.paragraph_id]
    if _body(was.source) == _body(now.source):
        return _Step(change, stands=True)
    if change.kind == "delete":
        return _Step(change, stands=False)
    return _reworded(change, was, now)


def _inserted(change: Change, old: Sequence[Paragraph], after: Mapping[str, Paragraph]) -> _Step:
    if _body(change.wording) in {_body(one.source) for one in after.values()}:
        return _Step(None, stands=False)
    place = _nearest(change.paragraph_id, old, after)
    moved = Change("insert_after", place, change.wording)
    return _Step(moved, stands=place == change.paragraph_id)


def _without_its_paragraph(change: Change, old: Sequence[Paragraph], after: Mapping[str, Paragraph]) -> _Step:
    """What was to be deleted is gone; what was to be reworded is proposed as a new paragraph at its place."""
    if change.kind == "delete" or _body(change.wording) in {_body(one.source) for one in after.values()}:
        return _Step(None, stands=False)
    place = _nearest(change.paragraph_id, old, after)
    return _Step(Change("insert_after", place, change.wording), stands=False)


def _reworded(change: Change, was: Paragraph, now: Paragraph) -> _Step:
    """The change made to the paragraph as it is now; where it contradicts what was changed, its own words."""
    mine = Paragraph(was.id, _body(change.wording))
    merged = merge([was], [[now], [mine]])
    wording = _with_own_words(merged.paragraphs[0].source, merged.conflicts, now.source, mine.source)
    if _body(wording) == _body(now.source):
        return _Step(None, stands=False)
    return _Step(Change("replace", was.id, _body(wording)), stands=not merged.conflicts)


def _with_own_words(text: str, conflicts: Sequence[Conflict], theirs: str, mine: str) -> str:
    """The merged paragraph with the amendment's words where both changed the same; the amendment's whole
    wording where it cannot be told which words are its own.
    """
    for conflict in reversed(conflicts):
        own = [side for side in conflict.sides if side in mine and side not in theirs]
        if len(own) != 1:
            return mine
        text = text[: conflict.start] + own[0] + text[conflict.start + len(conflict.base) :]
    return text


def _nearest(paragraph_id: str, old: Sequence[Paragraph], after: Mapping[str, Paragraph]) -> str:
    """This paragraph, or the last one before it that is still there."""
    ids = [one.id for one in old]
    upto = ids[: ids.index(paragraph_id) + 1] if paragraph_id in ids else []
    return next((each for each in reversed(upto) if each in after), BEGINNING)


def _body(source: str) -> str:
    return source.strip("\n")
