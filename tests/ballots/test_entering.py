"""The secretariat enters what an association said by letter, by telephone or by e-mail."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from werkzeug.test import TestResponse

from eca_policy.ballots import casting
from eca_policy.ballots.casting import Answer
from eca_policy.ballots.entering import NotShownYet
from eca_policy.ballots.models import EarlierPosition, RollEntry
from eca_policy.ballots.showing import LINES_A_PAGE
from eca_policy.ballots.words import ground_in_words
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.members.models import Association
from eca_policy.outbox.models import Mail
from eca_policy.record.models import Entry
from eca_policy.transaction import transaction
from tests.ballots.voting_room import CLOSES, Room, positions, words
from tests.conftest import actor_of

HOW = {"entry-channel": "letter", "entry-note": "Letter of the head, 3 May"}
WHY = "As we always said."


def address(room: Room, code: str) -> str:
    return f"{room.url}/enter/{room.associations[code].id}"


def enter(room: Room, code: str, said: dict[str, str], **more: str) -> TestResponse:
    own = room.associations[code].id
    sent = {f"a{own}-{name}": value for name, value in said.items()} | HOW | more
    return room.as_("secretariat").post(address(room, code), data=sent)


def test_the_page_of_the_ballot_leads_the_secretariat_there(room: Room) -> None:
    room.open()
    assert f'href="{room.url}/enter"' in room.as_("secretariat").get(room.url).text
    assert f'href="{room.url}/enter"' not in room.as_("head FI").get(room.url).text


def test_those_missing_are_offered(room: Room) -> None:
    room.open(shown="after_close")
    room.cast("head FI", "FI")
    page = room.as_("secretariat").get(f"{room.url}/enter").text
    assert address(room, "ES") in page
    assert address(room, "FI") not in page
    assert address(room, "UA") not in page


def test_where_everybody_sees_it_what_was_cast_can_be_changed(room: Room) -> None:
    room.open()
    room.cast("head FI", "FI")
    page = words(room.as_("secretariat").get(f"{room.url}/enter").text)
    assert "Answered already: enter a change Association FI" in page
    room.confirm(enter(room, "FI", {"1-choice": "against", "1-seen": "1"}))
    assert room.standing("FI") == {1: "against"}


def test_what_is_entered_is_confirmed_first(room: Room) -> None:
    room.open()
    page = enter(room, "FI", {"1-choice": "against", "1-explanation": WHY})
    assert page.status_code == 200
    assert "as the secretariat had it by letter: Letter of the head, 3 May" in words(page.text)
    assert positions() == []
    assert room.confirm(page).location == room.url
    (position,) = positions()
    assert (position.choice, position.channel) == ("against", "letter")
    assert ground_in_words(position, {}) == "entered by the secretariat, by letter: Letter of the head, 3 May"


def test_every_item_can_be_entered_at_once(room: Room) -> None:
    room.open(amended=2)
    room.confirm(enter(room, "FI", {f"{number}-choice": "in_favour" for number in (1, 2, 3)}))
    assert room.standing("FI") == dict.fromkeys((1, 2, 3), "in_favour")


def test_head_and_alternate_are_told(room: Room) -> None:
    room.open()
    room.confirm(enter(room, "FI", {"1-choice": "against"}))
    told = db.session.query(Mail).filter_by(message="position_cast").all()
    assert sorted(mail.address for mail in told) == ["alternate.fi@example.org", "head.fi@example.org"]
    assert "entered the position of Association FI" in told[0].body_text


def test_the_association_sees_how_it_came_and_can_change_it(room: Room) -> None:
    room.open(shown="after_close")
    room.confirm(enter(room, "FI", {"1-choice": "against"}))
    page = room.see("head FI")
    assert "(entered by the secretariat, by letter: Letter of the head, 3 May)" in page
    room.confirm(room.send("head FI", "FI", {"1-choice": "in_favour", "1-seen": "1"}))
    assert room.standing("FI") == {1: "in_favour"}
    assert "entered by the secretariat" in room.see("delegate FI").split("Earlier positions")[1]


def test_the_secretariat_corrects_what_it_entered_itself(room: Room) -> None:
    room.open(shown="after_close")
    room.confirm(enter(room, "FI", {"1-choice": "against"}))
    assert "checked" in room.as_("secretariat").get(address(room, "FI")).text
    room.confirm(enter(room, "FI", {"1-choice": "in_favour", "1-seen": "1"}))
    assert room.standing("FI") == {1: "in_favour"}


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "yes"}])
def test_what_nobody_sees_yet_the_secretariat_neither_sees_nor_changes(
    room: Room, confirmed: dict[str, str]
) -> None:
    room.open(shown="after_close")
    room.cast("head FI", "FI", "against", explanation="Too vague.")
    page = room.as_("secretariat").get(address(room, "FI")).text
    assert "what it said is not shown yet" in page
    assert "Too vague." not in page
    late = enter(room, "FI", {"1-choice": "in_favour", "1-explanation": WHY, "1-seen": "1"}, **confirmed)
    assert late.status_code == 422
    assert (
        "Association FI has answered itself, and what it said is not shown yet: only its head of delegation "
        "or alternate changes it."
    ) in words(late.text)
    assert "Too vague." not in late.text
    assert WHY in late.text
    assert room.standing("FI") == {1: "against"}


@pytest.mark.parametrize("missing", ["entry-channel", "entry-note"])
def test_how_it_came_must_be_said(room: Room, missing: str) -> None:
    room.open()
    page = enter(room, "FI", {"1-choice": "against", "1-explanation": WHY}, **{missing: ""})
    assert page.status_code == 422
    assert WHY in page.text
    nonsense = enter(room, "FI", {"1-choice": "against"}, confirmed="yes", **{"entry-channel": "pigeon"})
    assert nonsense.status_code == 422
    assert positions() == []


def test_going_back_loses_nothing(room: Room) -> None:
    room.open()
    page = room.confirm(enter(room, "FI", {"1-choice": "against", "1-explanation": WHY}), back="yes")
    assert WHY in page.text
    assert "Letter of the head, 3 May" in page.text
    assert page.text.count("checked") == 2


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "yes"}])
def test_a_head_who_was_faster_is_named(room: Room, confirmed: dict[str, str]) -> None:
    room.open()
    room.cast("head FI", "FI", "against")
    page = enter(room, "FI", {"1-choice": "in_favour", "1-explanation": WHY}, **confirmed)
    assert page.status_code == 409
    assert "Head Fi acted" in page.text
    assert WHY in page.text


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "yes"}])
def test_what_comes_too_late_is_given_back(room: Room, confirmed: dict[str, str]) -> None:
    room.open()
    room.travel(CLOSES)
    page = enter(room, "FI", {"1-choice": "in_favour", "1-explanation": WHY}, **confirmed)
    assert page.status_code == 422
    assert "closed at 18 May 2026, 17:00:00 CEST" in page.text
    assert WHY in page.text
    assert "Letter of the head, 3 May" in page.text


def test_nothing_is_entered_into_a_secret_ballot(room: Room) -> None:
    room.open(shown="secret")
    assert "This ballot is secret" in room.as_("secretariat").get(address(room, "FI")).text
    assert "no association whose position can be entered" in room.client.get(f"{room.url}/enter").text
    assert enter(room, "FI", {"1-choice": "against"}, confirmed="yes").status_code == 422


def test_only_the_secretariat_enters(room: Room) -> None:
    room.open()
    head = room.as_("head FI")
    assert head.get(f"{room.url}/enter").status_code == 403
    assert head.get(address(room, "FI")).status_code == 403
    assert head.post(address(room, "FI"), data=HOW).status_code == 403


def test_an_association_that_is_not_there_is_not_found(room: Room) -> None:
    room.open()
    assert room.as_("secretariat").get(f"{room.url}/enter/9999").status_code == 404
    assert room.client.post(f"{room.url}/enter/9999", data=HOW).status_code == 404


def test_an_observer_has_no_position_to_enter(room: Room) -> None:
    room.open()
    assert "is an observer" in room.as_("secretariat").get(address(room, "UA")).text
    assert enter(room, "UA", {"1-choice": "against"}, confirmed="yes").status_code == 422


def add_to_roll(room: Room, number: int) -> None:
    """So many more associations on the roll of the ballot, named so that they come last."""
    ballot = db.session.query(RollEntry).first()
    assert ballot is not None
    made = [
        Association(code=f"Z{n:03}", name=f"Zone {n:03}", country="DE", weight=1, created_at=clock.now())
        for n in range(number)
    ]
    db.session.add_all(made)
    db.session.flush()
    db.session.add_all(
        RollEntry(ballot_id=ballot.ballot_id, association_id=each.id, weight=1) for each in made
    )
    db.session.commit()


def test_a_long_roll_comes_in_pages_those_missing_first(room: Room) -> None:
    room.open()
    room.cast("head ES", "ES")
    add_to_roll(room, LINES_A_PAGE)
    first = words(room.as_("secretariat").get(f"{room.url}/enter").text)
    assert "Zone 097" in first
    assert "Zone 098" not in first
    last = words(room.client.get(f"{room.url}/enter?page=2").text)
    assert "Zone 098 Zone 099 Answered already: enter a change Association ES" in last


@pytest.mark.parametrize("typed", ["zone 04", "Z04"])
def test_an_association_is_searched_by_name_or_code(room: Room, typed: str) -> None:
    room.open()
    add_to_roll(room, 60)
    found = words(room.as_("secretariat").get(f"{room.url}/enter", query_string={"name": typed}).text)
    assert "Zone 040" in found
    assert "Zone 050" not in found
    assert "Association FI" not in found
    nobody = room.client.get(f"{room.url}/enter?name=nowhere").text
    assert "No association whose position can be entered now has this in its name." in nobody


def test_the_list_asks_the_database_no_more_for_many_than_for_few(
    room: Room, count_queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    room.open(shown="after_close")
    room.cast("head FI", "FI")
    secretary = room.as_("secretariat")
    secretary.get(f"{room.url}/enter")

    def asked() -> int:
        db.session.remove()
        with count_queries() as sent:
            assert secretary.get(f"{room.url}/enter").status_code == 200
        return len(sent)

    few = asked()
    add_to_roll(room, 90)
    assert asked() == few


def enter_by_verb(room: Room, code: str, answer: Answer, note: str = "Letter of 3 May.") -> None:
    with transaction():
        casting.enter_positions(
            actor_of(room.secretary), room.paper.reference, 1, association_id=room.associations[code].id,
            answers={1: answer}, channel="letter", note=note, at=clock.now(),
        )  # fmt: skip


@pytest.mark.parametrize("shown", ["after_close", "totals"])
def test_the_verb_itself_overwrites_nothing_that_is_not_shown(room: Room, shown: str) -> None:
    room.open(shown=shown)
    room.cast("head FI", "FI", "against")
    with pytest.raises(NotShownYet, match="what it said is not shown yet"):
        enter_by_verb(room, "FI", Answer("in_favour", seen=1))
    assert room.standing("FI") == {1: "against"}


def test_who_enters_the_same_again_changes_records_and_tells_nothing(room: Room) -> None:
    room.open()
    enter_by_verb(room, "FI", Answer("in_favour"))
    before = db.session.query(Mail).count(), db.session.query(Entry).count()
    enter_by_verb(room, "FI", Answer("in_favour", seen=1))
    assert (db.session.query(Mail).count(), db.session.query(Entry).count()) == before
    assert db.session.query(EarlierPosition).count() == 0
    enter_by_verb(room, "FI", Answer("in_favour", seen=1), note="Letter of 5 May.")
    assert db.session.query(EarlierPosition).count() == 1, "Another letter is another ground."


def test_the_mail_names_the_items_and_the_secretariat_once(room: Room) -> None:
    room.open(amended=2)
    room.confirm(
        enter(room, "FI", {"2-choice": "against", "3-choice": "in_favour", "3-reservation": "Not 3."})
    )
    told = db.session.query(Mail).filter_by(message="position_cast").first()
    assert told is not None
    assert "The secretariat entered the position of Association FI" in told.body_text
    assert "Item 2: Amendment 2: Against" in told.body_text
    assert "Item 3: The text as a whole" in told.body_text
    assert ": In favour\nReservation: Not 3." in told.body_text


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "yes"}])
def test_the_same_letter_entered_twice_stands_once(room: Room, confirmed: dict[str, str]) -> None:
    room.open()
    room.confirm(enter(room, "FI", {"1-choice": "against"}))
    again = enter(room, "FI", {"1-choice": "against"}, **confirmed)
    assert (again.status_code, again.location) == (302, room.url)
    assert "This position stands already." in room.client.get(room.url).text
    assert db.session.query(Mail).filter_by(message="position_cast").count() == 2
