"""The voting list itself: what is put to the vote, item by item, as pure functions of plain values.

Beside the order of voting, the European Parliament's Rules of Procedure (8th parliamentary term, March 2019)
know a collective vote on several amendments unless a separate vote is requested (Rule 174), and the split
vote on a text that can be divided (Rule 176).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Literal

from eca_policy.amendments.changes import Change, places
from eca_policy.text.paragraphs import Paragraph
from eca_policy.voting.falling import Lapse, Voted, fallen
from eca_policy.voting.lapsing import Numbered, Piece, Standing, lapses, meets
from eca_policy.voting.order import Entry, Tabled, arranged, grouped, proposed

ItemKind = Literal["amendments", "part", "package", "final_text"]
Apart = Literal["requested", "amended", "contested"]
Outcome = Literal["adopted", "adopted_as_amended", "without_effect", "rejected", "lapsed"]


@dataclass(frozen=True)
class Arrangement:
    """What people arranged and requested, by the keys of amendments.

    `ranks` has places in the row, `packages` the package an amendment was put into; `separate` and `split`
    are the amendments on which an association requested such a vote.
    """

    ranks: Mapping[int, int] = field(default_factory=dict)
    packages: Mapping[int, int] = field(default_factory=dict)
    separate: frozenset[int] = frozenset()
    split: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Item:
    """One thing that is put to the vote; a ballot takes it as it is.

    - `number`: its place on the list, from 1 without gaps. Other items name it by this.
    - `kind`: "amendments" (one entry: an amendment, or identical ones), "part" (one place of an entry),
      "package" (several entries together), "final_text" (the text as a whole with what was adopted; always
      the last one).
    - `pieces`: what is voted on: one, several for a package, none for the final text. Each names the keys of
      its amendments and the changes that are made when the item is adopted.
    - `part`, `parts`: which part this is, and of how many; 0 for what is not divided.
    - `lapses_if`: the item is not decided when one of these holds. They name earlier items only.
    - `amends`: the later items that are voted on as amended when this one is adopted.

    What an item comes to is for `outcomes` to say, once it is known which items have their majority.
    """

    number: int
    kind: ItemKind
    pieces: tuple[Piece, ...] = ()
    part: int = 0
    parts: int = 0
    lapses_if: tuple[Lapse[int], ...] = ()
    amends: tuple[int, ...] = ()

    @property
    def amendments(self) -> tuple[int, ...]:
        """The keys of every amendment this item is about."""
        return tuple(key for piece in self.pieces for key in piece.entry.amendments)


@dataclass(frozen=True)
class Listed:
    """The voting list: its items, the blocks that move as one, and why what was packed is voted apart."""

    items: tuple[Item, ...]
    blocks: tuple[tuple[Entry, ...], ...]
    apart: Mapping[int, Apart]
    is_rearranged: bool

    @property
    def entries(self) -> list[Entry]:
        """Every entry in the order of voting."""
        return [entry for block in self.blocks for entry in block]

    @property
    def stamp(self) -> str:
        """The same as long as the list and its words are: says whether what someone looked at still holds."""
        told = [
            (item.kind, item.part, [(piece.entry.amendments, piece.changes) for piece in item.pieces])
            for item in self.items
        ]
        return sha256(repr(told).encode()).hexdigest()[:16]

    def entry_of(self, key: int) -> Entry | None:
        """The entry in which this amendment stands."""
        return next((each for each in self.entries if key in each.amendments), None)


def voting_list(
    tabled: Iterable[Tabled], text: Sequence[Paragraph], arrangement: Arrangement | None = None
) -> Listed:
    """The list for these open amendments to this text; the order in which they are given is all the same."""
    arrangement = arrangement or Arrangement()
    entries = grouped(tabled, text)
    standing = Standing(text, entries)
    by_the_rules = proposed(entries, text)
    row = arranged(by_the_rules, arrangement.ranks)
    packages, apart = packed(row, arrangement, standing)
    blocks = in_blocks(row, packages)
    return Listed(
        numbered(blocks, packages, arrangement, standing), tuple(blocks), apart, row != by_the_rules
    )


def packed(
    row: Sequence[Entry], arrangement: Arrangement, standing: Standing
) -> tuple[dict[int, int], dict[int, Apart]]:
    """The package of each entry that stays in one, and why the others do not.

    Whoever asks for a separate or a split vote gets it. What amends, or is amended, is voted on by itself. So
    is what an earlier item, or an earlier entry of its own package, could make lapse: a package is adopted as
    a whole or not at all.
    """
    packages = {
        each.key: number for each in row if (number := package_of(each, arrangement.packages)) is not None
    }
    related = {key for each in row if each.parent is not None for key in (each.key, each.parent)}
    asked = {each.key for each in row if not wanted(each, arrangement).isdisjoint(each.amendments)}
    apart: dict[int, Apart] = {key: "amended" for key in packages if key in related}
    apart |= {key: "requested" for key in packages if key in asked}
    while True:
        left = several({key: number for key, number in packages.items() if key not in apart})
        contested = contested_in(in_blocks(row, left), left, standing)
        if not contested:
            return left, apart
        apart |= dict.fromkeys(contested, "contested")


def wanted(each: Entry, arrangement: Arrangement) -> frozenset[int]:
    """The amendments on which a vote of their own was requested; there is no splitting what has one place."""
    return arrangement.separate | (arrangement.split if can_split(each) else frozenset())


def can_split(each: Entry) -> bool:
    return len(places(each.changes)) > 1


def package_of(each: Entry, packages: Mapping[int, int]) -> int | None:
    return next((packages[key] for key in each.amendments if key in packages), None)


def several(packages: Mapping[int, int]) -> dict[int, int]:
    """Without those that are alone in their package."""
    numbers = list(packages.values())
    return {key: number for key, number in packages.items() if numbers.count(number) > 1}


def contested_in(
    blocks: Sequence[Sequence[Entry]], packages: Mapping[int, int], standing: Standing
) -> list[int]:
    """The entries of packages that something before them could make lapse."""
    row = [entry for block in blocks for entry in block]
    before: list[Numbered] = []
    found: list[int] = []
    for number, entry in enumerate(row, start=1):
        piece = Piece(entry, entry.changes)
        if entry.key in packages and lapses(piece, before, standing):
            found.append(entry.key)
        before.append((number, piece))
    return found


def in_blocks(row: Sequence[Entry], packages: Mapping[int, int]) -> list[tuple[Entry, ...]]:
    """What moves as one: a package, at the place of its first entry; an amendment and what amends it."""
    blocks: dict[tuple[str, int], list[Entry]] = {}
    for each in row:
        if each.key in packages:
            name = ("package", packages[each.key])
        else:
            name = ("entry", each.parent if each.parent is not None else each.key)
        blocks.setdefault(name, []).append(each)
    return [tuple(block) for block in blocks.values()]


def numbered(
    blocks: Sequence[Sequence[Entry]],
    packages: Mapping[int, int],
    arrangement: Arrangement,
    standing: Standing,
) -> tuple[Item, ...]:
    """The items with their numbers, and what makes each lapse."""
    bare = [item for block in blocks for item in items_of(block, packages, arrangement)]
    items: list[Item] = []
    earlier: list[Numbered] = []
    for number, item in enumerate(bare, start=1):
        found = [each for piece in item.pieces for each in lapses(piece, earlier, standing)]
        items.append(replace(item, number=number, lapses_if=tuple(dict.fromkeys(found))))
        earlier += [(number, piece) for piece in item.pieces]
    return (*with_amended(items), Item(len(items) + 1, "final_text"))


def items_of(block: Sequence[Entry], packages: Mapping[int, int], arrangement: Arrangement) -> list[Item]:
    """The items of one block, not yet numbered."""
    if block[0].key in packages:
        return [Item(0, "package", tuple(Piece(each, each.changes) for each in block))]
    return [item for each in block for item in items_of_entry(each, arrangement)]


def items_of_entry(each: Entry, arrangement: Arrangement) -> list[Item]:
    """One item, or one for each place where a split vote was requested."""
    if not can_split(each) or arrangement.split.isdisjoint(each.amendments):
        return [Item(0, "amendments", (Piece(each, each.changes),))]
    parts = [Piece(each, at_place(each.changes, place)) for place in places(each.changes)]
    return [Item(0, "part", (piece,), part=at, parts=len(parts)) for at, piece in enumerate(parts, start=1)]


def at_place(changes: Sequence[Change], place: str) -> tuple[Change, ...]:
    return tuple(change for change in changes if change.paragraph_id == place)


def with_amended(items: Sequence[Item]) -> list[Item]:
    """The items, each with those that it amends."""
    return [replace(item, amends=amended_by(item, items)) for item in items]


def amended_by(item: Item, items: Sequence[Item]) -> tuple[int, ...]:
    own = item.pieces[0]
    if own.entry.parent is None:
        return ()
    return tuple(
        other.number
        for other in items
        if other.pieces[0].entry.key == own.entry.parent and meets(own, other.pieces[0])
    )


def outcomes(items: Sequence[Item], majorities: Collection[int]) -> dict[int, Outcome]:
    """What each item but the final text comes to, when those of these numbers have their majority.

    What amends an amendment that is not adopted has no effect.
    """
    listed = [item for item in items if item.kind != "final_text"]
    voted = [Voted(item.number, item.number in majorities, item.lapses_if) for item in listed]
    found: dict[int, Outcome] = {
        item.name: "lapsed" if because else "adopted" if item.has_majority else "rejected"
        for item, because in zip(voted, fallen(voted), strict=True)
    }
    adopted = [number for number, outcome in found.items() if outcome == "adopted"]
    return {**found, **amended_outcomes(items, adopted)}


def amended_outcomes(items: Sequence[Item], adopted: Collection[int]) -> dict[int, Outcome]:
    """What is adopted as amended, and what amends nothing that is adopted."""
    amending = [item for item in items if item.number in adopted and item.amends]
    idle = {item.number for item in amending if not any(each in adopted for each in item.amends)}
    reworded = {number for item in amending for number in item.amends if number in adopted}
    return {**dict.fromkeys(idle, "without_effect"), **dict.fromkeys(reworded, "adopted_as_amended")}
