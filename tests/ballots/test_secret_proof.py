"""The proof: nothing that is kept of a finished secret ballot links a position to an association.

A whole ballot is held twice, with the same positions taken by other associations. Then everything is read
that was kept: every row of the database in its physical order, the files, the logs, the cookies.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from flask import Flask, request, request_started
from sqlalchemy import text

from eca_policy.ballots.models import Ballot
from eca_policy.ballots.secrecy import service
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK
from eca_policy.record import service as record
from tests.ballots.dumping import (
    CHOICE,
    CODE,
    Dump,
    differences,
    dump,
    faults_before_the_close,
    faults_in,
    files_of_the_boxes,
    slips_of,
)
from tests.ballots.secret_hall import CLOSES, OPENED, SecretHall, browsers, codes_on, secret_hall

FAR_OFF = clock.now() + timedelta(days=300)
FIRST = ["in_favour"] * 6 + ["against"] * 4 + ["abstention"] * 3 + ["recused"] * 2
FINAL = ["against"] * 5 + ["in_favour"] * 9 + ["abstention"]

Votes = Mapping[str, tuple[str, str]]


@dataclass
class Kept:
    """What was kept of one ballot, and the codes that its voters were given."""

    before: Dump
    after: Dump
    given: set[str] = field(default_factory=set)
    logs: str = ""
    requests: list[str] = field(default_factory=list)
    sessions: list[dict[str, Any]] = field(default_factory=list)
    files: bytes = b""


def votes(voters: int, shift: int) -> Votes:
    """Who votes how: the same positions, on each item handed round by so many places."""
    names = [f"FI{number}" for number in range(voters)]
    turn = [(number + shift) % voters for number in range(voters)]
    other = [(number + 2 * shift) % voters for number in range(voters)]
    first, final = FIRST[-voters:], FINAL[:voters]
    return {name: (first[turn[at]], final[other[at]]) for at, name in enumerate(names)}


def close(hall: SecretHall) -> None:
    """As if its time had passed meanwhile: PostgreSQL's clock is its own."""
    db.session.rollback()
    ballot = hall.ballot
    ballot.opens_at, ballot.closes_at = OPENED, CLOSES
    db.session.commit()


def held(app: Flask, cast: Votes, *, logged: pytest.LogCaptureFixture) -> Kept:
    """A whole ballot through the browsers of its voters."""
    requests: list[str] = []

    def note(_app: Flask, **_more: object) -> None:
        requests.append(f"{request.method} {request.full_path}")

    with app.app_context(), request_started.connected_to(note, app):
        hall = secret_hall(app, len(cast), by_proxy=3, closes_at=FAR_OFF)
        using = browsers(hall)
        logged.clear()  # the words of the tables themselves, from the migrations
        pages = [hall.send(using[code], code, *choices) for code, choices in cast.items()]
        assert [len(codes_on(page)) for page in pages] == [2] * len(cast)
        kept = Kept(before=dump(), after=Dump({}, {}), given={c for page in pages for c in codes_on(page)})
        close(hall)
        published = using["FI0"].get(hall.box.replace("/box", "/codes"))
        assert set(codes_on(published)) == kept.given
        db.session.rollback()
        kept.after, kept.files = dump(), files_of_the_boxes()
        kept.sessions = [contents(app, client) for client in using.values()]
    kept.logs, kept.requests = logged.text, requests
    logged.clear()
    return kept


def contents(app: Flask, client: Any) -> dict[str, Any]:
    with client.session_transaction() as session:
        return dict(session)


@pytest.fixture
def ballots(
    database_url: str, tmp_path: Any, app_on: Callable[..., Flask],
    caplog: pytest.LogCaptureFixture,
) -> tuple[Kept, Kept]:  # fmt: skip
    """The same ballot held twice, each in a database of its own."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, logger="sqlalchemy.engine")
    other = f"sqlite:///{tmp_path / 'other.db'}"
    if not database_url.startswith("sqlite"):
        other = another(database_url)
    first = held(app_on(database_url), votes(15, 0), logged=caplog)
    return first, held(app_on(other), votes(15, 4), logged=caplog)


def another(url: str) -> str:
    """One more empty database beside this one."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE another")
    return url.rsplit("/", 1)[0] + "/another"


