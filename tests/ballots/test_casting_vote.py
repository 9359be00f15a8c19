"""A tie waits for the chair where the procedure says so, and only then."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

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
from eca_policy.papers.service import withdraw
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
    assert entry.details == {"choices": {"1": choice}}, "The note names people, and the record is for good."
    assert [item.casting_vote.note for item in tied.ballot.items if item.casting_vote] == [NOTE]


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
    assert "No position yet" not in head.get(tied.address).text
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


@pytest.mark.parametrize(("note", "gives_back"), [("Our chair by telephone, 18 May", True), ("", False)])
def test_who_comes_second_reads_why_and_gets_the_note_back(
    tied: Alliance, client: FlaskClient, note: str, *, gives_back: bool
) -> None:
    desk = sign_in(client, tied.secretary)
    give(tied)
    refused = desk.post(f"{tied.address}/casting-vote", data={"item-1": "against", "note": note})
    assert refused.status_code == 409
    assert "This ballot is decided already. Look at what it came to." in refused.text
    assert ("Our chair by telephone, 18 May" in refused.text) == gives_back


def test_a_casting_vote_on_a_withdrawn_paper_is_refused_and_not_kept(
    tied: Alliance, client: FlaskClient
) -> None:
    with transaction():
        withdraw(actor_of(tied.secretary), tied.paper.reference, reason="Overtaken.", at=clock.now())
    with pytest.raises(casting_vote.NoCastingVote, match="The paper was withdrawn"):
        give(tied)
    assert [item.casting_vote for item in tied.ballot.items] == [None]
    assert db.session.query(Entry).filter_by(verb="ballot:break_tie").count() == 0
    desk = sign_in(client, tied.secretary)
    refused = desk.post(f"{tied.address}/casting-vote", data={"item-1": "against", "note": NOTE})
    assert (refused.status_code, NOTE in refused.text) == (422, True)
    assert "The paper was withdrawn: nothing is decided about it any more." in refused.text


def test_the_paper_and_the_desk_say_what_is_awaited(tied: Alliance, client: FlaskClient) -> None:
    desk = sign_in(client, tied.secretary)
    paper = desk.get(f"/papers/{tied.paper.reference}").text
    assert "the secretariat enters the casting vote of the chair" in paper
    assert "The associations cast their positions" not in paper
    page = desk.get("/desk").text
    assert "The casting vote of the chair is awaited." in page
    assert "is missing" not in page


def test_the_database_keeps_one_and_does_not_change_it(tied: Alliance) -> None:
    give(tied)
    given = tied.ballot.items[0].casting_vote
    assert given is not None
    given.choice = "against"
    with pytest.raises(DatabaseError):
        db.session.commit()
    db.session.rollback()


def test_who_only_looks_at_a_tied_ballot_holds_up_no_writer(
    tied: Alliance, client: FlaskClient, count_queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    head = sign_in(client, tied.heads["FI"])
    address, paper = tied.address, f"/papers/{tied.paper.reference}"
    for path in (address, f"{paper}?panel=ballot"):
        with count_queries() as sent:
            assert "The votes are tied" in head.get(path).text
        assert "BEGIN IMMEDIATE" not in sent


def test_a_tied_ballot_that_nobody_has_looked_at_is_found_tied_by_who_does(
    house: Alliance, client: FlaskClient
) -> None:
    procedure("simple_majority", rule=RULE)
    house.open(procedure_key="simple_majority")
    house.cast("FI", "in_favour")
    house.cast("ES", "against")
    house.clock.move_to(CLOSES)
    assert "The votes are tied" in sign_in(client, house.heads["FI"]).get(house.address).text
    assert house.ballot.tied_at == CLOSES


def test_a_later_close_makes_a_tie_of_before_no_tie(tied: Alliance, client: FlaskClient) -> None:
    """As if the close had been put off: whoever looks after it has the ballot counted anew."""
    ballot = tied.ballot
    ballot.closes_at = CLOSES + timedelta(days=1)
    db.session.commit()
    tied.cast("FR", "in_favour")
    tied.clock.move_to(ballot.closes_at)
    sign_in(client, tied.heads["FI"]).get(tied.address)
    assert tied.paper.stage == "adopted"


def test_a_tied_ballot_of_a_paper_that_is_withdrawn_ends_when_somebody_looks(
    tied: Alliance, client: FlaskClient
) -> None:
    with transaction():
        withdraw(actor_of(tied.secretary), tied.paper.reference, reason="Overtaken.", at=clock.now())
    sign_in(client, tied.secretary).get(tied.address)
    assert tied.ballot.ended_at is not None
