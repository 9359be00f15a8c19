"""What was chosen or agreed at the desk does not outlive the words and the amendments it was about."""

from flask.testing import FlaskClient

from eca_policy.amendments import service as amending
from eca_policy.amendments.drafting import Proposal
from eca_policy.amendments.models import Amendment
from eca_policy.consolidation import holding, service
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.transaction import transaction
from tests.amendments.conftest import at, change
from tests.conftest import actor_of, sign_in
from tests.consolidation.conftest import FUNDING, Room

PUBLIC, PRIVATE, SOON = FUNDING


def test_words_that_were_rewritten_since_are_not_accepted(room: Room) -> None:
    room.rewrite(room.house.finn, PRIVATE)
    room.open()
    room.choose("1", "accepted")
    room.house.move_on(room.paper, ("stable", "firm"))
    proposal = Proposal(2, (change(room.paper, 3, "Abolish everything at once."),), "Because.")
    with transaction():
        amending.rewrite(
            actor_of(room.house.finn), room.paper.reference, "1", proposal, seen=2, at=clock.now()
        )
        service.move_on(actor_of(room.holder), room.paper.reference, revision=None, at=clock.now())
    assert room.decision("1") == ("undecided", "")
    assert "Abolish" not in room.text()


def test_a_compromise_stands_only_while_an_amendment_it_replaces_does(room: Room) -> None:
    room.rewrite(room.house.finn, PUBLIC)
    room.rewrite(room.house.swede, PRIVATE)
    room.open()
    room.agree(3, "They need mixed funding.", "1", "2")
    room.house.do(amending.withdraw, room.house.finn, room.paper, "1")
    assert "mixed" in room.text()
    room.house.do(amending.withdraw, room.house.swede, room.paper, "2")
    assert "mixed" not in room.text()
    assert room.laid.desk.compromises == ()


def test_an_amendment_of_a_compromise_given_up_is_undecided_when_it_comes_back(room: Room) -> None:
    room.rewrite(room.house.finn, PUBLIC)
    room.rewrite(room.house.swede, PRIVATE)
    room.open()
    room.agree(3, "They need mixed funding.", "1", "2")
    room.house.do(amending.withdraw, room.house.finn, room.paper, "1")
    with transaction():
        service.give_up_compromise(actor_of(room.holder), room.paper.reference, 1, at=clock.now())
    room.house.do(amending.take_over, room.house.swede, room.paper, "1")
    assert room.decision("1")[0] == "undecided"
    room.consolidate()
    room.choose("2", "rejected", "Too dear.")
    room.finish()
    assert {each.label: each.state for each in db.session.query(Amendment)} == {
        "1": "tabled",
        "2": "rejected",
    }


def test_the_draft_is_shown_until_the_vote_only(room: Room, client: FlaskClient) -> None:
    room.rewrite(room.house.finn, PUBLIC)
    room.open()
    with transaction():
        holding.show_draft(actor_of(room.holder), room.paper.reference, at=clock.now())
    member = sign_in(client, room.house.swede)
    assert member.get(f"{room.path}/draft").status_code == 200
    room.paper.stage = "decision"
    db.session.commit()
    assert member.get(f"{room.path}/draft").status_code == 404
    assert "not adopted" not in member.get(f"/papers/{room.paper.reference}").text


def test_the_side_that_was_not_taken_has_lapsed_and_is_owed_a_reason(room: Room) -> None:
    room.rewrite(room.house.finn, PUBLIC)
    room.rewrite(room.house.swede, PRIVATE)
    room.open()
    for label in "12":
        room.choose(label, "accepted")
    claims = room.laid.desk.merged(at(room.paper, 3)).contests[0].claims
    mine = next(number for number, claim in enumerate(claims) if "2" in claim.names)
    room.do(service.take_sides, 3, {0: mine})
    assert [room.decision(label) for label in "12"] == [("lapsed", ""), ("accepted", "")]
    assert room.faults() == ["reason"]
