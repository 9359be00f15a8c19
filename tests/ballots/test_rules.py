from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eca_policy.ballots.counting import Choice, RollEntry, count
from eca_policy.ballots.decision import Outcome, percent_of
from eca_policy.ballots.missing import missing
from eca_policy.ballots.problems import RollError
from eca_policy.ballots.procedure import MoreThan, Procedure
from eca_policy.ballots.recount import recount
from eca_policy.ballots.rules import decide
from tests.ballots.made_up_ballots import (
    cast,
    equal_roll,
    needs_cases,
    positions,
    procedure,
    procedures,
    rolls,
    shared_cases,
    taken,
    votes,
)

SIMPLE = procedure(conditions=[cast(more_than="1/2")])
CASTING = procedure(conditions=[cast(more_than="1/2")], tie="casting_vote")
DOUBLE = procedure(
    conditions=[
        {"measure": "members", "base": "entitled", "at_least": "55/100"},
        {"measure": "weight", "base": "entitled", "at_least": "65/100"},
    ],
    blocking_minority={"members": 4},
)
FAVOUR, AGAINST, ABSTENTION = Choice.IN_FAVOUR, Choice.AGAINST, Choice.ABSTENTION


@needs_cases
def test_all_shared_cases_are_there() -> None:
    assert len(shared_cases()) == 52


@pytest.mark.parametrize("case", shared_cases(), ids=lambda case: f"{case['id']} {case['why']}")
def test_a_shared_case_comes_to_its_outcome(case: dict[str, object]) -> None:
    (recounted,) = recount(case)
    assert recounted.decision.outcome == case["outcome"], recounted.decision.sentence


def test_abstentions_count_towards_the_quorum() -> None:
    half = procedure(conditions=[cast(more_than="1/2")], quorum={"measure": "members", "at_least": "1/2"})
    assert decide(half, equal_roll(4), taken(1, 0, 1)).outcome is Outcome.ADOPTED


def test_a_recusal_leaves_the_base_of_the_quorum() -> None:
    half = procedure(conditions=[cast(more_than="1/2")], quorum={"measure": "members", "at_least": "1/2"})
    assert decide(half, equal_roll(3), taken(1)).outcome is Outcome.NO_QUORUM
    assert decide(half, equal_roll(3), taken(1) | {"2": Choice.RECUSED}).outcome is Outcome.ADOPTED


def test_a_quorum_by_weight_weighs_those_taking_part() -> None:
    by_weight = procedure(conditions=[cast(more_than="1/2")], quorum={"measure": "weight", "at_least": "1/2"})
    roll = [RollEntry("A", 10), RollEntry("B", 1), RollEntry("C", 1)]
    assert decide(by_weight, roll, {"B": FAVOUR, "C": FAVOUR}).outcome is Outcome.NO_QUORUM
    assert decide(by_weight, roll, {"A": FAVOUR}).outcome is Outcome.ADOPTED


@pytest.mark.parametrize("rule", [{"at_least": "1/3"}, {"more_than": "0/1"}])
@pytest.mark.parametrize("base", ["cast", "present", "entitled"])
def test_an_empty_base_never_passes(rule: dict[str, str], base: str) -> None:
    anything = procedure(conditions=[{"measure": "weight", "base": base, **rule}])
    assert decide(anything, [], {}).outcome is Outcome.NO_DECISION
    assert decide(anything, [RollEntry("A", 0)], {"A": FAVOUR}).outcome is Outcome.NO_DECISION


def test_silence_of_an_empty_roll_adopts_nothing() -> None:
    silence = procedure(silence={"objections": 1})
    assert decide(silence, [], {}).outcome is Outcome.NO_DECISION
    assert decide(silence, equal_roll(1), {"0": Choice.RECUSED}).outcome is Outcome.NO_DECISION


def test_exactly_a_fifth_of_the_weight_breaks_the_silence() -> None:
    silence = procedure(silence={"weight": "1/5"})
    assert decide(silence, equal_roll(5), {"0": Choice.OBJECTION}).outcome is Outcome.SILENCE_BROKEN
    assert (
        decide(silence, equal_roll(6), {"0": Choice.OBJECTION}).outcome is Outcome.ADOPTED_WITH_RESERVATIONS
    )


