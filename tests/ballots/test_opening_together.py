"""Amendments voted on with the text: one ballot is run in one way, and the page says so beforehand."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from eca_policy.ballots import opening
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.opening import ListChanged
from eca_policy.ballots.voting_together import CannotDecideAmendments
from eca_policy.extensions import db
from tests.ballots.opened import Alliance, field, procedure, table

TYPED = {"what": "list", "procedure_key": "position_paper", "closes_on": "2026-05-18", "closes_time": "17:00",
         "item_keys-0": "", "item_keys-1": ""}  # fmt: skip
SECRET = {"shown": "secret"}


@pytest.fixture
def listed(house: Alliance) -> Alliance:
    """With two amendments on the voting list."""
    table(house, "Clusters link firms.")
    table(house, "Clusters link small firms and schools.", "ES")
    return house


def typed(desk: FlaskClient, house: Alliance, **chosen: str) -> dict[str, str]:
    """The form as the page shows it, with these choices."""
    page = desk.get(house.page).text
    return {**TYPED, "seen": field(page, "seen"), "rules_seen": field(page, "rules_seen"), **chosen}


def ballots() -> int:
    return db.session.query(Ballot).count()


def test_the_page_says_that_the_text_decides_how_the_ballot_is_run(
    desk: FlaskClient, listed: Alliance
) -> None:
    assert "How the ballot is run follows the procedure of the text as a whole" in desk.get(listed.page).text


@pytest.mark.parametrize("chosen", ["amendments_key", "item_keys-1"])
def test_amendments_are_not_decided_in_the_open_by_a_secret_procedure(
    desk: FlaskClient, listed: Alliance, chosen: str
) -> None:
    procedure("simple_majority", conduct=SECRET)
    sent = typed(desk, listed, **{chosen: "simple_majority"})
    for answer, status in (
        (desk.post(listed.page, data=sent | {"show": "1"}), 200),
        (desk.post(listed.page, data=sent), 422),
    ):
        assert answer.status_code == status
        assert "“Simple majority” is secret, but the ballot is run by" in answer.text
        assert f'id="{chosen}-error"' in answer.text
    assert ballots() == 0


def test_the_verb_itself_refuses_it(listed: Alliance, desk: FlaskClient) -> None:
    seen = typed(desk, listed)["seen"]
    procedure("simple_majority", conduct=SECRET)
    with pytest.raises(CannotDecideAmendments):
        listed.open(procedure_key="position_paper", amendments_key="simple_majority", seen=seen)
    with pytest.raises(CannotDecideAmendments) as refused:
        listed.open(procedure_key="position_paper", item_keys={2: "silence"}, seen=seen)
    assert refused.value.item == 2


def test_amendments_under_a_secret_text_are_secret_whatever_their_procedure_says(
    desk: FlaskClient, listed: Alliance
) -> None:
    procedure("position_paper", conduct=SECRET)
    sent = typed(desk, listed, amendments_key="simple_majority")
    page = desk.post(listed.page, data=sent | {"show": "1"}).text
    assert "this does not hold: positions are shown as soon as they are taken" in page
    assert desk.post(listed.page, data=sent).status_code == 302
    assert listed.ballot.conduct == SECRET


def test_a_silence_is_not_offered_for_amendments(desk: FlaskClient, listed: Alliance) -> None:
    page = desk.get(listed.page).text
    for name in ("amendments_key", "item_keys-0", "item_keys-1"):
        select = page.split(f'name="{name}"')[1].split("</select>")[0]
        assert 'value="simple_majority"' in select
        assert 'value="silence"' not in select


def test_a_silence_for_a_text_with_amendments_is_refused_in_the_preview(
    desk: FlaskClient, listed: Alliance
) -> None:
    page = desk.post(listed.page, data=typed(desk, listed, procedure_key="silence", show="1")).text
    assert 'id="procedure_key-error"' in page
    assert "A silence procedure has one question only" in page


@pytest.mark.parametrize(
    ("conduct", "sentence"),
    [
        ({"shown": "after_close"}, "not hold: positions are shown after the close"),
        ({"against_needs": "reason"}, "not hold: who is against gives a reason."),
        ({"most_proxies": 0}, "not hold: there are no proxies."),
    ],
)
def test_what_the_procedure_of_the_amendments_says_otherwise_is_warned_of(
    desk: FlaskClient, listed: Alliance, conduct: dict[str, object], sentence: str
) -> None:
    procedure("simple_majority", conduct=conduct)
    sent = typed(desk, listed, amendments_key="simple_majority", show="1")
    page = desk.post(listed.page, data=sent).text
    warned = page.split("Before you open it")[1].split("</ul>")[0]
    assert "Of “Simple majority” only the rule holds for the amendments" in warned
    assert sentence in warned


def test_a_procedure_that_differs_only_in_its_length_is_no_matter(
    desk: FlaskClient, listed: Alliance
) -> None:
    procedure("simple_majority", conduct={"working_days": 3})
    sent = typed(desk, listed, amendments_key="simple_majority", show="1")
    assert "only the rule holds" not in desk.post(listed.page, data=sent).text


@pytest.mark.parametrize("changed", ["position_paper", "simple_majority", "unanimity"])
def test_a_rule_that_changed_meanwhile_is_shown_before_it_is_frozen(
    desk: FlaskClient, listed: Alliance, changed: str
) -> None:
    chosen = {"amendments_key": "simple_majority", "item_keys-0": "unanimity", "closes_time": "16:45"}
    sent = typed(desk, listed, **chosen)
    rule = {"conditions": [{"measure": "members", "base": "entitled", "at_least": "4/5"}]}
    procedure(changed, rule=rule)
    answer = desk.post(listed.page, data=sent)
    assert answer.status_code == 409
    assert "A procedure has changed meanwhile" in answer.text
    assert 'value="16:45"' in answer.text
    assert ballots() == 0
    again = sent | {"rules_seen": field(answer.text, "rules_seen")}
    assert desk.post(listed.page, data=again).status_code == 302


def test_a_conduct_that_changed_meanwhile_is_shown_before_it_is_frozen(
    desk: FlaskClient, house: Alliance
) -> None:
    sent = typed(desk, house, what="text", procedure_key="unanimity")
    procedure("unanimity", conduct={"shown": "totals"})
    assert desk.post(house.page, data=sent).status_code == 409


def test_the_vote_that_may_follow_a_silence_is_one_that_was_seen(desk: FlaskClient, house: Alliance) -> None:
    procedure("silence", followed_by="position_paper")
    sent = typed(desk, house, what="text", procedure_key="silence", follow_up_days="7")
    procedure("position_paper", name="Another paper")
    assert desk.post(house.page, data=sent).status_code == 409
    assert desk.post(house.page, data=sent | {"follow_up": "none"}).status_code == 302


def test_a_procedure_nobody_chose_may_change(desk: FlaskClient, house: Alliance) -> None:
    sent = typed(desk, house, what="text")
    procedure("unanimity", conduct={"shown": "totals"})
    assert desk.post(house.page, data=sent).status_code == 302


def test_another_list_is_still_another_list(listed: Alliance) -> None:
    with pytest.raises(ListChanged):
        listed.open(seen="of yesterday")


def test_the_opening_without_a_page_asks_for_no_stamp(house: Alliance) -> None:
    assert house.open(procedure_key="unanimity").closes_at == datetime(2026, 5, 18, 15, 0, tzinfo=UTC)
    assert opening.Opening().rules_seen == {}
