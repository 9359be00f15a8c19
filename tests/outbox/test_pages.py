"""The pages of the outbox: who may see them, and that a mail shown can do no harm."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import People, sign_in
from tests.outbox.conftest import post_note

pytestmark = pytest.mark.usefixtures("note_templates")


@pytest.fixture
def in_earnest(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Demo mode is off."""
    monkeypatch.setitem(app.config, "DEMO_MODE", False)


def paths() -> list[str]:
    number = post_note(title="Äänestys on auki").id
    return ["/outbox", f"/outbox/{number}", f"/outbox/{number}/body"]


def test_in_a_demonstration_everyone_reads_the_mails(client: FlaskClient) -> None:
    listed, shown, body = (client.get(path) for path in paths())
    assert "Äänestys on auki" in listed.text
    assert "kept here" in listed.text
    assert "No mail server is set up" in shown.text
    assert "<h1>Äänestys on auki" in body.text


def test_an_empty_outbox_says_what_comes_here(client: FlaskClient) -> None:
    assert "No mail yet" in client.get("/outbox").text


@pytest.mark.usefixtures("in_earnest")
def test_otherwise_a_visitor_signs_in_first(client: FlaskClient) -> None:
    for path in paths():
        response = client.get(path)
        assert response.status_code == 302
        assert response.location.startswith("/sign-in?next=")


@pytest.mark.parametrize(("role", "status"), [("secretariat", 200), ("delegate", 403), ("head", 403)])
def test_otherwise_the_secretariat_alone_reads_them(
    app: Flask, client: FlaskClient, people: People, monkeypatch: pytest.MonkeyPatch, role: str, status: int
) -> None:
    sign_in(
        client, people.secretariat() if role == "secretariat" else people.person(role, people.association())
    )
    monkeypatch.setitem(app.config, "DEMO_MODE", False)
    assert [client.get(path).status_code for path in paths()] == [status] * 3


@pytest.mark.parametrize(
    "path", ["/outbox/1", "/outbox/1/body", "/outbox/0", "/outbox/x", "/outbox/99999999999"]
)
def test_a_mail_that_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "999999999999999999999"])
def test_a_page_that_is_not_there_is_no_error(client: FlaskClient, page: str) -> None:
    assert client.get(f"/outbox?page={page}").status_code == 200


def test_the_outbox_is_only_for_reading(client: FlaskClient) -> None:
    assert [client.post(path).status_code for path in paths()] == [405, 405, 405]


def test_the_list_is_read_page_by_page(client: FlaskClient) -> None:
    for number in range(51):
        post_note(number, title=f"Note {number}.")
    first, second = client.get("/outbox").text, client.get("/outbox?page=2").text
    assert "Note 50." in first
    assert "Note 0." not in first
    assert "Note 0." in second


def test_the_body_runs_no_script_and_is_framed_by_us_alone(client: FlaskClient) -> None:
    response = client.get(paths()[2])
    rules = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in rules
    assert "frame-ancestors 'self'" in rules
    assert "sandbox allow-top-navigation-by-user-activation" in rules
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert '<base target="_top">' in response.text