@pytest.mark.parametrize("rule", [{"objections": 3}, {"objections": 3, "weight": "1/1"}, {"weight": "1/1"}])
@pytest.mark.parametrize("weight", [0, 1])
def test_a_silence_is_broken_when_everybody_objects(rule: dict[str, Any], weight: int) -> None:
    silence, roll = procedure(silence=rule), [RollEntry("A", weight), RollEntry("B", weight)]
    everybody = {"A": Choice.OBJECTION, "B": Choice.OBJECTION}
    assert decide(silence, roll, everybody).outcome is Outcome.SILENCE_BROKEN
    one_only = decide(silence, roll, {"A": Choice.OBJECTION})
    assert one_only.outcome is Outcome.ADOPTED_WITH_RESERVATIONS
    recused = decide(silence, roll, everybody | {"B": Choice.RECUSED})
    assert recused.outcome is Outcome.SILENCE_BROKEN


def test_the_sentence_says_that_a_small_roll_needs_everybody() -> None:
    silence = procedure(silence={"objections": 3})
    two, both = equal_roll(2), {"0": Choice.OBJECTION, "1": Choice.OBJECTION}
    assert decide(silence, two, both).sentence == (
        "The silence was broken: 2 associations objected; the objections of all 2 entitled to vote break "
        "the silence."
    )
    assert decide(silence, equal_roll(3), {}).sentence.endswith("; 3 objections break the silence.")


def test_a_decision_of_the_first_version_is_decided_again_by_its_rules() -> None:
    silence, both = procedure(silence={"objections": 3}), {"0": Choice.OBJECTION, "1": Choice.OBJECTION}
    first = decide(silence, equal_roll(2), both, engine=1)
    assert first.outcome is Outcome.ADOPTED_WITH_RESERVATIONS
    assert first.sentence.endswith("2 associations objected; 3 objections break the silence.")


def test_a_vote_against_is_an_objection_and_an_objection_a_vote_against() -> None:
    silence = procedure(silence={"objections": 1})
    assert decide(silence, equal_roll(3), {"0": AGAINST}).outcome is Outcome.SILENCE_BROKEN
    assert decide(SIMPLE, equal_roll(3), {"0": FAVOUR, "1": Choice.OBJECTION}).outcome is Outcome.REJECTED


def test_a_tie_waits_for_the_casting_vote() -> None:
    outcomes = [
        decide(CASTING, equal_roll(4), taken(2, 2), casting_vote=v).outcome for v in (None, AGAINST, FAVOUR)
    ]
    assert outcomes == [Outcome.NO_DECISION, Outcome.REJECTED, Outcome.ADOPTED]


def test_a_casting_vote_counts_only_in_a_tie() -> None:
    assert decide(CASTING, equal_roll(3), taken(1, 2), casting_vote=FAVOUR).outcome is Outcome.REJECTED
    assert decide(CASTING, equal_roll(3), taken(2, 1), casting_vote=AGAINST).outcome is Outcome.ADOPTED
    assert decide(SIMPLE, equal_roll(2), taken(1, 1), casting_vote=FAVOUR).outcome is Outcome.REJECTED


def test_a_casting_vote_cannot_mend_another_condition() -> None:
    also = procedure(
        conditions=[cast(more_than="1/2"), {"measure": "members", "base": "entitled", "at_least": "2/3"}],
        tie="casting_vote",
    )
    assert decide(also, equal_roll(4), taken(2, 2), casting_vote=FAVOUR).outcome is Outcome.REJECTED


def test_half_of_those_entitled_is_no_tie_when_the_others_are_silent() -> None:
    entitled = procedure(
        conditions=[{"measure": "members", "base": "entitled", "more_than": "1/2"}], tie="casting_vote"
    )
    assert decide(entitled, equal_roll(4), taken(2), casting_vote=FAVOUR).outcome is Outcome.REJECTED


def test_three_of_three_against_are_no_missing_blocking_minority() -> None:
    assert decide(DOUBLE, equal_roll(3), taken(0, 3)).outcome is Outcome.REJECTED
    assert decide(DOUBLE, equal_roll(5), taken(2, 3)).outcome is Outcome.REJECTED


def test_a_reservation_of_one_not_on_the_roll_is_a_statement() -> None:
    assert decide(SIMPLE, equal_roll(2), taken(2), reservations=["X"]).outcome is Outcome.ADOPTED
    with_one = decide(SIMPLE, equal_roll(2), taken(2), reservations=["X", "1", "1"])
    assert with_one.outcome is Outcome.ADOPTED_WITH_RESERVATIONS
    assert with_one.reservations == ("1",)


def test_a_capped_weight_need_not_be_whole() -> None:
    capped = procedure(
        conditions=[{"measure": "weight", "base": "cast", "more_than": "1/2"}], weight_cap="1/3"
    )
    figures = count([RollEntry("A", 9), RollEntry("B", 1)], {"A": FAVOUR}, weight_cap=capped.weight_cap)
    assert figures.in_favour.weight == Fraction(10, 3)


