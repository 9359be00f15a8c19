"""An association suspended while a ballot runs: the roll counts it as before, and nobody acts for it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from eca_policy.ballots import casting
from eca_policy.ballots.acting import Resting
from eca_policy.ballots.casting import Answer
from eca_policy.ballots.counted import count_of
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.tasks import remind, settle_due
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed
from eca_policy.members import service as members
from eca_policy.members.facts import facts_of
from eca_policy.outbox.models import Mail
from eca_policy.todo.queries import tasks_of
from eca_policy.transaction import transaction
from tests.ballots.voting_room import CLOSES, OPENED, Room, words
from tests.conftest import People, actor_of

SENTENCE = (
    "Association FI is suspended since 5 May 2026 and cannot vote while it is. It stays on the roll, which "
    "was frozen before, and counts there as entitled."
)


@pytest.fixture
def room(people: People, client: FlaskClient) -> Iterator[Room]:
    """A ballot is open, and the day after its opening has come."""
    with time_machine.travel(OPENED, tick=False) as traveller:
        made = Room(people, client, people.secretariat()).furnish()
        made.travel = traveller.move_to  # type: ignore[attr-defined]
        made.open(most_proxies=2)
        made.travel(OPENED + timedelta(days=1))  # type: ignore[attr-defined]
        yield made


def set_status(room: Room, code: str, status: str) -> None:
    facts = facts_of(room.associations[code])
    with transaction():
        members.change_association(
            actor_of(room.secretary), code, facts._replace(status=status), seen=facts.fingerprint(),
            at=clock.now(),
        )  # fmt: skip


def kinds(room: Room, who: str) -> list[tuple[str, str]]:
    found = tasks_of(actor_of(room.persons[who]), at=clock.now())
    return [(task.kind, task.association) for task in found]


def enter(room: Room, code: str) -> None:
    with transaction():
        casting.enter_positions(
            actor_of(room.secretary), room.paper.reference, 1, association_id=room.associations[code].id,
            answers={1: Answer("in_favour")}, channel="letter", note="Letter of 5 May.", at=clock.now(),
        )  # fmt: skip


def test_the_page_says_so_to_its_people(room: Room) -> None:
    set_status(room, "FI", "suspended")
    for who in ("head FI", "alternate FI", "delegate FI"):
        assert SENTENCE in room.see(who)


def test_who_became_an_observer_is_told_that(room: Room) -> None:
    set_status(room, "FI", "observer")
    assert "Association FI is an observer now and cannot vote" in room.see("head FI")


def test_nobody_casts_for_it(room: Room) -> None:
    room.give_proxy("FI", "ES")
    set_status(room, "FI", "suspended")
    for who in ("head FI", "head ES"):
        with pytest.raises(NotAllowed), transaction():
            casting.cast_position(
                actor_of(room.persons[who]), room.paper.reference, 1, choice="in_favour", at=clock.now(),
                association_id=room.associations["FI"].id,
            )  # fmt: skip
    assert room.standing("FI") == {}


def test_the_holder_of_its_proxy_is_told_why(room: Room) -> None:
    room.give_proxy("FI", "ES")
    set_status(room, "FI", "suspended")
    refused = room.send("head ES", "FI", {"1-choice": "in_favour"}, confirmed="yes")
    assert refused.status_code == 403
    assert SENTENCE in words(refused.text)


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "yes"}])
def test_its_head_is_told_why_and_keeps_what_was_typed(room: Room, confirmed: dict[str, str]) -> None:
    set_status(room, "FI", "suspended")
    typed = {"1-choice": "against", "1-explanation": "As we always said."}
    refused = room.send("head FI", "FI", typed, **confirmed)
    assert refused.status_code == 403
    assert SENTENCE in words(refused.text)
    assert "As we always said." in refused.text


def test_before_the_box_its_head_is_told_why_as_well(room: Room) -> None:
    ballot = db.session.query(Ballot).one()
    ballot.conduct = {"shown": "secret"}
    db.session.commit()
    set_status(room, "FI", "suspended")
    sent = {"association": room.associations["FI"].id, "item1": "in_favour"}
    refused = room.as_("head FI").post(f"{room.url}/box", data=sent)
    assert refused.status_code == 403
    assert SENTENCE in words(refused.text)


def test_a_head_suspended_after_the_page_was_loaded_is_refused_by_the_row(room: Room) -> None:
    """The person came in while the association was a member; the row that is locked says otherwise."""
    actor = actor_of(room.persons["head FI"])
    set_status(room, "FI", "suspended")
    with pytest.raises(NotAllowed, match="is suspended since"), transaction():
        casting.cast_position(
            actor, room.paper.reference, 1, association_id=room.associations["FI"].id, choice="in_favour",
            at=clock.now(),
        )  # fmt: skip


def test_the_secretariat_enters_nothing_for_it(room: Room) -> None:
    set_status(room, "FI", "suspended")
    with pytest.raises(Resting, match="is suspended since"):
        enter(room, "FI")
    page = room.as_("secretariat").get(f"{room.url}/enter").text
    assert f"/enter/{room.associations['FI'].id}" not in page
    assert SENTENCE in words(room.client.get(f"{room.url}/enter/{room.associations['FI'].id}").text)


def test_nobody_is_reminded_of_it(room: Room) -> None:
    room.give_proxy("FI", "ES")
    set_status(room, "FI", "suspended")
    room.travel(CLOSES - timedelta(hours=24))  # type: ignore[attr-defined]
    remind()
    mails = db.session.query(Mail).filter_by(message="ballot_reminder")
    told = {mail.address: mail.body_text for mail in mails}
    assert "head.fi@example.org" not in told
    assert "Association FI" not in told["head.es@example.org"]


def test_nobody_has_a_task_for_it(room: Room) -> None:
    room.give_proxy("FI", "ES")
    set_status(room, "FI", "suspended")
    assert kinds(room, "head FI") == kinds(room, "delegate FI") == []
    assert kinds(room, "head ES") == [("cast_position", "Association ES")]


def test_a_proxy_whose_holder_is_suspended_reminds_nobody(room: Room) -> None:
    room.give_proxy("FI", "ES")
    set_status(room, "ES", "suspended")
    room.travel(CLOSES - timedelta(hours=24))  # type: ignore[attr-defined]
    remind()
    told = {mail.address for mail in db.session.query(Mail).filter_by(message="ballot_reminder")}
    assert "head.es@example.org" not in told
    assert kinds(room, "head ES") == []


def test_the_frozen_roll_counts_it_and_what_it_cast_before_stands(room: Room) -> None:
    room.cast("head FI", "FI", "against")
    set_status(room, "FI", "suspended")
    room.cast("head ES", "ES")
    ballot = db.session.query(Ballot).one()
    assert count_of(ballot).counted.roll.members == 3
    room.travel(CLOSES)  # type: ignore[attr-defined]
    settle_due()
    decision = db.session.query(Ballot).one().decision
    assert decision is not None
    assert decision.figures["entitled"]["members"] == 3
    assert decision.figures["against"]["members"] == 1


def test_when_the_suspension_ends_in_time_it_votes_again(room: Room) -> None:
    set_status(room, "FI", "suspended")
    set_status(room, "FI", "member")
    room.cast("head FI", "FI", "against")
    assert room.standing("FI") == {1: "against"}
