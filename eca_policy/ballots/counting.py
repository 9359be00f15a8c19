"""Counting: a frozen roll and the positions taken become figures. Nothing is judged here."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from fractions import Fraction

from eca_policy.ballots.problems import Problem, RollError
from eca_policy.ballots.procedure import Base, Measure


class Choice(StrEnum):
    """What an association may choose; `procedure` says which of these a page offers."""

    IN_FAVOUR = "in_favour"
    AGAINST = "against"
    ABSTENTION = "abstention"
    RECUSED = "recused"
    OBJECTION = "objection"


@dataclass(frozen=True)
class RollEntry:
    """One association entitled to vote, by an identifier that does not change, and its weight (0 or more)."""

    member: str
    weight: int


@dataclass(frozen=True)
class Tally:
    """So many associations with so much weight together."""

    members: int = 0
    weight: Fraction = Fraction(0)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.members + other.members, self.weight + other.weight)

    def __sub__(self, other: "Tally") -> "Tally":
        return Tally(self.members - other.members, self.weight - other.weight)

    def by(self, measure: Measure) -> Fraction:
        """The number that a measure looks at."""
        return Fraction(self.members) if measure is Measure.MEMBERS else self.weight


@dataclass(frozen=True)
class Count:
    """All figures of a ballot. Every weight is a multiple of `unit`; `statements`: who is not on the roll."""

    roll: Tally
    in_favour: Tally
    against: Tally
    abstention: Tally
    recused: Tally
    objection: Tally
    unit: Fraction = Fraction(1)
    statements: tuple[str, ...] = ()

    @property
    def opposed(self) -> Tally:
        """Against and objecting: the same no, in the word of the one procedure or the other."""
        return self.against + self.objection

    @property
    def cast(self) -> Tally:
        """Votes cast: for and against. An abstention is not a vote cast."""
        return self.in_favour + self.opposed

    @property
    def present(self) -> Tally:
        """Those taking part: votes cast and abstentions."""
        return self.cast + self.abstention

    @property
    def entitled(self) -> Tally:
        """The roll without those recused: whoever must not decide makes it harder for nobody."""
        return self.roll - self.recused

    @property
    def not_voting(self) -> Tally:
        """On the roll, and no position taken."""
        return self.entitled - self.present

    def of(self, base: Base) -> Tally:
        """The base a share is taken of."""
        return {Base.CAST: self.cast, Base.PRESENT: self.present, Base.ENTITLED: self.entitled}[base]

    def unit_of(self, measure: Measure) -> Fraction:
        """The step in which a measure grows."""
        return Fraction(1) if measure is Measure.MEMBERS else self.unit

    def with_more_in_favour(self, more: Tally) -> "Count":
        """The figures if some that have not voted were in favour."""
        return replace(self, in_favour=self.in_favour + more)

    def tallies(self) -> dict[str, Tally]:
        """Every counted group by its name, as the figures of a decision show them."""
        counted = {
            f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("unit", "statements")
        }
        derived = {"not_voting": self.not_voting, "cast": self.cast, "present": self.present}
        return counted | derived | {"entitled": self.entitled}


def count(
    roll: Iterable[RollEntry], positions: Mapping[str, Choice], *, weight_cap: Fraction | None = None
) -> Count:
    """The figures. A position of an association that is not on the roll is a statement and has no effect.

    Raises `RollError` for a member on the roll twice or a negative weight, `ValueError` for an unknown
    position.
    """
    weights, parts = counted_weights(roll, weight_cap=weight_cap)
    members: Counter[Choice] = Counter()
    weight: Counter[Choice] = Counter()
    for member, position in positions.items():
        choice = Choice(position)
        if member in weights:
            members[choice] += 1
            weight[choice] += weights[member]
    tallies = {choice.value: Tally(members[choice], Fraction(weight[choice], parts)) for choice in Choice}
    whole = Tally(len(weights), Fraction(sum(weights.values()), parts))
    statements = tuple(sorted(member for member in positions if member not in weights))
    return Count(roll=whole, unit=Fraction(1, parts), statements=statements, **tallies)


def counted_weights(
    roll: Iterable[RollEntry], *, weight_cap: Fraction | None = None
) -> tuple[dict[str, int], int]:
    """The weight each association counts for, in parts of which so many (the second value) make one.

    The cap is a share of all weights on the roll before any is cut, and cuts once. Parts, because a capped
    weight need not be whole, and adding whole numbers is fast and exact.
    """
    weights: dict[str, int] = {}
    for entry in roll:
        _check(entry, weights)
        weights[entry.member] = entry.weight
    if weight_cap is None:
        return weights, 1
    cap = sum(weights.values()) * weight_cap
    parts = cap.denominator
    return {member: min(weight * parts, cap.numerator) for member, weight in weights.items()}, parts


def still_to_vote(
    roll: Iterable[RollEntry], positions: Mapping[str, Choice], *, weight_cap: Fraction | None = None
) -> list[Fraction]:
    """The weights of those on the roll who have taken no position, largest first."""
    weights, parts = counted_weights(roll, weight_cap=weight_cap)
    waiting = sorted((weight for member, weight in weights.items() if member not in positions), reverse=True)
    return [Fraction(weight, parts) for weight in waiting]


def _check(entry: RollEntry, seen: Mapping[str, int]) -> None:
    if entry.member in seen:
        raise RollError([Problem("", "twice_on_roll", {"member": entry.member})])
    if entry.weight < 0:
        raise RollError([Problem("", "negative_weight", {"member": entry.member})])


def count_groups(
    roll: Iterable[tuple[int, int]],
    positions: Iterable[tuple[Choice, int, int]],
    *,
    weight_cap: Fraction | None = None,
) -> Count:
    """Interim."""
    members, taken = _expanded(roll, positions)
    return count(members, taken, weight_cap=weight_cap)


def still_to_vote_groups(
    roll: Iterable[tuple[int, int]],
    positions: Iterable[tuple[Choice, int, int]],
    *,
    weight_cap: Fraction | None = None,
) -> list[tuple[Fraction, int]]:
    """Interim."""
    members, taken = _expanded(roll, positions)
    return list(Counter(still_to_vote(members, taken, weight_cap=weight_cap)).items())


def _expanded(
    roll: Iterable[tuple[int, int]], positions: Iterable[tuple[Choice, int, int]]
) -> tuple[list[RollEntry], dict[str, Choice]]:
    members = [RollEntry(f"{weight}-{at}", weight) for weight, number in roll for at in range(number)]
    taken: dict[str, Choice] = {}
    used: Counter[int] = Counter()
    for choice, weight, number in positions:
        for _ in range(number):
            taken[f"{weight}-{used[weight]}"] = choice
            used[weight] += 1
    return members, taken
