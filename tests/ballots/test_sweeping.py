"""The sweep that decides what has closed."""

import logging

import pytest

from eca_policy.ballots import opening
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.tasks import settle_due
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.papers.models import Paper
from eca_policy.transaction import transaction
from tests.ballots.opened import CLOSES, Alliance
from tests.conftest import actor_of
from tests.making import make_paper


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


def opened(house: Alliance, paper: Paper) -> None:
    with transaction():
        opening.open_ballot(actor_of(house.secretary), paper.reference, closes_at=CLOSES, at=clock.now())
