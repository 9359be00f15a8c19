"""Signing in and out, with a password and through the demonstration's door."""

import pytest
from flask.testing import FlaskClient

from eca_policy.accounts import service
from eca_policy.accounts.models import Account, SignIn
from eca_policy.extensions import db
from eca_policy.transaction import transaction
from tests.conftest import People, sign_in

PASSWORD = "correct horse battery"


@pytest.fixture
def person(people: People) -> Account:
    made = people.person("head", people.association())
    with transaction():
        service.keep_password(made, PASSWORD)
    return made


def test_a_cookie_kept_from_before_signing_out_opens_nothing(client: FlaskClient, people: People) -> None:
    sign_in(client, people.secretariat())
    kept = client.get_cookie("session")
    assert kept is not None
    assert client.get("/").status_code == 200
    client.post("/sign-out")
    client.set_cookie("session", kept.value)
    assert client.get("/").location == "/sign-in"


def test_address_and_password_sign_in_and_lead_back(client: FlaskClient, person: Account) -> None:
    typed = {"email": "HEAD.FI@example.org", "password": PASSWORD, "next": "/account"}
    assert client.post("/sign-in", data=typed).location == "/account"
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil",
        "/\tevil",
        "javascript:alert(1)",
    ],
)
def test_signing_in_never_leads_to_another_site(client: FlaskClient, person: Account, elsewhere: str) -> None:
    typed = {"email": person.email, "password": PASSWORD, "next": elsewhere}
    assert client.post("/sign-in", data=typed).location == "/"


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "wrong"},
        {"email": "nobody@example.org"},
        {"email": ""},
        {"password": ""},
        {"password": "x" * 300},
        {"password": "a\x00b"},
    ],
)
def test_a_wrong_try_is_refused_with_the_address_given_back(
    client: FlaskClient, person: Account, wrong: dict[str, str]
) -> None:
    typed = {"email": person.email or "", "password": PASSWORD} | wrong
    answer = client.post("/sign-in", data=typed)
    assert answer.status_code == 422
    assert f'value="{typed["email"]}"' in answer.text
    assert PASSWORD not in answer.text


def test_a_person_without_a_password_cannot_sign_in_with_one(client: FlaskClient, people: People) -> None:
    invited = people.person("delegate", people.association("SE"))
    answer = client.post("/sign-in", data={"email": invited.email, "password": ""})
    assert answer.status_code == 422


def test_signing_in_as_someone_else_ends_the_sign_in_before(
    client: FlaskClient, person: Account, people: People
) -> None:
    sign_in(client, person)
    sign_in(client, people.secretariat())
    open_ones = db.session.query(SignIn).filter(SignIn.signed_out_at.is_(None)).all()
    assert [row.account.name for row in open_ones] == ["Secretariat Eca"]


def test_the_demo_offers_everyone_in_office_by_association(client: FlaskClient, people: People) -> None:
    people.secretariat()
    people.person("delegate", people.association("ES"))
    page = client.get("/sign-in").text
    assert page.index('aria-label="Secretariat Eca"') < page.index('aria-label="Delegate Es"')


def test_without_demo_mode_nobody_is_offered_and_the_door_is_shut(
    client: FlaskClient, person: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(client.application.config, "DEMO_MODE", False)
    page = client.get("/sign-in").text
    assert "Head Fi" not in page
    assert "Demonstration" not in page
    assert client.post("/demo/sign-in", data={"email": person.email}).status_code == 404


def test_the_demo_door_takes_no_nonsense(client: FlaskClient, person: Account) -> None:
    assert client.post("/demo/sign-in", data={"email": "nobody@example.org"}).status_code == 404
    assert client.post("/demo/sign-in").status_code == 404
    assert client.get("/demo/sign-in").status_code == 405


def test_the_banner_offers_to_be_someone_else(client: FlaskClient, person: Account) -> None:
    assert "Choose who to be" in client.get("/sign-in").text
    assert "Sign in as someone else" in sign_in(client, person).get("/account").text
