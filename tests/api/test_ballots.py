"""Ballots and positions, as another program."""

from datetime import timedelta

import pytest
import time_machine

from eca_policy.ballots.models import Position
from eca_policy.extensions import db
from eca_policy.lib import clock
from tests.api.conftest import Acting, Hall, Program
from tests.conftest import People


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
    assert roll["FI"]["position"] == response.json
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
