"""The result on the page: the figures against the rule, the items, and the roll page by page."""

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from fractions import Fraction
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert

from eca_policy.ballots import counting
from eca_policy.ballots.bars import LENGTH, segments
from eca_policy.ballots.counted import count_of
from eca_policy.ballots.decided import decision_of, sentence_of
from eca_policy.ballots.measured import measured
from eca_policy.ballots.models import Ballot, RollEntry
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.rules import decide
from eca_policy.ballots.showing import Wanted, roll_page, sight_of
from eca_policy.ballots.standing import missing_on, standings
from eca_policy.extensions import db
from eca_policy.members.models import Association
from eca_policy.papers.models import Paper
from tests.ballots.made_up_ballots import Taken, equal_roll, positions, procedures, rolls, taken
from tests.ballots.results import OPENED, SILENCE, TWO_THIRDS, close, make_ballot
from tests.conftest import NOW, People, sign_in
from tests.exports.test_roll_call import ITEMS, SAID, SEVEN

Counting = Callable[[], AbstractContextManager[list[str]]]


def address(paper: Paper, query: str = "") -> str:
    return f"/papers/{paper.reference}/ballots/1{query}"


@pytest.fixture
def reader(client: FlaskClient, people: People) -> FlaskClient:
    return sign_in(client, people.person("delegate", people.association("SE")))


def opened(client: FlaskClient, people: People, address: str) -> str:
    """The page as a delegate of Sweden sees it while the ballot is open."""
    with time_machine.travel(OPENED, tick=False):
        reader = sign_in(client, people.person("delegate", people.association("SE")))
        response = reader.get(address)
    assert response.status_code == 200
    return response.text


# The figures against the rule


def test_the_page_holds_the_figures_against_the_rule(reader: FlaskClient, people: People) -> None:
    paper, ballot, _ = make_ballot(people, SAID)
    close(ballot)
    page = reader.get(address(paper)).text
    assert "3 (at least two thirds)" in page
    assert "Quorum: taking part" in page
    assert "75.0 %" in page
    assert "Associations: In favour 3, Against 1, Not voting 1" in page
    assert "Weight: In favour 45, Against 10, Not voting 10" in page


def test_while_open_the_page_says_what_is_missing(client: FlaskClient, people: People) -> None:
    paper, _, _ = make_ballot(people, SAID | {"DE": None, "ES": None})
    page = opened(client, people, address(paper))
    assert "2 of 5 associations have answered" in page
    assert "1 more association must take part for the quorum" in page
    assert "Association DE, Association ES, Association PL" in page
    assert "The figures so far against the rule" in page


def test_while_open_a_ballot_that_shows_nothing_gives_no_figure_away(
    client: FlaskClient, people: People
) -> None:
    paper, _, _ = make_ballot(people, SEVEN | {"IT": "recused"}, shown="after_close")
    page = opened(client, people, address(paper))
    assert "6 of 7 associations have answered" in page
    assert "against the rule" not in page
    assert "bar-in_favour" not in page
    assert "Recused" not in page


def test_every_part_of_a_rule_has_its_line() -> None:
    rule = {
        "conditions": [
            {"measure": "members", "base": "cast", "more_than": "1/2"},
            {"measure": "weight", "base": "entitled", "at_least": "1/1"},
        ],
        "quorum": {"measure": "weight", "more_than": "1/3"},
        "negative_cap": {"at_most": "1/4"},
        "blocking_minority": {"members": 4},
        "min_in_favour": 2,
    }
    decision = decide(
        Procedure.from_dict(rule), [counting.RollEntry("A", 3), counting.RollEntry("B", 2)],
        {"A": counting.Choice.IN_FAVOUR, "B": counting.Choice.AGAINST},
    )  # fmt: skip
    rows = [
        (row.what, row.needed, row.got, row.base, row.verdict) for row in measured(rule, decision.figures())
    ]
    assert rows == [
        ("Quorum: weight taking part", "2 (more than a third)", "5", "5", "reached"),
        ("In favour, of the votes cast", "2 (more than half)", "1", "2", "not reached"),
        ("Weight in favour, of all entitled", "5 (all)", "3", "5", "not reached"),
        ("Blocking minority", "1 not in favour", "1", "", "there is one"),
        ("Against, of the votes cast", "0 at most (a quarter)", "1", "2", "exceeded"),
        ("In favour, at least", "2", "1", "", "not reached"),
    ]


@given(st.integers(0, 5), st.integers(0, 5), st.integers(1, 5))
def test_the_line_of_the_blocking_minority_says_what_the_rule_says(
    in_favour: int, against: int, blocking: int
) -> None:
    conditions = [{"measure": "members", "base": "cast", "at_least": "1/1"}]
    rule = {"conditions": conditions, "blocking_minority": {"members": blocking}}
    said = taken(in_favour, against)
    decision = decide(Procedure.from_dict(rule), equal_roll(10), said)
    row = measured(rule, decision.figures())[-1]
    if against:
        assert row.is_met is decision.conditions[0].is_deemed
    else:
        assert row.verdict == "there is none"


