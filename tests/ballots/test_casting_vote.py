"""A tie waits for the chair where the procedure says so, and only then."""

import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import DatabaseError

from eca_policy.ballots import casting_vote, queries
from eca_policy.ballots.models import Decision
from eca_policy.ballots.recount import recount
from eca_policy.ballots.tasks import settle_due
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, RuleBroken
from eca_policy.record.models import Entry
from eca_policy.todo.queries import tasks_of
from eca_policy.transaction import transaction
from tests.ballots.opened import CLOSES, Alliance, procedure
from tests.conftest import actor_of, sign_in

RULE = {"conditions": [{"measure": "members", "base": "cast", "more_than": "1/2"}], "tie": "casting_vote"}
NOTE = "Председатель, 18 May"


@pytest.fixture
def tied(house: Alliance) -> Alliance:
    """One for, one against, and the close has come."""
    procedure("simple_majority", rule=RULE)
    house.open(procedure_key="simple_majority")
    house.cast("FI", "in_favour")
    house.cast("ES", "against")
    house.clock.move_to(CLOSES)
    settle_due()
    return house


def give(house: Alliance, choice: str = "in_favour", note: str = NOTE, **choices: str) -> Decision | None:
    """By the chair, on the text as a whole, or on the items named: `item_2="against"`."""
    given = {int(name.removeprefix("item_")): each for name, each in choices.items()} or {1: choice}
    with transaction():
        return casting_vote.give_casting_votes(
            actor_of(house.secretary), house.paper.reference, 1, choices=given, note=note, at=clock.now()
        )


def test_a_tie_is_not_decided_before_the_chair_has_spoken(tied: Alliance) -> None:
    assert (tied.ballot.ended_at, tied.ballot.decision, tied.paper.stage) == (None, None, "decision")
    assert queries.awaits_casting_vote(tied.ballot, at=clock.now())
    kinds = [task.kind for task in tasks_of(actor_of(tied.secretary), at=clock.now())]
    assert kinds.count("break_tie") == 1


def test_a_ballot_that_closed_without_a_tie_asks_the_chair_for_nothing(house: Alliance) -> None:
    """Also in the moment before somebody comes to decide it."""
    procedure("simple_majority", rule=RULE)
    house.open(procedure_key="simple_majority")
    house.cast("FI", "in_favour")
    house.clock.move_to(CLOSES)
    kinds = [task.kind for task in tasks_of(actor_of(house.secretary), at=clock.now())]
    assert "break_tie" not in kinds


@pytest.mark.parametrize(
    ("choice", "outcome", "stage"), [("in_favour", "adopted", "adopted"), ("against", "rejected", "rejected")]
)
def test_the_casting_vote_decides(tied: Alliance, choice: str, outcome: str, stage: str) -> None:
    decision = give(tied, choice)
    assert decision is not None
    assert (decision.outcome, decision.figures["casting_vote"]) == (outcome, choice)
    assert tied.paper.stage == stage
    assert not queries.awaits_casting_vote(tied.ballot, at=clock.now())
    (entry,) = db.session.query(Entry).filter_by(verb="ballot:break_tie").all()
    assert entry.details == {"choices": {"1": choice}, "note": NOTE}


def test_the_recount_file_has_the_casting_vote(tied: Alliance, client: FlaskClient) -> None:
    give(tied)
    file = sign_in(client, tied.secretary).get(f"{tied.address}/recount.json").data
    (again,) = recount(json.loads(file))
    assert again.agrees
    assert again.decision.outcome.value == "adopted"


def test_a_tie_that_nobody_may_break_rejects(house: Alliance) -> None:
    house.open(procedure_key="simple_majority")
    house.cast("FI", "in_favour")
    house.cast("ES", "against")
    house.clock.move_to(CLOSES)
    settle_due()
    assert house.paper.stage == "rejected"
    with pytest.raises(casting_vote.DecidedAlready):
        give(house)


def test_what_is_no_tie_is_decided_at_once(house: Alliance) -> None:
    procedure("simple_majority", rule=RULE)
    house.open(procedure_key="simple_majority")
    house.cast("FI", "in_favour")
    with pytest.raises(casting_vote.NoCastingVote):
        give(house)
    house.clock.move_to(CLOSES)
    with pytest.raises(casting_vote.NoCastingVote):
        give(house)  # nobody has looked yet: it is no tie all the same
    settle_due()
    assert house.paper.stage == "adopted"


def test_the_second_who_enters_it_is_told(tied: Alliance) -> None:
    give(tied)
    with pytest.raises(casting_vote.DecidedAlready):
        give(tied, "against")
    assert [item.casting_vote.choice for item in tied.ballot.items if item.casting_vote] == ["in_favour"]


@pytest.mark.parametrize(("choice", "note"), [("abstention", NOTE), ("", NOTE), ("in_favour", " ")])
def test_nonsense_decides_nothing(tied: Alliance, choice: str, note: str) -> None:
    with pytest.raises(RuleBroken):
        give(tied, choice, note)
    assert tied.ballot.decision is None


def test_only_the_secretariat_enters_it(tied: Alliance) -> None:
    with pytest.raises(NotAllowed), transaction():
        casting_vote.give_casting_votes(
            actor_of(tied.heads["FI"]), tied.paper.reference, 1, choices={1: "in_favour"}, note=NOTE,
            at=clock.now(),
        )  # fmt: skip


def test_the_page_says_what_is_missing_and_takes_it(tied: Alliance, client: FlaskClient) -> None:
    address = f"{tied.address}/casting-vote"
    head = sign_in(client, tied.heads["FI"])
    assert "The votes are tied" in head.get(tied.address).text
    assert address not in head.get(tied.address).text
    assert head.post(address, data={"item-1": "in_favour", "note": NOTE}).status_code == 403
    client.post("/sign-out")
    desk = sign_in(client, tied.secretary)
    assert address in desk.get(tied.address).text
    refused = desk.post(address, data={"item-1": "in_favour", "note": ""})
    assert refused.status_code == 422
    assert "Say who gave the casting vote" in refused.text
    assert desk.post(address, data={"item-1": "in_favour", "note": NOTE}).status_code == 302
    page = desk.get(tied.address).text
    assert NOTE in page
    assert "the casting vote broke the tie in favour" in page
    assert desk.post(address, data={"item-1": "against", "note": NOTE}).status_code in (409, 422)


def test_the_database_keeps_one_and_does_not_change_it(tied: Alliance) -> None:
    give(tied)
    given = tied.ballot.items[0].casting_vote
    assert given is not None
    given.choice = "against"
    with pytest.raises(DatabaseError):
        db.session.commit()
    db.session.rollback()
