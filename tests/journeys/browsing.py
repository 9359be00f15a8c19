"""A real server, a real browser, and people who use them."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from signal import SIGQUIT
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from eca_policy import create_app
from eca_policy.extensions import celery, db
from eca_policy.transaction import WRITES
from tests.conftest import settings
from tests.services import free_port, wait_until

ROOT = Path(__file__).parent.parent.parent
AXE = (ROOT / "tests" / "vendor" / "axe" / "axe.min.js").read_text()
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@contextmanager
def serving(home: Path, **environment: str) -> Iterator[str]:
    """The server as `script/server` runs it, on a database in `home`; gives its address."""
    port = str(free_port())
    address = f"http://127.0.0.1:{port}"
    settings = {
        **os.environ, "PORT": port, "PUBLIC_URL": address, "DATABASE_URL": f"sqlite:///{home / 'journey.db'}",
        "SECRET_KEY": "a journey", "DEMO": "1", **environment,
    }  # fmt: skip
    (home / "journey.db").write_bytes(demonstration())
    binaries = Path(sys.executable).parent
    with subprocess.Popen([str(binaries / "gunicorn"), "wsgi:app"], cwd=ROOT, env=settings) as server:
        try:
            wait_until(lambda: answers(address), seconds=60, what="the server answers")
            yield address
        finally:
            server.send_signal(SIGQUIT)  # at once: nobody is there any more


@cache
def demonstration() -> bytes:
    """The database of a first start, made once by the commands that make it: every journey begins with it."""
    with TemporaryDirectory() as home:
        file = Path(home) / "made.db"
        settings = {**os.environ, "DATABASE_URL": f"sqlite:///{file}", "SECRET_KEY": "a journey", "DEMO": "1"}
        for command in (["db", "upgrade"], ["presets", "load"], ["demo", "load"]):
            flask = [str(Path(sys.executable).parent / "flask"), "--app", "wsgi", *command]
            subprocess.run(flask, cwd=ROOT, env=settings, check=True, capture_output=True)
        with closing(sqlite3.connect(file)) as made:
            made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return file.read_bytes()


@contextmanager
def backstage(home: Path) -> Iterator[None]:
    """The application in this process, on the database of the server: makes what a journey finds.

    Whoever reads here is about to write, and the server writes too: SQLite lets no reader become a writer
    when somebody else wrote meanwhile.
    """
    worked_for = getattr(celery, "flask_app", None)
    app = create_app(settings(home, f"sqlite:///{home / 'journey.db'}"))
    with app.app_context():
        db.engine.update_execution_options(**WRITES)
        yield
        db.session.remove()
        db.engine.dispose()
    celery.flask_app = worked_for


def answers(address: str) -> bool:
    """Whether the server is up."""
    try:
        with urlopen(f"{address}/healthz", timeout=2) as response:
            return bool(response.status == 200)
    except OSError:
        return False


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        yield browser
        browser.close()


class Person:
    """Someone at a browser of their own."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        self.address = address
        self.context: BrowserContext = browser.new_context(base_url=address, locale="en-GB", **options)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(10_000)

    def sign_in_as(self, name: str) -> "Person":
        """Through the demonstration's door, by the name on the button."""
        self.page.goto("/sign-in")
        self.page.get_by_role("button", name=name, exact=True).click()
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        return self

    def open(self, path: str) -> Page:
        """Go to an address of the site."""
        self.page.goto(path)
        return self.page

    def fill(self, **fields: str) -> None:
        """Type into fields by their ids, as given."""
        for name, value in fields.items():
            self.page.locator(f"#{name}").fill(value)

    def press(self, name: str) -> None:
        """Press the button, or follow the link, of this name."""
        target = self.page.get_by_role("button", name=name, exact=True)
        if not target.count():
            target = self.page.get_by_role("link", name=name, exact=True)
        target.first.click()

    def sees(self, words: str) -> None:
        """The words stand on the page."""
        expect(self.page.get_by_text(words).first).to_be_visible()


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA on the page as it stands, one line each."""
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG)[
        "violations"
    ]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def is_wider_than_screen(page: Page) -> bool:
    """Whether the page scrolls sideways, once all that it is drawn with is there."""
    page.wait_for_load_state()
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
