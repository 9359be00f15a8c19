"""Real services for tests: a throw-away PostgreSQL, a Redis, a mail server; nothing beyond this machine."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from flask_migrate import upgrade

from eca_policy import create_app
from eca_policy.extensions import celery, db
from tests.conftest import settings
from tests.shared import missing, shared

POSTGRES_BIN = max(
    Path("/usr/lib/postgresql").glob("*/bin"), default=Path(), key=lambda path: path.parent.name
)

# What a marked test needs, and how to get it.
NEEDS = {
    "postgres": (lambda: shutil.which("initdb", path=f"{POSTGRES_BIN}:{os.environ['PATH']}"), "postgresql"),
    "redis": (lambda: shutil.which("redis-server"), "redis-server"),
    "browser": (lambda: shutil.which("chromium"), "chromium"),
}
HERE = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "::", "", None}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """What is missing, a service or a file beside the project, skips the tests that need it; in CI it fails
    them.
    """
    for name, (found, package) in NEEDS.items():
        if item.get_closest_marker(name) and not found():
            missing(f"This test needs {name}. On Debian or Ubuntu: apt install {package}")
    for marker in item.iter_markers("shared"):
        for name in marker.args:
            shared(name)


def refuse_the_world(event: str, arguments: tuple[Any, ...]) -> None:
    """Audit hook: no test opens a connection beyond this machine."""
    if event == "socket.connect" and isinstance(arguments[1], tuple) and arguments[1][0] not in HERE:
        raise AssertionError(f"A test tried to connect to {arguments[1]}: use a server of tests/services.py.")
    if event == "socket.getaddrinfo" and arguments[0] not in HERE:
        raise AssertionError(f"A test asked for the address of {arguments[0]!r}.")


sys.addaudithook(refuse_the_world)


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(is_true: Callable[[], bool], *, seconds: float = 15, what: str = "it") -> None:
    """Look again and again until it is true; fail when it takes too long."""
    give_up_at = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < give_up_at, f"Waited {seconds} s in vain until {what}."
        time.sleep(0.05)


# PostgreSQL


@pytest.fixture(scope="session")
def postgres_port() -> Iterator[int]:
    """A throw-away cluster on this port, run by an ordinary user as PostgreSQL demands."""
    home = Path(tempfile.mkdtemp(prefix="eca-postgres-"))
    as_whom = []
    if os.geteuid() == 0:
        shutil.chown(home, "postgres", "postgres")
        as_whom = ["runuser", "-u", "postgres", "--"]

    def run(*command: str) -> None:
        subprocess.run([*as_whom, *command], check=True, capture_output=True, cwd=home)

    port, data = free_port(), str(home / "data")
    binaries = Path(NEEDS["postgres"][0]() or "").parent
    run(str(binaries / "initdb"), "-D", data, "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home} -c fsync=off"
    run(str(binaries / "pg_ctl"), "-D", data, "-w", "-l", str(home / "log"), "-o", options, "start")
    yield port
    run(str(binaries / "pg_ctl"), "-D", data, "-w", "-m", "immediate", "stop")
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_port: int) -> str:
    """The address of a new, empty database."""
    name = f"test_{time.monotonic_ns()}"
    where = f"postgresql://postgres@127.0.0.1:{postgres_port}"
    with psycopg.connect(f"{where}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{where}/{name}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind we run on: the test runs twice."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'own.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def app_on(tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Makes an application on a database of its own, migrated: `app_on(database_url, MAIL_URL=…)`."""
    made: list[Flask] = []
    worked_for = getattr(celery, "flask_app", None)

    def make(url: str, *, migrated: bool = True, **changes: Any) -> Flask:
        app = create_app(settings(tmp_path, url, **changes))
        made.append(app)
        if migrated:
            with app.app_context():
                upgrade()
        return app

    yield make
    celery.flask_app = worked_for
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


# Redis


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """A Redis of one test."""
    port = free_port()
    command = [
        "redis-server",
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--dir",
        str(tmp_path),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        wait_until(lambda: is_listening(port), what="Redis listens")
        yield f"redis://127.0.0.1:{port}/0"
        server.terminate()


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


# Mail


class Postbox:
    """A mail server's memory. `answers` holds what it says to a receiver instead of yes; it hangs on some."""

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.receivers: list[str] = []
        self.answers: dict[str, str] = {}
        self.hangs_on: set[str] = set()
        self.slow_by = 0.0
        self.connections = 0

    @property
    def mails(self) -> list[EmailMessage]:
        """What arrived, read as a mail program does."""
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.hangs_on:
            await asyncio.sleep(3600)
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.slow_by)
        assert isinstance(envelope.content, bytes)
        self.raw.append(envelope.content)
        self.receivers += envelope.rcpt_tos
        return "250 OK"


def bodies(mail: EmailMessage) -> list[str]:
    """The plain and the HTML part; lines of a mail travel with the line ends of MIME."""
    return [part.get_content().replace("\r\n", "\n") for part in mail.iter_parts()]


@contextmanager
def listening(postbox: Postbox, port: int) -> Iterator[str]:
    """A mail server at this port for as long as the block lasts; gives its MAIL_URL."""
    server = Controller(postbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield f"smtp://127.0.0.1:{port}?timeout=1"
    finally:
        server.stop()


@pytest.fixture
def postbox() -> Postbox:
    """The memory of the mail server at `mail_url`."""
    return Postbox()


@pytest.fixture
def mail_url(postbox: Postbox) -> Iterator[str]:
    """The MAIL_URL of a real mail server."""
    with listening(postbox, free_port()) as url:
        yield url
