"""What it still takes to pass while a ballot is open: the fewest associations that could bring it about.

Only those who have taken no position are expected to take one, all in favour, the largest weights first.
With every rule a procedure can hold, more votes in favour never do harm, so the fewest can be found by
halving.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate

from eca_policy.ballots.counting import Choice, Count, RollEntry, Tally, grouped, still_to_vote
from eca_policy.ballots.decision import ConditionResult, Decision, Outcome
from eca_policy.ballots.procedure import Base, Measure, Procedure
from eca_policy.ballots.reach import with_all_in_favour
from eca_policy.ballots.rules import judge


class Outlook(StrEnum):
    """Where a ballot stands."""

    PASSES = "passes"
    OPEN = "open"
    TIE = "tie"
    OUT_OF_REACH = "out_of_reach"
    SILENT = "silent"
    BROKEN = "broken"


@dataclass(frozen=True)
class Missing:
    """What it takes, in associations that have not voted yet.

    `in_favour`: the fewest more votes in favour with which it passes, or with which it is a tie for the
    casting vote (outlook `tie`); when out of reach, all `waiting`. Of these, `for_quorum` must take part in
    any case and `for_conditions` would do if there were no quorum. `weight`: the least weight those in
    favour must bring, and `quorum_weight` those taking part; None where no weight is asked for. `best`: the
    decision they would bring. `is_hopeless`: nothing would help, whoever changed a position; then `best` is
    the decision with everybody in favour.
    """

    outlook: Outlook
    waiting: int
    in_favour: int
    for_quorum: int
    for_conditions: int
    weight: Fraction | None
    quorum_weight: Fraction | None
    now: Decision
    best: Decision
    is_hopeless: bool = False


class Steps:
    """The figures with 0, 1, 2 … more in favour, the largest weights first.

    `waiting` has weights and how many have each. Of 100,000 steps halving looks at seventeen, so each
    is worked out when it is asked for.
    """

    def __init__(self, counted: Count, waiting: Sequence[tuple[Fraction, int]]) -> None:
        self.counted = counted
        self.groups = sorted(waiting, reverse=True)
        self.members = list(accumulate((number for _, number in self.groups), initial=0))
        self.weights = list(
            accumulate((weight * number for weight, number in self.groups), initial=Fraction(0))
        )

    def __len__(self) -> int:
        return self.members[-1] + 1

    def __getitem__(self, number: int) -> Count:
        """So many more; whole groups, and a part of the one after them."""
        whole = bisect_right(self.members, number) - 1
        weight, rest = self.weights[whole], number - self.members[whole]
        if rest:
            weight += rest * self.groups[whole][0]
        return self.counted.with_more_in_favour(Tally(number, weight))


def missing(procedure: Procedure, roll: Collection[RollEntry], positions: Mapping[str, Choice]) -> Missing:
    """What is missing to pass. Raises as `rules.decide` does."""
    groups, cap = grouped(roll, positions), procedure.weight_cap
    waiting = still_to_vote(groups.roll, groups.positions, weight_cap=cap)
    return missing_of(procedure, groups.count(weight_cap=cap), waiting)


def missing_of(procedure: Procedure, counted: Count, waiting: Sequence[tuple[Fraction, int]]) -> Missing:
    """What is missing on figures already counted; `waiting` as `counting.still_to_vote` gives it."""
    if procedure.silence is not None:
        return _of_silence(judge(procedure, counted))
    return _of_vote(procedure, Steps(counted, waiting))


def _of_silence(now: Decision) -> Missing:
    broken = not now.outcome.is_adopted
    outlook = Outlook.BROKEN if broken else Outlook.SILENT
    waiting = now.count.not_voting.members
    return Missing(outlook, waiting, 0, 0, 0, weight=None, quorum_weight=None, now=now, best=now)


def _of_vote(procedure: Procedure, steps: Steps) -> Missing:
    unbound = replace(procedure, quorum=None)
    waiting = len(steps) - 1
    outlook, in_favour = _fewest(procedure, steps)
    _, for_conditions = _fewest(unbound, steps)
    for_quorum = bisect_left(
        steps, True, key=lambda step: judge(procedure, step).outcome != Outcome.NO_QUORUM
    )
    now, best = judge(procedure, steps[0]), judge(procedure, steps[in_favour])
    ideal = with_all_in_favour(procedure, steps.counted)
    is_hopeless = outlook is Outlook.OUT_OF_REACH and not ideal.outcome.is_adopted
    return Missing(
        outlook=outlook,
        waiting=waiting,
        in_favour=in_favour,
        for_quorum=min(for_quorum, waiting),
        for_conditions=for_conditions,
        weight=_weight(now, judge(unbound, steps[for_conditions])),
        quorum_weight=_quorum_weight(now),
        now=now,
        best=ideal if is_hopeless else best,
        is_hopeless=is_hopeless,
    )


def _fewest(procedure: Procedure, steps: Steps) -> tuple[Outlook, int]:
    """The first step at which it passes, or else is a tie for the casting vote, or else the last."""
    passing = bisect_left(steps, True, key=lambda step: judge(procedure, step).outcome.is_adopted)
    if passing < len(steps):
        return (Outlook.OPEN if passing else Outlook.PASSES), passing
    # One more after a tie would pass, so a ballot that cannot pass can only end in one.
    tied = bisect_left(steps, True, key=lambda step: _awaits_casting_vote(judge(procedure, step)))
    if tied < len(steps):
        return Outlook.TIE, tied
    return Outlook.OUT_OF_REACH, len(steps) - 1


def _awaits_casting_vote(decision: Decision) -> bool:
    return decision.is_tie and decision.outcome is Outcome.NO_DECISION


def _weight(now: Decision, then: Decision) -> Fraction | None:
    """The weight those in favour must bring for the weight conditions missed now and reached then."""
    weights = [
        _more_weight(before, now.count.unit)
        for before, after in zip(now.conditions, then.conditions, strict=True)
        if before.condition.measure is Measure.WEIGHT and not before.is_met and after.is_reached
    ]
    return max(weights, default=None)


def _more_weight(result: ConditionResult, unit: Fraction) -> Fraction:
    """The least w for which got + w reaches the share of base + w, or of the base where it does not grow."""
    limit = result.condition.limit
    gap = limit.share * result.base - result.got
    growth = Fraction(0) if result.condition.base is Base.ENTITLED else limit.share
    if growth == 1:
        return unit
    return max(limit.least(gap / (1 - growth), unit), unit)


def _quorum_weight(now: Decision) -> Fraction | None:
    quorum = now.quorum
    if quorum is None or quorum.is_met or quorum.quorum.measure is Measure.MEMBERS:
        return None
    return quorum.needed - quorum.got
