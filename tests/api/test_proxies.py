"""Proxies, as another program."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from eca_policy.ballots.proxies.models import Proxy
from eca_policy.extensions import db
from tests.api.conftest import Acting, Program
from tests.ballots.voting_room import OPENED, Room
from tests.conftest import People

PERIOD = {"starts_on": "2026-05-10", "ends_on": "2026-05-20"}


@pytest.fixture
def room(people: People, client: FlaskClient) -> Iterator[Room]:
    with time_machine.travel(OPENED, tick=False):
        made = Room(people, client, people.secretariat()).furnish()
        made.open()
        yield made


@pytest.fixture
def spain(acting: Acting, room: Room) -> Program:
    """The program of the head who gives."""
    return acting(room.persons["head ES"])


def body(room: Room, **more: object) -> dict[str, object]:
    usual = {"grantor": "ES", "holder": "FI", "paper": room.paper.reference, "ballot": 1, "written": "Yes."}
    return {**usual, **more}


def test_a_proxy_for_a_ballot_is_used_at_once_and_revoked(spain: Program, acting: Acting, room: Room) -> None:
    given = spain.post("/proxies", body(room))
    assert given.status_code == 201
    shown = given.get_json()
    assert (shown["paper"], shown["ballot"], shown["state"]) == (room.paper.reference, 1, "in_force")
    finland = acting(room.persons["head FI"])
    assert finland.put(f"{room.url}/positions/ES", {"choice": "against"}).status_code == 200
    assert finland.get("/proxies").get_json() == spain.get("/proxies").get_json() == {"proxies": [shown]}
    revoked = spain.post(f"/proxies/{shown['id']}/revocation", {}).get_json()
    assert (revoked["state"], revoked["revoked_at"]) == ("revoked", "2026-05-04T09:00:00+00:00")


def test_a_proxy_for_a_period_comes_into_force_on_its_first_day(spain: Program, room: Room) -> None:
    period = body(room, paper=None, ballot=None, **PERIOD)
    assert spain.post("/proxies", period).get_json()["state"] == "coming"
    with time_machine.travel(OPENED + timedelta(days=6), tick=False):
        (shown,) = spain.get("/proxies").get_json()["proxies"]
    assert (shown["state"], shown["paper"]) == ("in_force", None)
    assert {name: shown[name] for name in PERIOD} == PERIOD


def test_one_that_is_sent_twice_is_given_once(spain: Program, room: Room) -> None:
    answers = [spain.post("/proxies", body(room), key="once").get_json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert db.session.query(Proxy).count() == 1


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"holder": "ES"}, 422), ({"holder": "UA"}, 422), ({"holder": "XX"}, 404), ({"grantor": "FR"}, 403),
        ({"written": " "}, 422), ({"ballot": 7}, 404), ({"ballot": None}, 422), (PERIOD, 422),
        ({"paper": None, "ballot": None}, 422), ({"starts_on": "tomorrow"}, 422),
        ({"paper": None, "ballot": None, **PERIOD, "ends_on": None}, 422),
    ],
)  # fmt: skip
def test_nonsense_gives_no_proxy(spain: Program, room: Room, more: dict[str, object], status: int) -> None:
    answer = spain.post("/proxies", body(room, **more))
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert db.session.query(Proxy).count() == 0


def test_others_neither_see_nor_revoke_it(spain: Program, acting: Acting, room: Room) -> None:
    proxy = spain.post("/proxies", body(room)).get_json()["id"]
    other = acting(room.persons["head FR"])
    assert other.get("/proxies").get_json() == {"proxies": []}
    assert other.post(f"/proxies/{proxy}/revocation", {}).status_code == 404
    assert acting(room.persons["head FI"]).post(f"/proxies/{proxy}/revocation", {}).status_code == 403
    assert acting(room.persons["delegate ES"]).get("/proxies").status_code == 403
    assert len(acting(room.secretary).get("/proxies").get_json()["proxies"]) == 1
