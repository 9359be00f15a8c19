"""What changed between two texts: as words within a paragraph, as paragraphs within a paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from eca_policy.text import edits
from eca_policy.text.marks import uncut
from eca_policy.text.paragraphs import Paragraph
from eca_policy.text.readable import as_read, steps
from eca_policy.text.tokens import tokens

ChangeKind = Literal["equal", "delete", "insert"]
RowKind = Literal["same", "changed", "added", "removed", "moved"]


@dataclass(frozen=True)
class Change:
    """A stretch of text that both sides have, that only the old has, or that only the new has."""

    kind: ChangeKind
    text: str


@dataclass(frozen=True)
class Row:
    """What became of one paragraph: `old` is None where it was added, `new` where it was removed.

    A moved paragraph may have been reworded as well: its changes say so.
    """

    kind: RowKind
    id: str
    old: str | None
    new: str | None
    changes: tuple[Change, ...]

    @property
    def is_reworded(self) -> bool:
        return any(change.kind != "equal" for change in self.changes)


def words(old: str, new: str) -> list[Change]:
    """The changes that lead from one text to the other, in reading order, deletions before insertions.

    The equal and deleted texts concatenate to `old`, the equal and inserted ones to `new`. Words, numbers,
    emoji, links and footnote marks are never cut, and what is deleted or inserted holds both marks of a pair
    of emphasis or none.
    """
    changes: list[Change] = []
    source, target = tokens(old), tokens(new)
    read = as_read(source, edits.between(source, target))
    for step in steps(source, uncut(source, target, read)):
        _append(changes, "equal", step.kept)
        _append(changes, "delete", step.deleted)
        _append(changes, "insert", step.inserted)
    return changes


def revisions(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> list[Row]:
    """One row for each paragraph of either text, in the order of the new one; removed ones where they stood.

    Paragraphs are told apart by their ids, which must be unique on each side. Blank lines around a paragraph
    do not count as a change.
    """
    before, after = {one.id: one for one in old}, {one.id: one for one in new}
    rows: list[Row] = []
    position = 0
    for span in edits.changed([one.id for one in old], [one.id for one in new]):
        rows += [_stayed(before[one.id], one) for one in new[position : span.new_start]]
        gone = [one for one in old[span.old_start : span.old_end] if one.id not in after]
        rows += [_row("removed", one, None) for one in gone]
        rows += [_arrived(before.get(one.id), one) for one in new[span.new_start : span.new_end]]
        position = span.new_end
    return rows + [_stayed(before[one.id], one) for one in new[position:]]


def _arrived(old: Paragraph | None, new: Paragraph) -> Row:
    return _row("moved" if old else "added", old, new)


def _stayed(old: Paragraph, new: Paragraph) -> Row:
    return _row("same" if _body(old) == _body(new) else "changed", old, new)


def _row(kind: RowKind, old: Paragraph | None, new: Paragraph | None) -> Row:
    before, after = _body(old) if old else None, _body(new) if new else None
    present = new or old
    assert present is not None
    return Row(kind, present.id, before, after, tuple(words(before or "", after or "")))


def _body(paragraph: Paragraph) -> str:
    return paragraph.source.strip("\n")


def _append(changes: list[Change], kind: ChangeKind, text: str) -> None:
    if text:
        changes.append(Change(kind, text))
