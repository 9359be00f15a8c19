"""Mails that say what a ballot hides: their receivers get them, and no page of the outbox shows them."""

from collections.abc import Iterator

import pytest
import time_machine
from flask.testing import FlaskClient

from eca_policy.ballots import casting
from eca_policy.ballots.casting import Answer
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.outbox.models import Mail
from eca_policy.transaction import transaction
from tests.ballots.voting_room import OPENED, Room
from tests.conftest import People, actor_of

HIDDEN = ("after_close", "totals")


@pytest.fixture
def room(people: People, client: FlaskClient) -> Iterator[Room]:
    with time_machine.travel(OPENED, tick=False):
        yield Room(people, client, people.secretariat()).furnish()


def told(room: Room) -> list[Mail]:
    return db.session.query(Mail).filter_by(message="position_cast").order_by(Mail.id).all()


def shown(room: Room, mail: Mail) -> tuple[bool, int, int]:
    """Whether the list has it, and what its pages answer, to the secretariat."""
    desk = room.as_("secretariat")
    paths = f"/outbox/{mail.id}", f"/outbox/{mail.id}/body"
    return f'href="{paths[0]}"' in desk.get("/outbox").text, *(desk.get(path).status_code for path in paths)


@pytest.mark.parametrize("when", HIDDEN)
def test_a_position_that_is_not_shown_yet_is_not_read_in_the_outbox(room: Room, when: str) -> None:
    room.open(shown=when)
    room.cast("head FI", "FI", "against")
    mails = told(room)
    assert sorted(mail.address for mail in mails) == ["alternate.fi@example.org", "head.fi@example.org"]
    assert all("Against" in mail.body_text for mail in mails)
    assert [shown(room, mail) for mail in mails] == [(False, 404, 404)] * 2


@pytest.mark.parametrize("when", HIDDEN)
def test_nor_is_one_that_was_cast_by_proxy(room: Room, when: str) -> None:
    room.open(shown=when, most_proxies=1)
    room.give_proxy("ES", "FR")
    room.cast("head FR", "ES", "against")
    assert [shown(room, mail) for mail in told(room)] == [(False, 404, 404)] * 2


@pytest.mark.parametrize("when", HIDDEN)
def test_nor_is_one_that_the_secretariat_entered(room: Room, when: str) -> None:
    room.open(shown=when)
    with transaction():
        casting.enter_positions(
            actor_of(room.secretary), room.paper.reference, 1, association_id=room.associations["FI"].id,
            answers={1: Answer("against")}, channel="letter", note="Their head, 4 May", at=clock.now(),
        )  # fmt: skip
    assert [shown(room, mail) for mail in told(room)] == [(False, 404, 404)] * 2


def test_a_position_that_everybody_sees_is_read_there(room: Room) -> None:
    room.open(shown="live")
    room.cast("head FI", "FI", "against")
    assert [shown(room, mail) for mail in told(room)] == [(True, 200, 200)] * 2


def test_what_says_nothing_of_a_position_is_read_there(room: Room) -> None:
    room.open(shown="totals")
    mail = db.session.query(Mail).filter_by(message="ballot_opened").first()
    assert mail is not None
    assert shown(room, mail) == (True, 200, 200)
