"""The European Parliament's votes of January to April 2024, decided by our rules against its own results."""

import csv

import pytest

from eca_policy.ballots.rules import decide
from tests.ballots.made_up_ballots import cast, equal_roll, procedure, taken
from tests.shared import SHARED

VOTES_FILE = SHARED / "real" / "votes" / "ep_vote_items.csv"
SEATS = 705
RULES = {
    "votes_cast": procedure(conditions=[cast(more_than="1/2")]),
    "component_members": procedure(
        conditions=[{"measure": "members", "base": "entitled", "more_than": "1/2"}]
    ),
}
# The minutes have 264 in favour, 241 against and "rejected": the published record contradicts itself.
ANOMALY = ("2024-03-14", "1", "28")

pytestmark = pytest.mark.shared("real/votes/ep_vote_items.csv")


def items() -> list[dict[str, str]]:
    """The items with numbers and a result of their own; a lapsed item was not decided by its numbers."""
    with VOTES_FILE.open(encoding="utf-8", newline="") as file:
        return [
            row
            for row in csv.DictReader(file)
            if row["in_favour"] and row["result"] in ("ADOPTED", "REJECTED")
        ]


def test_every_item_but_the_anomaly_comes_to_its_published_result() -> None:
    roll = equal_roll(SEATS)
    different = []
    for item in items():
        votes = taken(int(item["in_favour"]), int(item["against"]), int(item["abstention"]))
        decision = decide(RULES[item["majority_rule"]], roll, votes)
        assert decision.count.present.members == int(item["voters"])
        if decision.outcome.value != item["result"].lower():
            different.append((item["sitting_date"], item["vote_no"], item["item_no"]))
    assert len(items()) == 334
    assert different == [ANOMALY]


def test_a_majority_of_the_members_of_parliament_is_353() -> None:
    (condition,) = decide(RULES["component_members"], equal_roll(SEATS), taken(352)).conditions
    assert (condition.needed, condition.is_reached) == (353, False)
