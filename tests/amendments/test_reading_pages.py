"""The list of amendments and the page of each, through the client."""

import re

import pytest
from flask.testing import FlaskClient

from eca_policy.amendments import queries, service
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.papers.queries import access_paper
from eca_policy.transaction import transaction
from tests.amendments.conftest import House, as_, change, pages, queries_of
from tests.conftest import actor_of, sign_in


def decide(house: House, paper: object, name: str, decision: str, reason: str = "So it is.") -> None:
    with transaction():
        access = access_paper(actor_of(house.rapporteur), paper.reference, at=clock.now())  # type: ignore[attr-defined]
        amendment = queries.amendment_named(access, name)
        service.decide(access, amendment, decision, reason=reason, at=clock.now())  # type: ignore[arg-type]


def labels(page: str) -> list[str]:
    """The amendments that a list shows, in its order."""
    return re.findall(r'class="amendment-label" href="[^"]+/amendments/([^"]+)"', page)


def test_everyone_who_takes_part_reads_what_is_tabled(client: FlaskClient, house: House) -> None:
    paper = house.paper()
    house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    for reader in (house.finn, house.second_finn, house.swede, house.observer, house.secretary):
        as_(client, reader)
        assert "lasting" in client.get(pages(paper)).text
        assert "lasting" in client.get(f"{pages(paper)}/1").text


@pytest.mark.parametrize("path", ["", "/1", "/new", "/draft-1/edit", "/1/withdraw"])
def test_for_a_stranger_nothing_is_there(client: FlaskClient, house: House, path: str) -> None:
    paper = house.paper(stage="drafting")
    assert client.get(pages(paper) + path).location.startswith("/sign-in")
    assert sign_in(client, house.finn).get(pages(paper) + path).status_code == 404


@pytest.mark.parametrize(
    "name", ["0", "2", "FI-9", "draft-99", "draft-99999999999999999999", "draft-١", "x" * 200]
)
def test_an_amendment_that_is_not_there_is_a_404(client: FlaskClient, house: House, name: str) -> None:
    paper = house.paper()
    house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    assert sign_in(client, house.finn).get(f"{pages(paper)}/{name}").status_code == 404


def test_a_draft_is_listed_for_its_delegation_alone(client: FlaskClient, house: House) -> None:
    paper = house.paper()
    draft = house.draft(house.finn, paper, change(paper, 3, "They need lasting funding."))
    name = f"draft-{draft.id}"
    sign_in(client, house.second_finn)
    assert labels(client.get(pages(paper)).text) == [name]
    assert "your delegation alone sees it" in client.get(f"{pages(paper)}/{name}").text
    for stranger in (house.swede, house.rapporteur, house.secretary):
        as_(client, stranger)
        assert labels(client.get(pages(paper)).text) == []
        assert client.get(f"{pages(paper)}/{name}").status_code == 404


def test_the_list_follows_the_text_and_not_the_numbers(client: FlaskClient, house: House) -> None:
    paper = house.paper()
    house.table(house.finn, paper, change(paper, 4, kind="delete"))
    house.table(house.finn, paper, change(paper, 2, "New.", "insert_after"))
    house.table(house.swede, paper, change(paper, 2, "Clusters link all firms."))
    house.table(house.swede, paper, change(paper, 0, "First of all.", "insert_after"))
    page = sign_in(client, house.observer).get(pages(paper)).text
    assert labels(page) == ["4", "3", "2", "1"]
    assert "4 of 4 amendments" in page
    for words in (
        "Delete paragraph 3",
        "After paragraph 1, insert a new paragraph",
        "At the beginning, insert",
    ):
        assert words in page


def test_the_list_is_filtered(client: FlaskClient, house: House) -> None:
    paper = house.paper()
    house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    house.table(house.swede, paper, change(paper, 4, "Fund clusters for ten years.\n{: .recommendation }"))
    second = house.table(house.finn, paper, change(paper, 2, kind="delete"))
    house.do(service.withdraw, house.finn, paper, second)
    house.do(service.cosign, house.swede, paper, "1")
    sign_in(client, house.observer)
    for query, shown in (
        ("", ["3", "1", "2"]),
        ("?association=Association FI", ["3", "1"]),
        ("?association=Association SE", ["1", "2"]),
        ("?state=withdrawn", ["3"]),
        ("?recommendation=1", ["2"]),
        ("?recommendation=1&state=withdrawn", []),
        ("?recommendation=nonsense", []),
        ("?state=nonsense", []),
    ):
        assert labels(client.get(pages(paper) + query).text) == shown, query


