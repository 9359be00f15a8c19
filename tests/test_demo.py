"""The demo alliance."""

import json
import time
from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from eca_policy import demo
from eca_policy.accounts.models import Account
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.members import queries
from eca_policy.members.models import TermOfOffice
from eca_policy.outbox.models import Mail
from eca_policy.record import queries as record
from tests.shared import shared

DEMO = {"IS_PRODUCTION": False, "DEMO_MODE": True}


@pytest.fixture
def alliance(app: Flask) -> None:
    assert demo.load(DEMO, at=clock.now())


@pytest.mark.usefixtures("alliance")
def test_the_weights_are_those_of_the_fixture() -> None:
    cases = json.loads(shared("cases/decisions.json").read_text())
    rolls: list[Mapping[str, Any]] = [case["roll"] for case in cases]
    fixture = next(roll for roll in rolls if len(roll) == 15 and roll[0]["member"] == "ES")
    voting = {each.country: each.weight for each in queries.associations() if each.status == "member"}
    assert voting == {row["member"]: row["weight"] for row in fixture}


@pytest.mark.usefixtures("alliance")
def test_every_association_has_a_head_an_alternate_and_a_delegate() -> None:
    for association in queries.associations():
        terms = queries.people_of([association.id], at=clock.now())
        assert [term.role for term in terms] == ["head", "alternate", "delegate"]
    assert [a.name for a in queries.associations() if a.status == "observer"] == ["Ukraine"]


@pytest.mark.usefixtures("alliance")
def test_people_are_named_by_what_they_are_and_nobody_is_written_to() -> None:
    names = set(db.session.scalars(select(Account.name)))
    assert {"Secretariat", "Head of delegation, Finland", "Delegate, Spain"} <= names
    assert len(names) == 16 * 3 + 1
    finn = db.session.scalars(select(Account).where(Account.name == "Alternate, Finland")).one()
    assert (finn.language, finn.time_zone) == ("fi", "Europe/Helsinki")
    assert all(email.endswith("@example.org") for email in db.session.scalars(select(Account.email)) if email)
    assert db.session.scalar(select(func.count()).select_from(Mail)) == 0


@pytest.mark.usefixtures("alliance")
def test_the_alliance_is_made_through_the_record() -> None:
    assert record.broken_at() is None
    assert db.session.scalar(select(func.count()).select_from(TermOfOffice)) == 49


@pytest.mark.usefixtures("alliance")
def test_one_click_signs_in_by_the_name_on_the_button(client: FlaskClient) -> None:
    assert (
        'value="head.fi@example.org" aria-label="Head of delegation, Finland"' in client.get("/sign-in").text
    )
    client.post("/demo/sign-in", data={"email": "head.fi@example.org"})
    assert '<html lang="fi">' in client.get("/account").text


@pytest.mark.usefixtures("alliance")
def test_a_second_load_does_nothing() -> None:
    assert demo.load(DEMO, at=clock.now()) is False
    assert len(queries.associations()) == 16


def test_the_load_is_quick(app: Flask) -> None:
    start = time.process_time()
    demo.load(DEMO, at=clock.now())
    assert time.process_time() - start < 3


@pytest.mark.parametrize("unfit", [{"IS_PRODUCTION": True}, {"DEMO_MODE": False}])
def test_outside_demo_mode_nothing_is_loaded(app: Flask, unfit: dict[str, bool]) -> None:
    with pytest.raises(demo.NotForDemo):
        demo.load(DEMO | unfit, at=clock.now())
    assert queries.associations() == []


def test_the_command_says_what_it_did(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    assert "is loaded" in run(args=["demo", "load"]).output
    assert "nothing to do" in run(args=["demo", "load"]).output


def test_the_secretariat_is_founded_from_the_command_line_once(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    assert "is invited" in run(args=["secretariat", "found", "first@example.org", "First"]).output
    assert db.session.scalars(select(Mail.message)).all() == ["invitation"]
    again = run(args=["secretariat", "found", "second@example.org", "Second"])
    assert again.exit_code == 1
    assert "already" in again.stderr
