"""The migrations: one head, the tables of the models, and up → down → up on a filled database."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, select

import config
from eca_policy.ballots.loading import load_presets
from eca_policy.ballots.models import CastingVote
from eca_policy.extensions import Model, db
from eca_policy.lib import clock
from eca_policy.lib.actor import Actor
from eca_policy.outbox.service import Recipient, post
from eca_policy.record import service as record
from eca_policy.transaction import transaction
from tests.ballots.opened import alliance
from tests.conftest import NOW, People
from tests.making import make_paper
from tests.outbox.conftest import with_note

MIGRATIONS = ScriptDirectory(str(config.ROOT / "migrations"))
REVISIONS = [script.revision for script in MIGRATIONS.walk_revisions()][::-1]


def fill(app: Flask) -> None:
    """Some of everything that hangs together: people, a paper with its text, mail, the record."""
    with_note(app)
    people = People()
    finland = people.association("FI")
    head = people.person("head", finland)
    people.secretariat()
    paper = make_paper(head, lead=finland, rapporteurs=[head])
    app.test_client().post("/demo/sign-in", data={"email": head.email})
    with transaction():
        record.write(Actor(head.id), "paper:create", ("paper", paper.id), at=NOW, paper_id=paper.id)
        post("note", Recipient(head.id, "a@example.org", "A", "fi"), at=NOW, title="Ä", text="Ö")


def counts() -> dict[str, int]:
    """The rows of each table; no transaction stays open, since a migration would wait for it."""
    tables = Model.metadata.sorted_tables
    with db.engine.connect() as connection:
        return {t.name: connection.scalar(select(func.count()).select_from(t)) or 0 for t in tables}


def test_there_is_one_head() -> None:
    heads = MIGRATIONS.get_heads()
    assert len(heads) == 1, f"Give the later of {heads} the other as its down_revision."


def test_migrations_are_numbered_in_their_order() -> None:
    assert [f"{number:04}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS


def test_the_migrations_make_the_tables_of_the_models(
    app_on: Callable[..., Flask], database_url: str
) -> None:
    with app_on(database_url).app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Model.metadata)
    assert not differences, "Write a migration: flask db revision --autogenerate"


def test_a_filled_database_goes_down_a_step_and_up_again_with_every_row(
    app_on: Callable[..., Flask], database_url: str
) -> None:
    app = app_on(database_url)
    with app.app_context():
        fill(app)
        db.session.remove()
        before = counts()
        assert sum(count > 0 for count in before.values()) >= 10, before
        downgrade(revision="0001")
        upgrade()
        assert counts() == before


def test_a_filled_database_goes_down_to_nothing_and_up_again(
    app_on: Callable[..., Flask], database_url: str
) -> None:
    app = app_on(database_url)
    with app.app_context():
        fill(app)
        db.session.remove()
        downgrade(revision="base")
        upgrade()
        assert set(counts().values()) == {0}


def test_a_casting_vote_given_on_a_ballot_moves_to_its_text_as_a_whole_and_back(
    app_on: Callable[..., Flask], database_url: str
) -> None:
    app = app_on(database_url)
    with app.app_context(), alliance(People(), at=clock.now()) as house:
        with transaction():
            load_presets()
        house.open(clock.now() + timedelta(days=9), procedure_key="simple_majority")
        with transaction():
            db.session.add(
                CastingVote(
                    item_id=house.ballot.items[-1].id, choice="against", note="The chair",
                    entered_by_id=house.secretary.id, entered_at=NOW,
                )
            )  # fmt: skip
        db.session.remove()
        downgrade(revision="0011")
        assert kept("SELECT casting_vote, casting_vote_note FROM ballot") == [("against", "The chair")]
        upgrade()
        assert kept("SELECT choice, note FROM casting_vote") == [("against", "The chair")]


def kept(query: str) -> list[tuple[Any, ...]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


@pytest.mark.parametrize("name", [script.module.__name__ for script in MIGRATIONS.walk_revisions()])
def test_a_migration_never_imports_our_code(name: str) -> None:
    path = next(path for path in (config.ROOT / "migrations" / "versions").glob("*.py") if path.stem in name)
    assert "eca_policy" not in path.read_text(), f"{path.name}: models change, a migration must not"


def test_a_planned_ballot_has_its_roll_in_the_release_before_and_keeps_it(
    app_on: Callable[..., Flask], database_url: str
) -> None:
    app = app_on(database_url)
    now = clock.now()
    with app.app_context(), alliance(People(), at=now) as house:
        house.open(now + timedelta(days=9), opens_at=now + timedelta(days=1), counts_one=True)
        assert not house.ballot.has_roll
        db.session.remove()
        downgrade(revision="0014")
        assert kept("SELECT weight, left_out FROM ballot_roll") == [(1, "")] * 3
        upgrade()
        assert house.ballot.has_roll
        db.session.remove()
