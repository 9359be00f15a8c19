"""Pages of proxies: who gets them, and what comes of nonsense."""

import re

import pytest
from flask.testing import FlaskClient

from eca_policy.accounts.models import Account
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.extensions import db
from tests.ballots.proxy_hall import MAY, Hall, days, hall
from tests.conftest import sign_in

__all__ = ["hall"]


def address(hall: Hall, **changes: object) -> str:
    """The second step of giving Finland's proxy to Spain for the ballot."""
    said = {
        "grantor": hall.id("FI"), "holder": hall.id("ES"), "on": f"{hall.paper.reference}/1", **changes,
    }  # fmt: skip
    return "/proxies/new/confirm?" + "&".join(f"{name}={value}" for name, value in said.items())


def period(hall: Hall, first: str, last: str) -> str:
    return address(hall, on="period", starts_on=first, ends_on=last)


def given() -> int:
    return db.session.query(Proxy).filter_by(revoked_at=None).count()


def test_the_head_gives_a_proxy_in_two_steps(client: FlaskClient, hall: Hall) -> None:
    sign_in(client, hall.head("FI"))
    first = client.get("/proxies/new")
    assert f'value="{hall.paper.reference}/1"' in first.text
    assert "From Association FI" in first.text
    second = client.get(address(hall))
    assert second.status_code == 200
    assert "authorises the head of delegation of Association ES to cast its position: ballot 1" in second.text
    assert "Association ES cannot pass it on" in second.text
    assert given() == 0, "Looking at the page gives nothing."
    response = client.post(address(hall), data={"written": "Vote as you think right."})
    assert response.location == f"/proxies/{db.session.query(Proxy).one().id}"
    assert "Vote as you think right." in client.get(response.location).text


def test_a_period_is_given_with_its_days(client: FlaskClient, hall: Hall) -> None:
    sign_in(client, hall.head("FI"))
    assert client.get(period(hall, "2026-05-04", "2026-05-31")).status_code == 200
    client.post(period(hall, "2026-05-04", "2026-05-31"), data={"written": "All of May."})
    proxy = db.session.query(Proxy).one()
    assert (proxy.starts_on, proxy.ends_on, proxy.ballot_id) == (MAY.first, MAY.last, None)


def test_the_only_thing_a_proxy_can_be_for_is_chosen_already(client: FlaskClient, hall: Hall) -> None:
    sign_in(client, hall.head("FI"))
    both = client.get("/proxies/new").text
    assert "checked" not in both.split('name="on"', 1)[1].split("</fieldset>")[0]
    hall.allow(0)
    alone = client.get("/proxies/new").text
    (only,) = re.findall(r'<input [^>]*name="on"[^>]*>', alone)
    assert "checked" in only
    assert 'value="period"' in only


def test_the_link_back_keeps_what_was_chosen(client: FlaskClient, hall: Hall) -> None:
    sign_in(client, hall.head("FI"))
    page = client.get(f"/proxies/new?on={hall.paper.reference}/1&holder={hall.id('ES')}").text
    assert f'selected value="{hall.id("ES")}"' in page
    assert "field-error" not in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"on": "ECA-2026-999/1"}, "Choose one of those offered."),
        ({"on": "nonsense"}, "Choose one of those offered."),
        ({"holder": 0}, "Choose an association."),
        ({"holder": "x"}, "Choose one of those offered."),
        ({"holder": 10**12}, "Choose one of those offered."),
        ({"grantor": "²"}, "Choose one of those offered."),
        ({"on": "period"}, "Write a date such as"),
        ({"on": "period", "starts_on": "soon", "ends_on": "2026-05-31"}, "Write a date such as"),
        ({"on": "period", "starts_on": "2026-05-01", "ends_on": "2026-05-31"}, "begins today or later"),
        ({"on": "period", "starts_on": "2026-05-09", "ends_on": "2026-05-08"}, "end before it begins"),
        ({"on": "period", "starts_on": "2026-05-09", "ends_on": "2027-05-31"}, "at most 366 days"),
    ],
)
def test_what_makes_no_sense_is_asked_again(
    client: FlaskClient, hall: Hall, changes: dict[str, object], sentence: str
) -> None:
    sign_in(client, hall.head("FI"))
    for response in (
        client.get(address(hall, **changes)),
        client.post(address(hall, **changes), data={"written": "x"}),
    ):
        assert response.status_code == 422
        assert sentence in response.text
    assert given() == 0


def test_an_address_without_answers_asks_again(client: FlaskClient, hall: Hall) -> None:
    assert sign_in(client, hall.head("FI")).get("/proxies/new/confirm").status_code == 422


@pytest.mark.parametrize("written", ["", "  ", "x" * 2001, "a\0b"])
def test_a_text_that_cannot_be_kept_gives_nothing(client: FlaskClient, hall: Hall, written: str) -> None:
    response = sign_in(client, hall.head("FI")).post(address(hall), data={"written": written})
    assert response.status_code == 422
    assert "There is something to correct" in response.text
    assert given() == 0


def test_a_second_proxy_for_the_ballot_is_refused_with_the_first_named(
    client: FlaskClient, hall: Hall
) -> None:
    hall.give("FI", "FR")
    response = sign_in(client, hall.head("FI")).post(address(hall), data={"written": "Spain, please."})
    assert response.status_code == 409
    assert "Association FI has given Association FR a proxy for this ballot already" in response.text


