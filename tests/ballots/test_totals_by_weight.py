"""Where only totals are shown, none by weight: 65 against tells whose it is, where one association has 65."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient

from eca_policy.ballots.models import Ballot
from eca_policy.ballots.showing import figures_seen, sight_of
from eca_policy.exports.minutes import minutes
from eca_policy.extensions import db
from eca_policy.papers.models import Paper
from eca_policy.record.models import Entry
from tests.ballots.opened import Alliance, procedure
from tests.ballots.results import close, make_ballot
from tests.ballots.voting_room import words
from tests.conftest import People, sign_in
from tests.exports.test_pdf import text

SAID = {
    "IT": {"choice": "against", "weight": 65},
    "FI": {"choice": "in_favour", "weight": 11},
    "ES": {"choice": "in_favour", "weight": 23},
    "FR": {"choice": "in_favour", "weight": 40},
}
BY_WEIGHT = {"conditions": [{"measure": "weight", "base": "cast", "more_than": "1/2"}]}
GIVEN_AWAY = ("65", "74")


def decided(people: People, **how: Any) -> tuple[Paper, Ballot]:
    paper, ballot, _ = make_ballot(people, SAID, **{"shown": "totals"} | how)
    return paper, close(ballot)


@pytest.fixture
def reader(client: FlaskClient, people: People) -> FlaskClient:
    return sign_in(client, people.person("delegate", people.association("SE")))


def of_groups(page: str) -> str:
    """The bars with their table."""
    return words(page[page.index('<figure class="bars">') : page.index("</figure>")])


def test_the_page_has_no_totals_by_weight(reader: FlaskClient, people: People) -> None:
    paper, _ = decided(people)
    page = reader.get(f"/papers/{paper.reference}/ballots/1").text
    assert "Against 1 (25.0 %)" in of_groups(page)
    assert "Weight" not in of_groups(page)
    assert "Weight: " not in page  # the text of the bar


@pytest.mark.parametrize("how", [{"shown": "after_close"}, {"rule": BY_WEIGHT}])
def test_they_stay_where_positions_get_names_or_the_rule_measures_weight(
    reader: FlaskClient, people: People, how: dict[str, Any]
) -> None:
    paper, _ = decided(people, **how)
    assert "Against 1 (25.0 %) 65" in of_groups(reader.get(f"/papers/{paper.reference}/ballots/1").text)


def test_no_file_has_totals_by_weight(reader: FlaskClient, people: People) -> None:
    paper, ballot = decided(people)
    where = f"/papers/{paper.reference}/ballots/1/roll-call"
    rows = list(csv.DictReader(io.StringIO(reader.get(f"{where}.csv").data.decode("utf-8-sig"))))
    assert {row["Position"]: (row["Associations"], row["Weight"]) for row in rows}["Against"] == ("1", "")
    book = openpyxl.load_workbook(io.BytesIO(reader.get(f"{where}.xlsx").data))
    found = {str(cell.value) for row in book["Figures"].iter_rows() for cell in row}
    assert found.isdisjoint(GIVEN_AWAY)
    printed = " ".join(text(minutes(paper, ballot).data).split())
    assert "Position Associations In favour 3 Against 1" in printed


def test_nor_have_the_figures_that_programs_and_the_record_get(people: People) -> None:
    _, ballot = decided(people)
    assert ballot.decision is not None
    figures = figures_seen(ballot.decision.figures, sight_of(ballot))
    assert figures["against"] == {"members": 1}
    assert "weight" not in str(figures)
    kept = db.session.query(Entry).filter_by(verb="ballot:decide").one()
    assert kept.details["figures"]["against"] == {"members": 1}


def test_a_silence_that_measures_no_weight_has_none(people: People) -> None:
    _, ballot = decided(people, rule={"silence": {"objections": 3}})
    assert ballot.decision is not None
    silence = figures_seen(ballot.decision.figures, sight_of(ballot))["silence"]
    assert "weight" not in silence
    assert "weight_base" not in silence


@pytest.mark.parametrize(("key", "is_warned"), [("double_majority", True), ("simple_majority", False)])
def test_who_opens_is_warned_where_totals_by_weight_have_to_be_shown(
    desk: FlaskClient, house: Alliance, key: str, is_warned: bool
) -> None:
    house.associations["FI"].weight = 65
    procedure(key, conduct={"shown": "totals"})
    typed = {"show": "1", "procedure_key": key, "closes_on": "2026-05-18", "closes_time": "17:00"}
    page = desk.post(house.page, data=typed).text
    assert ("can give positions away, because the weights differ" in page) is is_warned


def test_nobody_is_warned_where_all_weigh_the_same(desk: FlaskClient, house: Alliance) -> None:
    procedure("double_majority", conduct={"shown": "totals"})
    typed = {"show": "1", "procedure_key": "double_majority"}
    assert "because the weights differ" not in desk.post(house.page, data=typed).text
