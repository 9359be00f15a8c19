"""The page that opens a ballot: what it offers, warns of, and gives back."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from eca_policy.ballots.models import Ballot
from eca_policy.consolidation import service as consolidation
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.transaction import transaction
from tests.ballots.opened import Alliance, field, procedure, table
from tests.conftest import People, actor_of, sign_in
from tests.making import add_revision

END = {"closes_on": "2026-05-18", "closes_time": "17:00"}


def ballots() -> int:
    return db.session.query(Ballot).count()


def test_the_page_proposes_the_days_of_the_class(desk: FlaskClient, house: Alliance) -> None:
    page = desk.get(house.page).text
    assert 'value="2026-05-18"' in page
    assert "The document class gives 14 days." in page
    assert "Adopted if" in page
    assert "Positions are shown as soon as they are taken" in page


def test_another_procedure_shows_its_rule_and_proposes_its_working_days(
    desk: FlaskClient, house: Alliance
) -> None:
    procedure("silence", conduct={"working_days": 3})
    first = desk.get(house.page).text
    typed = {"show": "1", "proposed": field(first, "proposed"), "procedure_key": "silence", **END}
    page = desk.post(house.page, data=typed)
    assert page.status_code == 200
    assert "Adopted unless" in page.text
    assert 'value="2026-05-07"' in page.text
    assert "Public holidays are not counted out." in page.text
    assert ballots() == 0


def test_a_close_that_was_typed_is_not_proposed_away(desk: FlaskClient, house: Alliance) -> None:
    procedure("silence", conduct={"working_days": 3})
    typed = {"show": "1", "proposed": "2026-05-18 17:00", "procedure_key": "silence",
             "closes_on": "2026-06-01", "closes_time": "12:00"}  # fmt: skip
    assert 'value="2026-06-01"' in desk.post(house.page, data=typed).text


def test_the_chosen_procedure_is_frozen(desk: FlaskClient, house: Alliance) -> None:
    assert desk.post(house.page, data=END | {"procedure_key": "unanimity"}).status_code == 302
    assert house.ballot.procedure_name == "Unanimity"


def test_amendments_go_to_the_vote_with_the_text(desk: FlaskClient, house: Alliance) -> None:
    table(house, "Clusters link firms.")
    table(house, "Clusters link small firms and schools.", "ES")
    page = desk.get(house.page).text
    assert "Lapses if" in page
    chosen = END | {"what": "list", "seen": field(page, "seen"), "procedure_key": "position_paper",
                    "amendments_key": "simple_majority", "item_keys-0": "unanimity"}  # fmt: skip
    assert desk.post(house.page, data=chosen).status_code == 302
    names = [item.procedure_name for item in house.ballot.items]
    assert names == ["Unanimity", "Simple majority", "Position paper"]


def test_a_list_that_changed_meanwhile_is_shown_again_with_everything_typed(
    desk: FlaskClient, house: Alliance
) -> None:
    table(house, "Clusters link firms.")
    seen = field(desk.get(house.page).text, "seen")
    table(house, "Clusters link schools.", "ES")
    typed = {"what": "list", "seen": seen, "closes_on": "2026-06-02", "closes_time": "12:34",
             "amendments_key": "unanimity"}  # fmt: skip
    answer = desk.post(house.page, data=typed)
    assert answer.status_code == 409
    assert "has changed meanwhile" in answer.text
    assert 'value="2026-06-02"' in answer.text
    assert 'value="12:34"' in answer.text
    assert desk.post(house.page, data=typed | {"seen": field(answer.text, "seen")}).status_code == 302


def test_the_text_alone_waits_for_its_amendments(desk: FlaskClient, house: Alliance) -> None:
    table(house, "Clusters link firms.")
    answer = desk.post(house.page, data=END | {"what": "text"})
    assert answer.status_code == 422
    assert "amendment is not decided" in answer.text


def test_a_later_opening_is_planned(desk: FlaskClient, house: Alliance) -> None:
    later = {"opens": "later", "opens_on": "2026-05-06", "opens_time": "09:00"}
    assert desk.post(house.page, data=END | later).status_code == 302
    assert house.ballot.opens_at == datetime(2026, 5, 6, 7, 0, tzinfo=UTC)
    page = desk.get(house.address).text
    assert "Not open yet" in page
    assert "6 May 2026, 09:00 CEST" in page
    paper = desk.get(f"/papers/{house.paper.reference}").text
    assert "Nobody votes yet: the ballot opens on 6 May 2026, 09:00 CEST." in paper
    assert desk.post(f"{house.address}/call-off", data={"reason": "A mistake."}).status_code == 302
    assert "Called off" in desk.get(house.address).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"opens": "later"}, "Write a date"),
        ({"opens": "later", "opens_on": "2026-05-06"}, "Write a time"),
        ({"opens": "later", "opens_on": "2026-05-01", "opens_time": "09:00"}, "has passed already"),
        ({"opens": "later", "opens_on": "2026-05-20", "opens_time": "09:00"}, "Choose a later end"),
        ({"opens": "whenever"}, ""),
        ({"procedure_key": "none"}, "Choose one of those offered"),
        ({"procedure_key": "silence", "follow_up_days": "ten"}, "Write a whole number of days"),
        ({"procedure_key": "silence", "follow_up_days": "366"}, "1 to 365 working days"),
    ],
)
def test_nonsense_opens_nothing_and_keeps_what_was_typed(
    desk: FlaskClient, house: Alliance, changes: dict[str, str], sentence: str
) -> None:
    procedure("silence", followed_by="position_paper")
    answer = desk.post(house.page, data=END | {"closes_time": "16:45"} | changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="16:45"' in answer.text
    assert ballots() == 0


def test_a_silence_prepares_its_written_vote(desk: FlaskClient, house: Alliance) -> None:
    procedure("silence", followed_by="position_paper")
    silent = END | {"procedure_key": "silence", "follow_up_days": "9"}
    assert (
        "opens by itself for 9 working days, until 17:00 on the last"
        in desk.post(house.page, data=silent | {"show": "1"}).text
    )
    desk.post(house.page, data=silent)
    assert (house.ballot.follow_up["name"], house.ballot.follow_up["days"]) == ("Position paper", 9)


@pytest.mark.parametrize(("conduct", "days"), [({}, 10), ({"working_days": 4}, 4)])
def test_the_written_vote_is_proposed_in_working_days_like_any_ballot(
    desk: FlaskClient, house: Alliance, conduct: dict[str, int], days: int
) -> None:
    house.paper.document_class.ballot_days = 14
    procedure("position_paper", conduct=conduct)
    procedure("silence", followed_by="position_paper")
    page = desk.post(house.page, data={"procedure_key": "silence", "show": "1"}).text
    assert "Working days of the written vote" in page
    assert f'name="follow_up_days" type="text" value="{days}"' in page


def test_the_written_vote_can_be_switched_off(desk: FlaskClient, house: Alliance) -> None:
    procedure("silence", followed_by="position_paper")
    desk.post(house.page, data=END | {"procedure_key": "silence", "follow_up": "none"})
    assert house.ballot.follow_up == {}


def test_a_secret_ballot_over_different_weights_is_led_to_one_for_each(
    desk: FlaskClient, house: Alliance
) -> None:
    procedure("simple_majority", conduct={"shown": "secret"})
    house.associations["FI"].weight = 99
    db.session.commit()
    secret = END | {"procedure_key": "simple_majority"}
    answer = desk.post(house.page, data=secret)
    assert answer.status_code == 422
    assert "Let every association count one" in answer.text
    assert desk.post(house.page, data=secret | {"counts_one": "y"}).status_code == 302


def test_everyone_who_would_have_no_vote_is_named_with_the_reason(
    desk: FlaskClient, house: Alliance, people: People
) -> None:
    people.association("UA", status="observer")
    people.association("PL", status="suspended").suspended_on = date(2026, 4, 1)
    people.association("RO")
    db.session.commit()
    page = desk.get(house.page).text
    assert "Association UA has no vote: it is an observer." in page
    assert "Association PL has no vote: it is suspended from 1 April 2026." in page
    assert "Association RO has no vote: nobody is entitled to act for it." in page
    assert "/associations/RO" in page


def test_a_weekend_and_a_deadline_that_is_missed_are_said(desk: FlaskClient, house: Alliance) -> None:
    house.paper.authority_deadline_at = datetime(2026, 5, 10, 12, 0, tzinfo=UTC)
    db.session.commit()
    shown = {"show": "1", "closes_on": "2026-05-16", "closes_time": "17:00"}
    page = desk.post(house.page, data=shown).text
    assert "closes at a weekend" in page
    assert "after the authority&#39;s deadline" in page


def test_an_open_desk_is_said(desk: FlaskClient, house: Alliance) -> None:
    table(house, "Clusters link firms.")
    with transaction():
        consolidation.open_desk(actor_of(house.secretary), house.paper.reference, at=clock.now())
    assert "The consolidation is not finished" in desk.get(house.page).text


def test_a_warning_nobody_has_seen_comes_before_the_opening(desk: FlaskClient, house: Alliance) -> None:
    """Without scripts, a Saturday that is typed has not been warned of when the button is pressed."""
    typed = {"warned": field(desk.get(house.page).text, "warned"), "closes_on": "2026-05-16",
             "closes_time": "17:00"}  # fmt: skip
    answer = desk.post(house.page, data=typed)
    assert answer.status_code == 422
    assert "There is something to know first" in answer.text
    again = typed | {"warned": field(answer.text, "warned")}
    assert desk.post(house.page, data=again).status_code == 302


def test_what_forbids_the_opening_is_said_at_once(desk: FlaskClient, house: Alliance) -> None:
    add_revision(house.paper, house.secretary, "Another text.")
    assert "Issue it as a version first" in desk.get(house.page).text


def test_a_head_of_delegation_opens_nothing(client: FlaskClient, house: Alliance) -> None:
    answer: Any = sign_in(client, house.heads["FI"]).get(house.page)
    assert answer.status_code == 403


def test_the_list_of_a_ballot_called_off_can_be_put_to_the_vote_again(
    desk: FlaskClient, house: Alliance
) -> None:
    table(house, "Clusters link firms.")
    for number in (1, 2):
        seen = field(desk.get(house.page).text, "seen")
        later = {"opens": "later", "opens_on": "2026-05-06", "opens_time": "09:00", "what": "list"}
        assert desk.post(house.page, data=END | later | {"seen": seen}).status_code == 302
        assert (house.ballot.number, len(house.ballot.items)) == (number, 2)
        if number == 1:
            desk.post(f"{house.address}/call-off", data={"reason": "A mistake."})


@pytest.mark.parametrize("read_for", [timedelta(), timedelta(hours=20)])
def test_the_close_on_the_page_is_the_close_of_the_ballot(
    desk: FlaskClient, house: Alliance, read_for: timedelta
) -> None:
    """Whoever takes what is proposed gets it, also when another day has begun since."""
    page = desk.get(house.page).text
    shown = {name: value_of(name, page) for name in ("closes_on", "closes_time", "proposed", "warned")}
    assert shown["closes_on"] == "2026-05-18"
    house.clock.move_to(clock.now() + read_for)
    answer = desk.post(house.page, data={"opens": "now", "procedure_key": "position_paper", **shown})
    assert answer.status_code == 302, answer.text
    closes_at = db.session.query(Ballot).one().closes_at.astimezone(clock.BRUSSELS)
    assert closes_at.strftime("%Y-%m-%d %H:%M") == f"{shown['closes_on']} {shown['closes_time']}"


def value_of(name: str, page: str) -> str:
    """What a field of the page holds."""
    (field,) = re.findall(rf'<input [^>]*name="{name}"[^>]*>', page)
    found = re.search(r'value="([^"]*)"', field)
    return found[1] if found else ""


PLANNED = {"opens": "later", "opens_on": "2026-05-06", "opens_time": "09:00"}


def test_a_ballot_is_called_off_on_a_page_of_its_own_with_a_reason(
    desk: FlaskClient, house: Alliance
) -> None:
    desk.post(house.page, data=END | PLANNED)
    address = f"{house.address}/call-off"
    assert f'href="{address}"' in desk.get(house.address).text
    page = desk.get(address)
    assert page.status_code == 200
    assert "written to at once" in page.text
    for nothing in ({}, {"reason": "  "}):
        refused = desk.post(address, data=nothing)
        assert refused.status_code == 422
        assert "Say why the ballot is called off" in refused.text
    assert house.ballot.called_off_at is None
    assert house.mails("ballot_called_off") == []
    assert desk.post(address, data={"reason": "The text has a mistake."}).status_code == 302
    assert "Reason: The text has a mistake." in desk.get(house.address).text


def test_who_is_too_late_to_call_off_keeps_the_reason(desk: FlaskClient, house: Alliance) -> None:
    desk.post(house.page, data=END | PLANNED)
    house.clock.move_to(house.ballot.opens_at)
    answer = desk.post(f"{house.address}/call-off", data={"reason": "A mistake."})
    assert answer.status_code == 422
    assert "runs to its close" in answer.text
    assert "A mistake." in answer.text
