"""Positions that collide with each other and with the close, on both databases."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from eca_policy.ballots import casting, opening, queries, settling
from eca_policy.ballots.counted import count_of
from eca_policy.ballots.loading import load_presets
from eca_policy.ballots.models import Ballot, Decision, Position
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK, Actor
from eca_policy.lib.errors import Refusal
from eca_policy.transaction import transaction
from tests.conftest import People, actor_of
from tests.making import make_paper

PEOPLE_OF_ONE_ASSOCIATION = ("head", "alternate")
ROUNDS = 5


@dataclass(frozen=True)
class Voter:
    """A person at a browser, ready to cast."""

    actor: Actor
    association_id: int


@dataclass(frozen=True)
class Hall:
    """A paper in decision and its voters."""

    app: Flask
    reference: str
    voters: list[Voter]

    def cast(self, voter: Voter, answers: list[str], start: threading.Barrier) -> None:
        """What a request does, in a thread of its own."""
        with self.app.app_context():
            start.wait()
            try:
                with transaction():
                    casting.cast_position(
                        voter.actor, self.reference, 1, association_id=voter.association_id,
                        choice="in_favour", at=clock.now(),
                    )  # fmt: skip
                answers.append("counted")
            except Refusal as refusal:
                answers.append(type(refusal).__name__)

    def settle(self, start: threading.Barrier) -> None:
        """What the sweep or a reader does when the close has come."""
        with self.app.app_context():
            start.wait()
            while db.session.scalar(text("SELECT count(*) FROM decision")) == 0:
                db.session.rollback()
                with transaction():
                    settling.settle(CLOCK, db.session.query(Ballot).one())

    def at_once(self, voters: list[Voter], *, closers: int = 0) -> list[str]:
        """Everybody at the same moment; returns what each voter was told."""
        answers: list[str] = []
        start = threading.Barrier(len(voters) + closers)
        threads = [threading.Thread(target=self.cast, args=(voter, answers, start)) for voter in voters]
        threads += [threading.Thread(target=self.settle, args=(start,)) for _ in range(closers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert len(answers) == len(voters), "A voter was told nothing."
        return answers


@pytest.fixture
def open_hall(database_url: str, app_on: Callable[..., Flask]) -> Iterator[Callable[..., Hall]]:
    """Makes a hall on a database of its own: so many associations, and the instant of the close."""
    app = app_on(database_url)

    def make(associations: int, *, closes_at: datetime | None = None) -> Hall:
        people = People()
        secretary = people.secretariat()
        voters = []
        for number in range(associations):
            association = people.association(f"FI{number}")
            for role in PEOPLE_OF_ONE_ASSOCIATION:
                voters.append(Voter(actor_of(people.person(role, association)), association.id))
        paper = make_paper(secretary, stage="consolidation")
        with transaction():
            load_presets()
        with transaction():
            end = closes_at or clock.now() + timedelta(hours=1)
            opening.open_ballot(actor_of(secretary), paper.reference, closes_at=end, at=clock.now())
        return Hall(app, paper.reference, voters)

    with app.app_context():
        yield make


def test_of_two_people_of_one_association_exactly_one_counts(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(ROUNDS)
    for number in range(ROUNDS):
        pair = hall.voters[2 * number : 2 * number + 2]
        assert sorted(hall.at_once(pair)) == ["PositionTaken", "counted"]
    db.session.rollback()  # SQLite: what was read before stands for the whole transaction
    assert db.session.query(Position).count() == ROUNDS


def test_a_position_is_either_counted_or_told_that_it_was_late(open_hall: Callable[..., Hall]) -> None:
    closes_at = clock.now() + timedelta(seconds=1.5)
    hall = open_hall(6, closes_at=closes_at)
    heads = hall.voters[::2]
    answers = hall.at_once(heads[:3])
    while clock.now() < closes_at - timedelta(milliseconds=30):
        pass
    answers += hall.at_once(heads[3:], closers=2)
    db.session.rollback()
    ballot = db.session.query(Ballot).one()
    decision = db.session.query(Decision).one()
    assert set(answers) <= {"counted", "BallotClosed"}
    assert decision.figures["in_favour"]["members"] == answers.count("counted")
    assert len(queries.positions(ballot)) == answers.count("counted")
    assert count_of(ballot).decide().figures() == decision.figures
    assert all(position.cast_at < ballot.closes_at for position in queries.positions(ballot))
