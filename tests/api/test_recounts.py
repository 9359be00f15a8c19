"""The recount file, as another program: for whom it is there, and that it decides the same again."""

import pytest

from eca_policy.ballots.recount import recount
from eca_policy.extensions import db
from eca_policy.papers.models import Paper
from tests.api.conftest import Acting, Program
from tests.ballots.results import close, make_ballot
from tests.conftest import People
from tests.exports.test_roll_call import ITEMS, SAID, SEVEN


@pytest.fixture
def program(acting: Acting, people: People) -> Program:
    """Of somebody whose association has no part in the ballot."""
    return acting(people.person("delegate", people.association("SE")))


def address(paper: Paper) -> str:
    return f"/papers/{paper.reference}/ballots/1/recount"


def test_what_comes_decides_the_ballot_again(program: Program, people: People) -> None:
    paper, ballot, _ = make_ballot(people, SAID)
    close(ballot)
    (again,) = recount(program.get(address(paper)).get_json())
    assert ballot.decision is not None
    assert again.agrees
    assert again.decision.outcome == ballot.decision.outcome == "adopted_with_reservations"


def test_a_voting_list_comes_as_a_list_of_cases(program: Program, people: People) -> None:
    paper, ballot, _ = make_ballot(people, SAID, items=ITEMS)
    close(ballot)
    cases = program.get(address(paper)).get_json()
    assert [case["outcome"] for case in cases] == ["adopted", "lapsed", "adopted_with_reservations"]
    assert all(again.agrees for again in recount(cases))


def test_a_secret_ballot_comes_by_its_codes_and_names_nobody(program: Program, people: People) -> None:
    paper, ballot, _ = make_ballot(people, SEVEN, shown="secret")
    close(ballot)
    case = program.get(address(paper)).get_json()
    assert (case["secret"], case["positions"]["code-06"]) == (True, "against")
    assert not case["positions"].keys() & SEVEN.keys()
    assert all(again.agrees for again in recount(case))


@pytest.mark.parametrize("shown", ["totals", "secret"])
def test_what_is_not_shown_is_refused(program: Program, people: People, shown: str) -> None:
    """Positions behind totals, and a box with too few slips."""
    paper, ballot, _ = make_ballot(people, {"FI": "in_favour", "ES": "against"}, shown=shown)
    close(ballot)
    response = program.get(address(paper))
    assert (response.status_code, response.mimetype) == (403, "application/problem+json")


def test_an_open_ballot_has_none_yet(program: Program, people: People) -> None:
    paper, ballot, _ = make_ballot(people, SAID)
    ballot.closes_at = ballot.closes_at.replace(year=2999)
    db.session.commit()
    assert program.get(address(paper)).status_code == 403


def test_what_is_not_there_is_not_found(program: Program, people: People) -> None:
    paper, _ballot, _ = make_ballot(people, SAID)
    assert program.get(address(paper).replace("/1/", "/2/")).status_code == 404
    assert program.get(address(paper).replace(paper.reference, "ECA-2026-999")).status_code == 404
    program.headers.clear()
    assert program.get(address(paper)).status_code == 401
