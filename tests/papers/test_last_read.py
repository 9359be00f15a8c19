"""What a person read last, and that it has changed since."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from eca_policy.accounts.models import Account
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import NotVisible
from eca_policy.papers import last_read, service
from eca_policy.papers.models import Paper, Reading
from eca_policy.papers.queries import access_paper
from eca_policy.record.models import Entry
from eca_policy.transaction import transaction
from tests.conftest import NOW, People, actor_of, sign_in
from tests.making import add_revision, issue, make_paper
from tests.papers.conftest import TEXT, Alliance
from tests.papers.test_comparison import issue as issue_version
from tests.papers.test_pages import address
from tests.papers.test_races import at_once

CHANGED = TEXT.replace("seven", "ten")


@pytest.fixture
def shared(alliance: Alliance, paper: Paper) -> Paper:
    """A paper in consultation, its text issued as version 1."""
    return alliance.consult(paper)


@pytest.fixture
def reissued(alliance: Alliance, shared: Paper) -> Paper:
    """The same with a second version."""
    alliance.save(shared, CHANGED, base=1)
    issue_version(alliance, shared, 2)
    return shared


def read(who: Account, paper: Paper, revision: int, **changes: Any) -> None:
    with transaction():
        given = {"revision": revision, "at": clock.now(), **changes}
        last_read.mark_read(actor_of(who), paper.reference, **given)


def reading(who: Account, paper: Paper) -> last_read.LastRead | None:
    db.session.rollback()
    return last_read.latest_reading(access_paper(actor_of(who), paper.reference, at=clock.now()))


def test_what_was_read_last_is_kept(alliance: Alliance, reissued: Paper) -> None:
    read(alliance.stranger, reissued, 1, at=NOW)
    assert reading(alliance.stranger, reissued) == last_read.LastRead(1, 1, NOW)
    read(alliance.stranger, reissued, 2, at=NOW + timedelta(days=1))
    assert reading(alliance.stranger, reissued) == last_read.LastRead(2, 2, NOW + timedelta(days=1))
    assert db.session.query(Reading).filter_by(account_id=alliance.stranger.id).count() == 1


def test_an_earlier_text_never_covers_a_later_reading(alliance: Alliance, reissued: Paper) -> None:
    read(alliance.stranger, reissued, 2, at=NOW)
    read(alliance.stranger, reissued, 1, at=NOW + timedelta(days=1))
    assert reading(alliance.stranger, reissued) == last_read.LastRead(2, 2, NOW)


def test_what_one_wrote_one_has_read(alliance: Alliance, paper: Paper) -> None:
    first = reading(alliance.rapporteur, paper)
    assert first is not None
    assert (first.revision, first.version) == (1, None)
    alliance.save(paper, CHANGED, base=1, by=alliance.colleague)
    assert getattr(reading(alliance.rapporteur, paper), "revision", None) == 1
    assert getattr(reading(alliance.colleague, paper), "revision", None) == 2


def test_a_reading_leaves_no_line_in_the_record(alliance: Alliance, reissued: Paper) -> None:
    before = db.session.query(Entry).count()
    read(alliance.stranger, reissued, 2)
    assert db.session.query(Entry).count() == before


def test_only_what_one_may_read_is_read(alliance: Alliance, shared: Paper) -> None:
    alliance.save(shared, CHANGED, base=1)
    with pytest.raises(NotVisible):
        read(alliance.stranger, shared, 2)
    assert reading(alliance.stranger, shared) is None
    read(alliance.colleague, shared, 2)
    assert getattr(reading(alliance.colleague, shared), "name", None) == "r2"


def test_a_draft_read_by_a_former_rapporteur_is_not_named_any_more(
    client: FlaskClient, alliance: Alliance, shared: Paper
) -> None:
    with transaction():
        service.appoint_rapporteur(
            actor_of(alliance.secretary), shared.reference, alliance.stranger.id, at=clock.now()
        )
    alliance.save(shared, CHANGED, base=1, by=alliance.stranger)
    with transaction():
        service.dismiss_rapporteur(
            actor_of(alliance.secretary), shared.reference, alliance.stranger.id, at=clock.now()
        )
    alliance.save(shared, TEXT, base=2)
    issue_version(alliance, shared, 3)
    assert reading(alliance.stranger, shared) is None
    signed_in = sign_in(client, alliance.stranger)
    assert "has changed since" not in signed_in.get(f"/papers/{shared.reference}").text
    assert "Changed since" not in signed_in.get("/").text
    assert signed_in.get(address(shared, "compare?from=read")).status_code == 404


@pytest.mark.parametrize("who", ["stranger", "observer", "colleague", "secretary", "rapporteur"])
def test_everyone_who_may_read_the_paper_says_so_with_a_button(
    client: FlaskClient, alliance: Alliance, reissued: Paper, who: str
) -> None:
    signed_in = sign_in(client, getattr(alliance, who))
    response = signed_in.post(address(reissued, "read"), data={"revision": "2", "version": "2"})
    assert response.location == f"/papers/{reissued.reference}?version=2"
    page = signed_in.get(response.location).text
    assert "Noted as read." in page
    assert "You read this text on" in page


def test_a_page_read_to_its_end_says_so_by_itself(
    client: FlaskClient, alliance: Alliance, shared: Paper
) -> None:
    signed_in = sign_in(client, alliance.stranger)
    response = signed_in.post(address(shared, "read"), data={"revision": "1", "by-itself": "1"})
    assert (response.status_code, response.data) == (204, b"")
    assert "Noted as read." not in signed_in.get("/").text
    assert getattr(reading(alliance.stranger, shared), "revision", None) == 1


def test_for_a_stranger_a_draft_does_not_exist(client: FlaskClient, alliance: Alliance, paper: Paper) -> None:
    response = sign_in(client, alliance.stranger).post(address(paper, "read"), data={"revision": "1"})
    assert response.status_code == 404


@pytest.mark.parametrize("revision", ["", "9", "0", "-1", "x", "١", "1" * 40, "1\0"])
def test_a_text_there_is_not_cannot_be_read(
    client: FlaskClient, alliance: Alliance, shared: Paper, revision: str
) -> None:
    response = sign_in(client, alliance.stranger).post(address(shared, "read"), data={"revision": revision})
    assert response.status_code == 404
    assert db.session.query(Reading).filter_by(account_id=alliance.stranger.id).count() == 0


def test_reading_is_never_noted_by_opening_a_page(
    client: FlaskClient, alliance: Alliance, shared: Paper
) -> None:
    signed_in = sign_in(client, alliance.stranger)
    signed_in.get(f"/papers/{shared.reference}")
    assert signed_in.get(address(shared, "read")).status_code == 405
    assert reading(alliance.stranger, shared) is None


def test_a_visitor_is_asked_to_sign_in(client: FlaskClient, shared: Paper) -> None:
    response = client.post(address(shared, "read"), data={"revision": "1"})
    assert "/sign-in" in response.location


def test_the_paper_page_says_that_the_text_has_changed_and_shows_what(
    client: FlaskClient, alliance: Alliance, shared: Paper
) -> None:
    signed_in = sign_in(client, alliance.stranger)
    signed_in.post(address(shared, "read"), data={"revision": "1"})
    assert "has changed since" not in signed_in.get(f"/papers/{shared.reference}").text
    alliance.save(shared, CHANGED, base=1)
    issue_version(alliance, shared, 2)
    page = signed_in.get(f"/papers/{shared.reference}").text
    assert "The text has changed since you last read it (version 1, on " in page
    assert f'href="/papers/{shared.reference}/compare?from=v1&amp;to=v2"' in page
    assert "has changed since" not in signed_in.get(f"/papers/{shared.reference}?version=1").text
    signed_in.post(address(shared, "read"), data={"revision": "2"})
    assert "has changed since" not in signed_in.get(f"/papers/{shared.reference}").text


def test_one_who_has_read_nothing_is_told_of_no_change(
    client: FlaskClient, alliance: Alliance, reissued: Paper
) -> None:
    assert "has changed since" not in sign_in(client, alliance.stranger).get(address(reissued, "")[:-1]).text


def test_a_text_that_came_back_to_what_one_read_has_not_changed(
    client: FlaskClient, alliance: Alliance, reissued: Paper
) -> None:
    read(alliance.stranger, reissued, 1)
    alliance.save(reissued, TEXT, base=2)
    issue_version(alliance, reissued, 3)
    signed_in = sign_in(client, alliance.stranger)
    assert "has changed since" not in signed_in.get(f"/papers/{reissued.reference}").text
    assert "Changed since" not in signed_in.get("/").text


def test_what_one_last_read_can_be_compared(client: FlaskClient, alliance: Alliance, reissued: Paper) -> None:
    signed_in = sign_in(client, alliance.stranger)
    missing = signed_in.get(address(reissued, "compare?from=read"))
    assert missing.status_code == 404
    assert "You have not said of this paper yet that you read it." in missing.text
    assert "What I last read" not in signed_in.get(address(reissued, "compare")).text
    read(alliance.stranger, reissued, 1)
    page = signed_in.get(address(reissued, "compare?from=read&to=v2")).text
    assert "What changed from Version 1 to Version 2" in page
    assert '<option value="read" selected>What I last read</option>' in page
    assert "layout=side-by-side&amp;from=read&amp;to=v2" in page


def test_the_home_page_lists_issued_texts_that_changed(
    client: FlaskClient, alliance: Alliance, reissued: Paper
) -> None:
    signed_in = sign_in(client, alliance.stranger)
    assert "Changed since you read them" not in signed_in.get("/").text
    read(alliance.stranger, reissued, 1)
    alliance.save(reissued, f"{CHANGED}\nNot issued.\n", base=2)
    page = signed_in.get("/").text
    assert "Changed since you read them" in page
    assert f'href="/papers/{reissued.reference}/compare?from=v1&amp;to=v2"' in page
    read(alliance.stranger, reissued, 2)
    assert "Changed since you read them" not in signed_in.get("/").text


def test_what_others_read_is_shown_to_nobody(
    client: FlaskClient, alliance: Alliance, reissued: Paper
) -> None:
    read(alliance.stranger, reissued, 1)
    for who in (alliance.observer, alliance.secretary, alliance.rapporteur):
        signed_in = sign_in(client, who)
        assert "Changed since you read them" not in signed_in.get("/").text
        assert "has changed since" not in signed_in.get(f"/papers/{reissued.reference}").text


def test_home_asks_the_database_as_often_for_many_changed_papers(
    client: FlaskClient, alliance: Alliance, people: People, count_queries: Any
) -> None:
    signed_in = sign_in(client, alliance.stranger)

    def changed() -> None:
        paper = make_paper(alliance.rapporteur)
        read(alliance.stranger, paper, 1)
        issue(paper, add_revision(paper, alliance.rapporteur, "Other words."), alliance.rapporteur)

    changed()
    with count_queries() as for_one:
        assert signed_in.get("/").text.count("Show what changed") == 1
    for _ in range(4):
        changed()
    with count_queries() as for_many:
        assert signed_in.get("/").text.count("Show what changed") == 5
    assert len(for_many) == len(for_one)


def test_of_two_tabs_that_note_at_once_the_later_text_stays(
    database_url: str, app_on: Callable[..., Flask]
) -> None:
    app = app_on(database_url)
    with app.app_context():
        people = People()
        reader = people.person("head", people.association())
        secretary = people.secretariat()
        paper = make_paper(secretary)
        issue(paper, add_revision(paper, secretary, "Other words."), secretary)
        actor, reference = actor_of(reader), paper.reference

        def note(revision: int) -> Callable[[], None]:
            def act() -> None:
                with transaction():
                    last_read.mark_read(actor, reference, revision=revision, at=clock.now())

            return act

        assert at_once(app, *[note(2), note(1)] * 4) == ["done"] * 8
        assert [row.revision_id for row in db.session.query(Reading)] == [paper_revision(paper, 2)]


def paper_revision(paper: Paper, number: int) -> int:
    return last_read.queries.revision(paper, number).id
