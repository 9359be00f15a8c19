"""Amendments on the paper page: marks in the margin, the panel, and the ways to see the text."""

import re

import pytest
from flask.testing import FlaskClient

from eca_policy.amendments import queries, service
from eca_policy.lib import clock
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import access_paper
from eca_policy.transaction import transaction
from tests.amendments.conftest import House, as_, at, change, queries_of
from tests.conftest import actor_of, sign_in


@pytest.fixture
def paper(house: House) -> Paper:
    return house.paper()


def accept(house: House, paper: Paper, *names: str) -> None:
    for name in names:
        with transaction():
            access = access_paper(actor_of(house.rapporteur), paper.reference, at=clock.now())
            amendment = queries.amendment_named(access, name)
            service.decide(access, amendment, "accepted", reason="", at=clock.now())


def text_of(page: str) -> str:
    """The text alone, without the panel."""
    return page.split("<article")[1].split("</article>")[0]


def paragraph(page: str, place: str) -> str:
    """One paragraph of the text with all that stands at it."""
    return text_of(page).split(f'<section id="p-{place}"')[1].split("</section>")[0]


def panel_of(page: str) -> str:
    return page.split('id="panel"')[1].split("</aside>")[0]


def show(client: FlaskClient, paper: Paper, query: str = "") -> str:
    response = client.get(f"/papers/{paper.reference}{query}")
    assert response.status_code == 200
    return response.text


def test_the_margin_counts_the_amendments_to_each_paragraph(
    client: FlaskClient, house: House, paper: Paper
) -> None:
    sign_in(client, house.swede)
    assert "mark-amendments" not in show(client, paper)
    assert "With amendments" not in show(client, paper)
    house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    house.table(house.swede, paper, change(paper, 3, kind="delete"), change(paper, 2, "New.", "insert_after"))
    page = show(client, paper)
    assert '<span class="mark-amendments">2</span>' in paragraph(page, at(paper, 3))
    assert '<span class="mark-amendments">1</span>' in paragraph(page, at(paper, 2))
    assert "mark-amendments" not in paragraph(page, at(paper, 4))
    assert re.search(r'id="tab-amendments"[^>]*>Amendments <span class="count">2</span>', page)


def test_a_draft_is_counted_for_its_delegation_alone(client: FlaskClient, house: House, paper: Paper) -> None:
    house.draft(house.finn, paper, change(paper, 3, "They need lasting funding."))
    assert "mark-amendments" in show(sign_in(client, house.second_finn), paper)
    as_(client, house.swede)
    for query in ("", "?panel=amendments", "?view=amendments"):
        page = show(client, paper, query)
        assert "mark-amendments" not in page
        assert "lasting" not in page


def test_opening_a_mark_shows_the_change_in_its_place(
    client: FlaskClient, house: House, paper: Paper
) -> None:
    house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    house.table(house.finn, paper, change(paper, 2, kind="delete"))
    sign_in(client, house.swede)
    page = show(client, paper, f"?panel=amendments&paragraph={at(paper, 3)}")
    opened = paragraph(page, at(paper, 3))
    assert "They need stable funding.</p>" in opened
    assert re.search(r"<ins>.*?lasting</ins>", opened)
    assert "Amendment 1</a> <span>Association FI" in opened
    assert "<del>" not in paragraph(page, at(paper, 2))
    panel = panel_of(page)
    assert "Reword paragraph 2" in panel
    assert "Delete paragraph 1" not in panel
    assert f"/papers/{paper.reference}/amendments/1" in panel
    assert "Propose a change to Paragraph 2" in panel


def test_the_view_with_amendments_draws_every_open_one(
    client: FlaskClient, house: House, paper: Paper
) -> None:
    house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    house.table(house.swede, paper, change(paper, 3, "They need *stable* funding."))
    house.table(house.swede, paper, change(paper, 0, "First of all.", "insert_after"))
    withdrawn = house.table(house.finn, paper, change(paper, 2, kind="delete"))
    house.do(service.withdraw, house.finn, paper, withdrawn)
    sign_in(client, house.observer)
    page = show(client, paper, "?view=amendments")
    text = text_of(page)
    assert text.count('class="struck"') == 3
    assert paragraph(page, at(paper, 3)).count('class="struck"') == 2
    assert text.index("First of all.") < text.index("Why this matters")
    assert 'aria-current="true">With amendments' in page
    assert text_of(show(client, paper)).count('class="struck"') == 0


