"""The sweep that decides what has closed."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from eca_policy.ballots import casting, opening
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.tasks import remind, settle_due
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.papers.models import Paper
from eca_policy.transaction import transaction
from tests.ballots.opened import CLOSES, CODES, MORNING, Alliance
from tests.ballots.voting_room import words
from tests.conftest import actor_of, sign_in
from tests.making import make_paper

OPENS = MORNING + timedelta(days=1)


def test_a_ballot_that_cannot_be_decided_holds_up_no_other(
    house: Alliance, caplog: pytest.LogCaptureFixture
) -> None:
    papers = [make_paper(house.secretary, stage="consolidation") for _ in range(2)]
    for paper in papers:
        opened(house, paper)
    broken, sound = db.session.query(Ballot).order_by(Ballot.id).all()
    broken.conduct = {"shown": "nobody knows"}
    db.session.commit()
    house.clock.move_to(CLOSES)
    with caplog.at_level(logging.ERROR):
        settle_due()
    assert f"Ballot {broken.id} could not be decided." in caplog.text
    db.session.expire_all()
    assert (broken.ended_at, sound.ended_at) == (None, CLOSES)


def test_a_ballot_that_cannot_be_reminded_of_holds_up_no_other(
    house: Alliance, caplog: pytest.LogCaptureFixture
) -> None:
    papers = [make_paper(house.secretary, stage="consolidation") for _ in range(2)]
    for paper in papers:
        opened(house, paper)
    broken = db.session.query(Ballot).filter_by(paper_id=papers[0].id).one().id
    answer(house, papers[1], "FI")
    house.heads["FI"].time_zone = "Nowhere/Atlantis"  # who is missing on the first paper only
    db.session.commit()
    house.clock.move_to(CLOSES - timedelta(hours=24))
    with caplog.at_level(logging.ERROR):
        remind()
    assert f"Ballot {broken} could not be reminded of." in caplog.text
    told = house.mails("ballot_reminder")
    assert len(told) == 4
    assert all(papers[1].reference in mail.body_text for mail in told)


def test_a_planned_ballot_that_cannot_open_holds_up_no_other(
    house: Alliance, caplog: pytest.LogCaptureFixture
) -> None:
    papers = [make_paper(house.secretary, stage="consolidation") for _ in range(2)]
    for paper in papers:
        opened(house, paper, opens_at=OPENS)
    first, second = db.session.query(Ballot).order_by(Ballot.id).all()
    first.conduct = {"shown": "nobody knows"}
    db.session.commit()
    house.clock.move_to(OPENS)
    with caplog.at_level(logging.ERROR):
        remind()
    assert f"Ballot {first.id} could not be announced." in caplog.text
    db.session.expire_all()
    assert (first.has_roll, second.has_roll) == (False, True)


def test_who_reads_a_ballot_that_cannot_be_decided_sees_that_it_is_closed(
    house: Alliance, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    ballot = house.open(procedure_key="silence")
    for code in CODES:
        house.cast(code, "objection")
    ballot.follow_up = {"days": 7, "name": "Vote", "name_fi": "Vote", "conduct": {}}  # the rule is lost
    db.session.commit()
    house.clock.move_to(CLOSES)
    sign_in(client, house.heads["FI"])
    with caplog.at_level(logging.ERROR):
        for address in (house.address, f"/papers/{house.paper.reference}?panel=ballot"):
            page = client.get(address)
            assert page.status_code == 200
            assert "The ballot is closed and not decided yet." in words(page.text)
    assert f"Ballot {ballot.id} could not be decided." in caplog.text
    assert (house.ballot.ended_at, house.paper.stage) == (None, "decision")


def opened(house: Alliance, paper: Paper, **how: Any) -> None:
    with transaction():
        opening.open_ballot(
            actor_of(house.secretary), paper.reference, closes_at=CLOSES, how=opening.Opening(**how),
            at=clock.now(),
        )  # fmt: skip


def answer(house: Alliance, paper: Paper, code: str) -> None:
    with transaction():
        casting.cast_position(
            actor_of(house.heads[code]), paper.reference, 1, association_id=house.associations[code].id,
            choice="in_favour", at=clock.now(),
        )  # fmt: skip
