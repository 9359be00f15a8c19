"""The page on which people vote: for whom, on what, and why not."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest

from eca_policy.extensions import db
from eca_policy.members.models import TermOfOffice
from tests.ballots.voting_room import CLOSES, OPENED, Room, words


def test_a_ballot_on_the_text_alone_asks_one_question(room: Room) -> None:
    room.open()
    page = room.as_("head FI").get(room.url).text
    assert page.count("<fieldset") == 1
    assert "voting-item" not in page
    assert "Nothing is recorded before you confirm it there." in page


def test_the_panel_of_the_paper_shows_the_same_forms(room: Room) -> None:
    room.open(amended=2)
    page = room.as_("head FI").get(f"/papers/{room.paper.reference}?panel=ballot").text
    assert page.count("<fieldset") == 3
    assert "css/casting.css" in page


def test_a_list_shows_every_item_with_what_it_changes_and_the_text_last(room: Room) -> None:
    room.open(amended=2)
    page = room.see("head FI")
    assert "1 Amendment" in page
    assert "Paragraph 1: reword" in page
    assert "3 The text as a whole, with what was adopted" in page
    assert "Position on item 3" in page
    assert "In favour of all items" in page


def test_what_lapses_is_said_with_the_item(room: Room) -> None:
    room.open(amended=1, has_rivals=True)
    assert "Lapses if item 1 is adopted." in room.see("head FI")


def test_silence_offers_to_object_and_says_that_a_change_is_an_objection(room: Room) -> None:
    room.open("silence", amendment_objects=True)
    page = room.see("head FI")
    assert "No objection" in page
    assert "a proposed change is an objection" in page


@pytest.mark.parametrize(
    ("needs", "sentence"),
    [
        ("reason", "Who is against gives a reason here."),
        ("reason_and_change", "Who is against says here what should stand in the text instead."),
    ],
)
def test_what_a_no_needs_is_said_before_anybody_is_refused(room: Room, needs: str, sentence: str) -> None:
    room.open(against_needs=needs)
    assert sentence in room.see("head FI")


def test_who_holds_a_proxy_votes_for_their_own_first_and_then_by_proxy(room: Room) -> None:
    room.open()
    room.give_proxy("ES", "FI")
    page = room.see("head FI")
    own = page.index("Position of Association FI")
    assert own < page.index("Position of Association ES")
    assert "By proxy of Association ES: “Letter of 3 May.”" in page


def test_two_associations_have_one_form_each(room: Room) -> None:
    room.open(amended=2)
    room.give_proxy("ES", "FI")
    page = room.as_("head FI").get(room.url).text
    own = [f"/positions/{room.associations[code].id}" for code in ("FI", "ES")]
    assert [page.count(f'action="{room.url}{each}"') for each in own] == [1, 1]
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


# Why not


def test_a_delegate_is_told_who_votes(room: Room) -> None:
    room.open()
    page = room.see("delegate FI")
    assert "For Association FI votes the head of delegation, Head Fi, or the alternate, Alternate Fi." in page
    assert 'method="post"' not in room.client.get(room.url).text.split("<main")[1].split("</main")[0]


def test_a_delegate_reads_on_what_is_voted(room: Room) -> None:
    room.open(amended=2)
    assert "Paragraph 2: reword" in room.see("delegate FI")


def test_the_secretariat_reads_on_what_is_voted(room: Room) -> None:
    room.open(amended=2)
    page = room.see("secretariat")
    assert "What is voted on" in page
    assert "You hold no office" not in page


def test_an_observer_is_told_that_it_has_no_vote(room: Room) -> None:
    room.open()
    assert "Association UA is an observer: it comments, and has no vote." in room.see("head UA")


def test_a_suspended_association_is_told_since_when(room: Room) -> None:
    spain = room.associations["ES"]
    spain.status, spain.suspended_on = "suspended", date(2026, 3, 1)
    db.session.commit()
    room.open()
    assert "not on the roll: it is suspended since 1 March 2026" in room.see("head ES")


def test_who_came_after_the_opening_is_told_that_the_roll_is_frozen(room: Room) -> None:
    room.open()
    late = room.people.association("PL")
    room.persons["head PL"] = room.people.person("head", late)
    assert "it was frozen before the association joined" in room.see("head PL")


def test_an_association_without_head_and_alternate_is_sent_to_the_secretariat(room: Room) -> None:
    room.open()
    voters = [room.persons[f"{role} FI"].id for role in ("head", "alternate")]
    db.session.query(TermOfOffice).filter(TermOfOffice.account_id.in_(voters)).update({"ended_at": OPENED})
    db.session.commit()
    assert "neither a head of delegation nor an alternate now" in room.see("delegate FI")


def test_before_it_opens_the_instant_is_said(room: Room) -> None:
    ballot = room.open()
    ballot.opens_at = OPENED + timedelta(days=1)
    db.session.commit()
    page = room.see("head FI")
    assert "it opens at 5 May 2026, 11:00:00 CEST" in page
    assert "No position was cast." not in page
    paper = words(room.as_("head FI").get(f"/papers/{room.paper.reference}").text)
    assert "See the ballot" in paper
    assert "Cast the position" not in paper


def test_after_the_close_the_instant_is_said(room: Room) -> None:
    room.open()
    room.travel(CLOSES)
    page = room.see("head FI")
    assert "The ballot closed at 18 May 2026, 17:00:00 CEST." in page
    assert "Continue" not in page


def test_a_proxy_lapses_when_its_grantor_has_acted_and_shows_nothing_of_it(room: Room) -> None:
    room.open(shown="after_close")
    room.give_proxy("ES", "FI")
    room.cast("head ES", "ES", "against", explanation="For reasons of our own.")
    page = room.see("head FI")
    assert "Association ES by proxy" not in page
    assert "For reasons of our own." not in page


def test_a_secret_ballot_has_no_form_by_name(room: Room) -> None:
    room.open(shown="secret")
    assert "Continue" not in room.see("head FI")


# What stands


def test_what_stands_is_shown_with_who_when_and_what_stood_before(room: Room) -> None:
    room.open()
    room.cast("head FI", "FI", "against", explanation="Too vague.")
    room.cast("alternate FI", "FI", "in_favour", seen="1")
    page = room.see("delegate FI")
    assert "In favour , cast by Alternate Fi, 4 May 2026, 11:00 CEST" in page
    assert "Earlier positions Against, Head Fi, 4 May 2026, 11:00 CEST Explanation: Too vague." in page


def test_everybody_sees_what_was_changed_where_positions_are_shown_as_they_come(room: Room) -> None:
    room.open()
    room.cast("head FI", "FI", "against", explanation="Too vague.")
    room.cast("head FI", "FI", "in_favour", seen="1")
    assert "Positions that were changed Association FI Against" in room.see("head ES")


def test_nobody_else_sees_what_was_changed_where_positions_are_not_shown(room: Room) -> None:
    room.open(shown="after_close")
    room.cast("head FI", "FI", "against", explanation="Too vague.")
    room.cast("head FI", "FI", "in_favour", seen="1")
    assert "Too vague." not in room.see("head ES")
    assert "Too vague." in room.see("delegate FI")
    room.travel(CLOSES)
    assert "Too vague." not in room.see("head ES")


def test_a_position_by_proxy_says_so(room: Room) -> None:
    room.open()
    room.give_proxy("ES", "FI")
    room.cast("head FI", "ES")
    assert "(by proxy, held by Association FI)" in room.see("delegate ES")


def test_a_final_position_has_no_form(room: Room) -> None:
    room.open(may_change=False)
    room.cast("head FI", "FI")
    page = room.see("head FI")
    assert "In favour , cast by Head Fi" in page
    assert "Continue" not in page


def test_more_items_are_no_more_queries(
    room: Room, count_queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    sent = []
    for amended in (2, 9):
        room.open(amended=amended)
        room.as_("head FI").get(room.url)
        with count_queries() as counted:
            room.client.get(room.url)
        sent.append(len(counted))
    assert sent[0] == sent[1]


@pytest.mark.parametrize("letter", ["x", "Ж"])
def test_five_megabytes_pasted_come_back_with_a_sentence(room: Room, letter: str) -> None:
    """In Cyrillic a form takes six bytes for each letter of two."""
    room.open()
    pasted = letter * (5 * 2**20 // len(letter.encode()))
    refused = room.send("head FI", "FI", {"1-choice": "against", "1-explanation": pasted})
    assert refused.status_code == 422
    assert "4000" in refused.text
    assert pasted in refused.text
