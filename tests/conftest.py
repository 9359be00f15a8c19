"""What every test may have: an application on an empty database, people, and a client that signs in."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import delete, event, text

import config
from eca_policy import create_app
from eca_policy.accounts.models import Account
from eca_policy.extensions import Model, db
from eca_policy.lib import clock
from eca_policy.lib.actor import Actor
from eca_policy.members import queries
from eca_policy.members.models import Association, TermOfOffice
from eca_policy.papers import reading

pytest_plugins = ["tests.services"]

# A loaded machine is no failure of the property.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def settings(tmp_path: Path, database_url: str = "", **changes: Any) -> dict[str, Any]:
    """Settings of a test application: its own database, no forgery tokens, no limits on tries."""
    url = database_url or f"sqlite:///{tmp_path / 'test.db'}"
    return {
        **config.load({"SECRET_KEY": "test", "DATABASE_URL": url}),
        "TESTING": True,
        "WTF_CSRF_ENABLED": False,
        "RATELIMIT_ENABLED": False,
        **changes,
    }


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One application on one migrated database for the whole run of a process."""
    app = create_app(settings(tmp_path_factory.mktemp("database")))
    app.test_client_class = Browser
    with app.app_context():
        upgrade()
    return app


@pytest.fixture
def app(migrated: Flask) -> Iterator[Flask]:
    """The application with an empty database, inside its context."""
    with migrated.app_context():
        yield migrated
        db.session.rollback()
        empty_database()


def empty_database() -> None:
    """Remove every row, as no user could: the triggers that forbid it are put aside for this."""
    session = db.session()
    triggers = session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    session.rollback()
    session.connection(execution_options={"writes": True})
    session.execute(text("PRAGMA defer_foreign_keys=ON"))
    for name, _ in triggers:
        session.execute(text(f"DROP TRIGGER {name}"))
    for table in Model.metadata.tables.values():
        session.execute(delete(table))
    for _, sql in triggers:
        session.execute(text(sql))
    session.commit()
    for kept in (reading.unpacked, reading.written):
        kept.cache_clear()  # ids are given anew, as they never are to a real revision


class People:
    """Makes the people and associations a test needs."""

    def association(self, code: str = "FI", weight: int = 25, status: str = "member") -> Association:
        """An association named by its code."""
        made = Association(
            code=code,
            name=f"Association {code}",
            country=code[:2],
            weight=weight,
            status=status,
            created_at=NOW,
        )
        return self.add(made)

    def person(self, role: str = "delegate", association: Association | None = None) -> Account:
        """A person with one term of office; the address is role.code@example.org."""
        where = association.code.lower() if association else "eca"
        account = self.add(
            Account(email=f"{role}.{where}@example.org", name=f"{role} {where}".title(), created_at=NOW)
        )
        self.add(
            TermOfOffice(
                account_id=account.id,
                association_id=association.id if association else None,
                role=role,
                starts_on=date(2026, 1, 1),
            )
        )
        return account

    def also(self, account: Account, association: Association, role: str = "delegate") -> None:
        """One more term of office for a person."""
        self.add(
            TermOfOffice(
                account_id=account.id, association_id=association.id, role=role, starts_on=date(2026, 1, 1)
            )
        )

    def secretariat(self) -> Account:
        """A person of the secretariat."""
        return self.person("secretariat")

    def add(self, row: Any) -> Any:
        db.session.add(row)
        db.session.commit()
        return row


@pytest.fixture
def people(app: Flask) -> People:
    """The maker of people."""
    return People()


class Browser(FlaskClient):
    """A browser: all it keeps from one request to the next are its cookies.

    The test's own context would otherwise remember who the last request was from, for every browser.
    """

    def open(self, *args: Any, **kwargs: Any) -> Any:
        if has_app_context():
            for name in list(g):
                g.pop(name)
        return super().open(*args, **kwargs)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser nobody signed in with."""
    return app.test_client()


def sign_in(client: FlaskClient, account: Account) -> FlaskClient:
    """Sign the browser in through the demonstration's door."""
    response = client.post("/demo/sign-in", data={"email": account.email})
    assert response.status_code == 302
    return client


def actor_of(account: Account) -> Actor:
    """The person as verbs are given them, with the terms they hold now."""
    return queries.actor_for(account, at=clock.now())


@pytest.fixture
def count_queries() -> Callable[[], AbstractContextManager[list[str]]]:
    """Collects the statements sent to the database in a block."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            sent.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        yield sent
        event.remove(db.engine, "before_cursor_execute", note)

    return counting
