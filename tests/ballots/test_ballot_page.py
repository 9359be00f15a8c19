"""What the page of a ballot says beside the forms: how it is run, what it is on, how it stands."""

from datetime import timedelta

import time_machine
from flask.testing import FlaskClient

from eca_policy.exports.minutes import minutes
from tests.ballots.results import OPENED, close, make_ballot
from tests.ballots.voting_room import Room, words
from tests.conftest import People, sign_in
from tests.exports.test_pdf import text as printed


def test_how_the_ballot_is_run_stands_before_the_form(room: Room) -> None:
    room.open(may_change=False, against_needs="reason_and_change", most_proxies=3)
    page = room.as_("head FI").get(room.url).text
    said = (
        "Positions are shown as soon as they are taken, and cannot be changed; who is against gives a reason "
        "and proposes a change; a head may hold the proxies of 3 other associations."
    )
    assert said in page
    assert page.index(said) < page.index("<fieldset")


def test_the_page_leads_to_the_version_that_is_voted_on(room: Room) -> None:
    room.open()
    page = room.as_("head FI").get(room.url).text
    assert f'<a href="/papers/{room.paper.reference}?version=1">Read version 1</a>' in page
    assert "view=amendments" not in page


def test_the_page_of_a_voting_list_leads_to_the_text_with_the_amendments(room: Room) -> None:
    room.open(amended=1)
    page = room.as_("head FI").get(room.url).text
    assert f"/papers/{room.paper.reference}?version=1&amp;view=amendments" in page
    shown = room.client.get(f"/papers/{room.paper.reference}?version=1&view=amendments")
    assert "something else" in words(shown.text)


def test_the_page_of_the_box_leads_to_the_version_that_is_voted_on(room: Room) -> None:
    room.open(shown="secret")
    page = room.as_("head FI").get(f"{room.url}/box").text
    assert f'href="/papers/{room.paper.reference}?version=1"' in page


def test_of_two_that_exclude_each_other_the_page_says_which_would_lapse(room: Room) -> None:
    room.open(amended=1, has_rivals=True)
    everything = {f"{number}-choice": "in_favour" for number in (1, 2, 3)}
    for code in ("FI", "ES"):
        room.confirm(room.send(f"head {code}", code, everything))
    page = room.see("head FR")
    assert page.count("As it stands it would lapse, because item 1 would be adopted.") == 1
    items = page[page.index("What is voted on") :]
    assert items.count("With the positions so far it would be adopted.") == 2


def test_nothing_would_lapse_while_what_excludes_it_has_no_majority(room: Room) -> None:
    room.open(amended=1, has_rivals=True)
    room.confirm(room.send("head FI", "FI", {"2-choice": "in_favour"}))
    assert "it would lapse" not in room.see("head FR")


MORE_THAN_HALF = {"conditions": [{"measure": "members", "base": "cast", "more_than": "1/2"}]}
OWN = (
    "Decided by another procedure than the text: Amendments. Adopted if more than half of the votes cast are "
    "in favour."
)


def test_an_item_with_a_procedure_of_its_own_says_by_which_rule(client: FlaskClient, people: People) -> None:
    items = [{"rule": MORE_THAN_HALF, "procedure": "Amendments"}, {}]
    paper, _, _ = make_ballot(people, {"FI": None, "ES": None}, items=items)
    reader = sign_in(client, people.person("delegate", people.association("SE")))
    assert words(reader.get(f"/papers/{paper.reference}/ballots/1").text).count(OWN) == 1


def test_the_form_says_by_which_rule_of_its_own_an_item_is_decided(
    client: FlaskClient, people: People
) -> None:
    items = [{"rule": MORE_THAN_HALF, "procedure": "Amendments"}, {}]
    paper, _, members = make_ballot(people, {"FI": None, "ES": None}, items=items)
    with time_machine.travel(OPENED, tick=False):
        head = sign_in(client, people.person("head", members["FI"]))
        page = head.get(f"/papers/{paper.reference}/ballots/1").text
    form = page[page.index("<form method") : page.index("</form>", page.index("<fieldset"))]
    assert "Amendments. Adopted if more than half" in form
    assert words(page).count(OWN) == 1


def test_before_it_opens_a_ballot_shows_neither_figures_nor_bars(client: FlaskClient, people: People) -> None:
    paper, _, _ = make_ballot(people, {"FI": None, "ES": None})
    with time_machine.travel(OPENED - timedelta(hours=1), tick=False):
        reader = sign_in(client, people.person("delegate", people.association("SE")))
        before = reader.get(f"/papers/{paper.reference}/ballots/1").text
    with time_machine.travel(OPENED, tick=False):
        after = reader.get(f"/papers/{paper.reference}/ballots/1").text
    assert "Not open yet" in before
    for shown in ("The figures so far against the rule", "bar-legend"):
        assert shown in after
        assert shown not in before


CAPPED = {
    "conditions": [{"measure": "weight", "base": "cast", "more_than": "1/2"}],
    "weight_cap": "3/32",
}


def test_beside_the_roll_stands_for_how_much_an_association_counts_at_most(
    client: FlaskClient, people: People
) -> None:
    weights = {"FI": 120, "ES": 110, "FR": 70, "DE": 500}
    said = {code: {"choice": "in_favour", "weight": weight} for code, weight in weights.items()}
    paper, ballot, _ = make_ballot(people, said, rule=CAPPED)
    close(ballot)
    reader = sign_in(client, people.person("delegate", people.association("SE")))
    page = reader.get(f"/papers/{paper.reference}/ballots/1").text
    assert page.count("No association counts for more than 75 of 800.") == 1
    assert "No association counts for more than 75 of 800." in " ".join(
        printed(minutes(paper, ballot).data).split()
    )


def test_where_nothing_is_cut_nothing_is_said_of_it(room: Room) -> None:
    room.open()
    assert "No association counts for more than" not in room.see("head FI")
