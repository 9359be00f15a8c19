"""Ballots and positions, as another program."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from eca_policy.api.models import IdempotencyKey
from eca_policy.ballots.models import Position
from eca_policy.extensions import db
from eca_policy.lib import clock
from tests.api.conftest import Acting, Hall, Program
from tests.ballots.voting_room import OPENED, Room
from tests.conftest import People


@pytest.fixture
def room(people: People, client: FlaskClient) -> Iterator[Room]:
    with time_machine.travel(OPENED, tick=False):
        yield Room(people, client, people.secretariat()).furnish()


@pytest.fixture
def program(acting: Acting, hall: Hall) -> Program:
    return acting(hall.head)


def test_a_position_stands_in_the_roll(program: Program, hall: Hall) -> None:
    body = {"choice": "in_favour", "reservation": "Not before 2028."}
    response = program.put(hall.position, body)
    assert response.status_code == 200
    assert response.json is not None
    ballot = program.get(hall.ballot).get_json()
    roll = {line["association"]: line for line in ballot["roll"]}
    assert roll["FI"]["position"] | {"items": response.json["items"]} == response.json
    assert (roll["UA"]["left_out"], roll["UA"]["position"]) == ("observer", None)
    assert (ballot["is_open"], ballot["decision"]) == (True, None)
    assert ballot["sentence"]


def test_a_position_is_changed_by_someone_who_has_seen_it(program: Program, hall: Hall) -> None:
    first = program.put(hall.position, {"choice": "in_favour"}).json
    assert first is not None
    second = program.put(hall.position, {"choice": "against", "seen": first["counter"]})
    assert (second.status_code, (second.json or {})["choice"]) == (200, "against")


def test_a_colleague_who_acted_first_is_named(program: Program, acting: Acting, hall: Hall) -> None:
    acting(hall.alternate).put(hall.position, {"choice": "against"})
    response = program.put(hall.position, {"choice": "in_favour"})
    assert response.status_code == 409
    assert response.json is not None
    assert response.json["type"] == "urn:eca-policy:problem:position-taken"
    assert hall.alternate.name in response.json["detail"]
    assert db.session.query(Position).one().choice == "against"


def test_a_delegate_casts_no_position(acting: Acting, hall: Hall) -> None:
    assert acting(hall.delegate).put(hall.position, {"choice": "in_favour"}).status_code == 403


def test_the_head_of_another_association_casts_no_position(
    acting: Acting, hall: Hall, people: People
) -> None:
    other = acting(people.person("head", people.association("ES")))
    assert other.put(hall.position, {"choice": "in_favour"}).status_code == 403


@pytest.mark.parametrize("address", ["/ballots/2", "/ballots/1/positions/XX"])
def test_what_is_not_there_is_not_found(program: Program, hall: Hall, address: str) -> None:
    response = program.put(
        f"/papers/{hall.paper.reference}{address}".replace("/ballots/2", "/ballots/2/positions/FI"),
        {"choice": "in_favour"},
    )
    assert response.status_code == 404


def test_an_unknown_choice_is_refused(program: Program, hall: Hall) -> None:
    response = program.put(hall.position, {"choice": "maybe"})
    assert [error["field"] for error in (response.json or {})["errors"]] == ["choice"]


def test_a_huge_counter_is_refused(program: Program, hall: Hall) -> None:
    response = program.put(hall.position, {"choice": "in_favour", "seen": 10**40})
    assert [error["field"] for error in (response.json or {})["errors"]] == ["seen"]


def test_at_the_closing_instant_the_ballot_is_decided_and_explained(program: Program, hall: Hall) -> None:
    program.put(hall.position, {"choice": "in_favour"})
    closes_at = clock.now() + timedelta(days=15)
    with time_machine.travel(closes_at, tick=False):
        late = program.put(hall.position, {"choice": "against", "seen": 1})
        ballot = program.get(hall.ballot).get_json()
    assert (late.status_code, (late.json or {})["title"]) == (422, "Ballot closed")
    assert ballot["is_open"] is False
    assert ballot["decision"]["outcome"] == "adopted"
    assert ballot["decision"]["figures"]["in_favour"]["members"] == 1
    assert ballot["sentence"]


def test_a_proposed_change_stands_with_the_position(program: Program, hall: Hall) -> None:
    body = {"choice": "against", "proposed_change": "Fund more.", "would_favour": True}
    cast = program.put(hall.position, body).get_json()
    assert (cast["proposed_change"], cast["would_favour"], cast["ground"]) == ("Fund more.", True, "")
    (item,) = program.get(hall.ballot).get_json()["items"]
    assert (item["number"], item["kind"], item["outcome"]) == (1, "final_text", None)
    assert [each["proposed_change"] for each in item["own"]] == ["Fund more."]


def test_several_items_are_answered_together(acting: Acting, room: Room) -> None:
    room.open(amended=2)
    address = f"{room.url}/positions/FI"
    body = {"items": {"3": {"choice": "in_favour"}, "1": {"choice": "against", "explanation": "No."}}}
    answer = acting(room.persons["head FI"]).put(address, body)
    assert answer.status_code == 200
    assert {number: each["choice"] for number, each in answer.get_json()["items"].items()} == {
        "1": "against", "3": "in_favour"
    }  # fmt: skip
    assert answer.get_json()["choice"] == "in_favour"
    ballot = acting(room.persons["delegate FI"]).get(room.url).get_json()
    assert [[each["choice"] for each in item["own"]] for item in ballot["items"]] == [
        ["against"], [], ["in_favour"]
    ]  # fmt: skip
    assert [item["amendments"] for item in ballot["items"]] == [["1"], ["2"], []]
    assert [item["own"] for item in acting(room.persons["head ES"]).get(room.url).get_json()["items"]] == [
        [], [], []
    ]  # fmt: skip


def test_all_items_are_cast_or_none(acting: Acting, room: Room) -> None:
    room.open(amended=2, against_needs="reason")
    body = {"items": {"1": {"choice": "in_favour"}, "2": {"choice": "against"}}}
    assert acting(room.persons["head FI"]).put(f"{room.url}/positions/FI", body).status_code == 422
    assert db.session.query(Position).count() == 0


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"items": {}},
        {"items": {"9": {"choice": "in_favour"}}},
        {"items": {"one": {"choice": "in_favour"}}},
        {"items": {"1": {"choice": "maybe"}}},
        {"items": {"1": {}}},
        {"items": [{"choice": "in_favour"}]},
        {"choice": "in_favour", "items": {"1": {"choice": "in_favour"}}},
    ],
)
def test_what_answers_nothing_is_refused(program: Program, hall: Hall, body: dict[str, object]) -> None:
    assert program.put(hall.position, body).status_code == 422
    assert db.session.query(Position).count() == 0


def test_the_head_that_holds_a_proxy_casts_for_its_grantor(acting: Acting, room: Room) -> None:
    room.open()
    room.give_proxy("ES", "FI")
    answer = acting(room.persons["head FI"]).put(f"{room.url}/positions/ES", {"choice": "against"})
    assert (answer.status_code, (answer.json or {})["ground"]) == (
        200, "by proxy, held by Association FI"
    )  # fmt: skip


def test_a_secret_ballot_takes_no_position_and_keeps_no_answer(acting: Acting, room: Room) -> None:
    room.open(shown="secret")
    answer = acting(room.persons["head FI"]).put(f"{room.url}/positions/FI", {"choice": "against"})
    assert answer.status_code == 422
    assert "would be kept" in (answer.json or {})["detail"]
    assert db.session.query(IdempotencyKey).count() == 0
