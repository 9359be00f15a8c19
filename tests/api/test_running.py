"""A ballot from its opening to its end, as the program of the secretariat."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from eca_policy.ballots.models import Ballot, Procedure
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.papers.models import Paper
from eca_policy.papers.service import withdraw
from eca_policy.transaction import transaction
from tests.api.conftest import Acting, Program
from tests.ballots.voting_room import CLOSES, OPENED, Room
from tests.conftest import People, actor_of
from tests.making import make_paper

LATER = CLOSES + timedelta(days=3)
PUT_OFF = {"closes_at": LATER.isoformat(), "reason": "A holiday."}


@pytest.fixture
def travel(people: People) -> Iterator[Any]:
    with time_machine.travel(OPENED, tick=False) as traveller:
        yield traveller.move_to


@pytest.fixture
def room(travel: Any, people: People, client: FlaskClient) -> Room:
    return Room(people, client, people.secretariat()).furnish()


@pytest.fixture
def paper(room: Room) -> Paper:
    """One that waits for its vote."""
    return make_paper(room.secretary, stage="consolidation")


@pytest.fixture
def program(acting: Acting, room: Room) -> Program:
    return acting(room.secretary)


def put_to_the_vote(program: Program, paper: Paper, **more: object) -> Any:
    body = {"closes_at": "2026-05-18T17:00:00+02:00", "procedure": "simple_majority", **more}
    return program.post(f"/papers/{paper.reference}/ballots", body)


def test_a_ballot_is_opened_and_put_off(program: Program, paper: Paper) -> None:
    opened = put_to_the_vote(program, paper, counts_one=True)
    assert opened.status_code == 201
    ballot = opened.get_json()
    assert (ballot["number"], ballot["state"], ballot["closes_at"]) == (1, "open", CLOSES.isoformat())
    address = f"/papers/{paper.reference}/ballots/1"
    answers = [program.post(f"{address}/extension", PUT_OFF, key="once").get_json() for _ in range(2)]
    assert answers[0] == answers[1] == program.get(address).get_json()
    assert answers[0]["extensions"] == [
        {"closed_before": CLOSES.isoformat(), "closes_at": LATER.isoformat(), "reason": "A holiday.",
         "extended_at": OPENED.isoformat()}
    ]  # fmt: skip
    assert program.post(f"{address}/calling-off", {"reason": "A mistake."}).status_code == 422


def test_a_planned_ballot_is_called_off_before_it_opens(program: Program, paper: Paper) -> None:
    planned = put_to_the_vote(program, paper, opens_at="2026-05-08T07:00:00Z").get_json()
    assert (planned["state"], planned["is_open"]) == ("planned", False)
    address = f"/papers/{paper.reference}/ballots/1"
    assert (
        program.post(f"{address}/extension", {"closes_at": LATER.isoformat(), "reason": "!"}).status_code
        == 422
    )
    off = program.post(f"{address}/calling-off", {"reason": "A mistake."}).get_json()
    assert (off["state"], off["called_off_at"]) == ("called_off", OPENED.isoformat())
    assert off["called_off_because"] == "A mistake."
    assert put_to_the_vote(program, paper).get_json()["number"] == 2


def test_a_ballot_says_how_it_is_run_and_what_follows(program: Program, paper: Paper) -> None:
    row = db.session.query(Procedure).filter_by(key="silence").one()
    row.conduct = {"shown": "after_close", "against_needs": "reason", "amendment_objects": True}
    db.session.commit()
    ballot = put_to_the_vote(program, paper, procedure="silence", follow_up_days=5).get_json()
    assert ballot["conduct"] == {
        "shown": "after_close", "may_change": True, "against_needs": "reason", "amendment_objects": True,
        "most_proxies": 1, "working_days": None,
    }  # fmt: skip
    following = ballot["follow_up"]
    assert (following["procedure"], following["days"]) == ("Position paper", 5)
    assert following["conduct"]["shown"] == "live"
    assert "conditions" in following["rule"]


def test_a_tie_is_closed_until_the_casting_vote_decides_it(
    program: Program, acting: Acting, room: Room, travel: Any
) -> None:
    row = db.session.query(Procedure).filter_by(key="simple_majority").one()
    row.rule = {**row.rule, "tie": "casting_vote"}
    room.open()
    for code, choice in (("FI", "in_favour"), ("ES", "against")):
        room.cast(f"head {code}", code, choice)
    travel(CLOSES)
    tied = program.get(room.url).get_json()
    assert (tied["state"], tied["ended_at"], tied["items"][0]["casting_vote"]) == ("closed", None, None)
    body = {"choices": {"1": "in_favour"}, "note": "By telephone."}
    for more in ({"choices": {"2": "against"}}, {"choices": {"1": "abstention"}}, {"note": " "}, {"more": 1}):
        assert program.post(f"{room.url}/casting-vote", {**body, **more}).status_code == 422
    assert acting(room.persons["head FI"]).post(f"{room.url}/casting-vote", body).status_code == 403
    assert program.post(f"{room.url}/casting-vote", body).status_code == 200
    assert program.post(f"{room.url}/casting-vote", body).status_code == 409
    decided = program.get(room.url).get_json()
    assert (decided["state"], decided["ended_at"]) == ("decided", CLOSES.isoformat())
    assert decided["items"][0]["casting_vote"] == {
        "choice": "in_favour", "note": "By telephone.", "entered_at": CLOSES.isoformat()
    }  # fmt: skip


def test_the_version_with_what_was_adopted_is_named(program: Program, room: Room, travel: Any) -> None:
    room.open(amended=1)
    for code in ("FI", "ES"):
        room.confirm(room.send(f"head {code}", code, {"1-choice": "in_favour", "2-choice": "in_favour"}))
    assert program.get(room.url).get_json()["result_version"] is None
    travel(CLOSES)
    assert program.get(room.url).get_json()["result_version"] == 2


def test_the_ballot_of_a_withdrawn_paper_has_ended(program: Program, room: Room) -> None:
    room.open()
    with transaction():
        withdraw(actor_of(room.secretary), room.paper.reference, reason="Overtaken.", at=clock.now())
    shown = program.get(room.url).get_json()
    assert (shown["state"], shown["is_open"], shown["decision"]) == ("ended", False, None)


@pytest.mark.parametrize(
    "more",
    [
        {"closes_at": "2026-05-18T17:00:00"}, {"closes_at": "soon"}, {"closes_at": "9999-12-31T23:00:00Z"},
        {"closes_at": "0001-01-01T00:00:00+14:00"}, {"closes_at": None},
        {"closes_at": "2026-05-01T09:00:00Z"}, {"opens_at": "2026-05-03T09:00:00Z"},
        {"follow_up_days": 5}, {"follow_up_days": 366},
        {"more": 1},
    ],
)  # fmt: skip
def test_nonsense_opens_nothing(program: Program, paper: Paper, more: dict[str, object]) -> None:
    answer = put_to_the_vote(program, paper, **more)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert db.session.query(Ballot).count() == 0


def test_only_the_secretariat_runs_a_ballot(
    program: Program, acting: Acting, room: Room, paper: Paper
) -> None:
    head = acting(room.persons["head FI"])
    assert put_to_the_vote(head, paper).status_code == 403
    assert put_to_the_vote(program, paper, procedure="nothing").status_code == 404
    put_to_the_vote(program, paper, opens_at="2026-05-08T07:00:00Z")
    address = f"/papers/{paper.reference}/ballots/1"
    assert (
        head.post(f"{address}/extension", {"closes_at": LATER.isoformat(), "reason": "!"}).status_code == 403
    )
    assert head.post(f"{address}/calling-off", {"reason": "A mistake."}).status_code == 403
    assert (
        program.post(f"/papers/{paper.reference}/ballots/9/calling-off", {"reason": "A mistake."}).status_code
        == 404
    )
