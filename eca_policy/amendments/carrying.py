"""An amendment follows the text to its next version, as a pure function of plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from eca_policy.amendments.changes import BEGINNING, Change, Changes
from eca_policy.papers.succession import split_off
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


@dataclass(frozen=True)
class _Way:
    """From one text to the next; `parts` says of a paragraph that was split which one is its last part."""

    old: Sequence[Paragraph]
    before: Mapping[str, Paragraph]
    after: Mapping[str, Paragraph]
    parts: Mapping[str, str]

    def says(self, wording: str) -> bool:
        """Whether a paragraph of the new text reads so already."""
        return _body(wording) in {_body(one.source) for one in self.after.values()}


def carried(changes: Changes, old: Sequence[Paragraph], new: Sequence[Paragraph]) -> Carried:
    """The changes, made for `old`, as they read for `new`; paragraphs are told apart by their ids."""
    before, after = ({one.id: one for one in text} for text in (old, new))
    bodies = ({one.id: _body(one.source) for one in text} for text in (old, new))
    parts = {whole: part for part, whole in split_off(*bodies).items()}
    way = _Way(old, before, after, parts)
    steps = [_step(change, way) for change in changes]
    kept = [step.change for step in steps if step.change is not None]
    together = _together(kept)
    return Carried(together, all(step.stands for step in steps) and len(together) == len(kept))


def _together(changes: Changes) -> tuple[Change, ...]:
    """What came to be inserted at one place is one insertion."""
    found: dict[tuple[str, bool], Change] = {}
    for change in changes:
        place = change.paragraph_id, change.kind == "insert_after"
        there = found.get(place)
        both = f"{_body(there.wording)}\n\n{_body(change.wording)}" if there else ""
        found[place] = replace(there, wording=both) if there else change
    return tuple(found.values())


def _step(change: Change, way: _Way) -> _Step:
    if change.kind == "insert_after":
        return _inserted(change, way)
    if change.paragraph_id not in way.after:
        return _without_its_paragraph(change, way)
    was, now = way.before[change.paragraph_id], way.after[change.paragraph_id]
    if _body(was.source) == _body(now.source):
        return _Step(change, stands=True)
    if change.kind == "delete":
        return _Step(change, stands=False)
    return _reworded(change, was, now, is_whole=change.paragraph_id not in way.parts)


def _inserted(change: Change, way: _Way) -> _Step:
    """At its place: behind all parts of a paragraph that was split. Its author is asked where that paragraph
    is gone, was split, or now holds the words of the one that followed.
    """
    if way.says(change.wording):
        return _Step(None, stands=False)
    place = _nearest(change.paragraph_id, way)
    moved = Change("insert_after", way.parts.get(place, place), change.wording)
    return _Step(moved, stands=moved == change and not _took_in_the_next(change.paragraph_id, way))


def _took_in_the_next(paragraph_id: str, way: _Way) -> bool:
    """Whether the paragraph was reworded while the one after it went."""
    if paragraph_id == BEGINNING:
        return False
    ids = [one.id for one in way.old]
    following = ids[ids.index(paragraph_id) + 1 :][:1]
    was, now = way.before[paragraph_id], way.after[paragraph_id]
    return _body(was.source) != _body(now.source) and any(each not in way.after for each in following)


def _without_its_paragraph(change: Change, way: _Way) -> _Step:
    """What was to be deleted is gone; what was to be reworded is proposed as a new paragraph at its place."""
    if change.kind == "delete" or way.says(change.wording):
        return _Step(None, stands=False)
    return _Step(Change("insert_after", _nearest(change.paragraph_id, way), change.wording), stands=False)


def _reworded(change: Change, was: Paragraph, now: Paragraph, *, is_whole: bool) -> _Step:
    """The change made to the paragraph as it is now; where it contradicts what was changed, its own words.
    Its author is asked there, and where the paragraph was split.
    """
    mine = Paragraph(was.id, _body(change.wording))
    merged = merge([was], [[now], [mine]])
    wording = _with_own_words(merged.paragraphs[0].source, merged.conflicts, now.source, mine.source)
    if _body(wording) == _body(now.source):
        return _Step(None, stands=False)
    return _Step(Change("replace", was.id, _body(wording)), stands=is_whole and not merged.conflicts)


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


def _nearest(paragraph_id: str, way: _Way) -> str:
    """This paragraph, or the last one before it that is still there."""
    ids = [one.id for one in way.old]
    upto = ids[: ids.index(paragraph_id) + 1] if paragraph_id in ids else []
    return next((each for each in reversed(upto) if each in way.after), BEGINNING)


def _body(source: str) -> str:
    return source.strip("\n")
