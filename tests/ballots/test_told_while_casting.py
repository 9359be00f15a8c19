"""What a person is told while casting: what does not fit, who reads the words, what is late."""

from datetime import timedelta

import pytest

from eca_policy.ballots.statements.service import make_statement
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.outbox.models import Mail
from eca_policy.transaction import transaction
from tests.ballots.voting_room import CLOSES, Room, positions, words
from tests.conftest import actor_of

WHY = "With all our heart."


def declared(room: Room, code: str, kind: str) -> None:
    head, own = actor_of(room.persons[f"head {code}"]), room.associations[code].id
    with transaction():
        make_statement(
            head, room.paper.reference, 1, association_id=own, kind=kind, body="Not point 3.", at=clock.now()
        )


@pytest.mark.parametrize(
    ("kind", "choice", "sentence"),
    [
        ("reservation", "against", "Your association’s reservation (The paper as a whole) does not go with"),
        ("minority_statement", "in_favour", "Your association’s minority statement (The paper as a whole)"),
    ],
)
def test_a_statement_that_does_not_go_with_the_position_is_named_before(
    room: Room, kind: str, choice: str, sentence: str
) -> None:
    room.open(amended=1)
    declared(room, "FI", kind)
    page = words(room.send("head FI", "FI", {"1-choice": choice, "2-choice": choice}).text)
    assert page.count(sentence) == 1
    others = words(room.send("head ES", "ES", {"1-choice": choice, "2-choice": choice}).text)
    assert "does not go with" not in others


def test_a_statement_that_goes_with_the_position_is_not_named(room: Room) -> None:
    room.open()
    declared(room, "FI", "reservation")
    for choice in ("in_favour", "abstention"):
        assert "does not go with" not in words(room.send("head FI", "FI", {"1-choice": choice}).text)


def test_who_holds_a_proxy_is_not_told_of_the_statements(room: Room) -> None:
    room.open()
    declared(room, "FI", "reservation")
    room.give_proxy("FI", "ES")
    assert "does not go with" not in words(room.send("head ES", "FI", {"1-choice": "against"}).text)


@pytest.mark.parametrize("needs", ["nothing", "reason"])
def test_where_only_totals_are_shown_no_word_is_promised_to_be_printed(room: Room, needs: str) -> None:
    room.open(shown="totals", against_needs=needs)
    page = room.see("head FI")
    assert page.count("nobody else sees it, because this ballot shows only totals.") == 3
    assert "To have a reservation printed, make a statement." in page
    assert "Printed" not in page
    assert "printed as written" not in page
    assert ("Who is against gives a reason here." in page) is (needs == "reason")


def test_where_positions_get_names_their_words_are_printed(room: Room) -> None:
    room.open(shown="after_close")
    page = room.see("head FI")
    assert "Printed with the adopted paper." in page
    assert "only totals" not in page


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "yes"}])
def test_what_was_chosen_too_late_is_said_with_the_way_back(room: Room, confirmed: dict[str, str]) -> None:
    room.open(amended=1)
    room.travel(CLOSES + timedelta(milliseconds=300))
    page = room.send("head FI", "FI", {"1-choice": "against", "2-choice": "in_favour"}, **confirmed)
    said = words(page.text)
    assert page.status_code == 422
    assert "You had chosen Item 1: Against Item 2: In favour" in said
    assert "received in that very second, at or after the close, and does not count" in said
    assert f'href="{room.url}"' in page.text
    room.travel(CLOSES + timedelta(seconds=1))
    page = room.send("head FI", "FI", {"1-choice": "against"}, **confirmed)
    assert "received at 18 May 2026, 17:00:01 CEST" in words(page.text)


@pytest.mark.parametrize("may_change", [True, False])
@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "yes"}])
def test_who_sends_the_same_page_twice_is_led_back_to_the_ballot(
    room: Room, confirmed: dict[str, str], may_change: bool
) -> None:
    room.open(amended=1, may_change=may_change)
    said = {
        "1-choice": "against",
        "1-seen": "0",
        "2-choice": "in_favour",
        "2-seen": "0",
        "2-explanation": WHY,
    }
    room.confirm(room.send("head FI", "FI", said))
    again = room.send("head FI", "FI", said, **confirmed)
    assert (again.status_code, again.location) == (302, room.url)
    assert "This position stands already." in room.client.get(room.url).text
    assert db.session.query(Mail).filter_by(message="position_cast").count() == 2
    other = room.send("head FI", "FI", said | {"1-choice": "in_favour"}, **confirmed)
    assert other.status_code == 409


def test_of_several_items_what_is_wrong_with_one_names_it_at_the_second_step_too(room: Room) -> None:
    room.open(amended=1)
    said = {"1-choice": "in_favour", "2-choice": "against", "2-reservation": WHY}
    page = room.send("head FI", "FI", said, confirmed="yes")
    assert page.status_code == 422
    assert words(page.text).count("Item 2: A reservation goes with a position in favour") == 1
    assert positions() == []


def test_the_readers_own_time_stands_beside_that_of_brussels(room: Room) -> None:
    room.open()
    room.persons["head FI"].time_zone = "Europe/Helsinki"
    db.session.commit()
    closes = "18 May 2026, 17:00:00 CEST (18:00 Europe/Helsinki)"
    page = words(room.send("head FI", "FI", {"1-choice": "against"}).text)
    assert f"It can be changed until the ballot closes at {closes}." in page
    offered = words(room.client.get("/proxies/new").text)
    assert "which closes on 18 May 2026, 17:00 CEST (18:00 Europe/Helsinki)" in offered
    page = words(room.send("head ES", "ES", {"1-choice": "against"}).text)
    assert "Helsinki" not in page
    room.travel(CLOSES + timedelta(seconds=1))
    page = words(room.send("head FI", "FI", {"1-choice": "against"}).text)
    assert f"The ballot closed at {closes}; your position was received at" in page


def test_a_grantor_reads_which_position_of_its_holder_it_replaces(room: Room) -> None:
    room.open()
    room.give_proxy("ES", "FI")
    room.cast("head FI", "ES", "against")
    page = words(room.send("head ES", "ES", {"1-choice": "in_favour", "1-seen": "1"}).text)
    assert "This replaces: Against, cast by Head Fi (by proxy, held by Association FI)." in page
    room.cast("head FR", "FR")
    page = words(room.send("alternate FR", "FR", {"1-choice": "against", "1-seen": "1"}).text)
    assert "This replaces: In favour, cast by Head Fr." in page


def test_the_secretariat_reads_that_a_proxy_lapses_by_what_it_enters(room: Room) -> None:
    room.open()
    room.give_proxy("ES", "FI")
    sentence = "Association ES has given a proxy to Association FI: it lapses for this ballot"
    own = room.associations["ES"].id
    address, how = f"{room.url}/enter/{own}", {"entry-channel": "letter", "entry-note": "Letter of today"}
    assert sentence in words(room.as_("secretariat").get(address).text)
    looked = room.client.post(address, data=how | {f"a{own}-1-choice": "against"})
    assert sentence in words(looked.text)
    room.confirm(looked)
    assert "it lapses" not in words(room.client.get(address).text)
    assert "it lapses" not in words(room.client.get(f"{room.url}/enter/{room.associations['FR'].id}").text)
