"""What excludes what on a voting list, and so falls when it is adopted, as pure functions of plain values."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from eca_policy.amendments.changes import Change, contradict_at
from eca_policy.text.paragraphs import Paragraph
from eca_policy.voting.falling import Lapse
from eca_policy.voting.order import Entry, slot, standing_at


@dataclass(frozen=True)
class Piece:
    """An entry put to the vote, with those of its changes that this vote is about."""

    entry: Entry
    changes: tuple[Change, ...]


Numbered = tuple[int, Piece]


class Standing:
    """The text and the entries, for asking which changes exclude each other."""

    def __init__(self, text: Sequence[Paragraph], entries: Sequence[Entry]) -> None:
        self.text = {one.id: one for one in text}
        self.sources = {one.id: one.source.strip("\n") for one in text}
        self.entries = {each.key: each for each in entries}

    def exclude(self, first: Sequence[Change], second: Sequence[Change]) -> bool:
        """Whether both cannot be made: they change the same words differently, or one takes them out."""
        return exclude(first, second, self.text)

    def siblings_exclude(self, first: Piece, second: Piece) -> bool:
        """The same for two that amend one amendment: what they change is its wording."""
        assert first.entry.parent is not None
        parent = self.entries[first.entry.parent]
        where = {slot(change): f"{slot(change)}" for change in parent.changes}
        words = {name: Paragraph(name, standing_at(at, parent, self.sources)) for at, name in where.items()}
        sides = [inside(piece.changes, where) for piece in (first, second)]
        return exclude(sides[0], sides[1], words)


def inside(changes: Sequence[Change], where: Mapping[tuple[str, bool], str]) -> list[Change]:
    """Changes to an amendment, as changes to paragraphs that are its wordings."""
    return [
        Change("replace" if change.wording else "delete", where[slot(change)], change.wording)
        for change in changes
        if slot(change) in where
    ]


def exclude(first: Sequence[Change], second: Sequence[Change], text: Mapping[str, Paragraph]) -> bool:
    """`amendments.changes.contradict`, with what was found once kept: every reading works a list out."""
    own = {change.paragraph_id: change for change in first if change.kind != "insert_after"}
    return any(
        contradict_once(text[other.paragraph_id], own[other.paragraph_id], other)
        for other in second
        if other.kind != "insert_after" and other.paragraph_id in own and other.paragraph_id in text
    )


@lru_cache(maxsize=20_000)
def contradict_once(paragraph: Paragraph, first: Change, second: Change) -> bool:
    return contradict_at(paragraph, [first], [second])


def amended(changes: Sequence[Change], by: Sequence[Change]) -> list[Change]:
    """What an amendment changes once it is amended."""
    instead = {slot(change): change for change in by}
    return [instead.get(slot(change), change) for change in changes]


def meets(first: Piece, second: Piece) -> bool:
    """Whether the two are about one thing."""
    return not {slot(change) for change in first.changes}.isdisjoint(
        slot(change) for change in second.changes
    )


def lapses(later: Piece, earlier: Sequence[Numbered], standing: Standing) -> tuple[Lapse[int], ...]:
    """When this vote is not held: one for each earlier one that excludes it.

    Parts of one entry never exclude each other. What amends an amendment does not make it lapse: it is then
    voted on as amended; but it falls with it.
    """
    found: list[Lapse[int]] = []
    amending: dict[int, list[Numbered]] = defaultdict(list)
    wanted = forms(later, standing)
    for number, piece in earlier:
        if piece.entry.parent is not None:
            amending[piece.entry.parent].append((number, piece))
            if is_sibling(piece, later) and standing.siblings_exclude(piece, later):
                found.append(Lapse((number,)))
        elif piece.entry.key not in (later.entry.key, later.entry.parent):
            children = [each for each in amending[piece.entry.key] if meets(each[1], piece)]
            found += lapses_by(number, piece, children, wanted, standing)
    return tuple(found)


def is_sibling(one: Piece, other: Piece) -> bool:
    return one.entry.parent == other.entry.parent and one.entry.key != other.entry.key


def forms(piece: Piece, standing: Standing) -> list[Sequence[Change]]:
    """What must still be possible for this vote to make sense: its changes, and those of what it amends."""
    if piece.entry.parent is None:
        return [piece.changes]
    slots = {slot(change) for change in piece.changes}
    parent = standing.entries[piece.entry.parent]
    return [piece.changes, [change for change in parent.changes if slot(change) in slots]]


def lapses_by(
    number: int,
    piece: Piece,
    children: Sequence[Numbered],
    wanted: Sequence[Sequence[Change]],
    standing: Standing,
) -> list[Lapse[int]]:
    """How one earlier item makes a later one lapse: as it was tabled, or as amended by its children."""

    def excludes(changes: Sequence[Change]) -> bool:
        return any(standing.exclude(changes, each) for each in wanted)

    as_amended = {at: excludes(amended(piece.changes, child.changes)) for at, child in children}
    if excludes(piece.changes):
        return [Lapse((number,), unless=tuple(at for at, does in as_amended.items() if not does))]
    return [Lapse((at, number)) for at, does in as_amended.items() if does]
