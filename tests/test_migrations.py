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
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

import config
from eca_policy.ballots import rules
from eca_policy.ballots.counted import case_roll
from eca_policy.ballots.following_up import open_written_vote
from eca_policy.ballots.loading import load_presets
from eca_policy.ballots.models import CastingVote, Decision
from eca_policy.ballots.procedure import Procedure
from eca_policy.extensions import Model, db
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK, Actor
from eca_policy.members import service as members
from eca_policy.members.facts import facts_of
from eca_policy.members.queries import association_with_code
from eca_policy.outbox.service import Recipient, post
from eca_policy.record import service as record
from eca_policy.transaction import transaction
from tests.ballots.opened import Alliance, alliance, procedure
from tests.conftest import NOW, People, actor_of
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


def test_mails_that_may_say_what_a_ballot_hides_are_sealed_when_the_outbox_learns_to(
    app_on: Callable[..., Flask], database_url: str
) -> None:
    app = app_on(database_url)
    with app.app_context():
        with_note(app)
        with transaction():
            for message in ("note", "position_cast", "cast_in_secret"):
                post("note", Recipient(None, "a@example.org", "A", "fi"), at=NOW, title=message, text="Ö")
                db.session.flush()
        db.session.remove()
        with transaction():
            db.session.execute(
                text("UPDATE outbox_mail SET message = substr(subject, 1, length(subject) - 6)")
            )
        downgrade(revision="0014")
        upgrade()
        sealed = kept("SELECT message FROM outbox_mail WHERE is_sealed ORDER BY id")
        assert sealed == [("position_cast",), ("cast_in_secret",)]


def test_a_roll_frozen_before_gets_the_codes_by_which_its_ballot_was_decided(
    app_on: Callable[..., Flask], database_url: str
) -> None:
    app = app_on(database_url)
    with app.app_context(), alliance(People(), at=clock.now()) as house:
        rename(house, "FI", "FIN")
        house.open(clock.now() + timedelta(days=9), procedure_key="simple_majority")
        decide(house, "adopted")
        house.clock.move_to(house.ballot.closes_at + timedelta(days=1))
        rename(house, "FIN", "SUO")
        db.session.remove()
        downgrade(revision="0016")
        upgrade()
        codes = "SELECT code FROM ballot_roll WHERE left_out = '' ORDER BY code"
        assert kept(codes) == [("ES",), ("FIN",), ("FR",)]
        with pytest.raises(DBAPIError, match="append-only"), transaction():
            db.session.execute(text("UPDATE ballot_roll SET code = 'XX'"))


def test_a_written_vote_opened_before_is_known_by_the_silence_it_follows(
    app_on: Callable[..., Flask], database_url: str
) -> None:
    app = app_on(database_url)
    with app.app_context(), alliance(People(), at=clock.now()) as house:
        procedure("silence", followed_by="simple_majority")
        house.open(clock.now() + timedelta(days=9), procedure_key="silence", follow_up_days=7)
        broken = house.ballot
        house.clock.move_to(broken.closes_at)
        decide(house, "silence_broken")
        with transaction():
            open_written_vote(CLOCK, house.paper, broken, at=broken.closes_at)
        db.session.remove()
        downgrade(revision="0016")
        upgrade()
        assert kept("SELECT number, follows_id FROM ballot ORDER BY number") == [(1, None), (2, 1)]


def rename(house: Alliance, code: str, new: str) -> None:
    facts = facts_of(association_with_code(code))
    with transaction():
        members.change_association(
            actor_of(house.secretary), code, facts._replace(code=new), seen=facts.fingerprint(),
            at=clock.now(),
        )  # fmt: skip


def decide(house: Alliance, outcome: str) -> None:
    """The rows of a decision at the close: PostgreSQL's clock would not let the verb come so early."""
    with transaction():
        ballot = house.ballot
        ballot.ended_at = ballot.closes_at
        figures = rules.decide(Procedure.from_dict(ballot.rule), case_roll(ballot), {}).figures()
        db.session.add(
            Decision(
                ballot_id=ballot.id, outcome=outcome, figures=figures, sentence="", engine="rules-1",
                decided_at=ballot.closes_at,
            )
        )  # fmt: skip


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