def test_two_for_and_three_against_are_blocked() -> None:
    conditions = [{"measure": "members", "base": "entitled", "at_least": "55/100"}]
    rule = {"conditions": conditions, "blocking_minority": {"members": 4}}
    decision = decide(Procedure.from_dict(rule), equal_roll(5), taken(2, 3))
    row = measured(rule, decision.figures())[-1]
    assert decision.outcome == "rejected"
    assert (row.needed, row.got, row.verdict) == ("2 not in favour", "3", "there is one")


def test_the_fewest_in_favour_alone_are_measured() -> None:
    """Without a condition there is nothing a blocking minority could make up for."""
    rule = {"min_in_favour": 8, "blocking_minority": {"members": 4}}
    decision = decide(Procedure.from_dict(rule), equal_roll(9), taken(8))
    assert [row.what for row in measured(rule, decision.figures())] == ["In favour, at least"]
    assert sentence_of(rule, decision.figures()) == "Adopted: 8 associations in favour, at least 8 needed."


def test_a_silence_is_measured_by_objections(app: Any, people: People) -> None:
    _, ballot, _ = make_ballot(people, SAID | {"FR": "objection"}, rule=SILENCE)
    close(ballot)
    assert ballot.decision is not None
    rows = [(row.what, row.got, row.verdict) for row in measured(SILENCE, ballot.decision.figures)]
    assert rows == [("Objections", "1", "not broken"), ("Weight of the objections", "10", "not broken")]


@given(procedures, rolls(), positions)
def test_the_stored_figures_give_the_sentence_again(
    procedure: Procedure, roll: list[counting.RollEntry], positions: Taken
) -> None:
    decision = decide(procedure, roll, positions, reservations=["A"])
    stored = json.loads(json.dumps(decision.figures()))
    assert sentence_of(procedure.to_dict(), stored) == decision.sentence
    again = decision_of(procedure.to_dict(), stored)
    assert (again.outcome, again.figures()) == (decision.outcome, decision.figures())


# Bars


@given(st.lists(st.integers(0, 10**6).map(Fraction), max_size=6))
def test_a_bar_is_filled_by_its_groups_and_none_that_is_there_is_invisible(numbers: list[Fraction]) -> None:
    drawn = segments([(str(at), number) for at, number in enumerate(numbers)])
    assert [part.key for part in drawn] == [str(at) for at, number in enumerate(numbers) if number]
    assert all(part.length >= 2 for part in drawn)
    ends = [part.start + part.length for part in drawn]
    assert [part.start for part in drawn] == [0, *ends[:-1]][: len(drawn)]
    assert not drawn or ends[-1] == LENGTH


# Items and what became of the text


def test_every_item_says_what_it_came_to(reader: FlaskClient, people: People) -> None:
    paper, ballot, _ = make_ballot(people, SAID, items=ITEMS)
    close(ballot)
    page = reader.get(address(paper)).text
    assert "Adopted: 2 of 3 votes cast in favour (66.6 %)" in page
    assert "Lapsed, because of the adoption of item 1." in page
    assert [title in page for title in ("Amendment 1", "Amendment 2")] == [True, True]


def test_the_positions_on_an_item_can_be_asked_for(reader: FlaskClient, people: People) -> None:
    paper, ballot, _ = make_ballot(people, SAID, items=ITEMS)
    close(ballot)
    assert "Ten years." in reader.get(address(paper)).text
    page = reader.get(address(paper, "?item=1&position=against")).text
    assert "Association FR" in page
    assert "Ten years." not in page


def test_while_open_every_item_says_what_is_missing(client: FlaskClient, people: People) -> None:
    paper, _, _ = make_ballot(people, SAID, items=ITEMS)
    page = opened(client, people, address(paper))
    assert page.count("the figures against the rule") == 3


def test_amendments_without_a_decision_on_the_text_have_no_effect(
    reader: FlaskClient, people: People
) -> None:
    paper, ballot, _ = make_ballot(people, dict.fromkeys(SAID) | {"FI": "in_favour"}, items=[])
    close(ballot)
    assert "The text goes back to consolidation" in reader.get(address(paper)).text


# The roll, page by page


