"""The record in a real database: many writers make one chain, and nobody changes what was written."""

import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from eca_policy.extensions import db
from eca_policy.lib.actor import CLOCK
from eca_policy.record import queries, service
from eca_policy.record.models import Entry
from eca_policy.transaction import transaction
from tests.conftest import NOW

WRITERS = 8
EACH = 12


@pytest.fixture
def own_app(app_on: Callable[..., Flask], database_url: str) -> Iterator[Flask]:
    """An application on a database of each kind, inside its context."""
    app = app_on(database_url)
    with app.app_context():
        yield app


def write(number: int) -> None:
    with transaction():
        service.write(CLOCK, "ballot:decide", ("ballot", number), at=NOW, choice="Äänestys")


def test_many_writers_at_once_make_one_chain(own_app: Flask) -> None:
    def work() -> None:
        with own_app.app_context():
            for number in range(EACH):
                write(number)

    writers = [threading.Thread(target=work) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    numbers = db.session.scalars(select(Entry.number).order_by(Entry.number)).all()
    assert numbers == list(range(1, WRITERS * EACH + 1))
    assert queries.broken_at() is None


def test_a_transaction_that_fails_leaves_no_entry(own_app: Flask) -> None:
    def write_and_fail() -> None:
        with transaction():
            service.write(CLOCK, "ballot:decide", ("ballot", 1), at=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    write(2)
    assert db.session.scalars(select(Entry.number)).all() == [1]
    assert queries.broken_at() is None


@pytest.mark.parametrize("change", ["UPDATE record_entry SET verb = 'x'", "DELETE FROM record_entry"])
def test_the_database_refuses_to_change_the_record(own_app: Flask, change: str) -> None:
    write(1)
    db.session.rollback()
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(change))
    db.session.rollback()


def test_an_entry_changed_behind_our_back_is_found(own_app: Flask) -> None:
    for number in range(3):
        write(number)
    for statement in tampering():
        with transaction():
            db.session.execute(text(statement))
    assert queries.broken_at() == 2


def tampering() -> list[str]:
    """What someone with the keys to the database would do."""
    change = "UPDATE record_entry SET subject_id = 99 WHERE number = 2"
    if db.engine.dialect.name == "sqlite":
        return ["DROP TRIGGER record_entry_no_update", change]
    return ["ALTER TABLE record_entry DISABLE TRIGGER ALL", change]
