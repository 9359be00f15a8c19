"""Counting in groups comes to what counting one by one comes to, written down here a second time."""

from collections import Counter
from fractions import Fraction
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eca_policy.ballots.counting import (
    Choice,
    Count,
    RollEntry,
    Tally,
    count,
    count_groups,
    grouped,
    still_to_vote,
)
from eca_policy.ballots.missing import Steps, missing, missing_of
from eca_policy.ballots.problems import RollError
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.rules import decide, decide_counted
from tests.ballots.made_up_ballots import Taken, equal_roll, positions, procedures, rolls, shares, taken

FAVOUR, AGAINST = Choice.IN_FAVOUR, Choice.AGAINST
caps = st.none() | shares | st.just(Fraction(1))


def counts_for(roll: list[RollEntry], cap: Fraction | None) -> dict[str, Fraction]:
    """What each association's weight counts for."""
    whole = sum(entry.weight for entry in roll)
    return {
        entry.member: Fraction(entry.weight) if cap is None else min(Fraction(entry.weight), whole * cap)
        for entry in roll
    }


def one_by_one(roll: list[RollEntry], said: Taken, cap: Fraction | None) -> dict[str, Tally]:
    """The figures as a person with a pencil finds them."""
    weights = counts_for(roll, cap)
    found = {choice.value: Tally() for choice in Choice} | {"roll": Tally()}
    for member, weight in weights.items():
        found["roll"] += Tally(1, weight)
        if member in said:
            found[said[member].value] += Tally(1, weight)
    return found


def roll_groups(roll: list[RollEntry]) -> list[tuple[int, int]]:
    """As `SELECT weight, count(*) … GROUP BY weight` answers."""
    return list(Counter(entry.weight for entry in roll).items())


def position_groups(roll: list[RollEntry], said: Taken) -> list[tuple[Choice, int, int]]:
    """As `SELECT choice, weight, count(*) … GROUP BY choice, weight` answers."""
    found = Counter((said[entry.member], entry.weight) for entry in roll if entry.member in said)
    return [(choice, weight, number) for (choice, weight), number in found.items()]


@given(rolls(), positions, caps)
def test_groups_are_counted_like_one_association_after_the_other(
    roll: list[RollEntry], said: Taken, cap: Fraction | None
) -> None:
    counted = count_groups(roll_groups(roll), position_groups(roll, said), weight_cap=cap)
    expected = one_by_one(roll, said, cap)
    assert {name: getattr(counted, name) for name in expected} == expected
    one = count(roll, said, weight_cap=cap)
    assert (one.tallies(), one.unit) == (counted.tallies(), counted.unit)
    assert one.statements == tuple(sorted(set(said) - {entry.member for entry in roll}))


@given(rolls(), positions, caps)
def test_every_weight_is_a_multiple_of_the_unit(
    roll: list[RollEntry], said: Taken, cap: Fraction | None
) -> None:
    counted = count_groups(roll_groups(roll), position_groups(roll, said), weight_cap=cap)
    for tally in counted.tallies().values():
        assert (tally.weight / counted.unit).denominator == 1


@given(procedures, rolls(), positions)
def test_a_decision_from_groups_is_the_decision(rule: Procedure, roll: list[RollEntry], said: Taken) -> None:
    on_roll = {entry.member: said[entry.member] for entry in roll if entry.member in said}
    counted = count_groups(roll_groups(roll), position_groups(roll, said), weight_cap=rule.weight_cap)
    assert decide_counted(rule, counted) == decide(rule, roll, on_roll)


def test_a_group_may_come_in_several_pieces() -> None:
    pieces = [(FAVOUR, 3, 1), (AGAINST, 3, 1), (FAVOUR, 3, 2)]
    assert count_groups([(3, 2), (3, 3)], pieces) == count_groups([(3, 5)], [(FAVOUR, 3, 3), (AGAINST, 3, 1)])


def test_choices_may_be_the_words_a_database_has() -> None:
    assert count_groups([(1, 1)], [("in_favour", 1, 1)]).in_favour == Tally(1, Fraction(1))
    with pytest.raises(ValueError, match="perhaps"):
        count_groups([(1, 1)], [("perhaps", 1, 1)])


def test_more_positions_than_associations_on_the_roll_are_refused() -> None:
    for said in ([(FAVOUR, 5, 3)], [(FAVOUR, 5, 2), (AGAINST, 5, 1)]):
        with pytest.raises(RollError, match=r"\(3\) than associations on the roll \(2\) have the weight 5"):
            count_groups([(5, 2)], said)
    with pytest.raises(RollError, match=r"\(1\) than associations on the roll \(0\) have the weight 4"):
        still_to_vote([(5, 2)], [(FAVOUR, 4, 1)])


def test_a_negative_weight_of_a_group_is_refused() -> None:
    with pytest.raises(RollError, match="below 0: -1"):
        count_groups([(-1, 2)], [])


@given(rolls(), positions, caps)
def test_those_still_to_vote_come_with_what_they_count_for_the_largest_first(
    roll: list[RollEntry], said: Taken, cap: Fraction | None
) -> None:
    waiting = still_to_vote(roll_groups(roll), position_groups(roll, said), weight_cap=cap)
    weights = [weight for member, weight in counts_for(roll, cap).items() if member not in said]
    assert [weight for weight, number in waiting for _ in range(number)] == sorted(weights, reverse=True)
    assert len({weight for weight, _ in waiting}) == len(waiting)


@given(rolls(), positions, caps)
def test_a_step_worked_out_by_itself_is_the_step_before_and_one_more(
    roll: list[RollEntry], said: Taken, cap: Fraction | None
) -> None:
    groups = grouped(roll, said)
    counted = groups.count(weight_cap=cap)
    weights = [weight for member, weight in counts_for(roll, cap).items() if member not in said]
    expected: list[Count] = [counted]
    for number, weight in enumerate(accumulate(sorted(weights, reverse=True)), start=1):
        expected.append(counted.with_more_in_favour(Tally(number, weight)))
    steps = Steps(counted, still_to_vote(groups.roll, groups.positions, weight_cap=cap))
    assert [steps[number] for number in range(len(steps))] == expected


@given(procedures, rolls(), positions)
def test_what_is_missing_from_groups_is_what_is_missing(
    rule: Procedure, roll: list[RollEntry], said: Taken
) -> None:
    on_roll = {entry.member: said[entry.member] for entry in roll if entry.member in said}
    groups = roll_groups(roll), position_groups(roll, said)
    counted = count_groups(*groups, weight_cap=rule.weight_cap)
    waiting = still_to_vote(*groups, weight_cap=rule.weight_cap)
    assert missing_of(rule, counted, waiting[::-1]) == missing(rule, roll, on_roll)


def test_a_hundred_thousand_associations_are_a_few_groups() -> None:
    groups = grouped(equal_roll(100_000), taken(60_000, 20_000))
    assert (groups.roll, len(groups.positions)) == (((1, 100_000),), 2)