def test_accepted_ones_are_seen_as_changes_and_then_clean(
    client: FlaskClient, house: House, paper: Paper
) -> None:
    house.table(house.finn, paper, change(paper, 2, "Clusters link small and young firms with research."))
    house.table(house.swede, paper, change(paper, 2, "Clusters link small firms with research and skills."))
    house.table(house.swede, paper, change(paper, 3, "They need **public** funding.\n\nAnd people."))
    house.table(house.swede, paper, change(paper, 4, kind="delete"))
    house.table(house.swede, paper, change(paper, 1, "## Other"))
    accept(house, paper, "1", "2", "3", "4")
    sign_in(client, house.observer)
    drawn = show(client, paper, "?view=accepted")
    both = paragraph(drawn, at(paper, 2))
    assert re.search(r"<ins>.*?and young ?</ins>", both)
    assert re.search(r"<ins>.*? and skills</ins>", both)
    assert "<del>" in paragraph(drawn, at(paper, 4))
    assert "Other" not in text_of(drawn)
    clean = text_of(show(client, paper, "?view=clean"))
    assert "Clusters link small and young firms with research and skills." in clean
    assert "<strong>public</strong>" in clean
    assert "And people." in clean
    assert "Fund clusters" not in clean
    assert "<ins>" not in clean
    assert ">3</a>" in clean


def test_an_accepted_amendment_to_an_amendment_takes_its_place(
    client: FlaskClient, house: House, paper: Paper
) -> None:
    house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    house.table(house.swede, paper, change(paper, 3, "They need lasting public funding."), parent="1")
    accept(house, paper, "1", "2")
    clean = text_of(show(sign_in(client, house.observer), paper, "?view=clean"))
    assert "They need lasting public funding." in clean


def test_each_version_has_its_own_amendments(client: FlaskClient, house: House, paper: Paper) -> None:
    house.table(house.finn, paper, change(paper, 2, "Clusters link all small firms with research."))
    house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    accept(house, paper, "1")
    house.move_on(paper, ("small firms", "all small firms"), ("They need", "Clusters need"))
    sign_in(client, house.observer)
    now = text_of(show(client, paper, "?view=amendments"))
    assert "Clusters need" in now
    assert now.count('class="struck"') == 1
    before = text_of(show(client, paper, "?view=amendments&version=1"))
    assert "Clusters need" not in before
    assert before.count('class="struck"') == 1
    assert "<ins>" in text_of(show(client, paper, "?view=accepted&version=1"))
    assert "<ins>" not in text_of(show(client, paper, "?view=accepted&version=2"))


def test_what_nobody_knows_is_the_text_as_issued(client: FlaskClient, house: House, paper: Paper) -> None:
    house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    sign_in(client, house.observer)
    page = show(client, paper, "?view=nonsense&panel=amendments&paragraph=nonsense")
    assert 'aria-current="true">As issued' in page
    assert "lasting" not in text_of(page)


def test_an_onlooker_is_not_asked_to_amend(client: FlaskClient, house: House, paper: Paper) -> None:
    assert "amendments/new" not in show(sign_in(client, house.observer), paper, "?panel=amendments")
    assert "amendments/new" in show(as_(client, house.finn), paper, "?panel=amendments")


@pytest.mark.parametrize(
    "query", ["", "?panel=amendments", "?view=amendments", "?view=accepted", "?view=clean"]
)
def test_the_number_of_queries_does_not_grow(
    client: FlaskClient, house: House, paper: Paper, query: str
) -> None:
    house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    accept(house, paper, "1")
    sign_in(client, house.swede)
    few = queries_of(client, f"/papers/{paper.reference}{query}")
    for number in range(10):
        house.table(house.finn, paper, change(paper, 3, f"They need funding {number}."))
        house.table(house.finn, paper, change(paper, 2, f"New {number}.", "insert_after"))
    accept(house, paper, "2", "3")
    assert queries_of(client, f"/papers/{paper.reference}{query}") == few


def test_what_is_kept_in_memory_never_hides_a_change(client: FlaskClient, house: House, paper: Paper) -> None:
    house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    sign_in(client, house.swede)
    assert "Association FI" in panel_of(show(client, paper, "?panel=amendments"))
    house.do(service.withdraw, house.finn, paper, "1")
    assert "withdrawn" in panel_of(show(client, paper, "?panel=amendments"))
    house.do(service.take_over, house.swede, paper, "1")
    assert "Association SE" in panel_of(show(client, paper, "?panel=amendments"))
