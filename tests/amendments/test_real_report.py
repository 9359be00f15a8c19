"""The amendments of a real report, entered against its text, come out as printed."""

import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from eca_policy.amendments import queries
from eca_policy.amendments.changes import applied
from eca_policy.papers import queries as papers
from eca_policy.papers.models import Paper
from eca_policy.papers.typeset import stored_paragraphs
from eca_policy.text.paragraphs import split
from tests.amendments.conftest import House, at, change, pages
from tests.conftest import sign_in
from tests.text.real import REAL, needs_real

REPORT: Path = REAL / "votes" / "A9-0163-2024_EN.txt"
PAIR = re.compile(r"Present text\nAmendment\n(.*?)(?=\nAmendment \d|\Z)", re.DOTALL)
EDGE = re.compile(r"_{5,}")
PLACES = [
    "Reword paragraph 1; insert 2 new paragraphs after it",
    "Paragraph 2, reword the first sentence; delete the second sentence; insert 3 new paragraphs after it",
    "Reword paragraph 3",
    "Reword paragraph 4",
    "Paragraph 5, reword the first sentence; delete the second sentence; insert 2 new paragraphs after it",
]

pytestmark = needs_real


def printed() -> list[tuple[str, list[str]]]:
    """Of each amendment the present text, and the paragraphs of the amended one, without the notes."""
    pairs = []
    for found in PAIR.finditer(REPORT.read_text(encoding="utf-8").strip()):
        present, *amended = EDGE.split(found[1])[0].strip().split("\n")
        pairs.append((plain(present), [plain(each) for each in amended]))
    return pairs


def plain(line: str) -> str:
    """A line as one paragraph of Markdown: a number that begins it is text, not a list."""
    return re.sub(r"^(\d+)\. ", r"\1\\. ", line.strip())


@pytest.fixture
def entered(house: House) -> Paper:
    """A paper of the present texts, with each amendment tabled as printed."""
    pairs = printed()
    paper = house.paper(text="\n\n".join(present for present, _amended in pairs) + "\n")
    for number, (_present, amended) in enumerate(pairs, start=1):
        house.table(house.finn, paper, change(paper, number, "\n\n".join(amended)))
    return paper


def test_the_report_has_five_amendments() -> None:
    assert [len(amended) for _present, amended in printed()] == [3, 4, 1, 1, 3]


def test_each_amendment_applied_gives_the_printed_text(house: House, entered: Paper) -> None:
    version = papers.latest_version(entered)
    assert version is not None
    base = stored_paragraphs(version.revision.paragraphs)
    for number, (present, amended) in enumerate(printed(), start=1):
        amendment = next(each for each in queries_all(entered) if each.label == str(number))
        result = applied(base, amendment.wording.as_changes(), "new")
        assert [one.source.strip() for one in base][number - 1] == present
        assert [one.source.strip() for one in result][number - 1 : number - 1 + len(amended)] == amended
        assert len(result) == len(base) + len(amended) - 1
        assert result[number - 1].id == at(entered, number)


def queries_all(paper: Paper) -> list[queries.Amendment]:
    return list(queries.following(paper))


def test_list_and_pages_say_where_each_stands(client: FlaskClient, house: House, entered: Paper) -> None:
    sign_in(client, house.swede)
    listed = client.get(pages(entered)).text
    assert re.findall(r'class="amended-place">([^<]+)<', listed) == PLACES
    for number, (_present, amended) in enumerate(printed(), start=1):
        page = client.get(f"{pages(entered)}/{number}").text
        assert PLACES[number - 1] in page
        for paragraph in amended:
            assert paragraph in words_inserted(page)


def words_inserted(page: str) -> str:
    """What the change reads when it is made: everything but what is struck out."""
    change = page.split('class="amended-text"')[1].split(">", 1)[1].split("</div>")[0]
    without = re.sub(r"<del>.*?</del>", "", change, flags=re.DOTALL)
    without = re.sub(r'<span class="(visually-hidden|invisible-change)">.*?</span>', "", without)
    return unescape(re.sub(r"<[^>]+>", "", without))


def test_the_paragraphs_of_an_amendment_are_as_many_as_printed() -> None:
    for _present, amended in printed():
        assert split("\n\n".join(amended)) == [*(f"{each}\n\n" for each in amended[:-1]), amended[-1]]
