"""Moving an entry on the voting list, as pure functions of plain values: each gives every amendment its rank.

A package moves as one, and so does an amendment with those that amend it. What amends an amendment moves
among those that amend the same one: after it, it would come too late.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from eca_policy.voting.items import Listed
from eca_policy.voting.order import Entry

Row = list[tuple[Entry, ...]]


def step(listed: Listed, key: int, by: Literal[-1, 1]) -> dict[int, int]:
    """One place up (-1) or down (1); at the end of the row everything stays."""
    row = row_of(listed, key)
    at = index_of(row, key)
    aim = min(max(at + by, 0), len(row) - 1)
    row[at], row[aim] = row[aim], row[at]
    return ranks(back_in(listed, row, key))


def to_item(listed: Listed, key: int, number: int) -> dict[int, int]:
    """To where the item of this number stands; beyond the last one of its row, to its end."""
    row = row_of(listed, key)
    last = last_numbers(listed)
    ends = [max(last[key] for each in block for key in each.amendments) for block in row]
    aim = next((index for index, end in enumerate(ends) if number <= end), len(row) - 1)
    row.insert(aim, row.pop(index_of(row, key)))
    return ranks(back_in(listed, row, key))


def last_numbers(listed: Listed) -> dict[int, int]:
    """The last item each amendment stands in: voted on in parts, it has several."""
    return {key: item.number for item in listed.items for key in item.amendments}


def can_step(listed: Listed, key: int, by: Literal[-1, 1]) -> bool:
    """Whether there is another place that way."""
    row = row_of(listed, key)
    return 0 <= index_of(row, key) + by < len(row)


def row_of(listed: Listed, key: int) -> Row:
    """What this entry moves among: the blocks of the list, or those that amend what it amends."""
    own = entry(listed, key)
    if own.parent is None:
        return list(listed.blocks)
    return [(each,) for each in listed.entries if each.parent == own.parent]


def index_of(row: Sequence[tuple[Entry, ...]], key: int) -> int:
    return next(at for at, block in enumerate(row) if any(each.key == key for each in block))


def back_in(listed: Listed, row: Row, key: int) -> list[Entry]:
    """Every entry in the new order."""
    moved = [each for block in row for each in block]
    parent = entry(listed, key).parent
    if parent is None:
        return moved
    waiting = iter(moved)
    return [next(waiting) if each.parent == parent else each for each in listed.entries]


def entry(listed: Listed, key: int) -> Entry:
    return next(each for each in listed.entries if each.key == key)


def ranks(entries: Iterable[Entry]) -> dict[int, int]:
    """The rank of each amendment: identical ones have the same."""
    return {key: rank for rank, each in enumerate(entries, start=1) for key in each.amendments}
