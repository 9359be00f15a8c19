"""The pages that open a ballot and put off its close, in Finnish."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from eca_policy.accounts.models import Account
from eca_policy.ballots.loading import load_presets
from eca_policy.ballots.models import Procedure
from eca_policy.extensions import db
from eca_policy.transaction import transaction
from tests import test_finnish
from tests.conftest import sign_in
from tests.making import in_days, make_paper
from tests.test_finnish import TEXT, Words, english_in, words_of

# The application that speaks the catalogue as it stands, and people who read Finnish.
migrated, secretary, delegation = test_finnish.migrated, test_finnish.secretary, test_finnish.delegation


@pytest.mark.parametrize("shown", ["", "silence", "unanimity", "later"])
def test_opening_a_ballot_is_finnish_to_the_last_word(
    client: FlaskClient, secretary: Account, delegation: list[Account], shown: str
) -> None:
    """With every warning there is, both ways to open it, and the ballot that was opened."""
    with transaction():
        load_presets()
        db.session.execute(
            update(Procedure)
            .where(Procedure.key == "silence")
            .values(followed_by="position_paper", conduct={"working_days": 5, "amendment_objects": True})
        )
        db.session.execute(
            update(Procedure)
            .where(Procedure.key == "unanimity")
            .values(conduct={"shown": "secret", "most_proxies": 0})
        )
    paper = make_paper(delegation[2], stage="consolidation", text=TEXT, language="fi", title="Tutkimus")
    sign_in(client, secretary)
    data = {"show": "1", "procedure_key": shown, "closes_on": "2027-10-31", "closes_time": "02:30"}
    if shown == "later":
        data |= {
            "opens": "later",
            "opens_on": "2027-10-30",
            "opens_time": "10:00",
            "procedure_key": "statutes",
        }
    page = f"/papers/{paper.reference}/ballot"
    answer = client.post(page, data=data) if shown else client.get(page)
    assert english_in(Words(answer.text).found) == []
    if shown == "later":
        del data["show"]
        assert client.post(page, data=data).status_code == 302
        for path in (
            f"{page}s/1",
            f"/papers/{paper.reference}?panel=ballot",
            f"/papers/{paper.reference}/record",
        ):
            assert english_in(words_of(client, path)) == []


def test_putting_off_a_close_is_finnish(
    client: FlaskClient, secretary: Account, delegation: list[Account]
) -> None:
    with transaction():
        load_presets()
    paper = make_paper(delegation[2], stage="consolidation", text=TEXT, language="fi", title="Tutkimus")
    sign_in(client, secretary)
    end = {"closes_on": in_days(30), "closes_time": "17:00"}
    client.post(f"/papers/{paper.reference}/ballot", data=end)
    page = f"/papers/{paper.reference}/ballots/1"
    assert english_in(words_of(client, f"{page}/extend")) == []
    assert english_in(Words(client.post(f"{page}/extend", data=end).text).found) == []
    later = {"closes_on": in_days(31), "closes_time": "17:00", "reason": "Lisää aikaa."}
    client.post(f"{page}/extend", data=later)
    assert english_in(words_of(client, page)) == []
