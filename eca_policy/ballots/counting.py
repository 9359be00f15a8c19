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


@dataclass(frozen=True)
class Groups:
    """A ballot with those together who count alike: (weight, how many) and (choice, weight, how many)."""

    roll: tuple[tuple[int, int], ...]
    positions: tuple[tuple[Choice, int, int], ...]
    statements: tuple[str, ...] = ()

    def count(self, *, weight_cap: Fraction | None = None) -> Count:
        """The figures, with the names of those whose positions are statements."""
        counted = count_groups(self.roll, self.positions, weight_cap=weight_cap)
        return replace(counted, statements=self.statements)


@dataclass(frozen=True)
class _Cut:
    """The weight each weight counts for, in `parts` of which so many make one; `most` at most.

    Parts, because a capped weight need not be whole, and adding whole numbers is fast and exact.
    """

    parts: int = 1
    most: int | None = None

    def of(self, weight: int) -> int:
        return weight * self.parts if self.most is None else min(weight * self.parts, self.most)


def count(
    roll: Iterable[RollEntry], positions: Mapping[str, Choice], *, weight_cap: Fraction | None = None
) -> Count:
    """The figures. A position of an association that is not on the roll is a statement and has no effect.

    Raises `RollError` for a member on the roll twice or a negative weight, `ValueError` for an unknown
    position.
    """
    return grouped(roll, positions).count(weight_cap=weight_cap)


def grouped(roll: Iterable[RollEntry], positions: Mapping[str, Choice]) -> Groups:
    """Roll and positions in groups. Raises as `count` does."""
    weights: dict[str, int] = {}
    for entry in roll:
        _check(entry, weights)
        weights[entry.member] = entry.weight
    said = [(member, Choice(position)) for member, position in positions.items()]
    together = Counter((choice, weights[member]) for member, choice in said if member in weights)
    return Groups(
        roll=tuple(Counter(weights.values()).items()),
        positions=tuple((choice, weight, number) for (choice, weight), number in together.items()),
        statements=tuple(sorted(member for member, _ in said if member not in weights)),
    )


def count_groups(
    roll: Iterable[tuple[int, int]],
    positions: Iterable[tuple[Choice, int, int]],
    *,
    weight_cap: Fraction | None = None,
) -> Count:
    """The same figures from groups, as a database counts them: its time does not grow with the roll.

    `roll` has (weight, how many associations), `positions` has (choice, weight, how many of those on the
    roll); a group may come in several pieces. The cap applies to each association. Raises `RollError` for a
    negative weight, or where more associations of a weight have a position than are on the roll, and
    `ValueError` for an unknown position.
    """
    entitled, said = _on_roll(roll), _said(positions)
    _check_said(said, entitled)
    cut = _cut(entitled, weight_cap)
    tallies = {
        choice.value: _tally(((w, n) for (of, w), n in said.items() if of is choice), cut)
        for choice in Choice
    }
    return Count(roll=_tally(entitled.items(), cut), unit=Fraction(1, cut.parts), statements=(), **tallies)


def still_to_vote(
    roll: Iterable[tuple[int, int]],
    positions: Iterable[tuple[Choice, int, int]],
    *,
    weight_cap: Fraction | None = None,
) -> list[tuple[Fraction, int]]:
    """The weights of those on the roll who have taken no position, and how many have it, largest first.

    Takes and raises what `count_groups` does. Weights that the cap makes alike are one group.
    """
    entitled, said = _on_roll(roll), _said(positions)
    _check_said(said, entitled)
    cut = _cut(entitled, weight_cap)
    waiting: Counter[int] = Counter()
    for weight, number in (entitled - _by_weight(said)).items():
        waiting[cut.of(weight)] += number
    return [(Fraction(weight, cut.parts), waiting[weight]) for weight in sorted(waiting, reverse=True)]


def _on_roll(roll: Iterable[tuple[int, int]]) -> Counter[int]:
    numbers: Counter[int] = Counter()
    for weight, number in roll:
        if weight < 0:
            raise RollError([Problem("", "negative_group", {"weight": weight})])
        numbers[weight] += number
    return numbers


def _said(positions: Iterable[tuple[Choice, int, int]]) -> Counter[tuple[Choice, int]]:
    said: Counter[tuple[Choice, int]] = Counter()
    for choice, weight, number in positions:
        said[Choice(choice), weight] += number
    return said


def _by_weight(said: Mapping[tuple[Choice, int], int]) -> Counter[int]:
    numbers: Counter[int] = Counter()
    for (_, weight), number in said.items():
        numbers[weight] += number
    return numbers


def _check_said(said: Mapping[tuple[Choice, int], int], entitled: Mapping[int, int]) -> None:
    """A position of someone who is not on the roll would otherwise be counted unseen."""
    for weight, number in _by_weight(said).items():
        if number > entitled.get(weight, 0):
            facts = {"weight": weight, "positions": number, "members": entitled.get(weight, 0)}
            raise RollError([Problem("", "more_positions_than_roll", facts)])


def _cut(entitled: Mapping[int, int], weight_cap: Fraction | None) -> _Cut:
    """The cap is a share of all weights on the roll before any is cut, and cuts once."""
    if weight_cap is None:
        return _Cut()
    cap = sum(weight * number for weight, number in entitled.items()) * weight_cap
    return _Cut(cap.denominator, cap.numerator)


def _tally(groups: Iterable[tuple[int, int]], cut: _Cut) -> Tally:
    members = weight = 0
    for each, number in groups:
        members += number
        weight += cut.of(each) * number
    return Tally(members, Fraction(weight, cut.parts))


def _check(entry: RollEntry, seen: Mapping[str, int]) -> None:
    if entry.member in seen:
        raise RollError([Problem("", "twice_on_roll", {"member": entry.member})])
    if entry.weight < 0:
        raise RollError([Problem("", "negative_weight", {"member": entry.member})])