@pytest.mark.parametrize("role", ["alternate", "delegate"])
def test_who_is_not_head_gives_none(client: FlaskClient, hall: Hall, role: str) -> None:
    sign_in(client, hall.people[role]["FI"])
    assert client.get("/proxies/new").status_code == 403
    assert client.post(address(hall), data={"written": "x"}).status_code == 403
    assert given() == 0


def test_a_head_is_offered_no_other_grantor(client: FlaskClient, hall: Hall) -> None:
    response = sign_in(client, hall.head("ES")).post(address(hall), data={"written": "x"})
    assert response.status_code == 422
    assert given() == 0


def test_the_secretariat_enters_a_letter(client: FlaskClient, hall: Hall) -> None:
    sign_in(client, hall.secretary)
    assert "Where the letter is" in client.get(address(hall)).text
    client.post(address(hall), data={"written": "Letter of 3 May, folder 7."})
    page = client.get("/proxies").text
    assert "Association FI" in page
    assert "Letter of 3 May" in client.get(f"/proxies/{db.session.query(Proxy).one().id}").text


def test_the_secretariat_filters_by_state(client: FlaskClient, hall: Hall) -> None:
    hall.give("FI", "ES", period=days(3, 4))
    sign_in(client, hall.secretary)
    assert "See the proxy" in client.get("/proxies?state=coming").text
    assert "See the proxy" not in client.get("/proxies?state=over").text
    assert client.get("/proxies?state=nonsense").status_code == 200


def test_everybody_sees_what_they_gave_and_what_they_hold(client: FlaskClient, hall: Hall) -> None:
    hall.give("FI", "ES")
    grantor = sign_in(client, hall.people["alternate"]["FI"]).get("/proxies").text
    assert "Proxies that we gave" in grantor
    assert "Give a proxy" not in grantor
    holder = sign_in(client, hall.head("ES")).get("/proxies").text
    assert "Proxies that others gave us" in holder
    stranger = sign_in(client, hall.head("FR")).get("/proxies").text
    assert "Association FI" not in stranger


def people_without(hall: Hall) -> list[Account]:
    return [hall.people["delegate"]["FI"], hall.observer]


def test_delegates_and_observers_have_no_page_of_proxies(client: FlaskClient, hall: Hall) -> None:
    proxy = hall.give("FI", "ES")
    for account in people_without(hall):
        sign_in(client, account)
        assert client.get("/proxies").status_code == 403
        assert client.get(f"/proxies/{proxy.id}").status_code == 403
        assert client.post(f"/proxies/{proxy.id}/revocation").status_code == 403
        assert 'href="/proxies"' not in client.get("/").text


def test_a_visitor_signs_in_first(client: FlaskClient, hall: Hall) -> None:
    for path in ("/proxies", "/proxies/new", "/proxies/1", address(hall)):
        assert "/sign-in" in client.get(path).location


def test_to_a_stranger_a_proxy_does_not_exist(client: FlaskClient, hall: Hall) -> None:
    proxy = hall.give("FI", "ES")
    sign_in(client, hall.head("FR"))
    assert client.get(f"/proxies/{proxy.id}").status_code == 404
    assert client.post(f"/proxies/{proxy.id}/revocation").status_code == 404
    assert client.get("/proxies/999").status_code == 404


def test_the_alternate_revokes_by_a_button_and_never_by_a_link(client: FlaskClient, hall: Hall) -> None:
    proxy = hall.give("FI", "ES")
    sign_in(client, hall.people["alternate"]["FI"])
    assert client.get(f"/proxies/{proxy.id}/revocation").status_code == 405
    assert "stands until Association FI changes it" in client.get(f"/proxies/{proxy.id}").text
    assert client.post(f"/proxies/{proxy.id}/revocation").location == f"/proxies/{proxy.id}"
    page = client.get(f"/proxies/{proxy.id}").text
    assert "Revoked" in page
    assert "Revoke the proxy" not in page
    assert client.post(f"/proxies/{proxy.id}/revocation").status_code == 409


def test_the_holder_sees_no_button_and_may_not_revoke(client: FlaskClient, hall: Hall) -> None:
    proxy = hall.give("FI", "ES")
    sign_in(client, hall.head("ES"))
    assert "Revoke the proxy" not in client.get(f"/proxies/{proxy.id}").text
    assert client.post(f"/proxies/{proxy.id}/revocation").status_code == 403


@pytest.mark.parametrize("path", ["/proxies", "/proxies/new"])
def test_pages_that_show_take_no_post(client: FlaskClient, hall: Hall, path: str) -> None:
    assert sign_in(client, hall.head("FI")).post(path).status_code == 405


def test_a_lapsed_proxy_is_shown_as_lapsed(client: FlaskClient, hall: Hall) -> None:
    hall.give("FI", "ES")
    hall.cast(hall.head("FI"), "FI")
    page = sign_in(client, hall.head("ES")).get("/proxies").text
    assert "Lapsed" in page
    assert "Association FI has voted itself." in page


def test_the_page_of_an_association_shows_its_proxies_to_its_own_people(
    client: FlaskClient, hall: Hall
) -> None:
    hall.give("FI", "ES", period=MAY)
    for account in (hall.people["delegate"]["FI"], hall.secretary):
        assert "every ballot from 4 May 2026" in sign_in(client, account).get("/associations/FI").text
    for account in (hall.head("FR"), hall.observer):
        assert "every ballot from 4 May 2026" not in sign_in(client, account).get("/associations/FI").text


def test_the_account_menu_leads_to_the_proxies(client: FlaskClient, hall: Hall) -> None:
    assert 'href="/proxies"' in sign_in(client, hall.head("FI")).get("/").text
