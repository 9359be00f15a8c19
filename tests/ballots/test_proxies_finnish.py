"""The pages of proxies in Finnish, to the last word."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from eca_policy.accounts.models import Account
from eca_policy.ballots.proxies import service as proxies
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.proxies.rules import Period
from eca_policy.lib import clock
from eca_policy.transaction import transaction
from tests.conftest import actor_of, sign_in
from tests.test_finnish import Words, delegation, english_in, migrated, secretary, words_of

__all__ = ["delegation", "migrated", "secretary"]


@pytest.fixture
def proxy(delegation: list[Account], secretary: Account) -> Proxy:
    """From the one head to the other, for days to come."""
    head, _, _, other = delegation
    at = clock.now()
    days = Period(at.date() + timedelta(days=5), at.date() + timedelta(days=9))
    giver, holder = (actor_of(account).association_ids[0] for account in (head, other))
    with transaction():
        return proxies.give_proxy(actor_of(head), giver, holder, period=days, written="Kiitos.", at=at)


@pytest.mark.parametrize(
    "path",
    ["/proxies", "/proxies/new", "/proxies/{proxy}", "/associations/FI",
     "/proxies/new/confirm?grantor={giver}&holder={holder}&on=period&starts_on=2031-05-01&ends_on=2031-05-09",
     "/proxies?state=coming"],
)  # fmt: skip
@pytest.mark.parametrize("who", ["grantor", "holder", "secretariat"])
def test_the_pages_of_proxies_are_finnish(
    client: FlaskClient, delegation: list[Account], secretary: Account, proxy: Proxy, who: str, path: str
) -> None:
    sign_in(client, {"grantor": delegation[0], "holder": delegation[3], "secretariat": secretary}[who])
    names = {"proxy": proxy.id, "giver": proxy.grantor_id, "holder": proxy.holder_id}
    if who == "holder":
        names |= {"giver": proxy.holder_id, "holder": proxy.grantor_id}
    assert english_in(words_of(client, path.format(**names))) == []


def test_what_is_refused_about_proxies_is_finnish(
    client: FlaskClient, delegation: list[Account], proxy: Proxy
) -> None:
    sign_in(client, delegation[0])
    who = f"grantor={proxy.grantor_id}&holder={proxy.holder_id}&on=period"
    for days in (
        "",
        "starts_on=2020-01-01&ends_on=2020-01-09",
        f"starts_on={proxy.ends_on}&ends_on={proxy.ends_on}",
    ):
        refused = client.get(f"/proxies/new/confirm?{who}&{days}", headers={"Accept-Language": "fi"})
        assert refused.status_code == 422
        assert english_in(Words(refused.text).found) == []
