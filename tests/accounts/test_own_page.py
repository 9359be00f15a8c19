"""The page about oneself."""

import pytest
from flask.testing import FlaskClient

from eca_policy.accounts import queries, service
from eca_policy.accounts.models import Account
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.record import queries as record
from eca_policy.transaction import transaction
from tests.conftest import People, sign_in

OLD, NEW = "correct horse battery", "a staple and a horse"
PROFILE = {"name": "Edustaja Ääkköset", "language": "fi", "time_zone": "Europe/Helsinki"}


@pytest.fixture
def person(people: People) -> Account:
    made = people.person("delegate", people.association())
    with transaction():
        service.keep_password(made, OLD)
    return made


@pytest.fixture
def inside(client: FlaskClient, person: Account) -> FlaskClient:
    return sign_in(client, person)


def test_the_page_shows_who_one_is(inside: FlaskClient) -> None:
    page = inside.get("/account").text
    assert "delegate.fi@example.org" in page
    assert "Delegate, Association FI" in page
    assert "Finland (Helsinki)" in page


def test_name_language_and_time_zone_are_saved_and_recorded(inside: FlaskClient, person: Account) -> None:
    assert inside.post("/account/profile", data=PROFILE).location == "/account"
    db.session.refresh(person)
    assert (person.name, person.language, person.time_zone) == ("Edustaja Ääkköset", "fi", "Europe/Helsinki")
    assert record.broken_at() is None
    assert '<html lang="fi">' in inside.get("/account").text


def test_a_name_is_kept_composed(inside: FlaskClient, person: Account) -> None:
    inside.post("/account/profile", data=PROFILE | {"name": " A\u0308iti   O\u0308 "})
    db.session.refresh(person)
    assert person.name == "Äiti Ö"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 201},
        {"name": "Aino\u202e"},
        {"name": "Ai\u200bno"},
        {"language": "xx"},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": ""},
    ],
)
def test_nonsense_is_refused_and_given_back(
    inside: FlaskClient, person: Account, wrong: dict[str, str]
) -> None:
    answer = inside.post("/account/profile", data=PROFILE | wrong)
    assert answer.status_code == 422
    assert "There is something to correct" in answer.text
    assert wrong.get("name", PROFILE["name"]) in answer.text
    db.session.refresh(person)
    assert person.language == "en"


def test_a_new_password_needs_the_present_one(inside: FlaskClient, person: Account) -> None:
    refused = inside.post("/account/password", data={"current": "wrong", "new": NEW})
    assert refused.status_code == 422
    assert "not your present password" in refused.text
    assert service.account_with(person.email or "", OLD)


def test_a_new_password_signs_out_the_other_browsers_only(inside: FlaskClient, person: Account) -> None:
    other = sign_in(inside.application.test_client(), person)
    assert inside.post("/account/password", data={"current": OLD, "new": NEW}).location == "/account"
    assert inside.get("/account").status_code == 200
    assert other.get("/account").status_code == 302
    assert service.account_with(person.email or "", NEW)


def test_a_short_new_password_is_refused(inside: FlaskClient) -> None:
    answer = inside.post("/account/password", data={"current": OLD, "new": "short"})
    assert answer.status_code == 422
    assert "12 to 200" in answer.text


def test_signing_out_everywhere_reaches_every_browser(inside: FlaskClient, person: Account) -> None:
    other = sign_in(inside.application.test_client(), person)
    assert queries.open_sign_ins(person, at=clock.now()) == 2
    assert inside.post("/account/sign-out-everywhere").location == "/sign-in"
    assert inside.get("/account").status_code == other.get("/account").status_code == 302


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/account").location == "/sign-in?next=/account"
    refused = client.post("/account/profile", data=PROFILE)
    assert refused.status_code == 401
    assert PROFILE["name"] in refused.text


def test_the_wrong_method_is_refused(inside: FlaskClient) -> None:
    for path in ("/account/profile", "/account/password", "/account/sign-out-everywhere"):
        assert inside.get(path).status_code == 405
    assert inside.post("/account").status_code == 405
