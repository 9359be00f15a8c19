"""A recount of a secret ballot, whose positions are named by receipt codes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eca_policy.ballots.counting import Choice, RollEntry
from eca_policy.ballots.problems import CaseError
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.recount import case_data, parse, recount
from eca_policy.ballots.rules import decide
from tests.ballots.made_up_ballots import cast, procedures

CASE = {
    "procedure": {"conditions": [cast(more_than="1/2")]},
    "roll": [{"member": "FI", "weight": 15}, {"member": "ES", "weight": 15}],
    "positions": {"7QX4": "in_favour"},
    "secret": True,
}
UNEQUAL = [{"member": "FI", "weight": 15}, {"member": "ES", "weight": 14}]


@given(procedures, st.integers(1, 9), st.integers(1, 40), st.lists(st.sampled_from(Choice), max_size=9))
def test_a_secret_ballot_is_decided_like_an_open_one_of_equal_weights(
    rule: Procedure, size: int, weight: int, choices: list[Choice]
) -> None:
    roll = [RollEntry(str(number), weight) for number in range(size)]
    said = choices[:size]
    in_the_open = decide(rule, roll, {str(number): choice for number, choice in enumerate(said)})
    by_code = {f"code {number}": choice for number, choice in enumerate(said)}
    data = case_data("s", rule, roll, by_code, outcome=in_the_open.outcome, is_secret=True)
    (recounted,) = recount(parse(json.dumps(data).encode()))
    assert recounted.agrees
    secret = recounted.decision.count.tallies()
    assert {name: tally.members for name, tally in secret.items()} == {
        name: tally.members for name, tally in in_the_open.count.tallies().items()
    }
    assert secret["roll"].weight == (
        size if rule.weight_cap is None else min(1, size * rule.weight_cap) * size
    )
    assert recounted.decision.count.statements == ()


def test_codes_are_statements_where_the_ballot_is_not_secret() -> None:
    (recounted,) = recount(CASE | {"secret": False})
    assert recounted.decision.count.statements == ("7QX4",)
    assert recounted.decision.outcome == "no_decision"


def test_a_reservation_in_a_secret_ballot_is_one_of_the_roll() -> None:
    outcomes = [recount(CASE | {"reservations": [who]})[0].decision.outcome for who in ("FI", "7QX4")]
    assert outcomes == ["adopted_with_reservations", "adopted"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"roll": UNEQUAL}, "roll: In a secret ballot nobody can say whose position it is: give all"),
        (
            {"positions": dict.fromkeys("abc", "against")},
            "positions: There are more positions (3) than associations on the roll (2).",
        ),
        ({"secret": "yes"}, "secret: Give true or false here."),
        ({"secret": 1}, "secret: Give true or false here."),
    ],
)
def test_a_secret_ballot_that_cannot_be_counted_is_refused_with_a_sentence(
    changes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(CaseError) as refused:
        recount(CASE | changes)
    assert sentence in str(refused.value)
    assert len(refused.value.problems) == 1
