"""What a watcher of the server is told."""

import socket
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.outbox.models import Mail
from eca_policy.transaction import transaction
from tests.outbox.conftest import post_note
from tests.services import free_port


def test_all_is_well_when_nothing_waits(client: FlaskClient) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json == {
        "database": "ok",
        "broker": "embedded",
        "mails_waiting": 0,
        "oldest_unsent_mail_seconds": None,
    }


def test_the_age_of_the_oldest_unsent_mail_is_told(sending: Flask, client: FlaskClient) -> None:
    post_note(0)
    post_note(1)
    with transaction():
        db.session.execute(update(Mail).values(created_at=clock.now() - timedelta(seconds=90)))
    told = client.get("/healthz").json or {}
    assert told["mails_waiting"] == 2
    assert 90 <= told["oldest_unsent_mail_seconds"] < 100


def test_a_kept_or_failed_mail_does_not_wait(sending: Flask, client: FlaskClient) -> None:
    post_note(0)
    with transaction():
        db.session.execute(update(Mail).values(state="failed"))
    assert (client.get("/healthz").json or {})["mails_waiting"] == 0


def test_a_database_that_is_down_is_a_503(app_on: Callable[..., Flask]) -> None:
    nobody = f"postgresql+psycopg://postgres@127.0.0.1:{free_port()}/nothing"
    response = app_on(nobody, migrated=False).test_client().get("/healthz")
    assert response.status_code == 503
    assert (response.json or {})["database"] == "down"


@pytest.mark.parametrize("is_silent", [True, False], ids=["silent", "not there"])
def test_a_broker_that_does_not_answer_is_told_within_two_seconds(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, is_silent: bool
) -> None:
    with socket.socket() as ear:
        ear.bind(("127.0.0.1", 0))
        if is_silent:
            ear.listen()
        monkeypatch.setitem(app.config, "REDIS_URL", f"redis://127.0.0.1:{ear.getsockname()[1]}/0")
        started = time.monotonic()
        response = client.get("/healthz")
    assert time.monotonic() - started < 2
    assert response.status_code == 200
    assert (response.json or {})["broker"] == "down"