def many(ballot: Ballot, number: int) -> None:
    """So many more associations on the roll."""
    if not number:
        return
    db.session.execute(
        insert(Association),
        [
            {"code": f"X{at:04}", "name": f"Cluster {at:04}", "country": "XX", "created_at": NOW}
            for at in range(number)
        ],
    )
    ids = db.session.query(Association.id).filter(Association.code.startswith("X"))
    rows = [{"ballot_id": ballot.id, "association_id": one, "weight": 1, "left_out": ""} for (one,) in ids]
    db.session.execute(insert(RollEntry), rows)
    db.session.commit()


def test_the_roll_is_shown_a_hundred_lines_at_a_time(reader: FlaskClient, people: People) -> None:
    paper, ballot, _ = make_ballot(people, SAID)
    many(ballot, 250)
    first, last = (reader.get(address(paper, f"?page={page}")).text for page in (1, 3))
    assert "Page 1 of 3" in first
    assert "Cluster 0090" in first
    assert "Cluster 0100" not in first
    assert "Cluster 0249" in last
    assert "Association UA" in last  # without a vote: last


@pytest.mark.parametrize("query", ["?page=99", "?page=0", "?page=x", "?position=nonsense", "?item=7"])
def test_nonsense_asks_for_what_there_is(reader: FlaskClient, people: People, query: str) -> None:
    paper, _, _ = make_ballot(people, SAID)
    assert "Association PL" in reader.get(address(paper, query)).text


def found(ballot: Ballot, **wanted: Any) -> list[str]:
    return [line.line.association.code for line in roll_page(ballot, (), Wanted(**wanted)).lines]


def test_lines_are_found_by_name_code_and_position(app: Any, people: People) -> None:
    _, ballot, _ = make_ballot(people, SAID)
    close(ballot)
    assert found(ballot, name="association e") == ["ES"]
    assert found(ballot, name="%") == []
    assert found(ballot, position="against") == ["FR"]
    assert found(ballot, position="missing") == ["PL"]
    assert found(ballot, position="left_out") == ["UA"]
    assert found(ballot, name="f", position="in_favour") == ["FI"]


@pytest.mark.parametrize(
    ("rule", "offered"),
    [
        (TWO_THIRDS, ["in_favour", "against", "abstention", "recused"]),
        (SILENCE, ["objection", "in_favour", "recused"]),
    ],
)
def test_the_roll_is_filtered_by_what_the_rule_offers(
    client: FlaskClient, people: People, rule: dict[str, Any], offered: list[str]
) -> None:
    paper, _, _ = make_ballot(people, {"FI": None}, rule=rule)
    page = opened(client, people, address(paper))
    assert re.findall(r'<option value="(\w+)">', page) == [*offered, "answered", "missing", "left_out"]


@pytest.mark.parametrize("shown", ["after_close", "totals", "secret"])
def test_a_filter_tells_no_position_that_is_not_shown(app: Any, people: People, shown: str) -> None:
    _, ballot, members = make_ballot(people, SEVEN, shown=shown)
    assert found(ballot, position="against") == sorted(SEVEN)
    own = roll_page(ballot, [members["IT"].id], Wanted()).lines
    seen = {line.line.association.code: line.position for line in own if line.position}
    assert set(seen) == (set() if shown == "secret" else {"IT"})
    hides_who = found(ballot, position="missing") == sorted(SEVEN)
    assert hides_who is (shown == "secret")


def test_a_page_of_the_roll_costs_the_same_queries_with_many(
    app: Any, people: People, count_queries: Counting
) -> None:
    _, ballot, _ = make_ballot(people, SAID)
    numbers = []
    for more in (0, 250):
        many(ballot, more)
        ballot_id = ballot.id
        db.session.expunge_all()
        ballot = db.session.get_one(Ballot, ballot_id)
        with count_queries() as sent:
            roll_page(ballot, (), Wanted())
        numbers.append(len(sent))
    assert numbers[0] == numbers[1]


# Several ballots at once


def test_the_standing_of_an_item_is_its_count(app: Any, people: People) -> None:
    _, ballot, _ = make_ballot(people, SAID, items=ITEMS)
    for item in ballot.items:
        assert standings(ballot.items)[item.id].counted == count_of(ballot, item).counted


def test_who_is_missing_is_named_as_far_as_it_is_shown(app: Any, people: People) -> None:
    _, ballot, _ = make_ballot(people, SAID)
    many(ballot, 30)
    missing = missing_on([ballot])[ballot.id]
    assert (missing.number, missing.names[0], len(missing.names), missing.others) == (
        31, "Association PL", 20, 11
    )  # fmt: skip


def test_who_is_missing_in_a_secret_ballot_is_nobodys_business_before_the_close(
    app: Any, people: People
) -> None:
    _, ballot, _ = make_ballot(people, SEVEN, shown="secret")
    assert missing_on([ballot]) == {}
    close(ballot)
    assert missing_on([ballot])[ballot.id].names == ("Association PT",)
    assert sight_of(ballot).totals
