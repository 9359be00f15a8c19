"""The decision: an outcome, and every figure against the rule it was measured by."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from eca_policy.ballots.counting import Choice, Count, Tally
from eca_policy.ballots.procedure import AtLeast, Condition, MoreThan, Procedure, Quorum, Silence
from eca_policy.ballots.wording import percent_digits


class Outcome(StrEnum):
    """How a ballot ends."""

    ADOPTED = "adopted"
    ADOPTED_WITH_RESERVATIONS = "adopted_with_reservations"
    REJECTED = "rejected"
    NO_QUORUM = "no_quorum"
    NO_DECISION = "no_decision"
    SILENCE_BROKEN = "silence_broken"
    LAPSED = "lapsed"

    @property
    def is_adopted(self) -> bool:
        """With or without reservations."""
        return self in (Outcome.ADOPTED, Outcome.ADOPTED_WITH_RESERVATIONS)


@dataclass(frozen=True)
class ConditionResult:
    """`got` of `base`, `needed` at least. `not_in_favour`: associations of the base.

    `is_deemed`: missed, but deemed attained for want of a blocking minority. `is_tied`: missed, by an even
    vote.
    """

    condition: Condition
    base: Fraction
    needed: Fraction
    got: Fraction
    not_in_favour: int
    is_reached: bool
    is_deemed: bool
    is_tied: bool

    @property
    def is_met(self) -> bool:
        """Reached or deemed attained."""
        return self.is_reached or self.is_deemed


@dataclass(frozen=True)
class QuorumResult:
    """`got` of `base` took part, `needed` at least."""

    quorum: Quorum
    base: Fraction
    needed: Fraction
    got: Fraction
    is_met: bool


@dataclass(frozen=True)
class CapResult:
    """`got` of `base` associations that cast a vote were against, `allowed` at most."""

    cap: Fraction
    base: int
    allowed: int
    got: int
    is_met: bool


@dataclass(frozen=True)
class MinimumResult:
    """`got` associations were in favour, `needed` at least."""

    needed: int
    got: int
    is_met: bool


@dataclass(frozen=True)
class SilenceResult:
    """Objections against what breaks the silence; what is needed is None where it is not asked.

    `members_needed` is never more than are entitled: when everybody objects, the silence is broken.
    """

    silence: Silence
    got: Tally
    base: Tally
    members_needed: int | None
    weight_needed: Fraction | None
    is_broken: bool

    @property
    def limit(self) -> Silence:
        """What breaks the silence on this roll."""
        return Silence(self.members_needed, self.silence.weight)

    @property
    def needs_everybody(self) -> bool:
        """Whether so few are entitled that the rule asks for all of them."""
        return self.members_needed == self.base.members and self.members_needed != self.silence.objections


@dataclass(frozen=True)
class Decision:
    """What was decided, by which rule, on which figures, and the English sentence that explains it.

    `casting_vote` is the one that was used: None where there was no tie to break. `reservations`: by those on
    the roll. `lapsed_by`: the items that were adopted instead, where the outcome is that this one lapsed.
    """

    outcome: Outcome
    procedure: Procedure
    count: Count
    conditions: tuple[ConditionResult, ...] = ()
    quorum: QuorumResult | None = None
    negative_cap: CapResult | None = None
    min_in_favour: MinimumResult | None = None
    silence: SilenceResult | None = None
    is_tie: bool = False
    casting_vote: Choice | None = None
    reservations: tuple[str, ...] = ()
    lapsed_by: tuple[str, ...] = ()
    sentence: str = ""

    @property
    def blocks_from(self) -> int | None:
        """So many not in favour block it; None where the rule knows no blocking minority."""
        blocking_minority = self.procedure.blocking_minority
        return blocking_minority and blocks_from(blocking_minority, self.count.in_favour.members)

    def figures(self) -> dict[str, object]:
        """Every figure as JSON data; a weight that is not whole is a text such as "241/3"."""
        data: dict[str, object] = {
            name: {"members": tally.members, "weight": _number(tally.weight)}
            for name, tally in self.count.tallies().items()
        }
        data["conditions"] = [_condition_figures(result) for result in self.conditions]
        if self.quorum is not None:
            data["quorum"] = _share_figures(self.quorum)
        if self.negative_cap is not None:
            data["negative_cap"] = _cap_figures(self.negative_cap)
        if self.min_in_favour is not None:
            data["min_in_favour"] = _minimum_figures(self.min_in_favour)
        if self.silence is not None:
            data["silence"] = _silence_figures(self.silence)
        return data | self._circumstances()

    def _circumstances(self) -> dict[str, object]:
        circumstances: dict[str, object] = {
            "tie": self.is_tie,
            "casting_vote": self.casting_vote.value if self.casting_vote else None,
            "reservations": list(self.reservations),
            "statements": list(self.count.statements),
        }
        return circumstances | ({"lapsed_by": list(self.lapsed_by)} if self.lapsed_by else {})


def blocks_from(blocking_minority: int, in_favour: int) -> int:
    """So many not in favour block a decision: those of the rule, or as many as are in favour."""
    return max(1, min(blocking_minority, in_favour))


def percent_of(result: ConditionResult | QuorumResult) -> tuple[str, str]:
    """The digits of the share that was got, before and after the decimal sign."""
    limit = result.condition.limit if isinstance(result, ConditionResult) else result.quorum.limit
    return percent_digits(result.got, result.base, above=limit_shown(limit))


def limit_shown(limit: AtLeast | MoreThan) -> Fraction | None:
    """The threshold a share must be seen to lie above, if any."""
    return limit.share if isinstance(limit, MoreThan) else None


def _condition_figures(result: ConditionResult) -> dict[str, object]:
    condition = result.condition
    return {
        "measure": condition.measure.value,
        "of": condition.base.value,
        **_share_figures(result),
        "not_in_favour": result.not_in_favour,
        "deemed_attained": result.is_deemed,
    }


def _share_figures(result: ConditionResult | QuorumResult) -> dict[str, object]:
    return {
        "base": _number(result.base),
        "needed": _number(result.needed),
        "got": _number(result.got),
        "percent": ".".join(percent_of(result)),
        "passed": result.is_met,
    }


def _cap_figures(result: CapResult) -> dict[str, object]:
    return {"base": result.base, "allowed": result.allowed, "got": result.got, "passed": result.is_met}


def _minimum_figures(result: MinimumResult) -> dict[str, object]:
    return {"needed": result.needed, "got": result.got, "passed": result.is_met}


def _silence_figures(result: SilenceResult) -> dict[str, object]:
    needed = None if result.weight_needed is None else _number(result.weight_needed)
    return {
        "members": result.got.members,
        "members_needed": result.members_needed,
        "weight": _number(result.got.weight),
        "weight_needed": needed,
        "weight_base": _number(result.base.weight),
        "broken": result.is_broken,
    }


def _number(number: Fraction) -> int | str:
    return int(number) if number.denominator == 1 else str(number)
