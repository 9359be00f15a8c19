"""Invitations and forgotten passwords: links that work once, and tell nobody who is known."""

import re
import time
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from eca_policy.accounts import messages, service, views
from eca_policy.accounts.models import Account, Token
from eca_policy.accounts.service import LinkUsedUp, PasswordTooShort
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.outbox.models import Mail
from eca_policy.transaction import transaction
from tests.conftest import People, sign_in

PASSWORD = "correct horse battery"


@pytest.fixture
def person(people: People) -> Account:
    return people.person("delegate", people.association())


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "FORGOTTEN_TAKES", 0.0)


def link_to(account: Account, purpose: str = "password_reset") -> str:
    with transaction():
        return service.make_link(account, purpose, at=clock.now())


def mailed_link(mail: Mail) -> str:
    found = re.search(r"http://127\.0\.0\.1:8000(/choose-password/\S+)", mail.body_text)
    assert found, mail.body_text
    assert found.group(0) in mail.body_html
    return found.group(1)


def test_the_link_of_a_mail_sets_a_password_and_signs_in(client: FlaskClient, person: Account) -> None:
    address = f"/choose-password/{link_to(person, 'invitation')}"
    page = client.get(address)
    assert page.status_code == 200
    assert "Welcome" in page.text
    assert client.post(address, data={"password": PASSWORD}).location == "/"
    assert client.get("/account").status_code == 200
    assert service.account_with(person.email or "", PASSWORD).id == person.id


def test_opening_a_link_changes_nothing(client: FlaskClient, person: Account) -> None:
    token = link_to(person)
    for _ in range(3):
        client.get(f"/choose-password/{token}")
        client.head(f"/choose-password/{token}")
    assert service.token_row(token, at=clock.now()).used_at is None
    assert client.get("/account").status_code == 302


def test_a_link_works_once(client: FlaskClient, person: Account) -> None:
    address = f"/choose-password/{link_to(person)}"
    client.post(address, data={"password": PASSWORD})
    second = client.post(address, data={"password": "another long password"})
    assert second.status_code == 410
    assert "Ask for a new link" in second.text
    assert service.account_with(person.email or "", PASSWORD)


@pytest.mark.parametrize(("purpose", "lasts"), [("invitation", 14 * 24), ("password_reset", 2)])
def test_a_link_works_until_its_last_instant(person: Account, purpose: str, lasts: int) -> None:
    start = clock.now()
    with transaction():
        token = service.make_link(person, purpose, at=start)
    end = start + timedelta(hours=lasts)
    assert service.token_row(token, at=end - timedelta(microseconds=1))
    with pytest.raises(LinkUsedUp):
        service.token_row(token, at=end)


def test_a_new_link_makes_the_earlier_one_stop_working(person: Account) -> None:
    first, second = link_to(person), link_to(person)
    with pytest.raises(LinkUsedUp):
        service.token_row(first, at=clock.now())
    assert service.token_row(second, at=clock.now())


def test_setting_a_password_makes_every_other_link_stop_working(person: Account) -> None:
    invitation, reset = link_to(person, "invitation"), link_to(person)
    with transaction():
        service.set_password(reset, PASSWORD, at=clock.now())
    with pytest.raises(LinkUsedUp):
        service.token_row(invitation, at=clock.now())


def test_a_password_that_is_too_short_leaves_the_link_working(client: FlaskClient, person: Account) -> None:
    address = f"/choose-password/{link_to(person)}"
    refused = client.post(address, data={"password": "short"})
    assert refused.status_code == 422
    assert "12 to 200 characters" in refused.text
    assert client.post(address, data={"password": PASSWORD}).status_code == 302


def test_the_verb_itself_refuses_a_short_password(person: Account) -> None:
    token = link_to(person)
    with pytest.raises(PasswordTooShort), transaction():
        service.set_password(token, "short", at=clock.now())
    assert service.token_row(token, at=clock.now())


