"""The paper page: who sees it, which text and which panel it shows."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from eca_policy.accounts.models import Account
from eca_policy.lib import clock
from eca_policy.papers.models import Paper
from tests.conftest import People, sign_in
from tests.making import add_revision, issue, make_paper


@pytest.fixture
def secretary(people: People) -> Account:
    return people.secretariat()


def page(client: FlaskClient, who: Account, paper: Paper, query: str = "") -> str:
    response = sign_in(client, who).get(f"/papers/{paper.reference}{query}")
    assert response.status_code == 200
    return response.text


def test_members_read_a_paper_in_consultation(
    client: FlaskClient, people: People, secretary: Account
) -> None:
    text = page(client, people.person("delegate", people.association()), make_paper(secretary))
    assert "Clusters link small firms with research." in text
    assert "Recommendation</span> 1" in text or "Recommendation 1" in text


def test_for_a_stranger_a_draft_does_not_exist(
    client: FlaskClient, people: People, secretary: Account
) -> None:
    stranger = sign_in(client, people.person("delegate", people.association()))
    paper = make_paper(secretary, stage="drafting")
    assert stranger.get(f"/papers/{paper.reference}").status_code == 404


def test_a_visitor_is_asked_to_sign_in_and_comes_back(client: FlaskClient, secretary: Account) -> None:
    paper = make_paper(secretary)
    response = client.get(f"/papers/{paper.reference}?panel=ballot")
    assert response.status_code == 302
    assert f"next=/papers/{paper.reference}?panel%3Dballot" in response.location


@pytest.mark.parametrize("path", ["/papers/ECA-2026-999", "/papers/%00", "/papers/" + "9" * 400])
def test_nonsense_is_not_found(client: FlaskClient, secretary: Account, path: str) -> None:
    assert sign_in(client, secretary).get(path).status_code == 404


def test_members_see_the_issued_version_and_the_rapporteur_the_latest_words(
    client: FlaskClient, people: People, secretary: Account
) -> None:
    member = people.person("delegate", people.association())
    paper = make_paper(secretary, rapporteurs=[secretary])
    add_revision(paper, secretary, "Not issued yet.")
    assert "Not issued yet." not in page(client, member, paper)
    assert "Not issued yet." in page(client, secretary, paper)


def test_an_earlier_version_can_be_read(client: FlaskClient, people: People, secretary: Account) -> None:
    member = people.person("delegate", people.association())
    paper = make_paper(secretary)
    issue(paper, add_revision(paper, secretary, "The second version."), secretary)
    assert "The second version." in page(client, member, paper)
    assert "Clusters link small firms" in page(client, member, paper, "?version=1")


@pytest.mark.parametrize("panel", ["comments", "versions", "ballot", "exports", "nonsense"])
def test_every_panel_opens(client: FlaskClient, people: People, secretary: Account, panel: str) -> None:
    member = people.person("delegate", people.association())
    assert 'id="panel"' in page(client, member, make_paper(secretary), f"?panel={panel}")


def test_a_consultation_whose_end_has_come_is_over_for_everyone(
    client: FlaskClient, people: People, secretary: Account
) -> None:
    member = people.person("delegate", people.association())
    running = make_paper(secretary)
    ended = make_paper(secretary, closes_at=clock.now() - timedelta(microseconds=1))
    assert "Comment on the paper" in page(client, member, running)
    assert "Comment on the paper" not in page(client, member, ended)
