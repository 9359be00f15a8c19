"""`kill -9` of the server, again and again: every mail arrives exactly as recorded, and none is lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.outbox.models import Mail
from eca_policy.transaction import transaction
from tests.outbox.conftest import post_note, with_note
from tests.services import Postbox, bodies, free_port, listening, wait_until

ROOT = Path(__file__).parents[2]
ROUNDS = 4
A_ROUND = 15


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The real server, in a process group that dies with the block."""
    command = [sys.executable, "-m", "gunicorn", "wsgi:app"]
    server = subprocess.Popen(
        command, cwd=ROOT, env=environment, start_new_session=True, stdout=subprocess.DEVNULL
    )
    try:
        yield server
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def let_leases_run_out() -> None:
    """What a dead server held is free after some minutes; the test does not wait for them."""
    with transaction():
        db.session.execute(update(Mail).where(Mail.state != "sent").values(due_at=clock.now()))


def recorded() -> dict[str, list[str]]:
    """Every mail by its Message-ID, with its two bodies."""
    db.session.rollback()
    return {mail.message_id: [mail.body_text, mail.body_html] for mail in db.session.scalars(select(Mail))}


def arrived(postbox: Postbox) -> dict[str, list[str]]:
    return {mail["Message-ID"]: bodies(mail) for mail in postbox.mails}


@pytest.fixture
def place(app_on: Callable[..., Flask], database_url: str) -> Iterator[dict[str, str]]:
    """A database with the note, and the environment of a server on it; the mail server is not up yet."""
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": database_url,
        "MAIL_URL": f"smtp://127.0.0.1:{port}",
        "PORT": str(free_port()),
        "SECRET_KEY": "test",
    }
    app = app_on(database_url, MAIL_URL=environment["MAIL_URL"])
    with_note(app)
    with app.app_context():
        yield environment


def mail_port(place: dict[str, str]) -> int:
    return int(place["MAIL_URL"].rpartition(":")[2])


def test_mails_saved_while_the_mail_server_was_down_survive_a_kill(
    place: dict[str, str], postbox: Postbox
) -> None:
    for number in range(A_ROUND):
        post_note(number)
    with serving(place):
        wait_until(has_tried, what="the server has tried to send", seconds=30)
    let_leases_run_out()
    with listening(postbox, mail_port(place)), serving(place):
        wait_until(lambda: len(arrived(postbox)) == A_ROUND, what="every mail arrived", seconds=30)
    assert arrived(postbox) == recorded()
    assert len(postbox.raw) == A_ROUND


def has_tried() -> bool:
    db.session.rollback()
    return db.session.scalar(select(Mail.id).where(Mail.last_error != "").limit(1)) is not None


def test_a_kill_in_the_middle_of_sending_loses_nothing(place: dict[str, str], postbox: Postbox) -> None:
    postbox.slow_by = 0.1
    with listening(postbox, mail_port(place)):
        for kill in range(ROUNDS):
            for number in range(A_ROUND):
                post_note(number, text=f"Round {kill}, note {number}: Äänestys.\n.\n")
            let_leases_run_out()
            serve_until_more_arrived(place, postbox, 1 + 2 * kill)
        postbox.slow_by = 0
        let_leases_run_out()
        with serving(place):
            wait_until(lambda: arrived(postbox).keys() == recorded().keys(), what="all arrived", seconds=30)
    assert arrived(postbox) == recorded()
    assert len(recorded()) == ROUNDS * A_ROUND
    assert len(postbox.raw) <= ROUNDS * A_ROUND + ROUNDS  # at most the mail in hand is sent twice


def serve_until_more_arrived(place: dict[str, str], postbox: Postbox, more: int) -> None:
    """Let the server send this many mails, then kill it."""
    enough = len(postbox.raw) + more
    with serving(place):
        wait_until(lambda: len(postbox.raw) >= enough, what="some arrived", seconds=30)