def test_a_password_is_the_same_on_every_keyboard(person: Account) -> None:
    with transaction():
        service.set_password(
            link_to(person), "pa\u0308a\u0308ska\u0308\u0308nlento kesa\u0308", at=clock.now()
        )
    assert service.account_with(person.email or "", "p\u00e4\u00e4sk\u00e4\u0308nlento kes\u00e4")


def test_nonsense_is_no_link(client: FlaskClient, person: Account) -> None:
    assert client.get("/choose-password/nonsense").status_code == 410
    assert client.post("/choose-password/%00", data={"password": PASSWORD}).status_code == 404
    assert client.put("/choose-password/x").status_code == 405


def test_only_the_hash_of_a_link_is_in_its_row(person: Account) -> None:
    token = link_to(person)
    row = db.session.scalars(select(Token)).one()
    assert token not in (row.token_hash, row.purpose)


@pytest.mark.usefixtures("impatient")
def test_a_forgotten_password_is_mailed_to_the_known_address_in_its_language(
    client: FlaskClient, person: Account
) -> None:
    client.post("/forgotten-password", data={"email": f"  {(person.email or '').upper()} "})
    mail = db.session.scalars(select(Mail)).one()
    assert (mail.message, mail.address, mail.language) == ("password_reset", person.email, "en")
    address = mailed_link(mail)
    assert client.get(address).status_code == 200
    assert client.post(address, data={"password": PASSWORD}).status_code == 302


@pytest.mark.usefixtures("impatient")
def test_known_and_unknown_addresses_get_the_same_answer(client: FlaskClient, person: Account) -> None:
    known = client.post("/forgotten-password", data={"email": person.email})
    unknown = client.post("/forgotten-password", data={"email": "nobody@example.org"})
    assert known.status_code == unknown.status_code == 200
    assert known.text.replace(str(person.email), "X") == unknown.text.replace("nobody@example.org", "X")
    assert db.session.query(Mail).count() == 1


def test_both_answers_come_after_the_same_time(client: FlaskClient, person: Account) -> None:
    for address in (person.email, "nobody@example.org"):
        start = time.monotonic()
        client.post("/forgotten-password", data={"email": address})
        assert time.monotonic() - start >= views.FORGOTTEN_TAKES


@pytest.mark.parametrize("email", ["", "nonsense", "a@b", "x" * 400 + "@example.org"])
def test_what_is_no_address_is_said_so(client: FlaskClient, email: str) -> None:
    answer = client.post("/forgotten-password", data={"email": email})
    assert answer.status_code == 422
    assert "e-mail address" in answer.text


def test_an_unknown_address_is_verified_as_long_as_a_wrong_password(person: Account) -> None:
    """Both run the one hash: without the decoy the unknown address would answer hundreds of times faster."""
    with transaction():
        service.set_password(link_to(person), PASSWORD, at=clock.now())
    times = {}
    for email in (person.email or "", "nobody@example.org"):
        start = time.process_time()
        for _ in range(3):
            with pytest.raises(service.WrongPassword):
                service.account_with(email, "a wrong password")
        times[email] = time.process_time() - start
    fast, slow = sorted(times.values())
    assert slow < 5 * fast


def test_an_erased_account_is_written_no_mail(person: Account) -> None:
    person.email = None
    db.session.commit()
    with transaction():
        messages.password_reset(person, at=clock.now())
    assert db.session.query(Mail).count() == 0


def test_an_expired_invitation_is_replaced_by_asking_for_a_new_password(
    client: FlaskClient, person: Account, impatient: None
) -> None:
    token = link_to(person, "invitation")
    with time_machine.travel(clock.now() + timedelta(days=15)):
        assert client.get(f"/choose-password/{token}").status_code == 410
        client.post("/forgotten-password", data={"email": person.email})
        mail = db.session.scalars(select(Mail)).one()
        assert client.post(mailed_link(mail), data={"password": PASSWORD}).status_code == 302


def test_setting_a_password_signs_every_browser_out(client: FlaskClient, person: Account) -> None:
    other = sign_in(client.application.test_client(), person)
    client.post(f"/choose-password/{link_to(person)}", data={"password": PASSWORD})
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 302
