"""Who comes first when a planned ballot opens: many at once, and where no ballot can be held."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from eca_policy.ballots import casting, freezing, reminding, settling
from eca_policy.ballots.models import RollEntry
from eca_policy.ballots.tasks import remind
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK
from eca_policy.lib.errors import Refusal
from eca_policy.outbox.models import Mail
from eca_policy.record.models import Entry
from eca_policy.transaction import transaction
from tests.ballots.opened import CLOSES, CODES, Alliance, alliance, has_opened
from tests.ballots.test_planned_roll import end_terms
from tests.ballots.voting_room import words
from tests.conftest import People, actor_of, sign_in

OPENS = datetime(2026, 5, 6, 7, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("firsts", ["announcers", "voters", "both", "readers"])
def test_of_many_who_come_first_at_once_one_freezes_the_roll(
    database_url: str, app_on: Callable[[str], Flask], firsts: str
) -> None:
    app = app_on(database_url)
    with app.app_context():
        with alliance(People(), at=clock.now()) as house:
            ballot_id = house.open(clock.now() + 9 * HOUR, opens_at=clock.now() + HOUR).id
            reference = house.paper.reference
            heads = {code: actor_of(house.heads[code]) for code in CODES}
            own = {code: house.associations[code].id for code in CODES}
        has_opened(ballot_id, clock.now() - HOUR)
    start, failed = threading.Barrier(6), []

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    act()
            except Exception as error:  # noqa: BLE001  (whatever it is, this test must fail of it)
                failed.append(error)

    def vote(code: str) -> Callable[[], object]:
        return lambda: casting.cast_position(
            heads[code], reference, 1, association_id=own[code], choice="in_favour", at=clock.now()
        )

    announce = lambda: reminding.announce(CLOCK, ballot_id)  # noqa: E731
    read = lambda: freezing.freeze(CLOCK, ballot_id)  # noqa: E731
    voting = [vote(code) for code in CODES]
    acts = {
        "announcers": [announce] * 6, "voters": [*voting, read, read, read],
        "both": [*voting, announce, announce, read], "readers": [read] * 6,
    }[firsts]  # fmt: skip
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with app.app_context():
        assert failed == []
        assert db.session.query(RollEntry).count() == len(CODES)
        assert db.session.query(Entry).filter_by(verb="ballot:freeze_roll").count() == 1


# Where it cannot be held


def test_a_ballot_on_which_nobody_has_a_vote_when_it_opens_is_called_off(
    house: Alliance, client: FlaskClient
) -> None:
    house.open(opens_at=OPENS)
    for code in CODES:
        end_terms(house, code)
    house.clock.move_to(OPENS + HOUR)
    remind()
    ballot = house.ballot
    assert (ballot.called_off_at, ballot.ended_at) == (OPENS, OPENS + HOUR)
    assert house.paper.stage == "consolidation"
    (mail,) = house.mails("ballot_called_off")
    assert mail.address == house.secretary.email
    assert "When it was to open, no association had a vote." in mail.body_text
    line = db.session.query(Entry).filter_by(verb="ballot:call_off").one()
    assert (line.actor_id, line.details["reason"]) == (None, "nobody_votes")
    page = words(sign_in(client, house.secretary).get(house.address).text)
    assert "nothing was decided. When it was to open, no association had a vote." in page
    db.session.expire_all()
    assert db.session.query(Mail).filter_by(message="ballot_called_off").count() == 1


def test_at_its_close_too(house: Alliance) -> None:
    house.open(opens_at=OPENS, procedure_key="silence")
    for code in CODES:
        end_terms(house, code)
    house.clock.move_to(CLOSES)
    with transaction():
        assert settling.settle(CLOCK, house.ballot) is None
    assert (house.paper.stage, house.ballot.decision) == ("consolidation", None)


def test_who_votes_as_the_first_on_a_ballot_that_cannot_be_held_is_refused(house: Alliance) -> None:
    house.open(opens_at=OPENS)
    head = actor_of(house.heads["FI"])
    for code in CODES:
        end_terms(house, code)
    house.clock.move_to(OPENS)
    with pytest.raises(Refusal, match="called off"), transaction():
        casting.cast_position(
            head, house.paper.reference, 1, association_id=house.associations["FI"].id, choice="against",
            at=clock.now(),
        )  # fmt: skip
