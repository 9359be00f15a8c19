"""The files of a ballot: what everybody may see is in them, as it was written, and never as a formula."""

import csv
import io
import json
from typing import Any

import openpyxl
import pytest
import time_machine
from click.testing import CliRunner
from flask.testing import FlaskClient

from eca_policy.ballots.commands import ballot_commands
from eca_policy.ballots.models import Ballot
from eca_policy.exports.roll_call import number, safe
from eca_policy.papers.models import Paper
from tests.ballots.results import close, make_ballot
from tests.ballots.statement_hall import Hall, hall
from tests.conftest import People, sign_in

__all__ = ["hall"]

SAID = {
    "FI": {"choice": "in_favour", "reservation": "=1+1", "weight": 25},
    "ES": {"choice": "in_favour", "explanation": "Ääni, «pour»\nand a second line"},
    "FR": {"choice": "against", "explanation": "No.", "proposed_change": "Ten years.", "would_favour": True},
    "DE": {"choice": "in_favour", "channel": "letter", "channel_note": "Dr Weber, 6 May"},
    "PL": None,
    "UA": "left_out",
}
FILES = ("roll-call.csv", "roll-call.xlsx", "minutes.pdf", "recount.json")
SEVEN = dict.fromkeys(("FI", "ES", "FR", "DE", "PL"), "in_favour") | {"IT": "against", "PT": None}


def path(paper: Paper, name: str) -> str:
    return f"/papers/{paper.reference}/ballots/1/{name}"


@pytest.fixture
def reader(client: FlaskClient, people: People) -> FlaskClient:
    return sign_in(client, people.person("delegate", people.association("SE")))


def rows_of(client: FlaskClient, paper: Paper) -> list[dict[str, str]]:
    text = client.get(path(paper, "roll-call.csv")).data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def workbook(client: FlaskClient, paper: Paper) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(client.get(path(paper, "roll-call.xlsx")).data))


def decided(people: People, positions: dict[str, Any], **more: Any) -> tuple[Paper, Ballot]:
    paper, ballot, _ = make_ballot(people, positions, **more)
    return paper, close(ballot)


def test_the_csv_has_every_association_with_what_was_said_for_it(reader: FlaskClient, people: People) -> None:
    paper, _ = decided(people, SAID)
    rows = {row["Code"]: row for row in rows_of(reader, paper)}
    assert rows.keys() == SAID.keys()
    assert (rows["FI"]["Weight"], rows["FI"]["Position"]) == ("25", "In favour")
    assert rows["ES"]["Explanation"] == "Ääni, «pour»\nand a second line"
    assert (rows["FR"]["Proposed change"], rows["FR"]["In favour if it is made"]) == ("Ten years.", "yes")
    assert rows["DE"]["On which ground"] == "entered by the secretariat, by letter: Dr Weber, 6 May"
    assert (rows["PL"]["Position"], rows["PL"]["When (UTC)"]) == ("Not voting", "")
    assert (rows["UA"]["Position"], rows["UA"]["Weight"]) == ("observer: comments, no vote", "")
    assert rows["FI"]["When (UTC)"] == "2026-05-04T09:00:00Z"


def test_the_csv_begins_with_a_byte_order_mark(reader: FlaskClient, people: People) -> None:
    paper, _ = decided(people, SAID)
    assert reader.get(path(paper, "roll-call.csv")).data.startswith(b"\xef\xbb\xbfCode,")


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://a.eu")'])
def test_no_cell_of_the_csv_begins_like_a_formula(reader: FlaskClient, people: People, words: str) -> None:
    paper, _ = decided(people, SAID | {"ES": {"choice": "in_favour", "explanation": words}})
    rows = {row["Code"]: row for row in rows_of(reader, paper)}
    assert rows["ES"]["Explanation"] == f"'{words}"


def test_the_workbook_has_numbers_as_numbers_and_a_formula_as_text(
    reader: FlaskClient, people: People
) -> None:
    paper, _ = decided(people, SAID)
    book = workbook(reader, paper)
    assert book.sheetnames == ["Roll call", "Figures"]
    roll = book["Roll call"]
    assert roll.freeze_panes == "A2"
    by_code = {row[0].value: row for row in roll.iter_rows(min_row=2)}
    assert by_code["FI"][2].value == 25
    formula = by_code["FI"][5]
    assert (formula.value, formula.data_type) == ("=1+1", "s")
    figures = {row[2].value: row for row in book["Figures"].iter_rows(min_row=2) if row[0].value}
    assert figures["In favour"][3].value == 3
    assert figures["Quorum: taking part"][6].value == 4


