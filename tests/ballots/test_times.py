"""When a ballot may open and close: a year ahead at most, by the instant read inside the lock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from eca_policy.ballots import casting, extending, opening
from eca_policy.ballots.loading import load_presets
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.times import CloseTooFar, OpeningInThePast, OpeningTooFar
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.transaction import transaction
from tests.ballots.opened import CLOSES, MORNING, Alliance
from tests.conftest import People, actor_of, sign_in
from tests.making import make_paper

YEAR = timedelta(days=366)
SECOND = timedelta(seconds=1)
MISTYPED = datetime(9999, 12, 31, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize("closes_at", [MORNING + YEAR + SECOND, MISTYPED])
def test_a_ballot_is_open_for_a_year_at_most(house: Alliance, closes_at: datetime) -> None:
    with pytest.raises(CloseTooFar, match="Choose a close until 5 May 2027, 11:00 CEST."):
        house.open(closes_at)
    assert house.open(MORNING + YEAR).closes_at == MORNING + YEAR


def test_a_planned_ballot_is_open_for_a_year_from_its_opening(house: Alliance) -> None:
    opens_at = MORNING + timedelta(days=9)
    with pytest.raises(CloseTooFar, match="14 May 2027"):
        house.open(opens_at + YEAR + SECOND, opens_at=opens_at)
    assert house.open(opens_at + YEAR, opens_at=opens_at).opens_at == opens_at


@pytest.mark.parametrize("opens_at", [MORNING + YEAR + SECOND, MISTYPED])
def test_a_ballot_is_planned_a_year_ahead_at_most(house: Alliance, opens_at: datetime) -> None:
    with pytest.raises(OpeningTooFar, match="Choose an opening until 5 May 2027, 11:00 CEST."):
        house.open(opens_at + SECOND, opens_at=opens_at)


def test_a_close_is_put_off_by_a_year_at_most(house: Alliance) -> None:
    house.open()
    house.clock.move_to(MORNING + timedelta(days=1))
    with pytest.raises(CloseTooFar, match="Choose a close until 6 May 2027"):
        extend(house, MORNING + timedelta(days=1) + YEAR + SECOND)
    extend(house, MORNING + timedelta(days=1) + YEAR)
    assert house.ballot.closes_at == MORNING + timedelta(days=1) + YEAR


def extend(house: Alliance, closes_at: datetime) -> None:
    with transaction():
        extending.extend_ballot(
            actor_of(house.secretary), house.paper.reference, 1, closes_at=closes_at, reason="Holidays.",
            at=clock.now(),
        )  # fmt: skip


def test_the_page_says_the_latest_close_at_its_field(house: Alliance, client: FlaskClient) -> None:
    house.secretary.time_zone = "Pacific/Auckland"
    db.session.commit()
    page = sign_in(client, house.secretary).post(
        house.page, data={"what": "text", "procedure_key": "simple_majority", "opens": "now",
                          "closes_on": "2062-05-18", "closes_time": "17:00"},
    )  # fmt: skip
    assert page.status_code == 422
    assert "Choose a close until 5 May 2027" in page.text
    assert db.session.query(Ballot).count() == 0


def test_so_does_the_page_that_puts_it_off(house: Alliance, client: FlaskClient) -> None:
    house.open()
    page = sign_in(client, house.secretary).post(
        f"{house.address}/extend",
        data={"closes_on": "2062-05-18", "closes_time": "17:00", "reason": "So."},
    )
    assert page.status_code == 422
    assert "Choose a close until 5 May 2027" in page.text
    assert house.ballot.closes_at == CLOSES


def test_a_ballot_opened_at_once_is_open_at_once_whichever_clock_is_ahead(
    database_url: str, app_on: Callable[[str], Flask]
) -> None:
    """The machine that serves the page may be a minute ahead of the database server."""
    app = app_on(database_url)
    with app.app_context():
        people = People()
        secretary, finland = people.secretariat(), people.association("FI")
        head = people.person("head", finland)
        paper = make_paper(secretary, stage="consolidation")
        with transaction():
            load_presets()
        ahead = clock.now() + timedelta(minutes=1)
        with transaction():
            opening.open_ballot(
                actor_of(secretary), paper.reference, closes_at=ahead + timedelta(hours=1), at=ahead
            )
        with transaction():
            casting.cast_position(
                actor_of(head), paper.reference, 1, association_id=finland.id, choice="in_favour",
                at=clock.now(),
            )  # fmt: skip


def test_an_opening_that_has_come_while_the_page_was_sent_is_refused(house: Alliance) -> None:
    """The instant that counts is the one read inside the lock, not that at which the page was sent."""
    opens_at = MORNING + timedelta(hours=1)
    house.clock.move_to(opens_at)
    with pytest.raises(OpeningInThePast), transaction():
        opening.open_ballot(
            actor_of(house.secretary), house.paper.reference, closes_at=CLOSES,
            how=opening.Opening(opens_at=opens_at), at=MORNING,
        )  # fmt: skip
