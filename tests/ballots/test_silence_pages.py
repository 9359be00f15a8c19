"""The page of a silence procedure, the tasks in it and the desk: nobody is missing, and a mandate warns."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from eca_policy.ballots import settling
from eca_policy.ballots.models import Ballot
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK
from eca_policy.mandates import service as mandates
from eca_policy.transaction import transaction
from tests.ballots.opened import procedure
from tests.ballots.voting_room import CLOSES, OPENED, Room, words
from tests.conftest import People, actor_of

WARNING = "Your mandate is against, and silence means agreement."


@pytest.fixture
def room(client: FlaskClient, people: People) -> Iterator[Room]:
    with time_machine.travel(OPENED, tick=False):
        yield Room(people, client, people.secretariat()).furnish()


def mandated(room: Room, code: str, choice: str = "against", *, seen: int = 0) -> None:
    with transaction():
        mandates.record_mandate(
            actor_of(room.persons[f"head {code}"]), room.paper.reference, choice, "", seen=seen,
            at=clock.now(),
        )  # fmt: skip


def home(room: Room, who: str) -> str:
    return words(room.as_(who).get("/").text)


def desk(room: Room) -> str:
    return words(room.as_("secretary").get("/desk").text)


# What it means


@pytest.mark.parametrize(
    ("objects", "sentence"),
    [(True, "Who proposes a change objects."), (False, "A proposed change alone is no objection.")],
)
def test_the_page_says_what_silence_means(room: Room, objects: bool, sentence: str) -> None:
    room.open("silence", amendment_objects=objects)
    page = room.see("delegate FI")
    assert "Who agrees need do nothing: silence is agreement." in page
    assert sentence in page
    assert "no written vote is prepared: the text goes back to consolidation." in page


def test_the_page_says_that_a_written_vote_would_follow(room: Room) -> None:
    ballot = room.open("silence")
    ballot.follow_up = {"name": "Position paper", "name_fi": "Kannanotto", "days": 5}
    db.session.commit()
    assert "a written vote opens at once: “Position paper”, for 5 working days." in room.see("delegate FI")


def test_the_page_of_a_vote_says_nothing_of_silence(room: Room) -> None:
    room.open()
    assert "silen" not in room.see("head FI").casefold()


# Nobody is missing


def test_the_page_says_how_many_objected_and_how_many_are_silent(room: Room) -> None:
    room.open("silence")
    room.cast("head FI", "FI", "objection")
    page = room.see("head ES")
    assert "1 association has objected, 0 have said that they have no objection and 2 are silent." in page
    assert "2 associations are silent" in page
    assert "missing" not in page
    assert "have answered" not in page
    assert "No position yet" not in page


@pytest.mark.parametrize("shown", ["after_close", "totals"])
def test_before_the_totals_are_shown_the_page_says_only_who_answered(room: Room, shown: str) -> None:
    room.open("silence", shown=shown)
    room.cast("head FI", "FI", "objection")
    page = room.see("head ES")
    assert "objected" not in page
    assert "1 of 3 associations has answered; the others are silent." in page


def test_when_it_is_over_who_said_nothing_was_silent(room: Room) -> None:
    room.open("silence")
    with time_machine.travel(CLOSES, tick=False), transaction():
        settling.settle(CLOCK, db.session.query(Ballot).one())
    page = room.see("head ES")
    assert "3 associations were silent" in page
    assert "Not voting" not in page
    assert "missing" not in page


def test_on_the_desk_nobody_is_missing_in_a_silence(room: Room) -> None:
    room.open("silence")
    room.cast("head FI", "FI", "in_favour")
    page = desk(room)
    assert "2 associations are silent" in page
    assert "so far nobody objected. 1 has said that it has no objection and 2 are silent." in page
    assert "are missing" not in page


# Tasks


def test_in_a_silence_the_task_is_to_object_or_stay_silent(room: Room) -> None:
    room.open("silence")
    page = home(room, "head FI")
    assert "Object to the text for Association FI, or stay silent" in page
    assert "The silence ends 18 May 2026, 17:00 CEST" in page
    assert "Cast" not in page
    room.cast("head FI", "FI", "in_favour")
    assert "Nothing waits for you" in home(room, "head FI")


def test_in_a_silence_no_delegate_is_told_to_remind_the_head(room: Room) -> None:
    room.open("silence")
    assert "Nothing waits for you" in home(room, "delegate FI")


def test_who_holds_a_proxy_may_object_by_it(room: Room) -> None:
    room.open("silence")
    room.give_proxy("ES", "FI")
    assert "Object to the text for Association ES by proxy, or stay silent" in home(room, "head FI")


# A mandate against


@pytest.mark.parametrize("who", ["head FI", "alternate FI", "delegate FI"])
def test_with_a_mandate_against_the_delegation_is_warned_until_it_has_answered(room: Room, who: str) -> None:
    room.open("silence")
    mandated(room, "FI")
    assert WARNING in room.see(who)
    assert WARNING in home(room, who)
    room.cast("head FI", "FI", "objection")
    assert WARNING not in room.see(who)
    assert WARNING not in home(room, who)


def test_a_delegate_is_asked_to_remind_the_head_of_a_mandate_against(room: Room) -> None:
    room.open("silence")
    mandated(room, "FI")
    assert "Association FI has not objected: remind your head of delegation" in home(room, "delegate FI")


@pytest.mark.parametrize("who", ["head ES", "secretary", "head UA"])
def test_nobody_else_reads_of_the_mandate(room: Room, who: str) -> None:
    """Not even the head who holds the proxy of the association."""
    room.open("silence")
    room.give_proxy("FI", "ES")
    mandated(room, "FI")
    assert WARNING not in room.see(who) + home(room, who)


@pytest.mark.parametrize("choice", ["in_favour", "abstention", "free"])
def test_a_mandate_that_is_not_against_warns_nobody(room: Room, choice: str) -> None:
    room.open("silence")
    mandated(room, "FI", "against")
    mandated(room, "FI", choice, seen=1)
    assert WARNING not in room.see("head FI") + home(room, "head FI")


def test_a_mandate_against_warns_of_no_silence_where_there_is_a_vote(room: Room) -> None:
    room.open()
    mandated(room, "FI")
    assert WARNING not in room.see("head FI") + home(room, "head FI")


# Before and after


def test_the_vote_that_follows_and_the_silence_before_it_lead_to_each_other(room: Room) -> None:
    procedure("silence", followed_by="position_paper")
    ballot = room.open("silence")
    ballot.follow_up = {
        "name": "Position paper", "name_fi": "Kannanotto", "days": 5, "conduct": {},
        "rule": procedure("position_paper").rule,
    }  # fmt: skip
    db.session.commit()
    for code in ("ES", "FI", "FR"):
        room.cast(f"head {code}", code, "objection")
    with time_machine.travel(CLOSES + timedelta(minutes=1), tick=False):
        with transaction():
            settling.settle(CLOCK, db.session.query(Ballot).one())
        reader = room.as_("head FI")
        first, second = (reader.get(room.url.replace("/1", f"/{number}")).text for number in (1, 2))
    assert f'<a href="{room.url.replace("/1", "/2")}">Ballot 2</a>' in first
    assert "This written vote follows a silence that was broken:" in second
    assert f'<a href="{room.url}">Ballot 1</a>' in second
