"""A dry run decides as a ballot decides."""

import pytest
from hypothesis import given

from eca_policy.ballots.counting import Choice, RollEntry
from eca_policy.ballots.decision import Outcome
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.procedures.dry_run import (
    RollTooLong,
    RollUnreadable,
    lines,
    made_up_roll,
    try_out,
)
from eca_policy.ballots.rules import decide
from eca_policy.ballots.wording import ENGLISH
from tests.ballots.made_up_ballots import Taken, positions, procedures, rolls


@given(procedures, rolls(), positions)
def test_a_dry_run_comes_to_what_the_rules_decide(
    procedure: Procedure, roll: list[RollEntry], taken: Taken
) -> None:
    tried = try_out(procedure, roll, taken, casting_vote=Choice.IN_FAVOUR)
    decided = decide(procedure, roll, taken, casting_vote=Choice.IN_FAVOUR)
    assert tried.decision.outcome == decided.outcome
    assert (
        tried.decision.figures() == decided.figures()
        or Choice.OBJECTION in taken.values()
        or (procedure.silence is not None and Choice.AGAINST in taken.values())
    )


@given(procedures, rolls(), positions)
def test_what_is_met_adopts(procedure: Procedure, roll: list[RollEntry], taken: Taken) -> None:
    decision = try_out(procedure, roll, taken).decision
    shown = lines(decision, ENGLISH)
    asked = len(procedure.conditions) + sum(
        part is not None for part in (procedure.quorum, procedure.negative_cap, procedure.min_in_favour)
    )
    if procedure.silence is not None:
        found = decision.figures()["silence"]  # those of everybody always break it
        asked = (found["members_needed"] is not None) + (procedure.silence.weight is not None)
    assert len(shown) == asked
    if all(line.is_met for line in shown) and roll and decision.outcome is not Outcome.NO_DECISION:
        assert decision.outcome.is_adopted
    if decision.outcome is Outcome.ADOPTED:
        assert all(line.is_met for line in shown)


def test_a_made_up_roll_has_the_weights_that_were_typed() -> None:
    roll = made_up_roll("2 x 1, 1×5; 1 * 7")
    assert [(entry.member, entry.weight) for entry in roll] == [("1", 1), ("2", 1), ("3", 5), ("4", 7)]


@pytest.mark.parametrize("typed", ["", "x", "12", "1 x", "1 x 1,,1 x 1", "0 x 4", "-1 x 1", "1 x 99999999"])
def test_what_is_no_roll_is_refused(typed: str) -> None:
    with pytest.raises(RollUnreadable):
        made_up_roll(typed)


def test_a_roll_nobody_could_fill_in_is_refused() -> None:
    with pytest.raises(RollTooLong):
        made_up_roll("9999 x 1")
    assert len(made_up_roll("100 x 1")) == 100