def test_those_that_say_the_same_stand_together(client: FlaskClient, house: House) -> None:
    paper = house.paper()
    house.table(house.finn, paper, change(paper, 3, "They need lasting funding."), reason="For years.")
    house.table(house.swede, paper, change(paper, 2, kind="delete"))
    house.table(house.swede, paper, change(paper, 3, "They  need lasting funding."), reason="Again.")
    page = sign_in(client, house.observer).get(pages(paper)).text
    assert labels(page) == ["2", "1", "3"]
    assert "1 and 3 say the same." in page
    assert "Reason of Association SE" in page
    assert page.count('class="amended-place"') == 2
    assert "The same is proposed by" in client.get(f"{pages(paper)}/3").text


def test_the_number_of_queries_does_not_grow(client: FlaskClient, house: House) -> None:
    paper = house.paper()
    house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    sign_in(client, house.swede)
    few = queries_of(client, pages(paper)), queries_of(client, f"{pages(paper)}/1")
    for number in range(12):
        house.table(house.finn, paper, change(paper, 3, f"They need funding {number}."))
        house.do(service.cosign, house.swede, paper, str(number + 2))
    assert (queries_of(client, pages(paper)), queries_of(client, f"{pages(paper)}/1")) == few


def test_what_is_typed_is_never_markup(client: FlaskClient, house: House) -> None:
    paper = house.paper()
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    house.table(house.finn, paper, change(paper, 3, hostile), reason=hostile)
    decide(house, paper, "1", "rejected", hostile)
    sign_in(client, house.swede)
    for path in ("", "/1"):
        page = client.get(pages(paper) + path).text
        assert "alert(1)" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_a_decision_stands_with_its_reason(client: FlaskClient, house: House) -> None:
    paper = house.paper()
    house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    decide(house, paper, "1", "rejected", "It says so already.")
    sign_in(client, house.finn)
    for path in ("", "/1"):
        page = client.get(pages(paper) + path).text
        assert "rejected" in page
        assert "It says so already." in page
    assert "Withdraw it" not in client.get(f"{pages(paper)}/1").text


def test_every_wording_since_the_tabling_is_kept_and_none_before(client: FlaskClient, house: House) -> None:
    paper = house.paper()
    draft = house.draft(house.finn, paper, change(paper, 3, "They need a secret."))
    proposal = house.proposal(1, change(paper, 3, "They need stable and lasting funding."))
    house.do(service.redraft, house.finn, paper, draft, proposal=proposal)
    house.do(service.table, house.finn, paper, draft)
    house.move_on(paper, ("They need", "Clusters need"))
    page = sign_in(client, house.swede).get(f"{pages(paper)}/1").text
    assert "secret" not in page
    assert "Version 1, as tabled" in page
    assert "Version 2: carried to the new version" in page


def test_an_amendment_names_what_it_amends_and_the_other_way_round(client: FlaskClient, house: House) -> None:
    paper = house.paper()
    house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    house.table(house.swede, paper, change(paper, 3, "They need lasting public funding."), parent="1")
    sign_in(client, house.observer)
    assert "Amendments to this amendment" in client.get(f"{pages(paper)}/1").text
    page = client.get(f"{pages(paper)}/2").text
    assert "It changes" in page
    assert "amendment 1</a>" in page


def test_what_the_text_reads_already_is_said(client: FlaskClient, house: House) -> None:
    paper = house.paper()
    house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    house.move_on(paper, ("stable", "lasting"))
    page = sign_in(client, house.second_finn).get(f"{pages(paper)}/1").text
    assert "The text now reads as you asked" in page
    assert "Confirm this wording" not in page
    assert "The text now reads as it asked" in as_(client, house.swede).get(f"{pages(paper)}/1").text
    assert db.session.query(queries.Amendment).one().state == "tabled"
