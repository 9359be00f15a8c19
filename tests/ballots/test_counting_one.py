"""Every association counts one: where the rule asks for no weights, and in whatever follows."""

from datetime import timedelta

import pytest

from eca_policy.ballots import freezing
from eca_policy.ballots.models import Ballot, Procedure, RollEntry
from eca_policy.ballots.tasks import remind, settle_due
from eca_policy.extensions import db
from eca_policy.record.models import Entry
from tests.ballots.opened import CLOSES, CODES, MORNING, Alliance, procedure

OPENS = MORNING + timedelta(days=2)
MEMBERS = {"conditions": [{"measure": "members", "base": "cast", "more_than": "1/2"}]}
WEIGHTS = {"conditions": [{"measure": "weight", "base": "cast", "more_than": "1/2"}]}


def weights(ballot: Ballot) -> dict[str, int]:
    found = db.session.query(RollEntry).filter_by(ballot_id=ballot.id)
    return {each.association.code: each.weight for each in found}


def weigh(house: Alliance, code: str, weight: int) -> None:
    house.associations[code].weight = weight
    db.session.commit()


def secret(rule: dict[str, object]) -> None:
    db.session.add(
        Procedure(key="in_secret", name="Secret", name_fi="Salainen", rule=rule, conduct={"shown": "secret"})
    )
    db.session.commit()


@pytest.mark.parametrize("opens_at", [None, OPENS])
def test_a_procedure_that_counts_weights_is_not_counted_one_each(house: Alliance, opens_at: object) -> None:
    with pytest.raises(freezing.WeightsAreAskedFor, match="This procedure counts weights"):
        house.open(procedure_key="double_majority", counts_one=True, opens_at=opens_at)


def test_nor_is_a_silence_that_is_followed_by_one(house: Alliance) -> None:
    procedure("silence", rule={"silence": {"objections": 2}}, followed_by="double_majority")
    with pytest.raises(freezing.WeightsAreAskedFor):
        house.open(procedure_key="silence", counts_one=True, follow_up_days=5)


def test_the_record_says_whether_associations_count_one_each(house: Alliance) -> None:
    house.open(procedure_key="simple_majority", counts_one=True)
    line = db.session.query(Entry).filter_by(verb="ballot:open").one()
    assert line.details["counts_one"] is True
    assert line.details["roll"] == dict.fromkeys(sorted(CODES), 1)


def test_the_written_vote_after_a_broken_silence_counts_as_the_silence_did(house: Alliance) -> None:
    weigh(house, "FI", 7)
    procedure("silence", rule={"silence": {"objections": 2}}, followed_by="simple_majority")
    house.open(procedure_key="silence", counts_one=True, follow_up_days=5)
    for code in CODES:
        house.cast(code, "objection")
    house.clock.move_to(CLOSES)
    settle_due()
    assert house.ballot.number == 2
    assert set(weights(house.ballot).values()) == {1}
    assert house.ballot.counts_one


def test_a_planned_ballot_remembers_it_until_it_opens(house: Alliance) -> None:
    house.open(procedure_key="simple_majority", counts_one=True, opens_at=OPENS)
    weigh(house, "FI", 7)
    house.clock.move_to(OPENS)
    remind()
    assert set(weights(house.ballot).values()) == {1}


def test_a_secret_ballot_whose_weights_have_become_different_counts_one_where_no_rule_asks_for_them(
    house: Alliance,
) -> None:
    secret(MEMBERS)
    house.open(procedure_key="in_secret", opens_at=OPENS)
    weigh(house, "FI", 7)
    house.clock.move_to(OPENS)
    remind()
    assert set(weights(house.ballot).values()) == {1}
    line = db.session.query(Entry).filter_by(verb="ballot:freeze_roll").one()
    assert line.details["counts_one"] is True


def test_where_its_rule_asks_for_weights_it_is_called_off_and_the_secretariat_learns_why(
    house: Alliance,
) -> None:
    secret(WEIGHTS)
    house.open(procedure_key="in_secret", opens_at=OPENS)
    weigh(house, "FI", 7)
    house.clock.move_to(OPENS)
    remind()
    assert (house.ballot.called_off_at, house.paper.stage) == (OPENS, "consolidation")
    assert house.secretary.email in house.receivers("ballot_called_off")
    assert "head.fi@example.org" in house.receivers("ballot_called_off")
    assert all("different weights" in mail.body_text for mail in house.mails("ballot_called_off"))
    assert len(house.mails("ballot_opened")) == 2 * len(CODES)
