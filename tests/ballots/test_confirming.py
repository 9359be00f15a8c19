"""Nothing is recorded before it was confirmed, and nothing that was typed is lost on the way."""

import re

import pytest

from eca_policy.ballots.models import EarlierPosition, Position
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.mandates import service as mandates
from eca_policy.outbox.models import Mail
from eca_policy.transaction import transaction
from tests.ballots.voting_room import CLOSES, Room, positions, words
from tests.conftest import actor_of

WHY = "With all our heart."


def test_who_does_not_confirm_has_cast_nothing(room: Room) -> None:
    room.open()
    page = room.send("head FI", "FI", {"1-choice": "in_favour"})
    assert page.status_code == 200
    assert "Confirm the position" in page.text
    assert positions() == []
    assert db.session.query(Mail).filter_by(message="position_cast").count() == 0


def test_the_second_page_says_what_will_be_recorded(room: Room) -> None:
    ballot = room.open()
    said = {
        "1-choice": "against", "1-explanation": WHY, "1-proposed_change": "Fund more.", "1-would_favour": "y"
    }  # fmt: skip
    page = words(room.send("alternate FI", "FI", said).text)
    assert "For Association FI, as its alternate." in page
    assert f"Version 1 : {room.paper.title}" in page
    assert ballot.version.sha256[:12] in page
    assert f"Against Explanation: {WHY} Proposed change: Fund more. In favour if this is accepted." in page
    assert "It can be changed until the ballot closes at 18 May 2026, 17:00:00 CEST." in page


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [
        ("live", "Everyone who may read the paper sees it at once"),
        ("after_close", "Until the ballot closes, only the people of Association FI see it."),
        ("totals", "Everyone else sees nothing but the totals"),
    ],
)
def test_the_second_page_says_who_will_see_it(room: Room, shown: str, sentence: str) -> None:
    room.open(shown=shown)
    assert sentence in words(room.send("head FI", "FI", {"1-choice": "in_favour"}).text)


def test_the_second_page_says_that_a_position_is_final(room: Room) -> None:
    room.open(may_change=False)
    page = room.send("head FI", "FI", {"1-choice": "in_favour"})
    assert "once it is cast, it cannot be changed" in page.text
    done = room.confirm(page)
    assert "Under this procedure it is final." in room.client.get(done.location).text


@pytest.mark.parametrize(("period", "span"), [(False, "for this ballot"), (True, "from 1 May 2026")])
def test_the_second_page_says_by_whose_proxy(room: Room, period: bool, span: str) -> None:
    room.open()
    proxy = room.give_proxy("ES", "FI", period=period)
    page = room.send("head FI", "ES", {"1-choice": "in_favour"})
    assert f"For Association ES, by the proxy that it gave to Association FI {span}" in words(page.text)
    assert "“Letter of 3 May.”" in words(page.text)
    room.confirm(page)
    assert [each.proxy_id for each in positions()] == [proxy.id]


def test_confirming_records_everything_that_was_said(room: Room) -> None:
    room.open()
    room.cast("head FI", "FI", "in_favour", explanation="One.\r\nTwo & “three”.", reservation="Not point 3.")
    (position,) = positions()
    assert (position.choice, position.reservation) == ("in_favour", "Not point 3.")
    assert position.explanation.split() == ["One.", "Two", "&", "“three”."]


def test_going_back_loses_nothing(room: Room) -> None:
    room.open(amended=2)
    said = {"1-choice": "against", "1-explanation": WHY, "2-choice": "in_favour", "3-choice": "abstention"}
    page = room.confirm(room.send("head FI", "FI", said), back="yes")
    assert page.status_code == 200
    assert WHY in page.text
    assert page.text.count("checked") == 3
    assert positions() == []


def test_only_what_was_chosen_is_cast_and_the_rest_is_named(room: Room) -> None:
    room.open(amended=3)
    page = room.send("head FI", "FI", {"1-choice": "against", "4-choice": "in_favour"})
    assert "No position on these items: 2, 3." in page.text
    room.confirm(page)
    assert room.standing("FI") == {1: "against", 4: "in_favour"}


