"""The rules of a decision: pure, exact, and in the order in which the statutes read.

roll → valid positions → quorum → conditions → blocking minority → negative cap → tie → reservations →
outcome, sentence. Later steps are figured out even where an earlier one decides, so that all figures can be
shown.

A vote in favour never harms, under any procedure: who did not vote, abstained, was recused or was against,
and is in favour instead, never turns an adoption into anything else. There is no exception, and `missing` is
built on it.

A vote against can help one who wants it adopted, in three ways and no other:

- the quorum: it takes part, and those in favour had not been enough to decide;
- a tie: it completes the even vote that the casting vote breaks, where an abstention or absence had been in
  the way;
- an empty base: it gives something to take a share of, where only votes without weight had been cast and a
  blocking minority is lacking.

It never does so by coming from one who was in favour. Both are shown in tests/ballots/test_monotone.py.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from fractions import Fraction

from eca_policy.ballots.counting import Choice, Count, RollEntry, Tally, count
from eca_policy.ballots.decision import (
    CapResult,
    ConditionResult,
    Decision,
    MinimumResult,
    Outcome,
    QuorumResult,
    SilenceResult,
    blocks_from,
)
from eca_policy.ballots.explain import sentence
from eca_policy.ballots.procedure import AtLeast, Condition, MoreThan, Procedure, Silence, Tie
from eca_policy.ballots.wording import ENGLISH

ENGINE = 2
"""The version of these rules; it goes up when the same ballot could come to another outcome.

