"""The page of statements: who gets it, and what comes of nonsense."""

from flask.testing import FlaskClient

from eca_policy.ballots.statements import queries
from tests.ballots.test_statements import Hall, hall
from tests.conftest import People, sign_in

__all__ = ["hall"]


def test_the_head_declares_on_the_page_and_everybody_reads_it(
    hall: Hall, client: FlaskClient, people: People
) -> None:
    finland = hall.associations["FI"].id
    data = {f"s{finland}-kind": "reservation", f"s{finland}-about": "", f"s{finland}-body": "Not <b>so</b>."}
    sign_in(client, hall.heads["FI"])
    assert "Make a statement" in client.get(hall.url()).text
    assert client.post(hall.url(f"/by/{finland}"), data=data).location == hall.url()
    observer = people.person("head", people.association("UA", status="observer"))
    page = sign_in(client, observer).get(hall.url()).text
    assert "Not &lt;b&gt;so&lt;/b&gt;." in page
    assert "Make a statement" not in page


def test_what_was_typed_comes_back_with_the_sentence(hall: Hall, client: FlaskClient) -> None:
    hall.state("FI", "reservation", "First.")
    finland = hall.associations["FI"].id
    data = {f"s{finland}-kind": "reservation", f"s{finland}-about": "", f"s{finland}-body": "Typed again."}
    answer = sign_in(client, hall.heads["FI"]).post(hall.url(f"/by/{finland}"), data=data)
    assert answer.status_code == 409
    assert "has made this statement already" in answer.text
    assert "Typed again." in answer.text
    data[f"s{finland}-kind"] = "nonsense"
    answer = client.post(hall.url(f"/by/{finland}"), data=data)
    assert answer.status_code == 422
    assert "Typed again." in answer.text


def test_words_are_changed_and_withdrawn_on_the_page(hall: Hall, client: FlaskClient) -> None:
    made = hall.state("FI", "reservation", "First.")
    sign_in(client, hall.heads["FI"])
    answer = client.post(hall.url(f"/{made.id}/change"), data={f"c{made.id}-body": ""})
    assert (answer.status_code, "Write what is to be printed." in answer.text) == (422, True)
    assert (
        client.post(hall.url(f"/{made.id}/change"), data={f"c{made.id}-body": "Second."}).status_code == 302
    )
    assert "Second." in client.get(hall.url()).text
    (now,) = queries.statements_of(hall.ballot)
    assert client.post(hall.url(f"/{now.id}/withdraw")).status_code == 302
    assert "There is no statement yet." in client.get(hall.url()).text
    assert client.post(hall.url(f"/{now.id}/withdraw")).status_code == 404


def test_the_page_is_for_those_who_read_the_paper(hall: Hall, client: FlaskClient) -> None:
    finland = hall.associations["FI"].id
    assert client.get(hall.url()).location.startswith("/sign-in")
    sign_in(client, hall.heads["ES"])
    assert client.post(hall.url(f"/by/{finland}"), data={
        f"s{finland}-kind": "opt_out", f"s{finland}-about": "",
    }).status_code == 403  # fmt: skip
    assert client.get(hall.url().replace("ballots/1", "ballots/7")).status_code == 404
    assert client.get(hall.url(f"/by/{finland}")).status_code == 405


def test_after_publication_there_is_nothing_to_declare(hall: Hall, client: FlaskClient) -> None:
    hall.adopted()
    sign_in(client, hall.heads["FI"])
    assert "changes no outcome" in client.get(hall.url()).text
    hall.publish()
    assert "Make a statement" not in client.get(hall.url()).text
