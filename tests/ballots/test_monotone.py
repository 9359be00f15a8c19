"""What one more vote can do: in favour it never harms; against it helps in three ways, and in no other.

Every rule asks for several things at once, and each of them by itself is either not concerned by a vote in
favour, or sees what it counts grow by at least as much as the base it takes a share of. So random procedures
are tried for breadth, and each part of a rule on every ballot of three associations for certainty.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import combinations_with_replacement, product

from hypothesis import given
from hypothesis import strategies as st

from eca_policy.ballots.counting import Choice, Count, RollEntry, count_groups
from eca_policy.ballots.decision import Decision, Outcome
from eca_policy.ballots.procedure import (
    AtLeast,
    Base,
    Condition,
    Measure,
    MoreThan,
    Procedure,
    Quorum,
    Silence,
    Tie,
)
from eca_policy.ballots.rules import decide, judge
from tests.ballots.made_up_ballots import cast, equal_roll, positions, procedure, procedures, rolls, taken

FAVOUR, AGAINST, ABSTENTION, RECUSED = (
    Choice.IN_FAVOUR,
    Choice.AGAINST,
    Choice.ABSTENTION,
    Choice.RECUSED,
)
HALF = Fraction(1, 2)
CAST_MAJORITY = Condition(Measure.MEMBERS, Base.CAST, MoreThan(HALF))
members = st.sampled_from("ABCDEFGHI")
casting_votes = st.sampled_from([FAVOUR, AGAINST, None])

Said = tuple[Choice | None, ...]


def rank(decision: Decision) -> int:
    """Not adopted, waiting for a casting vote, adopted."""
    waits = decision.is_tie and decision.outcome is Outcome.NO_DECISION
    return 2 if decision.outcome.is_adopted else int(waits)


def ways(before: Decision, after: Decision) -> set[str]:
    """By which of the three a vote against can have helped."""
    made = {
        "quorum": before.outcome is Outcome.NO_QUORUM and after.outcome is not Outcome.NO_QUORUM,
        "tie": after.is_tie and not before.is_tie,
        "empty base": has_empty_base(before) and not has_empty_base(after),
    }
    return {way for way, is_so in made.items() if is_so}


def has_empty_base(decision: Decision) -> bool:
    silence = decision.silence
    return any(result.base == 0 for result in decision.conditions) or (
        silence is not None and silence.base.members == 0
    )


# Random procedures


@given(procedures, rolls(), positions, members, casting_votes)
def test_a_vote_in_favour_never_undoes_an_adoption(rule: Procedure, roll, said, member, casting) -> None:
    """Whatever the association did before: not vote, abstain, be recused, or vote against."""
    before = decide(rule, roll, said, casting_vote=casting)
    after = decide(rule, roll, said | {member: FAVOUR}, casting_vote=casting)
    assert rank(after) >= rank(before)


@given(procedures, rolls(), positions, members, casting_votes)
def test_a_vote_against_helps_in_three_ways_only(rule: Procedure, roll, said, member, casting) -> None:
    before = decide(rule, roll, said, casting_vote=casting)
    after = decide(rule, roll, said | {member: AGAINST}, casting_vote=casting)
    assert rank(after) <= rank(before) or ways(before, after)
    if said.get(member) is FAVOUR:
        assert rank(after) <= rank(before)


# Each part of a rule, on every ballot of three associations


def parts() -> Iterator[Procedure]:
    """Every kind of condition, with and without each of the other parts."""
    for measure, base, limit in product(Measure, Base, (AtLeast(HALF), MoreThan(HALF))):
        for blocking_minority in (None, 2):
            yield Procedure(
                (Condition(measure, base, limit),),
                blocking_minority=blocking_minority,
                tie=Tie.CASTING_VOTE,
            )
    for measure, limit in product(Measure, (AtLeast(HALF), MoreThan(HALF))):
        yield Procedure((CAST_MAJORITY,), quorum=Quorum(measure, limit))
    for bound in (Fraction(0), Fraction(1, 3)):
        yield Procedure((CAST_MAJORITY,), negative_cap=bound, tie=Tie.CASTING_VOTE)
    yield Procedure((CAST_MAJORITY,), min_in_favour=2, tie=Tie.CASTING_VOTE)
    yield from (
        Procedure(silence=silence) for silence in (Silence(1), Silence(2), Silence(None, Fraction(1, 3)))
    )


def ballots() -> Iterator[dict[Said, Count]]:
    """For each roll of three, the figures of everything they can say."""
    for weights in combinations_with_replacement((0, 1, 3), 3):
        roll = [(weight, 1) for weight in weights]
        yield {
            said: count_groups(
                roll, [(c, weight, 1) for c, weight in zip(said, weights, strict=True) if c is not None]
            )
            for said in product((None, FAVOUR, AGAINST, ABSTENTION, RECUSED), repeat=3)
        }


def turned(said: Said, choice: Choice) -> Iterator[tuple[Choice | None, Said]]:
    """Everything that one of them turning to this choice makes of it, with what that one said before."""
    for at, before in enumerate(said):
        if before is not choice:
            yield before, (*said[:at], choice, *said[at + 1 :])


@cache
def one_vote_more() -> frozenset[tuple[Choice, int, Choice | None, frozenset[str]]]:
    """What one vote more does: its choice, the change of rank, what that one said before, by which ways."""
    found = set()
    for ballot, rule in product(ballots(), parts()):
        judged = {counted: judge(rule, counted) for counted in set(ballot.values())}
        decisions = {said: judged[counted] for said, counted in ballot.items()}
        ranks = {said: rank(decision) for said, decision in decisions.items()}
        for said, choice in product(decisions, (FAVOUR, AGAINST)):
            for before, then in turned(said, choice):
                if ranks[then] != ranks[said]:
                    by = frozenset(ways(decisions[said], decisions[then]))
                    found.add((choice, ranks[then] - ranks[said], before, by))
    return frozenset(found)


def test_on_small_rolls_no_rule_is_an_exception_for_votes_in_favour() -> None:
    changes = {(change > 0, before) for choice, change, before, _ in one_vote_more() if choice is FAVOUR}
    assert changes == {(True, before) for before in (None, AGAINST, ABSTENTION, RECUSED)}


def test_on_small_rolls_a_vote_against_helps_in_each_of_the_three_ways_and_no_other() -> None:
    helped = {
        (before, by) for choice, change, before, by in one_vote_more() if choice is AGAINST and change > 0
    }
    assert {by for _, by in helped} == {frozenset({way}) for way in ("quorum", "tie", "empty base")}
    assert FAVOUR not in {before for before, _ in helped}


# The three ways


def test_a_vote_against_can_make_the_quorum_that_adopts() -> None:
    half = procedure(conditions=[cast(more_than="1/2")], quorum={"measure": "members", "at_least": "1/2"})
    assert decide(half, equal_roll(6), taken(2)).outcome is Outcome.NO_QUORUM
    assert decide(half, equal_roll(6), taken(2, 1)).outcome is Outcome.ADOPTED


def test_a_vote_against_can_make_the_tie_that_the_casting_vote_breaks() -> None:
    entitled = procedure(
        conditions=[{"measure": "members", "base": "entitled", "more_than": "1/2"}], tie="casting_vote"
    )
    assert decide(entitled, equal_roll(4), taken(2, 1), casting_vote=FAVOUR).outcome is Outcome.REJECTED
    assert decide(entitled, equal_roll(4), taken(2, 2), casting_vote=FAVOUR).outcome is Outcome.ADOPTED


def test_a_vote_against_can_give_weight_to_votes_that_had_none() -> None:
    by_weight = procedure(
        conditions=[{"measure": "weight", "base": "cast", "more_than": "1/2"}],
        blocking_minority={"members": 2},
    )
    roll = [RollEntry("A", 0), RollEntry("B", 0), RollEntry("C", 1)]
    weightless = {"A": FAVOUR, "B": FAVOUR}
    assert decide(by_weight, roll, weightless).outcome is Outcome.NO_DECISION
    assert decide(by_weight, roll, weightless | {"C": AGAINST}).outcome is Outcome.ADOPTED


def test_an_objection_by_the_first_of_anybody_entitled_adopts_nothing() -> None:
    silence = procedure(silence={"objections": 2})
    all_recused = dict.fromkeys("012", RECUSED)
    assert decide(silence, equal_roll(3), all_recused).outcome is Outcome.NO_DECISION
    with_one = decide(silence, equal_roll(3), all_recused | {"0": Choice.OBJECTION})
    assert with_one.outcome is Outcome.SILENCE_BROKEN