def test_the_figures_say_by_which_rule_of_its_own_an_item_is_decided(
    reader: FlaskClient, people: People
) -> None:
    rule = {"conditions": [{"measure": "members", "base": "cast", "more_than": "1/2"}]}
    items = [ITEMS[0] | {"rule": rule, "procedure": "Amendments"}, ITEMS[1]]
    paper, _ = decided(people, SAID, items=items)
    rows = workbook(reader, paper)["Figures"].iter_rows(min_row=2, values_only=True)
    own = "Decided by another procedure than the text: Amendments. Adopted if more than half of the votes"
    assert [row[0] for row in rows if str(row[2]).startswith(own)] == [1]


def test_the_same_ballot_gives_the_same_workbook(reader: FlaskClient, people: People) -> None:
    paper, _ = decided(people, SAID)
    assert len({reader.get(path(paper, "roll-call.xlsx")).data for _ in range(2)}) == 1


def test_where_only_totals_are_shown_no_file_names_a_position(reader: FlaskClient, people: People) -> None:
    paper, _ = decided(people, SAID, shown="totals")
    rows = rows_of(reader, paper)
    assert {row["Position"]: row["Associations"] for row in rows}["Against"] == "1"
    assert "Association FR" not in reader.get(path(paper, "roll-call.csv")).text
    book = workbook(reader, paper)
    assert book.sheetnames == ["Participation", "Figures"]
    labels = {row[0].value: row[3].value for row in book["Participation"].iter_rows(min_row=2)}
    assert (labels["FR"], labels["PL"]) == ("Has answered", "Not voting")
    for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
        assert "Ten years" not in str(cell.value)
    assert reader.get(path(paper, "recount.json")).status_code == 403


@pytest.mark.parametrize("shown", ["after_close", "totals", "secret"])
def test_while_the_ballot_is_open_nothing_is_made_of_what_is_not_shown(
    client: FlaskClient, people: People, shown: str
) -> None:
    paper, ballot, _ = make_ballot(people, SEVEN, shown=shown)
    with time_machine.travel(ballot.opens_at, tick=False):
        reader = sign_in(client, people.person("delegate", people.association("SE")))
        answers = [reader.get(path(paper, name)).status_code for name in FILES]
    assert answers == [403] * len(FILES)


def test_a_secret_ballot_gives_totals_participants_and_codes(reader: FlaskClient, people: People) -> None:
    paper, _ = decided(people, SEVEN, shown="secret")
    book = workbook(reader, paper)
    assert book.sheetnames == ["Participation", "Figures", "Receipt codes"]
    codes = [(row[2].value, row[3].value) for row in book["Receipt codes"].iter_rows(min_row=2)]
    assert codes[0] == ("code-01", "In favour")
    case = json.loads(reader.get(path(paper, "recount.json")).data)
    assert (case["secret"], case["positions"]["code-06"]) == (True, "against")


def test_a_secret_ballot_with_too_few_slips_gives_nothing_away(reader: FlaskClient, people: People) -> None:
    paper, ballot = decided(people, {"FI": "in_favour", "ES": "against"}, shown="secret")
    assert reader.get(path(paper, "roll-call.csv")).status_code == 403
    assert reader.get(path(paper, "recount.json")).status_code == 403
    assert ballot.decision is not None
    assert reader.get(path(paper, "minutes.pdf")).status_code == 200


def test_the_recount_file_comes_to_the_same_decision(
    reader: FlaskClient, people: People, tmp_path: Any
) -> None:
    paper, ballot = decided(people, SAID)
    file = tmp_path / "recount.json"
    file.write_bytes(reader.get(path(paper, "recount.json")).data)
    answer = CliRunner().invoke(ballot_commands, ["recount", str(file)])
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert ballot.decision is not None
    assert told["id"] == f"{paper.reference}/1"
    assert told["outcome"] == ballot.decision.outcome == "adopted_with_reservations"
    assert (told["figures"], told["sentence"]) == (ballot.decision.figures, ballot.decision.sentence)