def test_a_member_on_the_roll_twice_is_refused() -> None:
    with pytest.raises(RollError, match="“A” is on the roll twice"):
        decide(SIMPLE, [RollEntry("A", 1), RollEntry("A", 1)], {})


def test_a_negative_weight_is_refused() -> None:
    with pytest.raises(RollError, match="below 0"):
        decide(SIMPLE, [RollEntry("A", -1)], {})


def test_an_unknown_position_is_refused() -> None:
    with pytest.raises(ValueError, match="perhaps"):
        decide(SIMPLE, equal_roll(1), {"0": "perhaps"})


def test_the_figures_name_every_group_and_every_comparison() -> None:
    roll = [RollEntry(member, weight) for member, weight in zip("ABCDE", (5, 4, 3, 2, 1), strict=True)]
    taken_positions = {"A": FAVOUR, "B": AGAINST, "C": ABSTENTION, "D": Choice.RECUSED, "Z": FAVOUR}
    figures = decide(SIMPLE, roll, taken_positions).figures()
    assert figures["roll"] == {"members": 5, "weight": 15}
    assert figures["entitled"] == {"members": 4, "weight": 13}
    assert figures["present"] == {"members": 3, "weight": 12}
    assert figures["cast"] == {"members": 2, "weight": 9}
    assert figures["not_voting"] == {"members": 1, "weight": 1}
    assert figures["statements"] == ["Z"]
    (condition,) = figures["conditions"]
    assert condition["needed"] == 2
    assert condition["percent"] == "50.0"


@given(procedures, rolls(), positions, st.randoms(use_true_random=False))
def test_the_order_of_roll_and_positions_never_matters(
    rule: Procedure, roll, taken_positions, random
) -> None:
    other_roll, other_positions = list(roll), list(taken_positions.items())
    random.shuffle(other_roll)
    random.shuffle(other_positions)
    reserving = list(taken_positions)
    other = decide(rule, other_roll, dict(other_positions), reservations=reserving[::-1])
    assert other == decide(rule, roll, taken_positions, reservations=reserving)
    assert missing(rule, other_roll, dict(other_positions)) == missing(rule, roll, taken_positions)


@given(procedures, rolls(), positions)
def test_what_was_got_reaches_what_was_needed_exactly_when_it_passes(
    rule: Procedure, roll, taken_positions
) -> None:
    decision = decide(rule, roll, taken_positions)
    for result in decision.conditions:
        assert result.is_reached == (result.base > 0 and result.got >= result.needed)
    if decision.quorum is not None:
        assert decision.quorum.is_met == (
            decision.quorum.base > 0 and decision.quorum.got >= decision.quorum.needed
        )


@given(votes, st.lists(st.integers(0, 10**6), min_size=1, max_size=9), positions)
def test_a_percentage_never_shows_a_threshold_that_was_not_reached(
    rule: Procedure, weights, taken_positions
) -> None:
    roll = [RollEntry("ABCDEFGHI"[index], weight) for index, weight in enumerate(weights)]
    for result in decide(replace(rule, quorum=None), roll, taken_positions).conditions:
        shown = Fraction(".".join(percent_of(result))) / 100
        limit = result.condition.limit
        if isinstance(limit, MoreThan):
            assert (shown > limit.share) == result.is_reached
        elif not result.is_reached and result.base:
            assert shown < limit.share


def test_a_hair_above_half_is_shown_as_more_than_half() -> None:
    by_weight = procedure(conditions=[{"measure": "weight", "base": "cast", "more_than": "1/2"}])
    decision = decide(
        by_weight, [RollEntry("A", 500_001), RollEntry("B", 499_999)], {"A": FAVOUR, "B": AGAINST}
    )
    assert "50.0001 %" in decision.sentence


def test_a_casting_vote_cannot_mend_a_missed_minimum() -> None:
    at_least_three = replace(CASTING, min_in_favour=3)
    assert decide(at_least_three, equal_roll(4), taken(2, 2), casting_vote=FAVOUR).outcome is Outcome.REJECTED


def test_without_a_quorum_no_casting_vote_is_used() -> None:
    quorate = procedure(
        conditions=[cast(more_than="1/2")],
        quorum={"measure": "members", "at_least": "1/2"},
        tie="casting_vote",
    )
    decision = decide(quorate, equal_roll(9), taken(1, 1), casting_vote=FAVOUR)
    assert (decision.outcome, decision.is_tie, decision.casting_vote) == (Outcome.NO_QUORUM, False, None)
