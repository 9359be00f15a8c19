"""Ties on the items of a voting list: each waits for the chair, but for what lapses anyway."""

import json
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from eca_policy.ballots import casting_vote
from eca_policy.ballots.casting import Answer, cast_positions
from eca_policy.ballots.models import Decision
from eca_policy.ballots.recount import recount
from eca_policy.ballots.tasks import settle_due
from eca_policy.ballots.ties import ties_of
from eca_policy.lib import clock
from eca_policy.lib.errors import RuleBroken
from eca_policy.transaction import transaction
from tests.ballots.opened import procedure
from tests.ballots.plenary import CLOSES, Plenary
from tests.conftest import actor_of, sign_in
from tests.exports.test_minutes import shown
from tests.making import TEXT

RULE = {"conditions": [{"measure": "members", "base": "cast", "more_than": "1/2"}], "tie": "casting_vote"}
CHAIR = "The chair, 18 May"


@pytest.fixture
def divided(plenary: Plenary) -> Plenary:
    """Item 1 stands apart, items 2 and 3 exclude each other, item 4 is the text as a whole."""
    plenary.reword("FI", 3, "They need lasting funding.")
    plenary.reword("SE", 3, "They need much more money.")
    plenary.reword("FR", 2, "Clusters link firms with schools.")
    procedure("simple_majority", rule=RULE)
    plenary.open()
    return plenary


def vote(plenary: Plenary, *, for_all: set[int], tied: set[int]) -> None:
    """Finland is in favour of the tied items, Sweden against; of `for_all` both are."""
    for code, favoured in (("FI", for_all | tied), ("SE", for_all)):
        answers = {
            item.number: Answer("in_favour" if item.number in favoured else "against")
            for item in plenary.ballot.items
        }
        with transaction():
            cast_positions(
                actor_of(plenary.heads[code]), plenary.paper.reference, 1,
                association_id=plenary.associations[code].id, answers=answers, at=clock.now(),
            )  # fmt: skip
    plenary.travel(CLOSES + timedelta(minutes=1))
    settle_due()


def give(plenary: Plenary, **choices: str) -> Decision | None:
    """For example `item_1="in_favour"`."""
    given = {int(name.removeprefix("item_")): choice for name, choice in choices.items()}
    with transaction():
        return casting_vote.give_casting_votes(
            actor_of(plenary.secretary), plenary.paper.reference, 1, choices=given, note=CHAIR, at=clock.now()
        )


def waiting(plenary: Plenary) -> list[int]:
    return [item.number for item in ties_of(plenary.ballot)]


def test_the_ballot_waits_for_the_amendment_that_is_tied(divided: Plenary) -> None:
    vote(divided, for_all={4}, tied={1})
    assert (divided.ballot.ended_at, waiting(divided)) == (None, [1])
    give(divided, item_1="in_favour")
    assert divided.outcomes() == {1: "adopted", 2: "rejected", 3: "rejected", 4: "adopted"}
    first = TEXT.split("\n\n")[1]
    assert divided.reads == TEXT.replace(first, "Clusters link firms with schools.")


def test_the_chair_may_be_against_an_amendment(divided: Plenary) -> None:
    vote(divided, for_all={4}, tied={3})
    give(divided, item_3="against")
    assert divided.outcomes() == {1: "rejected", 2: "rejected", 3: "rejected", 4: "adopted"}


def test_what_lapses_anyway_waits_for_nobody(divided: Plenary) -> None:
    vote(divided, for_all={2, 4}, tied={3})
    assert divided.outcomes() == {1: "rejected", 2: "adopted", 3: "lapsed", 4: "adopted"}


def test_of_two_tied_items_that_exclude_each_other_the_chair_adopts_the_first(divided: Plenary) -> None:
    vote(divided, for_all={4}, tied={2, 3})
    assert waiting(divided) == [2, 3]
    give(divided, item_2="in_favour", item_3="in_favour")
    assert divided.outcomes() == {1: "rejected", 2: "adopted", 3: "lapsed", 4: "adopted"}


def test_one_tie_left_out_decides_nothing(divided: Plenary) -> None:
    vote(divided, for_all={3}, tied={1, 4})
    with pytest.raises(RuleBroken):
        give(divided, item_1="in_favour")
    assert waiting(divided) == [1, 4]
    give(divided, item_1="in_favour", item_4="in_favour")
    assert divided.outcomes() == {1: "adopted", 2: "rejected", 3: "adopted", 4: "adopted"}


def test_the_page_asks_for_each_tie_and_says_what_was_given(divided: Plenary, client: FlaskClient) -> None:
    vote(divided, for_all={4}, tied={1, 3})
    address = f"/papers/{divided.paper.reference}/ballots/1"
    desk = sign_in(client, divided.secretary)
    page = desk.get(address).text
    assert "The votes are tied on items 1, 3: the ballot" in page
    assert [name in page for name in ('name="item-1"', 'name="item-2"', 'name="item-3"')] == [
        True,
        False,
        True,
    ]
    half = desk.post(f"{address}/casting-vote", data={"item-1": "in_favour", "note": CHAIR})
    assert half.status_code == 422
    assert CHAIR in half.text
    whole = {"item-1": "in_favour", "item-3": "against", "note": CHAIR}
    assert desk.post(f"{address}/casting-vote", data=whole).status_code == 302
    shown = desk.get(address).text
    assert "The casting vote on “Amendment 3” was entered as: In favour." in shown
    assert "The casting vote on “Amendment 1” was entered as: Against." in shown


def test_the_recount_file_has_each_casting_vote(divided: Plenary, client: FlaskClient) -> None:
    vote(divided, for_all={4}, tied={1, 3})
    give(divided, item_1="in_favour", item_3="against")
    desk = sign_in(client, divided.secretary)
    cases = json.loads(desk.get(f"/papers/{divided.paper.reference}/ballots/1/recount.json").data)
    assert [case.get("casting_vote") for case in cases] == ["in_favour", None, "against", None]
    assert all(each.agrees for each in recount(cases))


def test_the_minutes_say_who_broke_which_tie_and_that_it_was_entered(
    divided: Plenary, client: FlaskClient
) -> None:
    vote(divided, for_all={4}, tied={1})
    give(divided, item_1="in_favour")
    desk = sign_in(client, divided.secretary)
    file = desk.get(f"/papers/{divided.paper.reference}/ballots/1/minutes.pdf").data
    said = shown(file)
    assert f"Casting vote of the chair: In favour ({CHAIR}; entered by the secretariat on" in said
    assert "Casting vote of the chair In favour In favour" in said
