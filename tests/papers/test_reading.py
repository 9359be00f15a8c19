"""Reading papers: the comparison, the library, the history."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from eca_policy.lib import clock
from eca_policy.papers import service
from eca_policy.papers.models import Paper
from eca_policy.transaction import transaction
from tests.conftest import actor_of, sign_in
from tests.papers.conftest import TEXT, Alliance
from tests.papers.test_pages import address


def test_a_comparison_says_what_changed_in_words(
    client: FlaskClient, alliance: Alliance, paper: Paper
) -> None:
    alliance.consult(paper)
    alliance.save(paper, TEXT.replace("seven", "ten"), base=1)
    response = sign_in(client, alliance.rapporteur).get(address(paper, "compare?from=v1&to=r2"))
    assert "deleted: </span>seven" in response.text
    assert "inserted: </span>ten" in response.text
    assert "3 unchanged paragraphs" in response.text


@pytest.fixture
def rewritten(alliance: Alliance, paper: Paper) -> Paper:
    """A paper whose text was saved once more after its first version."""
    alliance.consult(paper)
    alliance.save(paper, TEXT.replace("seven", "forty"), base=1)
    return paper


@pytest.mark.parametrize("page", ["revisions", "compare"])
@pytest.mark.parametrize("reader", ["stranger", "observer"])
def test_readers_are_shown_what_was_issued(
    client: FlaskClient, alliance: Alliance, rewritten: Paper, page: str, reader: str
) -> None:
    seen = sign_in(client, getattr(alliance, reader)).get(address(rewritten, page))
    assert seen.status_code == 200
    assert "Revision 2" not in seen.text
    assert "Revision 2" in sign_in(client, alliance.rapporteur).get(address(rewritten, page)).text


@pytest.mark.parametrize("page", ["revisions/2", "compare?from=v1&to=r2", "compare?from=r2"])
@pytest.mark.parametrize("reader", ["stranger", "observer"])
def test_for_readers_a_text_not_issued_does_not_exist(
    client: FlaskClient, alliance: Alliance, rewritten: Paper, page: str, reader: str
) -> None:
    seen = sign_in(client, getattr(alliance, reader)).get(address(rewritten, page))
    assert seen.status_code == 404
    assert "forty" in sign_in(client, alliance.colleague).get(address(rewritten, page)).text


def test_issued_versions_are_compared_by_everyone(
    client: FlaskClient, alliance: Alliance, paper: Paper
) -> None:
    alliance.consult(paper)
    alliance.save(paper, TEXT.replace("seven", "ten"), base=1)
    with transaction():
        service.issue_version(actor_of(alliance.rapporteur), paper.reference, revision=2, at=clock.now())
    response = sign_in(client, alliance.observer).get(address(paper, "compare"))
    assert "inserted: </span>ten" in response.text


@pytest.mark.parametrize("query", ["from=v9&to=v1", "from=x&to=r1", "from=r1&to=", "from=r١"])
def test_a_comparison_with_what_does_not_exist_is_not_found(
    client: FlaskClient, alliance: Alliance, paper: Paper, query: str
) -> None:
    assert sign_in(client, alliance.rapporteur).get(address(paper, f"compare?{query}")).status_code == 404


def test_the_library_shows_what_one_may_see(client: FlaskClient, alliance: Alliance, paper: Paper) -> None:
    alliance.start(title="Энергия для кластеров")
    assert "No paper yet" in sign_in(client, alliance.stranger).get("/papers/").text
    sign_in(client, alliance.rapporteur)
    assert "2 papers" in client.get("/papers/").text
    assert "1 paper<" in client.get("/papers/?q=ЭНЕРГИЯ").text
    assert "1 paper<" in client.get(f"/papers/?q={paper.reference.lower()}").text
    assert "Nothing found" in client.get("/papers/?stage=adopted").text
    assert client.get("/papers/?page=99999999&stage=nonsense").status_code == 200


def test_the_library_asks_the_database_as_often_for_many_papers(
    client: FlaskClient, alliance: Alliance, paper: Paper, count_queries: Any
) -> None:
    sign_in(client, alliance.rapporteur)
    with count_queries() as for_one:
        client.get("/papers/")
    for _ in range(5):
        alliance.start()
    with count_queries() as for_many:
        client.get("/papers/")
    assert len(for_many) == len(for_one)


def test_the_history_asks_as_often_for_many_revisions(
    client: FlaskClient, alliance: Alliance, paper: Paper, count_queries: Any
) -> None:
    sign_in(client, alliance.rapporteur)
    with count_queries() as for_one:
        client.get(address(paper, "revisions"))
    for number in range(1, 6):
        alliance.save(paper, f"{TEXT}\nSentence {number}.\n", base=number)
    with count_queries() as for_many:
        client.get(address(paper, "revisions"))
    assert len(for_many) == len(for_one)


def test_presets_are_the_choices_of_the_form(client: FlaskClient, alliance: Alliance) -> None:
    page = sign_in(client, alliance.rapporteur).get("/papers/new").text
    assert all(preset.facts.name in page for preset in service.ALL_PRESETS)