def test_what_stands_already_is_not_cast_again(room: Room) -> None:
    room.open(amended=2)
    everything = {f"{number}-choice": "in_favour" for number in (1, 2, 3)}
    room.confirm(room.send("head FI", "FI", everything))
    again = everything | {f"{number}-seen": "1" for number in (1, 2, 3)} | {"2-choice": "against"}
    room.confirm(room.send("head FI", "FI", again))
    assert room.standing("FI") == {1: "in_favour", 2: "against", 3: "in_favour"}
    assert db.session.query(EarlierPosition).count() == 1


def test_who_changes_nothing_is_told_so(room: Room) -> None:
    room.open()
    room.cast("head FI", "FI")
    page = room.send("head FI", "FI", {"1-choice": "in_favour", "1-seen": "1"})
    assert page.status_code == 422
    assert "there is nothing to record" in page.text


@pytest.mark.parametrize("choice", ["in_favour", "against", "abstention"])
def test_a_button_fills_in_a_long_list_and_records_nothing(room: Room, choice: str) -> None:
    room.open(amended=4)
    seen = {f"{number}-seen": "0" for number in range(1, 6)}
    page = room.send("head FI", "FI", seen | {"1-explanation": WHY}, fill=choice)
    assert len(re.findall(f'<input checked [^>]*value="{choice}"', page.text)) == 5
    assert page.status_code == 200
    assert WHY in page.text
    assert positions() == []


# What is wrong


def test_a_position_must_be_chosen(room: Room) -> None:
    room.open()
    page = room.send("head FI", "FI", {"1-explanation": WHY})
    assert page.status_code == 422
    assert WHY in page.text
    assert room.send("head FI", "FI", {}).status_code == 422
    assert positions() == []


def test_nonsense_is_no_position(room: Room) -> None:
    room.open()
    assert room.send("head FI", "FI", {"1-choice": "perhaps"}).status_code == 422
    assert room.send("head FI", "FI", {"1-choice": "perhaps"}, confirmed="yes").status_code == 422
    assert room.send("head FI", "FI", {"9-choice": "in_favour"}, confirmed="yes").status_code == 422
    assert positions() == []


def test_what_is_wrong_is_said_beside_its_item(room: Room) -> None:
    room.open(amended=2, against_needs="reason")
    page = room.send("head FI", "FI", {"1-choice": "in_favour", "2-choice": "against", "2-reservation": WHY})
    assert page.status_code == 422
    assert "Item 2: A reservation goes with a position in favour" in page.text
    assert WHY in page.text


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "yes"}])
def test_a_bare_no_is_refused_at_both_steps(room: Room, confirmed: dict[str, str]) -> None:
    room.open(against_needs="reason")
    page = room.send("head FI", "FI", {"1-choice": "against"}, **confirmed)
    assert page.status_code == 422
    assert "who is against gives a reason" in page.text
    assert positions() == []


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "yes"}])
def test_a_colleague_who_was_faster_is_named_and_nothing_is_lost(
    room: Room, confirmed: dict[str, str]
) -> None:
    room.open()
    room.cast("alternate FI", "FI", "against", explanation="Too vague.")
    page = room.send("head FI", "FI", {"1-choice": "in_favour", "1-explanation": WHY}, **confirmed)
    assert page.status_code == 409
    assert "Alternate Fi acted for your association at" in page.text
    assert WHY in page.text
    assert "Too vague." in page.text
    assert room.standing("FI") == {1: "against"}
    sent = {"1-choice": "in_favour", "1-explanation": WHY, "1-seen": "1"}
    assert 'name="a{}-1-seen" type="hidden" value="1"'.format(room.associations["FI"].id) in page.text
    room.confirm(room.send("head FI", "FI", sent))
    assert room.standing("FI") == {1: "in_favour"}