def test_nothing_that_is_kept_links_a_position_to_an_association(ballots: tuple[Kept, Kept]) -> None:
    one, other = ballots
    for kept in ballots:
        assert faults_before_the_close(kept.before) == []
        assert faults_in(kept.before) + faults_in(kept.after) == []
        assert len(kept.given) == 30
        assert_once_in_the_files(kept)
        assert "secret_box" in kept.logs, "No statement is in the logs: they prove nothing."
        assert not CODE.search(kept.logs)
        assert not CHOICE.search(kept.logs)
        assert not any(CODE.search(line) or CHOICE.search(line) for line in kept.requests)
        assert not any(CODE.search(str(each)) or CHOICE.search(str(each)) for each in kept.sessions)
    assert one.requests == other.requests
    assert differences(one.before, other.before) == []
    assert differences(one.after, other.after) == []


def assert_once_in_the_files(kept: Kept) -> None:
    """Each slip lies on the disk once: no earlier state of a box is left that would show what came when."""
    boxes = kept.after.tables["secret_box"]
    codes = [code for row in boxes for code, _choice in slips_of(row["slips"])]
    assert set(codes) == kept.given
    assert {code: kept.files.count(code.encode()) for code in codes} == dict.fromkeys(codes, 1)


# The proof can fail: each of these mistakes is found.


def in_the_order_they_came(ballot: Ballot, boxes: list[Any], choices: Mapping[int, str]) -> dict[int, str]:
    codes = {}
    for item, box in zip(ballot.items, boxes, strict=True):
        codes[item.number] = service.new_code()
        box.slips = [*box.slips, [codes[item.number], choices[item.number]]]
    return codes


def with_a_line_in_the_record(ballot: Ballot, boxes: list[Any], choices: Mapping[int, str]) -> dict[int, str]:
    codes = RIGHT(ballot, boxes, choices)
    record.write(
        CLOCK, "position:cast", ("ballot", ballot.id), at=clock.now(), votes=len(choices[1])
    )  # fmt: skip
    return codes


def with_a_code_in_the_record(ballot: Ballot, boxes: list[Any], choices: Mapping[int, str]) -> dict[int, str]:
    codes = RIGHT(ballot, boxes, choices)
    record.write(CLOCK, "position:cast", ("ballot", ballot.id), at=clock.now(), code=codes[1])
    return codes


RIGHT = service.put_in


def quick(app: Flask, cast: Votes) -> Dump:
    """The slips of a small ballot, by the verb."""
    with app.app_context():
        hall = secret_hall(app, len(cast), closes_at=FAR_OFF)
        for code, choices in cast.items():
            hall.put_in(code, *choices)
        db.session.rollback()
        return dump()


@pytest.mark.parametrize(
    "mistake", [in_the_order_they_came, with_a_line_in_the_record, with_a_code_in_the_record]
)
def test_a_mistake_of_the_verb_is_found(
    tmp_path: Any, app_on: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch, mistake: Callable[..., Any]
) -> None:
    monkeypatch.setattr(service, "put_in", mistake)
    found = []
    for name, shift in (("one", 0), ("other", 3)):
        app = app_on(f"sqlite:///{tmp_path / name}.db")
        found.append(quick(app, votes(7, shift)))
    assert faults_in(found[0]) or differences(*found)


@pytest.mark.parametrize("table", ["secret_participation", "secret_box"])
def test_an_instant_in_a_table_is_found(tmp_path: Any, app_on: Callable[..., Flask], table: str) -> None:
    app = app_on(f"sqlite:///{tmp_path / 'timed'}.db")
    with app.app_context():
        assert faults_in(dump()) == []
        db.session.execute(text(f"ALTER TABLE {table} ADD COLUMN created_at DATETIME"))
        db.session.commit()
        assert faults_in(dump()) == [f"{table} has the columns ['created_at']"]


def test_without_mistakes_a_small_ballot_has_no_faults(tmp_path: Any, app_on: Callable[..., Flask]) -> None:
    found = [quick(app_on(f"sqlite:///{tmp_path / str(n)}.db"), votes(7, n)) for n in (0, 3)]
    assert differences(*found) == []
