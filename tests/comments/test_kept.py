"""What is drawn once and kept in memory never hides a change, and never shows one reader another's page."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask.testing import FlaskClient
from sqlalchemy import event

from eca_policy.extensions import db
from tests.comments.conftest import TEXT, Alliance, answer, on, save, write
from tests.conftest import sign_in
from tests.making import add_revision, issue

SUPPORT = 'formaction="/papers/{}/comments/1/support"'


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement sent to the database meanwhile."""
    sent: list[str] = []

    def note(*args: object) -> None:
        sent.append(str(args[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


def read(client: FlaskClient, reference: str) -> str:
    return client.get(f"/papers/{reference}?panel=comments").text


def test_an_answer_shows_at_the_next_view(client: FlaskClient, alliance: Alliance) -> None:
    paper = alliance.paper()
    write(alliance.spaniard, paper)
    sign_in(client, alliance.french)
    assert "Not for ever." not in read(client, paper.reference)
    answer(alliance.rapporteur, paper, 1, "not_accepted", "Not for ever.")
    assert "Not for ever." in read(client, paper.reference)


def test_a_new_name_shows_at_the_next_view(client: FlaskClient, alliance: Alliance) -> None:
    paper = alliance.paper()
    write(alliance.spaniard, paper)
    sign_in(client, alliance.french)
    assert "Association ES" in read(client, paper.reference)
    alliance.es.name = "Clusters of Spain"
    db.session.commit()
    page = read(client, paper.reference)
    assert "Clusters of Spain" in page
    assert "Association ES" not in page


def test_a_new_version_shows_at_the_next_view(client: FlaskClient, alliance: Alliance) -> None:
    paper = alliance.paper()
    sign_in(client, alliance.french)
    assert "Clusters sing." not in read(client, paper.reference)
    issue(paper, add_revision(paper, alliance.rapporteur, "Clusters sing.\n"), alliance.rapporteur)
    assert "Clusters sing." in read(client, paper.reference)


def test_what_became_of_the_words_shows_at_the_next_view(client: FlaskClient, alliance: Alliance) -> None:
    paper = alliance.paper(text=TEXT)
    write(alliance.spaniard, paper, **on(paper, 2, "for seven years"))
    sign_in(client, alliance.rapporteur)
    assert "have changed since" not in read(client, paper.reference)
    save(alliance, paper, TEXT.replace("seven", "ten"))
    page = read(client, paper.reference)
    assert "have changed since" in page
    assert 'data-signs="fortenyears"' in page
    save(alliance, paper, f"Foremost:\n\n{TEXT.replace('seven', 'ten')}")
    assert "Paragraph 3</a>" in read(client, paper.reference)


def test_every_reader_is_offered_what_they_may_do(client: FlaskClient, alliance: Alliance) -> None:
    paper = alliance.paper()
    write(alliance.spaniard, paper)
    button = SUPPORT.format(paper.reference)
    sign_in(client, alliance.french)
    assert button in read(client, paper.reference)
    client.post("/sign-out")
    sign_in(client, alliance.colleague)
    assert button not in read(client, paper.reference)


def test_a_paper_is_read_without_writing(client: FlaskClient, alliance: Alliance) -> None:
    paper = alliance.paper()
    write(alliance.spaniard, paper)
    sign_in(client, alliance.french)
    with statements() as sent:
        read(client, paper.reference)
    assert {statement.split()[0] for statement in sent} == {"BEGIN", "SELECT"}
    assert "BEGIN IMMEDIATE" not in sent