@pytest.mark.parametrize("more", [{}, {"confirmed": "yes"}, {"back": "yes"}, {"fill": "in_favour"}])
def test_what_comes_too_late_is_given_back(room: Room, more: dict[str, str]) -> None:
    room.open()
    room.travel(CLOSES)
    page = room.send("head FI", "FI", {"1-choice": "in_favour", "1-explanation": WHY}, **more)
    assert page.status_code == 422
    assert "closed at 18 May 2026, 17:00:00 CEST" in page.text
    assert WHY in page.text
    assert positions() == []


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "yes"}])
def test_where_positions_are_final_the_faster_colleague_stands_and_the_words_come_back(
    room: Room, confirmed: dict[str, str]
) -> None:
    room.open(may_change=False)
    room.cast("alternate FI", "FI", "against")
    page = room.send("head FI", "FI", {"1-choice": "in_favour", "1-explanation": WHY}, **confirmed)
    assert page.status_code == 409
    assert WHY in page.text


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "yes"}])
def test_a_proxy_that_lapsed_meanwhile_gives_the_words_back(room: Room, confirmed: dict[str, str]) -> None:
    room.open()
    room.give_proxy("ES", "FI")
    room.cast("head ES", "ES")
    sent = {"1-choice": "against", "1-explanation": WHY, "1-seen": "1"}
    page = room.send("head FI", "ES", sent, **confirmed)
    assert page.status_code == 422
    assert "your proxy has lapsed" in page.text
    assert WHY in page.text


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "yes"}])
@pytest.mark.parametrize("who", ["delegate FI", "head ES", "secretariat"])
def test_who_may_not_vote_is_refused_at_both_steps(room: Room, who: str, confirmed: dict[str, str]) -> None:
    room.open()
    assert room.send(who, "FI", {"1-choice": "in_favour"}, **confirmed).status_code == 403


def test_a_secret_ballot_takes_nothing_by_name(room: Room) -> None:
    room.open(shown="secret")
    page = room.send("head FI", "FI", {"1-choice": "in_favour"}, confirmed="yes")
    assert page.status_code == 422
    assert "secret" in page.text
    assert db.session.query(Position).count() == 0


def test_in_silence_a_change_alone_is_no_answer(room: Room) -> None:
    room.open("silence", amendment_objects=True)
    sent = {"1-choice": "in_favour", "1-proposed_change": WHY}
    page = room.send("head FI", "FI", sent)
    assert page.status_code == 422
    assert WHY in page.text
    done = room.send("head FI", "FI", sent | {"1-choice": "objection"})
    assert "Objection" in words(done.text)


def mandated(room: Room, code: str, choice: str, text: str = "Not without the budget line.") -> None:
    head = actor_of(room.persons[f"head {code}"])
    with transaction():
        mandates.record_mandate(head, room.paper.reference, choice, text, seen=0, at=clock.now())


def test_what_the_mandate_says_is_shown_before(room: Room) -> None:
    room.open(amended=1)
    mandated(room, "FI", "in_favour")
    page = words(room.send("head FI", "FI", {"1-choice": "against", "2-choice": "against"}).text)
    assert page.count("Not without the budget line.") == 1
    assert "says: in favour." in page
    assert "You are about to vote against." in page
    assert "mandate" not in words(room.send("head FI", "FI", {"2-choice": "in_favour"}).text)


def test_in_silence_the_mandate_speaks_of_objections(room: Room) -> None:
    room.open("silence")
    mandated(room, "FI", "against")
    page = words(room.send("head FI", "FI", {"1-choice": "in_favour"}).text)
    assert "You are about to say that your association has no objection." in page


def test_nobody_else_reads_of_a_mandate(room: Room) -> None:
    """Whoever votes for the association, by proxy or from a letter, is not of its delegation."""
    room.open()
    mandated(room, "FI", "in_favour", "Between us.")
    room.give_proxy("FI", "ES")
    page = room.send("head ES", "FI", {"1-choice": "against"})
    assert page.status_code == 200
    assert "Between us." not in page.text
    own = room.associations["FI"].id
    letter = {"entry-channel": "letter", "entry-note": "Today.", f"a{own}-1-choice": "against"}
    page = room.as_("secretariat").post(f"{room.url}/enter/{own}", data=letter)
    assert page.status_code == 200
    assert "Between us." not in page.text


def test_the_box_of_a_secret_ballot_is_linked(room: Room) -> None:
    room.open(shown="secret")
    room.see("head FI")
    assert "/box" in room.client.get(room.url).text


def test_in_secret_the_mandate_speaks_to_the_delegation(room: Room) -> None:
    room.open(shown="secret")
    mandated(room, "FI", "in_favour")
    own = str(room.associations["FI"].id)
    page = room.as_("head FI").post(f"{room.url}/box", data={"association": own, "item1": "against"})
    assert page.status_code == 200
    assert "You are about to vote against." in words(page.text)
