"""The pages of associations and offices: who sees them, who may use them, and what they answer."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from eca_policy.accounts.models import Account
from eca_policy.extensions import db
from eca_policy.members import queries
from eca_policy.members.models import Association, TermOfOffice
from eca_policy.outbox.models import Mail
from tests.conftest import People, sign_in

FACTS = {"name": "Clusters of Sweden", "code": "se", "country": "SE", "weight": "12", "status": "member"}
AINO = {
    "email": "aino@example.org",
    "name": "Edustaja Äijälä",
    "language": "fi",
    "role": "delegate",
    "starts_on": "2026-01-01",
    "ends_on": "",
}
OPEN_TO_MEMBERS = ("/associations/", "/associations/FI")
FOR_THE_SECRETARIAT = (
    "/associations/new",
    "/associations/FI/change",
    "/associations/FI/invite",
    "/secretariat",
    "/secretariat/invite",
    "/terms/1",
)


@pytest.fixture
def finland(people: People) -> Association:
    return people.association("FI")


@pytest.fixture
def head(people: People, finland: Association) -> Account:
    return people.person("head", finland)


@pytest.fixture
def desk(client: FlaskClient, people: People, head: Account) -> FlaskClient:
    return sign_in(client, people.secretariat())


def term_of(account: Account) -> TermOfOffice:
    return db.session.scalars(select(TermOfOffice).where(TermOfOffice.account_id == account.id)).one()


@pytest.mark.parametrize("path", OPEN_TO_MEMBERS)
@pytest.mark.parametrize("role", ["head", "alternate", "delegate"])
def test_a_delegation_sees_every_association(
    client: FlaskClient, people: People, finland: Association, role: str, path: str
) -> None:
    page = sign_in(client, people.person(role, people.association("ES"))).get(path)
    assert page.status_code == 200
    assert "Association FI" in page.text
    assert "/invite" not in page.text
    assert "/new" not in page.text


def test_an_observer_sees_the_associations(client: FlaskClient, people: People, head: Account) -> None:
    observer = people.person("delegate", people.association("UA", status="observer"))
    assert sign_in(client, observer).get("/associations/FI").status_code == 200


def test_addresses_of_people_are_shown_to_the_secretariat_alone(
    desk: FlaskClient, people: People, head: Account
) -> None:
    colleague = sign_in(desk.application.test_client(), people.person("delegate", people.association("ES")))
    assert "head.fi@example.org" in desk.get("/associations/FI").text
    assert "head.fi@example.org" not in colleague.get("/associations/FI").text


@pytest.mark.parametrize("path", OPEN_TO_MEMBERS)
def test_a_person_without_an_office_sees_no_associations(
    client: FlaskClient, people: People, head: Account, path: str
) -> None:
    onlooker = people.person("delegate", people.association("ES"))
    db.session.delete(term_of(onlooker))
    db.session.commit()
    assert sign_in(client, onlooker).get(path).status_code == 403


@pytest.mark.parametrize("path", [*OPEN_TO_MEMBERS, *FOR_THE_SECRETARIAT])
def test_a_visitor_is_asked_to_sign_in(client: FlaskClient, head: Account, path: str) -> None:
    assert client.get(path).location == f"/sign-in?next={path}"


@pytest.mark.parametrize("path", FOR_THE_SECRETARIAT)
def test_the_head_of_a_delegation_manages_nothing(client: FlaskClient, head: Account, path: str) -> None:
    browser = sign_in(client, head)
    assert browser.get(path).status_code == 403
    assert browser.post(path, data=FACTS).status_code in (403, 405)


@pytest.mark.parametrize("what", ["office", "end", "invitation"])
def test_the_head_of_a_delegation_changes_no_term(client: FlaskClient, head: Account, what: str) -> None:
    path = f"/terms/{term_of(head).id}/{what}"
    assert sign_in(client, head).post(path, data={"role": "delegate"}).status_code == 403
    assert term_of(head).ended_at is None


@pytest.mark.parametrize(
    "path",
    [
        "/associations/XX",
        "/associations/XX/change",
        "/associations/XX/invite",
        "/terms/999",
        "/terms/x",
        "/terms/0",
    ],
)
def test_what_does_not_exist_is_not_found(desk: FlaskClient, path: str) -> None:
    assert desk.get(path).status_code == 404


def test_the_wrong_method_is_refused(desk: FlaskClient, head: Account) -> None:
    for path in ("/associations/", "/associations/FI", "/secretariat", f"/terms/{term_of(head).id}"):
        assert desk.post(path).status_code == 405
    for what in ("office", "end", "invitation"):
        assert desk.get(f"/terms/{term_of(head).id}/{what}").status_code == 405


def test_the_list_warns_of_an_association_without_a_head(desk: FlaskClient, people: People) -> None:
    assert "No head yet" not in desk.get("/associations/").text
    people.association("ES")
    page = desk.get("/associations/").text
    assert "No head yet" in page
    assert "2 associations vote" in page


def test_an_association_is_created_and_changed(desk: FlaskClient) -> None:
    assert desk.post("/associations/new", data=FACTS).location == "/associations/SE"
    page = desk.get("/associations/SE/change").text
    seen = page.split('name="seen" type="hidden" value="')[1].split('"')[0]
    changed = FACTS | {"weight": "13", "status": "observer", "seen": seen}
    assert desk.post("/associations/SE/change", data=changed).location == "/associations/SE"
    page = desk.get("/associations/SE").text
    assert "they have no vote" in page
    assert "Created: SE, weight 12, Member" in page
    assert "Changed: SE, weight 13, Observer" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 201},
        {"name": "Association FI"},
        {"name": "Swe\u202eden"},
        {"code": ""},
        {"code": "FI"},
        {"code": "S/E"},
        {"code": "S" * 13},
        {"country": ""},
        {"country": "QQ"},
        {"weight": ""},
        {"weight": "-1"},
        {"weight": "1.5"},
        {"weight": "1" * 20},
        {"weight": "many"},
        {"status": "king"},
    ],
)
def test_nonsense_about_an_association_is_refused_and_given_back(
    desk: FlaskClient, wrong: dict[str, str]
) -> None:
    answer = desk.post("/associations/new", data=FACTS | wrong)
    assert answer.status_code == 422
    assert "There is something to correct" in answer.text
    assert wrong.get("name", FACTS["name"]) in answer.text
    assert len(queries.associations()) == 1


def test_a_colleague_who_was_faster_is_not_overwritten(desk: FlaskClient) -> None:
    desk.post("/associations/new", data=FACTS)
    answer = desk.post("/associations/SE/change", data=FACTS | {"weight": "99", "seen": "stale"})
    assert answer.status_code == 409
    assert 'value="99"' in answer.text
    assert queries.association_with_code("SE").weight == 12


def test_a_person_is_invited_in_one_step(desk: FlaskClient) -> None:
    assert desk.post("/associations/FI/invite", data=AINO).location == "/associations/FI"
    assert "Edustaja Äijälä" in desk.get("/associations/FI").text
    mail = db.session.scalars(select(Mail)).one()
    assert (mail.message, mail.language, mail.address) == ("invitation", "fi", "aino@example.org")


def test_a_person_is_invited_into_the_secretariat(desk: FlaskClient) -> None:
    assert desk.post("/secretariat/invite", data=AINO | {"role": "secretariat"}).location == "/secretariat"
    assert "Edustaja Äijälä" in desk.get("/secretariat").text


def test_nobody_is_invited_to_another_office_than_the_place_has(desk: FlaskClient) -> None:
    desk.post("/associations/FI/invite", data=AINO | {"role": "secretariat"})
    desk.post("/secretariat/invite", data=AINO | {"role": "head"})
    roles = db.session.scalars(select(TermOfOffice.role).order_by(TermOfOffice.role)).all()
    assert roles == ["head", "secretariat", "secretariat"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": ""},
        {"email": "nonsense"},
        {"name": ""},
        {"name": "Ai\u200bno"},
        {"language": "xx"},
        {"role": ""},
        {"role": "king"},
        {"starts_on": ""},
        {"starts_on": "2026-02-30"},
        {"ends_on": "2025-01-01"},
        {"ends_on": "soon"},
    ],
)
def test_nonsense_about_a_person_is_refused_and_given_back(desk: FlaskClient, wrong: dict[str, str]) -> None:
    answer = desk.post("/associations/FI/invite", data=AINO | wrong)
    assert answer.status_code == 422
    assert "There is something to correct" in answer.text
    assert wrong.get("name", AINO["name"]) in answer.text
    assert db.session.query(Mail).count() == 0


def test_a_new_head_needs_the_tick_that_ends_the_present_term(desk: FlaskClient, head: Account) -> None:
    as_head = AINO | {"role": "head", "head": str(term_of(head).id)}
    refused = desk.post("/associations/FI/invite", data=as_head)
    assert refused.status_code == 422
    assert "There is a head already: Head Fi" in refused.text
    assert "This ends the term of Head Fi" in refused.text
    today = queries.today(db.session.scalars(select(Association)).one().created_at)
    ticked = as_head | {"replaces": "y", "starts_on": today.isoformat()}
    assert desk.post("/associations/FI/invite", data=ticked).status_code == 302
    db.session.rollback()
    assert term_of(head).ended_at is not None


def test_an_office_is_changed_and_ended_from_the_page_of_the_term(desk: FlaskClient, head: Account) -> None:
    number = term_of(head).id
    assert desk.post(f"/terms/{number}/office", data={"role": "delegate"}).location == "/associations/FI"
    db.session.rollback()
    held = next(term for term in queries.unended(term_of_any(head)))
    assert held.role == "delegate"
    assert desk.post(f"/terms/{held.id}/end").location == "/associations/FI"
    page = desk.get("/associations/FI").text
    assert "2 earlier terms" in page
    assert "Term of Head Fi ended: Delegate" in page


def term_of_any(account: Account) -> int | None:
    return db.session.scalars(
        select(TermOfOffice.association_id).where(TermOfOffice.account_id == account.id)
    ).first()


def test_an_office_that_makes_no_sense_is_refused(desk: FlaskClient, head: Account) -> None:
    answer = desk.post(f"/terms/{term_of(head).id}/office", data={"role": "secretariat"})
    assert answer.status_code == 422
    assert term_of(head).ended_at is None


def test_an_invitation_is_sent_again(desk: FlaskClient, head: Account) -> None:
    path = f"/terms/{term_of(head).id}"
    assert "Send the invitation again" in desk.get(path).text
    assert desk.post(f"{path}/invitation").location == "/associations/FI"
    assert db.session.scalars(select(Mail.message)).all() == ["invitation"]


def test_the_last_of_the_secretariat_is_told_why_they_stay(desk: FlaskClient) -> None:
    mine = queries.unended(None)[0].id
    answer = desk.post(f"/terms/{mine}/end")
    assert answer.status_code == 422
    assert "Invite a successor first" in answer.text


def test_a_term_that_starts_later_is_no_office_yet(desk: FlaskClient, client: FlaskClient) -> None:
    desk.post("/associations/FI/invite", data=AINO | {"starts_on": date(2099, 1, 1).isoformat()})
    assert "In office later" in desk.get("/associations/FI").text
    aino = db.session.scalars(select(Account).where(Account.email == AINO["email"])).one()
    assert sign_in(client, aino).get("/associations/FI").status_code == 403
