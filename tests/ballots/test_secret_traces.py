"""What the files of a database remember of the boxes is wiped when a ballot is over, now or later."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection

from eca_policy.ballots import casting_vote
from eca_policy.ballots.secrecy.models import OwedWipe
from eca_policy.ballots.tasks import settle_due
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.transaction import transaction
from tests.ballots.dumping import files_of_the_boxes
from tests.ballots.secret_hall import HALF_OF_ALL, SecretHall, secret_hall
from tests.conftest import actor_of, sign_in

CODES = [f"FI{number}" for number in range(6)]
TIE = {"conditions": [{"measure": "members", "base": "cast", "more_than": "1/2"}], "tie": "casting_vote"}
Halls = Callable[..., SecretHall]


@pytest.fixture
def hall_on(database_url: str, app_on: Callable[..., Flask]) -> Iterator[Halls]:
    app = app_on(database_url)
    with app.app_context():

        def make(rule: Mapping[str, Any] = HALF_OF_ALL) -> SecretHall:
            closes_at = clock.now() + timedelta(days=9)
            return secret_hall(app, len(CODES), amended=False, rule=rule, closes_at=closes_at)

        yield make


def vote(hall: SecretHall, *choices: str) -> list[str]:
    """Each association in its turn; their codes."""
    return [hall.put_in(code, choice)[1] for code, choice in zip(CODES, choices, strict=False)]


def close(hall: SecretHall) -> None:
    """As if its time had passed meanwhile: PostgreSQL's clock is its own."""
    db.session.rollback()
    ballot = hall.ballot
    ballot.opens_at, ballot.closes_at = (clock.now() - timedelta(days=days) for days in (9, 1))
    db.session.commit()


@contextmanager
def reader() -> Iterator[Connection]:
    """Somebody who still reads the database as it was: a backup, a report."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        connection.exec_driver_sql("SELECT count(*) FROM account").scalar_one()
        yield connection
        connection.rollback()


def owed() -> int:
    db.session.rollback()
    return db.session.query(OwedWipe).count()


def times_in_the_files(codes: list[str]) -> set[int]:
    db.session.rollback()
    files = files_of_the_boxes()
    return {files.count(code.encode()) for code in codes}


def test_a_wipe_that_somebody_stands_in_the_way_of_is_owed_until_it_is_done(hall_on: Halls) -> None:
    hall = hall_on()
    with reader():
        codes = vote(hall, *["in_favour"] * 6)
        close(hall)
        hall.settle()
        assert owed() == 1
        settle_due()
        assert owed() == 1
        assert times_in_the_files(codes) != {1}, "The reader stands in nobody's way: this proves nothing."
    settle_due()
    assert owed() == 0
    assert times_in_the_files(codes) == {1}


def test_a_wipe_is_owed_when_the_process_ends_before_it(hall_on: Halls) -> None:
    hall = hall_on()
    codes = vote(hall, *["in_favour"] * 6)
    close(hall)
    hall.settle()
    with transaction():
        db.session.add(OwedWipe(ballot_id=hall.ballot.id))
    settle_due()
    assert owed() == 0
    assert times_in_the_files(codes) == {1}


def test_slips_that_were_destroyed_are_in_no_file(hall_on: Halls) -> None:
    hall = hall_on()
    codes = vote(hall, "in_favour", "against", "against")
    close(hall)
    hall.settle()
    assert owed() == 0
    assert times_in_the_files(codes) == {0}


def test_while_the_ballot_is_open_no_file_tells_in_which_order_slips_came(hall_on: Halls) -> None:
    """With the mail that says who voted, the order would join the two."""
    hall = hall_on()
    codes = vote(hall, *["in_favour", "against"] * 3)
    settle_due()  # the sweep does on PostgreSQL what SQLite does at once
    assert owed() == 0
    assert times_in_the_files(codes) == {1}


def test_nothing_is_wiped_while_a_tie_waits(hall_on: Halls) -> None:
    """A reader would have kept every wipe from being done: each would be owed."""
    hall = hall_on(TIE)
    desk = sign_in(hall.app.test_client(), hall.secretary)
    vote(hall, *["in_favour", "against"] * 3)
    close(hall)
    settle_due()
    with reader():
        settle_due()
        assert "The votes are tied" in desk.get(hall.box.removesuffix("/box")).text
        assert owed() == 0
        with transaction():
            casting_vote.give_casting_votes(
                actor_of(hall.secretary), hall.paper.reference, 1, choices={1: "in_favour"},
                note="The chair", at=clock.now(),
            )  # fmt: skip
    settle_due()
    assert owed() == 0
