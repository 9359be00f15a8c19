"""Addresses and hidden fields that no browser of ours sends, on both databases."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from eca_policy.papers.models import Paper
from tests.conftest import People, sign_in
from tests.making import make_paper


@pytest.fixture
def paper_there(database_url: str, app_on: Callable[..., Flask]) -> Iterator[tuple[FlaskClient, Paper]]:
    """A member of the alliance at a browser, and a paper in consultation."""
    app = app_on(database_url, DEMO_MODE=True)
    with app.app_context():
        people = People()
        paper = make_paper(people.secretariat())
        yield sign_in(app.test_client(), people.person("head", people.association())), paper


@pytest.mark.parametrize(
    "path",
    ["/papers/%00", "/papers/ECA%00/edit", "/associations/%00", "/published/%00", "/choose-password/%00"],
)
def test_nul_in_an_address_names_nothing(paper_there: tuple[FlaskClient, Paper], path: str) -> None:
    client, _paper = paper_there
    assert client.get(path).status_code in (404, 410)


def test_nul_in_the_paragraph_of_a_comment_is_refused(paper_there: tuple[FlaskClient, Paper]) -> None:
    client, paper = paper_there
    written = {"type": "general", "body": "Well said.", "paragraph": "p\0"}
    assert client.post(f"/papers/{paper.reference}/comments", data=written).status_code == 422


@pytest.mark.parametrize("path", ["/sign-in", "/demo/sign-in", "/forgotten-password"])
def test_nul_in_an_address_of_mail_finds_nobody(paper_there: tuple[FlaskClient, Paper], path: str) -> None:
    client, _paper = paper_there
    response = client.post(path, data={"email": "a\0@example.org", "password": "x\0" * 10})
    assert response.status_code in (404, 422)


def test_nul_in_the_name_of_a_token_is_refused(paper_there: tuple[FlaskClient, Paper]) -> None:
    client, _paper = paper_there
    assert client.post("/account/tokens", data={"name": "backup\0"}).status_code == 422


def test_nul_in_what_was_changed_is_refused(paper_there: tuple[FlaskClient, Paper]) -> None:
    client, paper = paper_there
    text = {"source": "Other words.", "summary": "wording\0", "base": "1"}
    assert client.post(f"/papers/{paper.reference}/edit", data=text).status_code in (403, 422)
