"""Tokens: who acts with one, how it is made and revoked, and what is not accepted in its place."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from eca_policy.accounts import api_tokens, bearer, queries
from eca_policy.accounts.models import Account, ApiToken
from eca_policy.accounts.service import digest
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, NotVisible
from eca_policy.record.models import Entry
from eca_policy.transaction import transaction
from tests.api.conftest import Acting, make_token
from tests.conftest import People, actor_of, sign_in
from tests.making import make_paper


@pytest.fixture
def head(people: People) -> Account:
    return people.person("head", people.association("FI"))


def revoke(account: Account, token: str) -> None:
    row = queries.api_token(token)
    assert row is not None
    with transaction():
        api_tokens.revoke_api_token(actor_of(account), row.id, at=clock.now())


def test_a_token_acts_with_the_terms_of_its_owner(acting: Acting, head: Account, people: People) -> None:
    make_paper(people.secretariat(), stage="consultation")
    make_paper(people.person("head", people.association("ES")), stage="drafting")
    stages = [paper["stage"] for paper in acting(head).get("/papers").get_json()["papers"]]
    assert stages == ["consultation"]


def test_only_the_hash_of_a_token_is_stored(head: Account) -> None:
    token = make_token(head)
    stored = db.session.query(ApiToken).one()
    assert stored.token_hash == digest(token)
    assert token not in repr(vars(stored))


def test_a_revoked_token_opens_nothing(acting: Acting, head: Account) -> None:
    program = acting(head)
    assert program.get("/papers").status_code == 200
    revoke(head, program.headers["Authorization"].removeprefix("Bearer "))
    response = program.get("/papers")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert response.get_json()["type"] == "urn:eca-policy:problem:token-refused"


@pytest.mark.parametrize("header", ["Bearer eca_wrong", "Bearer", "", "Basic YTpi", "Bearer \xff"])
def test_what_is_no_token_is_refused_even_where_anyone_may_read(client: FlaskClient, header: str) -> None:
    response = client.get("/api/v1/published", headers={"Authorization": header})
    assert (response.status_code, response.mimetype) == (401, "application/problem+json")


def test_a_cookie_opens_nothing_of_the_api(client: FlaskClient, head: Account) -> None:
    sign_in(client, head)
    assert client.get("/api/v1/papers").status_code == 401


def test_the_token_of_an_erased_account_opens_nothing(acting: Acting, head: Account) -> None:
    program = acting(head)
    head.erased_at = clock.now()
    db.session.commit()
    assert program.get("/papers").status_code == 401


def test_the_day_of_the_last_use_is_kept_in_brussels(head: Account) -> None:
    token = make_token(head)
    with time_machine.travel(datetime(2026, 11, 23, 23, 30, tzinfo=UTC), tick=False):
        bearer.account_of(f"Bearer {token}", at=clock.now())
    assert db.session.query(ApiToken).one().last_used_on == date(2026, 11, 24)


def test_making_and_revoking_are_recorded_without_the_token(head: Account) -> None:
    revoke(head, make_token(head))
    entries = db.session.query(Entry).order_by(Entry.number).all()
    assert [(entry.verb, entry.details) for entry in entries] == [("token:make", {}), ("token:revoke", {})]


def test_nobody_revokes_the_token_of_another(head: Account, people: People) -> None:
    make_token(head)
    row = db.session.query(ApiToken).one()
    with pytest.raises(NotVisible), transaction():
        api_tokens.revoke_api_token(actor_of(people.secretariat()), row.id, at=clock.now())
    db.session.refresh(row)
    assert row.revoked_at is None


def test_a_person_without_an_office_makes_no_token(app: Flask, people: People) -> None:
    former = people.add(Account(email="former@example.org", name="Former", created_at=clock.now()))
    with pytest.raises(NotAllowed), transaction():
        api_tokens.make_api_token(actor_of(former), "a program", at=clock.now())


def test_the_page_shows_a_new_token_once(client: FlaskClient, head: Account) -> None:
    sign_in(client, head)
    made = client.post("/account/tokens", data={"name": "Newsletter"})
    token = next(word for word in made.text.replace("<", ">").split(">") if word.startswith("eca_"))
    assert queries.api_token(token) is not None
    assert made.headers["Cache-Control"] == "no-store"
    page = client.get("/account/tokens")
    assert "Newsletter" in page.text
    assert token not in page.text


@pytest.mark.parametrize("name", ["", " \t", "x" * 101])
def test_the_page_asks_for_a_name(client: FlaskClient, head: Account, name: str) -> None:
    sign_in(client, head)
    assert client.post("/account/tokens", data={"name": name}).status_code == 422
    assert db.session.query(ApiToken).count() == 0


def test_the_page_revokes_a_token(client: FlaskClient, head: Account) -> None:
    make_token(head)
    row = db.session.query(ApiToken).one()
    sign_in(client, head)
    assert client.post(f"/account/tokens/{row.id}/revoke").status_code == 302
    db.session.refresh(row)
    assert row.revoked_at is not None


def test_the_page_answers_a_colleague_asking_for_it_with_a_404(
    client: FlaskClient, head: Account, people: People
) -> None:
    make_token(head)
    row = db.session.query(ApiToken).one()
    sign_in(client, people.secretariat())
    assert client.post(f"/account/tokens/{row.id}/revoke").status_code == 404


def test_the_page_is_for_people_who_signed_in(client: FlaskClient, app: Flask) -> None:
    assert client.get("/account/tokens").status_code == 302
    assert client.post("/account/tokens/1/revoke").status_code == 302
    assert client.delete("/account/tokens").status_code == 405
