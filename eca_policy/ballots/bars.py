"""Bars of a result: how the associations, and their weights, fell. Pure: figures in, lengths out.

Every group has its own pattern and stands in the table beside the picture with its figure, so that nothing
is said by colour or by the picture alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

LENGTH = 600
LEAST = 2
"""The length of the bar, and of the shortest part of it that can still be seen."""


@dataclass(frozen=True)
class Segment:
    """A part of a bar, from `start`, in the units of the picture."""

    key: str
    start: int
    length: int


def segments(groups: Sequence[tuple[str, Fraction]]) -> list[Segment]:
    """The groups in a row; together they fill the bar. What is there can be seen, however small it is."""
    there = [(key, number) for key, number in groups if number > 0]
    whole = sum(number for _, number in there)
    if not whole:
        return []
    spare = LENGTH - LEAST * len(there)
    ends, reached = [0], Fraction(0)
    for at, (_, number) in enumerate(there, start=1):
        reached += number
        ends.append(LEAST * at + int(spare * reached / whole))
    return [
        Segment(key, start, end - start) for (key, _), (start, end) in zip(there, pairwise(ends), strict=True)
    ]
