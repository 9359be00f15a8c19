"""Ballots of the release before voting lists, migrated up, down and up again: nothing is lost."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import MetaData, Table, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from eca_policy.ballots import queries
from eca_policy.ballots.counted import count_of
from eca_policy.ballots.models import Ballot, ItemDecision
from eca_policy.exports.freezing import adopting_ballot
from eca_policy.extensions import db
from eca_policy.papers.models import Paper
from eca_policy.transaction import transaction
from tests.conftest import NOW

BEFORE = "0008"
RULE = {"conditions": [{"measure": "members", "base": "cast", "more_than": "1/2"}]}
FIGURES = {"in_favour": {"members": 1, "weight": 25}, "against": {"members": 1, "weight": 10}}
CARRIED = ("ballot", "ballot_item", "ballot_roll", "position", "earlier_position", "decision", "procedure")
FORBIDDEN = (
    "DELETE FROM position", "UPDATE ballot_roll SET weight = 1", "DELETE FROM decision",
    "UPDATE earlier_position SET choice = 'against'",
)  # fmt: skip


def tables() -> MetaData:
    """The tables as they are in the database now."""
    found = MetaData()
    with db.engine.connect() as connection:
        found.reflect(connection)
    return found


def filled(table: Table, given: dict[str, Any]) -> dict[str, Any]:
    """The row with something in every column that wants a value."""
    plain: dict[type, Any] = {str: "", int: 1, bool: False, dict: {}}
    row = dict(given)
    for column in table.columns:
        wants = not column.nullable and not column.primary_key and column.server_default is None
        if wants and column.name not in row:
            kind = getattr(column.type, "python_type", str)
            row[column.name] = plain.get(kind, NOW)
    return row


def fill() -> None:
    """A paper that was adopted with two positions for and against, one of them changed; and one running."""
    known = tables().tables

    def put(name: str, /, **given: Any) -> None:
        connection.execute(insert(known[name]), filled(known[name], given))

    with db.engine.connect() as connection:
        put("account", id=1, email="head.fi@example.org", name="Head Fi")
        put("association", id=1, code="FI", name="Association FI", country="FI", weight=25, status="member")
        put("association", id=2, code="SE", name="Association SE", country="SE", weight=10, status="member")
        put("association", id=3, code="UA", name="Association UA", country="UA", weight=9, status="observer")
        put("document_class", id=1, key="position_paper", procedure_key="simple_majority")
        put("procedure", id=1, key="simple_majority", name="Simple", name_fi="Tavallinen", rule=RULE)
        for number in (1, 2):
            put("paper", id=number, reference=f"ECA-2026-00{number}", stage="decision", language="en")
            put("revision", id=number, paper_id=number, source="Text.", paragraphs=[], engine="test")
            put("version", id=number, paper_id=number, revision_id=number)
            put(
                "ballot", id=number, paper_id=number, version_id=number, procedure_name="Simple",
                procedure_name_fi="Tavallinen", rule=RULE, opens_at=NOW, closes_at=NOW + timedelta(days=9),
                ended_at=NOW + timedelta(days=9) if number == 1 else None,
            )  # fmt: skip
            put("ballot_item", id=number, ballot_id=number, number=1)
            for association, weight in ((1, 25), (2, 10)):
                put("ballot_roll", ballot_id=number, association_id=association, weight=weight)
            put("ballot_roll", ballot_id=number, association_id=3, weight=9, left_out="observer")
            put("position", id=number, item_id=number, association_id=1, choice="in_favour")
        put("position", id=3, item_id=1, association_id=2, choice="against", explanation="Vague.")
        put("earlier_position", position_id=3, choice="abstention", explanation="Perhaps.")
        put("decision", id=1, ballot_id=1, outcome="adopted", figures=FIGURES, sentence="Adopted.")
        connection.execute(update(known["paper"]).where(known["paper"].c.id == 1).values(
            stage="adopted", decision_id=1
        ))  # fmt: skip
        connection.commit()


def kept(columns: dict[str, list[str]]) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of these tables, in these columns."""
    known = tables().tables
    with db.engine.connect() as connection:
        wanted = {name: select(*(known[name].c[column] for column in columns[name])) for name in columns}
        return {
            name: sorted(tuple(map(str, row)) for row in connection.execute(query))
            for name, query in wanted.items()
        }


def test_a_ballot_decided_before_is_carried_over_and_back(
    app_on: Callable[..., Flask], database_url: str
) -> None:
    with app_on(database_url, migrated=False).app_context():
        upgrade(revision=BEFORE)
        fill()
        columns = {name: [column.name for column in tables().tables[name].columns] for name in CARRIED}
        before = kept(columns)
        for _ in range(2):
            upgrade()
            assert kept(columns) == before
            assert_reads_as_it_was_decided()
            assert_forgets_nothing()
            downgrade(revision=BEFORE)
            assert kept(columns) == before
            assert_forgets_nothing()


def assert_reads_as_it_was_decided() -> None:
    """The one item of each is the text as a whole, under the ballot's own rule, decided as it was."""
    db.session.rollback()
    decided, running = db.session.scalars(select(Ballot).order_by(Ballot.id)).all()
    for ballot in (decided, running):
        (item,) = ballot.items
        assert (item.kind, item.rule, item.procedure_name) == ("final_text", RULE, "Simple")
        assert (item.procedure_name_fi, item.pieces, item.lapses_if) == ("Tavallinen", [], [])
        assert (ballot.conduct, ballot.follow_up, ballot.called_off_at) == ({}, {}, None)
    (carried,) = db.session.scalars(select(ItemDecision)).all()
    assert carried is decided.items[0].decision
    assert (carried.outcome, carried.figures, carried.sentence) == ("adopted", FIGURES, "Adopted.")
    assert queries.has_acted_itself(decided, 2)
    assert count_of(running).decide().figures()["in_favour"] == {"members": 1, "weight": 25}
    paper = db.session.get_one(Paper, 1)
    assert adopting_ballot(paper, decided.version) is decided
    db.session.remove()


def assert_forgets_nothing() -> None:
    """SQLite makes some tables anew on the way: their triggers must be there again."""
    for statement in FORBIDDEN:
        with pytest.raises(DBAPIError, match="append-only"), transaction():
            db.session.execute(text(statement))
    db.session.remove()
