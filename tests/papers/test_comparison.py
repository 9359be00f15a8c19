"""The comparison page: in one column and in two, with everything it says in words."""

import re

import pytest
from flask.testing import FlaskClient

from eca_policy.lib import clock
from eca_policy.papers import service
from eca_policy.papers.models import Paper
from eca_policy.transaction import transaction
from tests.conftest import actor_of, sign_in
from tests.papers.conftest import Alliance
from tests.papers.test_pages import address

BEFORE = """# Clusters

Clusters link small firms with research in every region.

They need stable funding for seven years. Authorities decide on it every single year again.

The Union knows this since long.

Members pay for half of it.

Every region has its own plan.

A sentence of no further use.
"""
AFTER = """# Clusters

They need stable funding for seven years.

Authorities decide on it every single year again.

The Union knows this since long. Members pay for half of it.

Every region has its own plan.

Clusters link small firms with research in every region.
"""
SIDES = "compare?from=v1&to=v2&layout=side-by-side"
INLINE = "compare?from=v1&to=v2"


def issue(alliance: Alliance, paper: Paper, revision: int) -> None:
    with transaction():
        service.issue_version(
            actor_of(alliance.rapporteur), paper.reference, revision=revision, at=clock.now()
        )


@pytest.fixture
def rearranged(alliance: Alliance) -> Paper:
    """A paper of two versions: moved, split, merged and removed."""
    paper = alliance.start(BEFORE)
    alliance.consult(paper)
    alliance.save(paper, AFTER, base=1)
    issue(alliance, paper, 2)
    return paper


@pytest.fixture
def reader(client: FlaskClient, alliance: Alliance) -> FlaskClient:
    return sign_in(client, alliance.stranger)


def rewritten(alliance: Alliance, before: str, after: str) -> Paper:
    paper = alliance.start(before)
    alliance.consult(paper)
    alliance.save(paper, after, base=1)
    issue(alliance, paper, 2)
    return paper


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", "", page))


@pytest.mark.parametrize("page", [INLINE, SIDES])
def test_everything_that_happened_is_said_in_words(reader: FlaskClient, rearranged: Paper, page: str) -> None:
    said = plain(reader.get(address(rearranged, page)).text)
    for sentence in (
        "2 paragraphs changed, 1 added, 2 removed, 1 moved",
        "Paragraph 1 moved to paragraph 5",
        "Paragraph 5: moved: was paragraph 1, now paragraph 5",
        "Paragraph 1: changed: paragraph 2 was split off from it",
        "Paragraph 2: added: split off from paragraph 1",
        "Paragraph 3: changed: the former paragraph 4 was merged into it",
        "Former paragraph 4: removed: merged into paragraph 3",
        "Former paragraph 6: removed",
    ):
        assert sentence in said


@pytest.mark.parametrize("page", [INLINE, SIDES])
def test_every_way_on_the_page_leads_somewhere(reader: FlaskClient, rearranged: Paper, page: str) -> None:
    text = reader.get(address(rearranged, page)).text
    ids = re.findall(r'id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    anchors = set(re.findall(r'href="#([^"]+)"', text))
    assert len(anchors) > 5
    assert anchors <= set(ids)


def test_read_backwards_nothing_was_merged_or_split(reader: FlaskClient, rearranged: Paper) -> None:
    said = plain(reader.get(address(rearranged, "compare?from=v2&to=v1")).text)
    assert "was paragraph 5, now paragraph 1" in said
    assert not re.search("merged|split", said)


def cells(page: str) -> tuple[str, str]:
    """What stands in the first column and what in the second."""
    found = re.findall(r'<td data-label="Version ([12])">(.*?)</td>', page, re.DOTALL)
    return ("".join(text for number, text in found if number == side) for side in "12")  # type: ignore[return-value]


def test_side_by_side_what_went_stands_left_and_what_came_right(
    reader: FlaskClient, alliance: Alliance
) -> None:
    paper = rewritten(alliance, "Fund it for seven years.\n", "Fund it for ten years.\n")
    left, right = cells(reader.get(address(paper, SIDES)).text)
    assert "</span>seven</del>" in left
    assert "<ins>" not in left
    assert "ten" not in left
    assert "</span>ten</ins>" in right
    assert "<del>" not in right
    assert "seven" not in right


def test_side_by_side_both_columns_have_their_heads(reader: FlaskClient, rearranged: Paper) -> None:
    page = reader.get(address(rearranged, SIDES)).text
    assert '<th scope="col">Version 1</th><th scope="col">Version 2</th>' in page
    assert "Not in this text" in page


def test_the_layouts_lead_to_each_other_with_the_same_texts(reader: FlaskClient, rearranged: Paper) -> None:
    page = reader.get(address(rearranged, INLINE)).text
    assert f"/papers/{rearranged.reference}/compare?layout=side-by-side&amp;from=v1&amp;to=v2" in page
    page = reader.get(address(rearranged, SIDES)).text
    assert f"/papers/{rearranged.reference}/compare?layout=inline&amp;from=v1&amp;to=v2" in page
    assert '<input type="hidden" name="layout" value="side-by-side">' in page


@pytest.mark.parametrize("layout", ["", "nonsense", "%00", "Side-by-side"])
def test_of_a_layout_there_is_not_the_page_falls_back_to_one_column(
    reader: FlaskClient, rearranged: Paper, layout: str
) -> None:
    response = reader.get(address(rearranged, f"{INLINE}&layout={layout}"))
    assert response.status_code == 200
    assert "<table" not in response.text


@pytest.mark.parametrize("page", [INLINE, SIDES])
def test_a_change_that_nobody_sees_is_spelled_out(reader: FlaskClient, alliance: Alliance, page: str) -> None:
    paper = rewritten(alliance, "Fund clusters for  seven years.\n", "Fund clusters for seven\nyears.\n")
    text = reader.get(address(paper, page)).text
    assert "[space]" in text
    assert "[line break]" in text


def test_a_row_leads_to_the_text_where_the_paragraph_still_stands(
    reader: FlaskClient, rearranged: Paper
) -> None:
    page = reader.get(address(rearranged, INLINE)).text
    lead = set(re.findall(rf"/papers/{rearranged.reference}#p-(\w+)", page))
    rows = set(re.findall(r'id="row-(\w+)"', page))
    assert lead < rows
    text = reader.get(f"/papers/{rearranged.reference}").text
    assert lead == set(re.findall(r'<section id="p-(\w+)"', text))


def test_the_same_text_twice_is_said_to_be_the_same(reader: FlaskClient, rearranged: Paper) -> None:
    page = reader.get(address(rearranged, "compare?from=v1&to=v1&layout=side-by-side")).text
    assert "The two texts are the same" in page


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_comparison_is_only_read(reader: FlaskClient, rearranged: Paper, method: str) -> None:
    assert getattr(reader, method)(address(rearranged, INLINE)).status_code == 405
