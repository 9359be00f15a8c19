"""The files of a ballot, as another program."""

from urllib.parse import urlsplit

import pytest

from eca_policy.papers.models import Paper
from tests.api.conftest import Acting, Program
from tests.ballots.results import close, make_ballot
from tests.conftest import People
from tests.exports.test_roll_call import SAID, SEVEN

BEGINNINGS = {"roll-call.csv": b"\xef\xbb\xbfCode,", "roll-call.xlsx": b"PK", "minutes.pdf": b"%PDF-"}


@pytest.fixture
def program(acting: Acting, people: People) -> Program:
    return acting(people.person("delegate", people.association("SE")))


def ballot_shown(program: Program, paper: Paper) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = program.get(f"/papers/{paper.reference}/ballots/1").get_json()
    return found


def test_every_file_that_a_ballot_lists_is_there(program: Program, people: People) -> None:
    paper, ballot, _ = make_ballot(people, SAID)
    close(ballot)
    files = {each["name"]: each["url"] for each in ballot_shown(program, paper)["files"]}
    assert files.keys() == {*BEGINNINGS, "recount.json"}
    for name, url in files.items():
        answer = program.get(urlsplit(url).path.removeprefix("/api/v1"))
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].endswith(f"{paper.reference}-ballot-1-{name}")
        assert answer.data.startswith(BEGINNINGS.get(name, b"{"))


@pytest.mark.parametrize(
    ("shown", "files"),
    [("totals", {"roll-call.csv", "roll-call.xlsx", "minutes.pdf"}), ("secret", {"minutes.pdf"})],
)
def test_a_file_that_is_not_listed_is_refused(
    program: Program, people: People, shown: str, files: set[str]
) -> None:
    paper, ballot, _ = make_ballot(people, {"FI": "in_favour", "ES": "against"}, shown=shown)
    close(ballot)
    assert {each["name"] for each in ballot_shown(program, paper)["files"]} == files
    for name in {*BEGINNINGS, "recount.json"} - files:
        answer = program.get(f"/papers/{paper.reference}/ballots/1/files/{name}")
        assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")


def test_what_is_not_there_is_not_found(program: Program, people: People) -> None:
    paper, _ballot, _ = make_ballot(people, SEVEN)
    for address in ("1/files/roll-call.exe", "2/files/roll-call.csv"):
        assert program.get(f"/papers/{paper.reference}/ballots/{address}").status_code == 404
    program.headers.clear()
    assert program.get(f"/papers/{paper.reference}/ballots/1/files/roll-call.csv").status_code == 401
