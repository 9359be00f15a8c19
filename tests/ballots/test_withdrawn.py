"""A paper is withdrawn while its ballot is planned, open, or closed and not decided."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from eca_policy.ballots import queries, reminding
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.secrecy.models import Box
from eca_policy.ballots.tasks import remind, settle_due
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.papers.service import withdraw
from eca_policy.transaction import transaction
from tests.ballots.opened import CLOSES, MORNING, Alliance
from tests.ballots.secret_hall import secret_hall
from tests.ballots.test_calendar import fetched
from tests.ballots.voting_room import words
from tests.conftest import actor_of, sign_in

OPENS = MORNING + timedelta(days=2)
LATER = MORNING + timedelta(days=1)


def give_up(house: Alliance) -> None:
    with transaction():
        withdraw(actor_of(house.secretary), house.paper.reference, reason="Overtaken.", at=clock.now())


def test_the_ballot_ends_at_once(house: Alliance) -> None:
    house.open()
    house.clock.move_to(LATER)
    give_up(house)
    assert (house.ballot.ended_at, house.ballot.decision, house.ballot.called_off_at) == (LATER, None, None)


def test_nobody_is_reminded_of_it_and_no_sweep_looks_at_it_again(house: Alliance) -> None:
    house.open()
    give_up(house)
    house.clock.move_to(CLOSES - timedelta(hours=1))
    assert reminding.to_remind(at=clock.now()) == []
    remind()
    assert not house.mails("ballot_reminder")
    house.clock.move_to(CLOSES)
    assert not queries.due_ballots(at=clock.now())


def test_one_that_was_left_running_by_an_earlier_release_is_not_looked_at_every_minute(
    house: Alliance,
) -> None:
    house.open()
    house.paper.stage, house.paper.withdrawn_at = "withdrawn", clock.now()
    db.session.commit()
    house.clock.move_to(CLOSES - timedelta(hours=1))
    assert reminding.to_remind(at=clock.now()) == []
    house.clock.move_to(CLOSES)
    settle_due()
    assert house.ballot.ended_at == CLOSES


@time_machine.travel(MORNING, tick=False)
def test_the_boxes_of_a_secret_ballot_are_emptied_at_once(app: Flask) -> None:
    hall = secret_hall(app, 6, amended=False)
    hall.put_in("FI0", "in_favour")
    with transaction():
        withdraw(actor_of(hall.secretary), hall.paper.reference, reason="No.", at=clock.now())
    assert [box.slips for box in db.session.query(Box)] == [[]]


def test_a_planned_ballot_ends_without_a_roll_and_says_so(house: Alliance, client: FlaskClient) -> None:
    house.open(opens_at=OPENS)
    give_up(house)
    house.clock.move_to(OPENS)
    remind()
    assert (house.ballot.ended_at, house.ballot.has_roll) == (MORNING, False)
    page = words(sign_in(client, house.secretary).get(house.address).text)
    assert "The paper was withdrawn before this ballot opened; nothing was decided." in page


def test_a_ballot_that_was_decided_before_stays_as_it_is(house: Alliance) -> None:
    house.open()
    house.clock.move_to(CLOSES)
    settle_due()
    ended = house.ballot.ended_at
    house.clock.move_to(CLOSES + timedelta(days=1))
    db.session.expire_all()
    assert house.paper.stage == "consolidation"
    give_up(house)
    assert (house.ballot.ended_at, db.session.query(Ballot).count()) == (ended, 1)


@pytest.mark.parametrize("opens_at", [None, OPENS])
def test_its_entry_in_a_calendar_is_cancelled_without_an_alarm(
    house: Alliance, client: FlaskClient, opens_at: object
) -> None:
    house.open(opens_at=opens_at)
    sign_in(client, house.secretary)
    before = fetched(client, house)
    house.clock.move_to(LATER)
    give_up(house)
    after = fetched(client, house)
    assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")
    assert after["sequence"] > before["sequence"]
    assert after["dtstamp"].dt == LATER
    assert not after.walk("VALARM")
