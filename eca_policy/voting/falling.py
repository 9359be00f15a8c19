"""Which items of a voting list fall, as a pure function of their names: numbers here, other ids in a file.

European Parliament, Rules of Procedure (8th parliamentary term, March 2019), Rule 174: when one of several
amendments that exclude each other is adopted, the others are no longer put to the vote.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Name = TypeVar("Name", int, str)


@dataclass(frozen=True)
class Lapse(Generic[Name]):
    """Something lapses when all the items of these names are adopted, and none of those in `unless`.

    Usually one name. An amendment as amended may exclude what it did not exclude as it was tabled, and then
    both stand here; or it may exclude no longer what it did, and then the one that amends it is in `unless`.
    """

    adopted: tuple[Name, ...]
    unless: tuple[Name, ...] = ()

    def holds(self, adopted: Collection[Name]) -> bool:
        """Whether it does, after the items before it."""
        return all(each in adopted for each in self.adopted) and not any(
            each in adopted for each in self.unless
        )


@dataclass(frozen=True)
class Voted(Generic[Name]):
    """An item as it was voted on: whether it has its majority, and what makes it lapse all the same."""

    name: Name
    has_majority: bool
    lapses_if: Sequence[Lapse[Name]] = ()


def fallen(items: Iterable[Voted[Name]]) -> list[Lapse[Name] | None]:
    """What made each item lapse, if anything did; they come in the order of voting.

    One that lapses is not adopted, whatever majority it has, and makes nothing else lapse.
    """
    adopted: set[Name] = set()
    found: list[Lapse[Name] | None] = []
    for item in items:
        because = next((lapse for lapse in item.lapses_if if lapse.holds(adopted)), None)
        if because is None and item.has_majority:
            adopted.add(item.name)
        found.append(because)
    return found