A decision keeps the version it was made by, and a recount follows it. Under version 1, a silence held though
everybody objected where they were fewer than the number of objections that breaks it, or had no weight.
"""
ENGINES = (1, ENGINE)
STORED_AS = "rules-"

HALF = Fraction(1, 2)


def engine_name(engine: int) -> str:
    """A version of the rules as a decision keeps it."""
    return f"{STORED_AS}{engine}"


def engine_number(name: str) -> int:
    """The version of the rules that a decision names."""
    return int(name.removeprefix(STORED_AS))


def decide(
    procedure: Procedure,
    roll: Collection[RollEntry],
    positions: Mapping[str, Choice],
    *,
    casting_vote: Choice | None = None,
    reservations: Collection[str] = (),
    engine: int = ENGINE,
) -> Decision:
    """Decide a ballot and say why.

    `positions` by member; those of members not on the roll are statements without effect, like their
    reservations. `casting_vote` is asked only in a tie that alone stands in the way; anything but in favour
    rejects. Raises `RollError` for a member on the roll twice or a negative weight, `ValueError` for an
    unknown position.
    """
    counted = count(roll, positions, weight_cap=procedure.weight_cap)
    asked = set(reservations)
    reserving = [entry.member for entry in roll if entry.member in asked]
    return decide_counted(
        procedure, counted, casting_vote=casting_vote, reservations=reserving, engine=engine
    )


def decide_counted(
    procedure: Procedure,
    counted: Count,
    *,
    casting_vote: Choice | None = None,
    reservations: Collection[str] = (),
    engine: int = ENGINE,
) -> Decision:
    """Decide on figures already counted with the procedure's weight cap, and say why.

    `reservations` are those of members on the roll. `engine`: one of `ENGINES`.
    """
    reserving = tuple(sorted(set(reservations)))
    decision = judge(procedure, counted, casting_vote=casting_vote, reservations=reserving, engine=engine)
    return replace(decision, sentence=sentence(decision, ENGLISH.gettext, ENGLISH.ngettext))


def judge(
    procedure: Procedure,
    counted: Count,
    *,
    casting_vote: Choice | None = None,
    reservations: tuple[str, ...] = (),
    engine: int = ENGINE,
) -> Decision:
    """The decision on figures already counted, without its sentence."""
    if procedure.silence is not None:
        result = _silence_result(procedure.silence, counted, engine)
        decision = Decision(
            Outcome.NO_DECISION, procedure, counted, silence=result, reservations=reservations
        )
        return replace(decision, outcome=outcome_of(decision))
    decision = Decision(
        outcome=Outcome.NO_DECISION,
        procedure=procedure,
        count=counted,
        conditions=tuple(
            _condition_result(c, counted, procedure.blocking_minority) for c in procedure.conditions
        ),
        quorum=_quorum_result(procedure, counted),
        negative_cap=_cap_result(procedure, counted),
        min_in_favour=_minimum_result(procedure, counted),
        reservations=reservations,
    )
    decision = replace(decision, is_tie=_hangs_on_a_tie(decision))
    if decision.is_tie and procedure.tie is Tie.CASTING_VOTE:
        decision = replace(decision, casting_vote=casting_vote)
    return replace(decision, outcome=outcome_of(decision))


def outcome_of(decision: Decision) -> Outcome:
    """What follows when each part of the rule came to what it did."""
    if decision.silence is not None:
        return _outcome_of_silence(decision.silence, decision.reservations)
    if decision.quorum is not None and not decision.quorum.is_met:
        return Outcome.NO_QUORUM
    if any(result.base == 0 for result in decision.conditions):
        return Outcome.NO_DECISION
    if decision.is_tie:
        return _outcome_of_tie(decision)
    if not (_conditions_met(decision) and _bounds_met(decision)):
        return Outcome.REJECTED
    return _adopted(decision.reservations)


def _outcome_of_tie(decision: Decision) -> Outcome:
    """A tie that waits for a casting vote is no decision yet; one that nobody may break rejects."""
    if decision.procedure.tie is Tie.REJECT:
        return Outcome.REJECTED
    if decision.casting_vote is None:
        return Outcome.NO_DECISION
    if decision.casting_vote == Choice.IN_FAVOUR:
        return _adopted(decision.reservations)
    return Outcome.REJECTED


def _adopted(reservations: tuple[str, ...]) -> Outcome:
    return Outcome.ADOPTED_WITH_RESERVATIONS if reservations else Outcome.ADOPTED


def _conditions_met(decision: Decision) -> bool:
    return all(result.is_met for result in decision.conditions)


def _bounds_met(decision: Decision) -> bool:
    return all(bound is None or bound.is_met for bound in (decision.negative_cap, decision.min_in_favour))


def _hangs_on_a_tie(decision: Decision) -> bool:
    missed = [result for result in decision.conditions if not result.is_met]
    quorate = decision.quorum is None or decision.quorum.is_met
    return quorate and bool(missed) and all(result.is_tied for result in missed) and _bounds_met(decision)


def _condition_result(condition: Condition, counted: Count, blocking_minority: int | None) -> ConditionResult:
    base, got = counted.of(condition.base).by(condition.measure), counted.in_favour.by(condition.measure)
    unit = counted.unit_of(condition.measure)
    not_in_favour = counted.of(condition.base).members - counted.in_favour.members
    is_reached = condition.limit.is_reached(got, base)
    return ConditionResult(
        condition=condition,
        base=base,
        needed=condition.limit.least(condition.limit.share * base, unit),
        got=got,
        not_in_favour=not_in_favour,
        is_reached=is_reached,
        is_deemed=not is_reached
        and base > 0
        and _lacks_blocking_minority(counted, not_in_favour, blocking_minority),
        is_tied=not is_reached and _is_tied(condition, counted),
    )


def _lacks_blocking_minority(counted: Count, not_in_favour: int, blocking_minority: int | None) -> bool:
    """Too few are not in favour to block (Article 16(4) TEU, second subparagraph).

    A minority is fewer than those in favour: on a small roll the rule must not let two overrule three.
    """
    if blocking_minority is None:
        return False
    return not_in_favour < blocks_from(blocking_minority, counted.in_favour.members)


def _is_tied(condition: Condition, counted: Count) -> bool:
    """As many for as against, where exactly half of the base is just not enough: one more vote would do."""
    for_it, against_it = counted.in_favour.by(condition.measure), counted.opposed.by(condition.measure)
    base = counted.of(condition.base).by(condition.measure)
    return condition.limit == MoreThan(HALF) and for_it == against_it == base / 2 > 0


def _quorum_result(procedure: Procedure, counted: Count) -> QuorumResult | None:
    quorum = procedure.quorum
    if quorum is None:
        return None
    base, got = counted.entitled.by(quorum.measure), counted.present.by(quorum.measure)
    needed = quorum.limit.least(quorum.limit.share * base, counted.unit_of(quorum.measure))
    return QuorumResult(
        quorum=quorum, base=base, needed=needed, got=got, is_met=quorum.limit.is_reached(got, base)
    )


def _cap_result(procedure: Procedure, counted: Count) -> CapResult | None:
    cap = procedure.negative_cap
    if cap is None:
        return None
    base, got = counted.cast.members, counted.opposed.members
    return CapResult(cap=cap, base=base, allowed=int(cap * base), got=got, is_met=got <= cap * base)


def _minimum_result(procedure: Procedure, counted: Count) -> MinimumResult | None:
    needed = procedure.min_in_favour
    if needed is None:
        return None
    got = counted.in_favour.members
    return MinimumResult(needed=needed, got=got, is_met=got >= needed)


def _outcome_of_silence(result: SilenceResult, reservations: tuple[str, ...]) -> Outcome:
    """An objection that does not break the silence stands as a reservation. An empty roll adopts nothing."""
    if result.base.members == 0:
        return Outcome.NO_DECISION
    if result.is_broken:
        return Outcome.SILENCE_BROKEN
    return Outcome.ADOPTED_WITH_RESERVATIONS if result.got.members else _adopted(reservations)


def _silence_result(silence: Silence, counted: Count, engine: int) -> SilenceResult:
    """A threshold that is reached exactly breaks the silence. A vote against is an objection.

    When everybody objects, the silence is always broken: a number of objections larger than that of the
    entitled stands for all of them, and so does a share of no weight at all.
    """
    got, base = counted.opposed, counted.entitled
    share = silence.weight
    objections = silence.objections if engine == 1 else _objections_needed(silence, base)
    by_members = objections is not None and got.members >= objections
    by_weight = share is not None and base.weight > 0 and got.weight >= share * base.weight
    return SilenceResult(
        silence=silence,
        got=got,
        base=base,
        members_needed=objections,
        weight_needed=None if share is None else AtLeast(share).least(share * base.weight, counted.unit),
        is_broken=by_members or by_weight,
    )


def _objections_needed(silence: Silence, base: Tally) -> int | None:
    """None where only a share of the weight breaks the silence."""
    if silence.objections is None:
        return base.members if base.weight == 0 and base.members else None
    return min(silence.objections, base.members) if base.members else silence.objections