ITEMS = [
    {"pieces": [{"key": 1, "labels": ["1"], "amendments": [], "parent": None, "changes": []}],
     "positions": {"FI": "in_favour", "ES": "in_favour", "FR": "against"}},
    {"pieces": [{"key": 2, "labels": ["2"], "amendments": [], "parent": None, "changes": []}],
     "lapses_if": [{"adopted": [1], "unless": []}],
     "positions": {"FI": "in_favour", "ES": "in_favour", "FR": "in_favour"}},
]  # fmt: skip


def test_the_items_of_a_voting_list_are_a_list_of_cases(reader: FlaskClient, people: People) -> None:
    paper, _ = decided(people, SAID, items=ITEMS)
    cases = json.loads(reader.get(path(paper, "recount.json")).data)
    name = f"{paper.reference}/1"
    assert [case["id"] for case in cases] == [f"{name}/1", f"{name}/2", f"{name}/3"]
    assert [case["outcome"] for case in cases] == ["adopted", "lapsed", "adopted_with_reservations"]
    assert "lapses_if" not in cases[0]
    assert cases[1]["lapses_if"] == [{"adopted": [f"{name}/1"]}]


def test_the_items_of_a_voting_list_are_recounted(reader: FlaskClient, people: People, tmp_path: Any) -> None:
    paper, _ = decided(people, SAID, items=ITEMS)
    file = tmp_path / "recount.json"
    file.write_bytes(reader.get(path(paper, "recount.json")).data)
    answer = CliRunner().invoke(ballot_commands, ["recount", str(file)])
    assert answer.exit_code == 0, answer.output
    outcomes = [each["outcome"] for each in json.loads(answer.stdout)]
    assert outcomes == ["adopted", "lapsed", "adopted_with_reservations"]


def test_a_stranger_gets_no_file(client: FlaskClient, people: People) -> None:
    paper, _ = decided(people, SAID)
    assert client.get(path(paper, "roll-call.csv")).status_code == 302
    reader = sign_in(client, people.person("delegate", people.association("SE")))
    assert reader.get(path(paper, "roll-call.exe")).status_code == 404


def test_what_was_declared_has_a_sheet_of_its_own(hall: Hall, client: FlaskClient) -> None:
    """With what each is about, in the words it was written in; what was withdrawn is not on it."""
    hall.state("ES", "reservation", "=1+1", paragraph_id=hall.recommendation)
    hall.state("FI", "minority_statement", "Мы против.")
    hall.withdraw(hall.state("FR", "opt_out", "Never mind."))
    hall.adopted()
    sign_in(client, hall.heads["FR"])
    sheet = workbook(client, hall.paper)["Statements"]
    head, *rows = ([cell.value for cell in row] for row in sheet.iter_rows())
    assert head == ["Code", "Association", "What", "About", "Words", "By whom", "When (UTC)"]
    when = "2026-05-04T09:00:00Z"
    assert rows == [
        ["ES", "Association ES", "Reservation", "Recommendation 1", "=1+1", hall.heads["ES"].name, when],
        ["FI", "Association FI", "Minority statement", "The paper as a whole", "Мы против.",
         hall.heads["FI"].name, when],
    ]  # fmt: skip
    assert sheet["E2"].data_type == "s"
    assert "Мы против." not in client.get(path(hall.paper, "roll-call.csv")).text


def test_without_a_statement_there_is_no_sheet_of_them(hall: Hall, client: FlaskClient) -> None:
    hall.adopted()
    book = workbook(sign_in(client, hall.heads["FR"]), hall.paper)
    assert book.sheetnames == ["Roll call", "Figures"]


@pytest.mark.parametrize("words", [" =1+1", "\u00a0=1+1", "\uff1d1+1", "\u2007+1", "\u200b@a", "\ufeff-1"])
def test_a_formula_behind_white_space_or_in_full_width_stays_a_text(words: str) -> None:
    assert safe(words) == f"'{words}"


@pytest.mark.parametrize("words", ["", "Yes = no", "²=1", "1+1", 3, None])
def test_what_is_no_formula_is_left_alone(words: Any) -> None:
    assert safe(words) == words


def test_only_plain_digits_are_numbers() -> None:
    assert [number(text) for text in ("12", "²", "١٢", "1/2", "")] == [12, "²", "١٢", "1/2", ""]
