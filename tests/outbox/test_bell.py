"""The bell and the worker: nobody waits for the broker, and what is rung is heard."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import DEVNULL

import pytest
from flask import Flask
from sqlalchemy import update

from eca_policy.extensions import celery, db
from eca_policy.outbox import tasks
from eca_policy.outbox.models import Mail
from eca_policy.transaction import transaction
from eca_policy.worker import SCHEDULE, start_embedded
from tests.outbox.conftest import post_note, with_note
from tests.services import Postbox, wait_until

ROOT = Path(__file__).parents[2]

# A process of its own, since Celery remembers its broker: rings, says how long that took, and ends.
RINGS = """
import time
from eca_policy import create_app
from eca_policy.outbox.bell import ring
app = create_app()
for _ in range(3):
    started = time.monotonic()
    ring()
    print(time.monotonic() - started)
    time.sleep(0.2)
"""


@pytest.mark.parametrize("is_silent", [True, False], ids=["silent", "not there"])
def test_a_broker_that_does_not_answer_delays_nobody(is_silent: bool, tmp_path: Path) -> None:
    with socket.socket() as ear:
        ear.bind(("127.0.0.1", 0))
        if is_silent:
            ear.listen()
        environment = {
            "REDIS_URL": f"redis://127.0.0.1:{ear.getsockname()[1]}/0",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'x.db'}",
            "SECRET_KEY": "test",
        }
        started = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-c", RINGS],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert time.monotonic() - started < 20
    assert done.returncode == 0, done.stderr
    waits = [float(line) for line in done.stdout.split()]
    assert len(waits) == 3
    assert max(waits) < 0.5
    assert "Traceback" not in done.stderr


def test_the_embedded_worker_hears_the_bell(sending: Flask, postbox: Postbox) -> None:
    celery.flask_app = sending
    stop = start_embedded()
    try:
        post_note(0)
        wait_until(lambda: len(postbox.raw) == 1, what="the first mail arrives")
        post_note(1)
        wait_until(lambda: len(postbox.raw) == 2, what="the second mail arrives")
    finally:
        stop()


def test_a_worker_that_starts_sends_at_once_what_waited(
    app_on: Callable[..., Flask], tmp_path: Path, mail_url: str, postbox: Postbox
) -> None:
    """The mail is made to wait without the bell: as one that was saved before a crash."""
    app = app_on(f"sqlite:///{tmp_path / 'waited.db'}")
    with_note(app)
    with app.app_context():
        post_note()
        with transaction():
            db.session.execute(update(Mail).values(state="waiting"))
    app.config["MAIL_URL"] = mail_url
    stop = start_embedded()
    try:
        wait_until(lambda: len(postbox.raw) == 1, what="the mail arrives")
    finally:
        stop()


@pytest.mark.redis
def test_a_worker_in_a_process_of_its_own_hears_the_bell_through_redis(
    app_on: Callable[..., Flask], tmp_path: Path, redis_url: str, mail_url: str, postbox: Postbox
) -> None:
    url = f"sqlite:///{tmp_path / 'own.db'}"
    app = app_on(url, MAIL_URL=mail_url)
    with_note(app)
    environment = {
        "PATH": os.environ["PATH"],
        "REDIS_URL": redis_url,
        "DATABASE_URL": url,
        "MAIL_URL": mail_url,
        "SECRET_KEY": "test",
    }
    with app.app_context():
        post_note(0)
    with subprocess.Popen([ROOT / "script" / "worker"], cwd=ROOT, env=environment, stdout=DEVNULL) as worker:
        try:
            wait_until(lambda: len(postbox.raw) == 1, what="the worker sends what waited", seconds=30)
            with app.app_context():
                post_note(1)
            subprocess.run([sys.executable, "-c", RINGS], cwd=ROOT, env=environment, check=True, timeout=60)
            wait_until(lambda: len(postbox.raw) == 2, what="the worker hears the bell")
        finally:
            worker.terminate()


def test_what_the_clock_sets_off_is_known_to_the_worker() -> None:
    celery.finalize()
    assert tasks.deliver.name == "outbox.deliver"
    unknown = {entry["task"] for entry in SCHEDULE.values()} - set(celery.tasks)
    assert not unknown, f"No worker knows {unknown}: import their modules in eca_policy/worker.py."


def test_a_task_leaves_no_session_behind(sending: Flask) -> None:
    celery.flask_app = sending
    post_note()
    assert tasks.deliver() == 1
    assert db.session.get(Mail, 1) is not None
