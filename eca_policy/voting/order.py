"""In which order amendments are put to the vote, as pure functions of plain values.

The rules are those of the European Parliament's Rules of Procedure (8th parliamentary term, March 2019): Rule
174, "Order of voting on amendments", puts amendments to the vote before the text, and of those that exclude
each other the one that departs furthest from the text first.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from eca_policy.amendments.changes import BEGINNING, Change, fingerprint
from eca_policy.text import edits
from eca_policy.text.paragraphs import Paragraph
from eca_policy.text.tokens import is_word, tokens

Slot = tuple[str, bool]
"""What a change is about: a paragraph itself (False), or what is inserted after it (True)."""
Place = tuple[int, bool]
"""The same by the order of the text: the index of the paragraph, -1 before the first one."""


@dataclass(frozen=True)
class Tabled:
    """An open amendment. `number` is the order of tabling; `parent` the key of the amendment it amends."""

    key: int
    number: int
    label: str
    changes: tuple[Change, ...]
    parent: int | None = None


@dataclass(frozen=True)
class Entry:
    """Amendments that are identical, and so are one vote. `key` is that of the one tabled first.

    `parent` is the key of the entry that these amendments amend. `place` is the first they touch.
    """

    key: int
    number: int
    amendments: tuple[int, ...]
    labels: tuple[str, ...]
    changes: tuple[Change, ...]
    place: Place
    parent: int | None = None


def slot(change: Change) -> Slot:
    return change.paragraph_id, change.kind == "insert_after"


def grouped(tabled: Iterable[Tabled], text: Sequence[Paragraph]) -> list[Entry]:
    """The entries in the order of tabling. Amendments to identical amendments amend one entry.

    An amendment to an amendment that is no longer open stands by itself. One that changes nothing any more,
    because the text reads so already, is identical to no other.
    """
    standing = sorted(tabled, key=lambda one: (one.number, one.key))
    open_ones = {one.key: one for one in standing}
    groups: dict[tuple[object, ...], list[Tabled]] = defaultdict(list)
    homes: dict[int, int] = {}
    for one in sorted(standing, key=lambda one: parent_of(one, open_ones) is not None):
        parent = parent_of(one, open_ones)
        home = homes[parent] if parent is not None else None
        group = groups[home, fingerprint(one.changes), None if one.changes else one.key]
        group.append(one)
        homes[one.key] = group[0].key
    order = index_of(text)
    made = [entry(group, homes, open_ones, order) for group in groups.values()]
    return sorted(made, key=lambda each: (each.number, each.key))


def parent_of(one: Tabled, open_ones: Mapping[int, Tabled]) -> int | None:
    """The open amendment this one amends; what amends an amendment is not amended itself."""
    parent = open_ones.get(one.parent) if one.parent is not None else None
    return parent.key if parent is not None and parent.parent not in open_ones else None


def entry(
    group: Sequence[Tabled],
    homes: Mapping[int, int],
    open_ones: Mapping[int, Tabled],
    order: Mapping[str, int],
) -> Entry:
    first = group[0]
    parent = parent_of(first, open_ones)
    return Entry(
        key=first.key,
        number=first.number,
        amendments=tuple(one.key for one in group),
        labels=tuple(one.label for one in group),
        changes=tuple(first.changes),
        place=min((place(change, order) for change in first.changes), default=nowhere(order)),
        parent=homes[parent] if parent is not None else None,
    )


def index_of(text: Sequence[Paragraph]) -> dict[str, int]:
    return {BEGINNING: -1, **{one.id: at for at, one in enumerate(text)}}


def nowhere(order: Mapping[str, int]) -> Place:
    """After everything: what stands at no paragraph of the text."""
    return len(order), True


def place(change: Change, order: Mapping[str, int]) -> Place:
    return order.get(change.paragraph_id, len(order)), change.kind == "insert_after"


def proposed(entries: Sequence[Entry], text: Sequence[Paragraph]) -> list[Entry]:
    """The entries in the order of the text, at one place the furthest from it first, then as tabled.

    What amends an amendment stands right before it: first it is settled how the amendment reads.
    """
    by_key = {each.key: each for each in entries}
    sources = {one.id: one.source.strip("\n") for one in text}
    order = index_of(text)

    def rank(each: Entry) -> tuple[Place, bool, Fraction, int, int]:
        parent = by_key[each.parent] if each.parent is not None else None
        whole, share = reach(each, parent, sources, order)
        return each.place, not whole, -share, each.number, each.key

    in_order = sorted(entries, key=rank)
    return families(in_order, in_order)


def families(roots: Sequence[Entry], children: Sequence[Entry]) -> list[Entry]:
    """Each entry that amends none, in this order, with those that amend it right before it, in that order."""
    amending: dict[int, list[Entry]] = defaultdict(list)
    for each in children:
        if each.parent is not None:
            amending[each.parent].append(each)
    return [each for root in roots if root.parent is None for each in (*amending[root.key], root)]


def reach(
    each: Entry, parent: Entry | None, sources: Mapping[str, str], order: Mapping[str, int]
) -> tuple[bool, Fraction]:
    """How far an entry goes at its first place: whether it takes the paragraph out, or how far it departs."""
    first = min(each.changes, key=lambda change: place(change, order), default=None)
    if first is None:
        return False, Fraction(0)
    if first.kind == "delete":
        return True, Fraction(1)
    return False, departure(standing_at(slot(first), parent, sources), first.wording)


def standing_at(where: Slot, parent: Entry | None, sources: Mapping[str, str]) -> str:
    """The words that a change finds: those of the amendment it amends, else those of the text."""
    for change in parent.changes if parent else ():
        if slot(change) == where and change.wording:
            return change.wording
    return "" if where[1] else sources.get(where[0], "")


@lru_cache(maxsize=2_000)
def departure(old: str, new: str) -> Fraction:
    """The share of the words of both texts that the other lacks: 0 the same words, 1 none in common."""
    before, after = tokens(old), tokens(new)
    words = count_words(before) + count_words(after)
    changed = sum(
        count_words(before[edit.start : edit.end]) + count_words(edit.inserted)
        for edit in edits.between(before, after)
    )
    return Fraction(changed, words) if words else Fraction(0)


def count_words(found: Iterable[str]) -> int:
    return sum(map(is_word, found))


def arranged(in_order: Sequence[Entry], ranks: Mapping[int, int]) -> list[Entry]:
    """The entries as the rapporteur arranged them. `ranks` has a place in the row for an amendment's key.

    An amendment stays right before the one it amends. What has no rank, since it was tabled later, stands
    beside its neighbour of the proposed order.
    """
    roots = [each for each in in_order if each.parent is None]
    children: dict[int, list[Entry]] = defaultdict(list)
    for each in in_order:
        if each.parent is not None:
            children[each.parent].append(each)
    placed = [each for row in children.values() for each in placed_by(row, ranks)]
    return families(placed_by(roots, ranks), placed)


def placed_by(row: Sequence[Entry], ranks: Mapping[int, int]) -> list[Entry]:
    """One row by its ranks; a newcomer stands before the next one at its place, or else after the last."""
    own = {each.key: rank for each in row if (rank := rank_of(each, ranks)) is not None}
    result = sorted((each for each in row if each.key in own), key=lambda each: own[each.key])
    keys = [each.key for each in result]
    for at, each in enumerate(row):
        if each.key in own:
            continue
        following = [one.key for one in row[at + 1 :] if one.place == each.place and one.key in own]
        if following:
            where = keys.index(following[0])
        else:
            where = keys.index(row[at - 1].key) + 1 if at else 0
        result.insert(where, each)
        keys.insert(where, each.key)
    return result


def rank_of(each: Entry, ranks: Mapping[int, int]) -> int | None:
    """The rank of an entry: the first of those its amendments were given."""
    return min((ranks[key] for key in each.amendments if key in ranks), default=None)
