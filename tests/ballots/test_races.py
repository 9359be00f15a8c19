"""Positions that collide with each other and with the close, on both databases.

Without ROUNDS in the environment the crowd is small and meets once. With it 200 associations meet so often,
each time on a paper of their own.
"""

import logging
import os
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select, text

from eca_policy.accounts.models import Account
from eca_policy.ballots import casting, opening, queries, settling
from eca_policy.ballots.loading import load_presets
from eca_policy.ballots.models import Ballot, Decision, EarlierPosition, Position
from eca_policy.ballots.opening import Opening
from eca_policy.ballots.recount import recount
from eca_policy.ballots.recount_file import recount_data
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK, Actor
from eca_policy.lib.errors import Refusal
from eca_policy.papers.models import Paper
from eca_policy.record import queries as record
from eca_policy.transaction import transaction
from tests.conftest import Browser, People, actor_of
from tests.making import make_paper

PEOPLE_OF_ONE_ASSOCIATION = ("head", "alternate")
PAIRS = 5
log = logging.getLogger(__name__)
ROUNDS = int(os.environ.get("ROUNDS", "0"))
CROWD = 200 if ROUNDS else 16
CHOICES = ("in_favour", "against", "abstention", "recused")
AT_ONCE = 32 if ROUNDS else 8
"""Threads at work; one process serves with 32."""


HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Voter:
    """A person at a browser, ready to cast."""

    actor: Actor
    association_id: int
    address: str


@dataclass
class Told:
    """What everybody was told, by many threads at once."""

    counted: Counter[int] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, association_id: int, answer: str) -> None:
        with self._lock:
            if answer == "counted":
                self.counted[association_id] += 1
            else:
                self.refusals[answer] += 1

    @property
    def answers(self) -> list[str]:
        return ["counted"] * self.counted.total() + list(self.refusals.elements())


@dataclass(frozen=True)
class Hall:
    """The voters of an application, and the paper they vote on."""

    app: Flask
    secretary: Actor
    voters: list[Voter]
    reference: str

    def another(self, *, closes_in: timedelta = HOUR) -> "Hall":
        """The same people, with the next paper; its ballot closes so long after it opened."""
        paper = make_paper(db.session.get_one(Account, self.secretary.account_id), stage="consolidation")
        with transaction():
            ballot = opening.open_ballot(
                self.secretary, paper.reference, closes_at=clock.now() + HOUR,
                how=Opening(procedure_key="simple_majority"), at=clock.now(),
            )  # fmt: skip
            ballot.closes_at = clock.now() + closes_in  # to open it takes long, with its mails
        return Hall(self.app, self.secretary, self.voters, paper.reference)

    def paper_id(self) -> int:
        return db.session.scalars(select(Paper.id).where(Paper.reference == self.reference)).one()

    def ballot(self) -> Ballot:
        return db.session.scalars(select(Ballot).where(Ballot.paper_id == self.paper_id())).one()

    def cast(self, voter: Voter, told: Told, *, seen: int = 0, choice: str = "in_favour") -> None:
        """What a request does, in a thread of its own."""
        with self.app.app_context():
            try:
                with transaction():
                    casting.cast_position(
                        voter.actor, self.reference, 1, association_id=voter.association_id,
                        choice=choice, explanation=anew(), seen=seen, at=clock.now(),
                    )  # fmt: skip
                told.note(voter.association_id, "counted")
            except Refusal as refusal:
                told.note(voter.association_id, type(refusal).__name__)

    def settle(self) -> None:
        """What the sweep or a reader does when the close has come."""
        with self.app.app_context():
            ballot, is_decided = self.ballot(), False
            ballot_id, closes_at = ballot.id, ballot.closes_at
            db.session.rollback()
            wait_until(closes_at - timedelta(milliseconds=5))
            while not is_decided:
                db.session.rollback()
                with transaction():
                    is_decided = settling.settle(CLOCK, queries.ballot(ballot_id)) is not None

    def at_once(self, *work: Callable[[], None]) -> None:
        """Everybody at the same moment, each in a thread; what nobody refused in words is passed on."""
        start, errors = threading.Barrier(len(work)), []

        def run(one: Callable[[], None]) -> None:
            start.wait()
            try:
                one()
            except Exception as error:  # noqa: BLE001
                errors.append(error)

        threads = [threading.Thread(target=run, args=(one,)) for one in work]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        assert not errors, errors
        assert not any(thread.is_alive() for thread in threads), "Somebody still waits."
        db.session.rollback()  # SQLite: what was read before stands for the whole transaction


class Assembled(People):
    """Makes people who are all committed together: a thousand commits would take longer than the vote."""

    def add(self, row: Any) -> Any:
        db.session.add(row)
        db.session.flush()
        return row


@pytest.fixture
def open_hall(database_url: str, app_on: Callable[..., Flask]) -> Iterator[Callable[..., Hall]]:
    """Makes a hall on a database of its own, with so many associations."""
    app = app_on(database_url)
    app.test_client_class = Browser

    def make(associations: int) -> Hall:
        people = Assembled()
        secretary = people.secretariat()
        voters = []
        for number in range(associations):
            association = people.association(f"FI{number}")
            for role in PEOPLE_OF_ONE_ASSOCIATION:
                person = people.person(role, association)
                voters.append(Voter(actor_of(person), association.id, str(person.email)))
        db.session.commit()
        with transaction():
            load_presets()
        hall = Hall(app, actor_of(secretary), voters, "")
        return hall.another()

    with app.app_context():
        yield make


def test_of_two_people_of_one_association_exactly_one_counts(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(PAIRS)
    for number in range(PAIRS):
        told = Told()
        first, second = hall.voters[2 * number : 2 * number + 2]
        hall.at_once(lambda f=first, t=told: hall.cast(f, t), lambda s=second, t=told: hall.cast(s, t))
        assert sorted(told.answers) == ["PositionTaken", "counted"]
    assert db.session.query(Position).count() == PAIRS


def test_of_two_who_change_one_position_exactly_one_counts(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(PAIRS)
    for number in range(PAIRS):
        told = Told()
        first, second = hall.voters[2 * number : 2 * number + 2]
        hall.cast(first, told)
        hall.at_once(
            lambda f=first, t=told: hall.cast(f, t, seen=1, choice="against"),
            lambda s=second, t=told: hall.cast(s, t, seen=1, choice="abstention"),
        )
        assert sorted(told.answers) == ["PositionTaken", "counted", "counted"]
    assert db.session.query(EarlierPosition).count() == PAIRS


def test_a_position_is_either_counted_or_told_that_it_was_late(open_hall: Callable[..., Hall]) -> None:
    hall, told = open_hall(6).another(closes_in=timedelta(seconds=2.5)), Told()
    closes_at = hall.ballot().closes_at
    heads = hall.voters[::2]
    hall.at_once(*[lambda v=voter: hall.cast(v, told) for voter in heads[:3]])
    wait_until(closes_at - timedelta(milliseconds=30))
    hall.at_once(*[lambda v=voter: hall.cast(v, told) for voter in heads[3:]], hall.settle, hall.settle)
    assert told.refusals.keys() <= {"BallotClosed"}
    assert_true_to_the_record(hall, told)


def test_two_that_settle_and_one_that_votes_at_the_close_decide_once(open_hall: Callable[..., Hall]) -> None:
    hall = open_hall(PAIRS)
    for number in range(PAIRS):
        told, round_ = Told(), hall.another(closes_in=timedelta(seconds=0.3))
        wait_until(round_.ballot().closes_at - timedelta(milliseconds=number))
        round_.at_once(round_.settle, lambda h=round_, t=told: h.cast(h.voters[0], t), round_.settle)
        assert told.answers in (["counted"], ["BallotClosed"])
        assert_true_to_the_record(round_, told)


def wait_until(moment: datetime) -> None:
    time.sleep(max(0, (moment - clock.now()).total_seconds()))


Cast = Callable[[Hall, Voter, int, str, Told], None]


def meet(hall: Hall, cast: Cast, *, seed: int, pace: float) -> tuple[Hall, Told, float]:
    """A crowd votes on a paper of its own; returns it, what everybody was told, and the seconds a vote took.

    Every head votes and, mixed up, every alternate as well, and somebody changes each position. `pace` are
    the seconds that a vote takes here, from which follows when the ballot closes: in the middle of it all.
    """
    dice = random.Random(seed)
    heads = [(voter, 0) for voter in hall.voters[::2]]
    others = [(voter, 0) for voter in hall.voters[1::2]] + [(dice.choice(hall.voters), 1) for _ in heads]
    dice.shuffle(heads)
    dice.shuffle(others)
    jobs = [(*job, dice.choice(CHOICES)) for job in heads + others]
    time_open = 0.2 + pace * (len(heads) + dice.uniform(0, 0.9) * len(others))
    held, told = hall.another(), Told()
    begun = clock.now()
    held.ballot().closes_at = begun + timedelta(seconds=time_open)  # to open it takes long, with its mails
    db.session.commit()

    ended = []

    def work(at: int) -> None:
        for voter, seen, choice in jobs[at::AT_ONCE]:
            cast(held, voter, seen, choice, told)
        ended.append(clock.now())

    held.at_once(*[lambda a=at: work(a) for at in range(AT_ONCE)], held.settle, held.settle)
    spent = min(max(ended) - begun, timedelta(seconds=time_open)).total_seconds()
    assert len(told.answers) == len(jobs)
    assert told.counted, "The ballot closed before anybody had voted."
    in_time = len(jobs) - told.refusals["BallotClosed"] - told.refusals["422"]
    return held, told, spent / in_time


def assert_true_to_the_record(hall: Hall, told: Told) -> None:
    """One counted position each, none after the close, and figures, rows, record and answers all agree."""
    db.session.rollback()
    db.session.expire_all()
    ballot = hall.ballot()
    decision = db.session.scalars(select(Decision).where(Decision.ballot_id == ballot.id)).one()
    positions = queries.positions(ballot.items[-1])
    assert {position.association_id for position in positions} == told.counted.keys()
    assert len(positions) == len(told.counted)
    assert all(position.cast_at < ballot.closes_at for position in positions)
    assert sum(position.version_counter for position in positions) == told.counted.total()
    cast = [e for e in record.of_paper(hall.paper_id()) if e.verb == "position:cast"]
    assert len(cast) == told.counted.total()
    last = {entry.association_id: entry.details["choice"] for entry in cast}
    assert last == {position.association_id: position.choice for position in positions}
    (again,) = recount(recount_data(db.session.get_one(Paper, ballot.paper_id), ballot))
    assert again.agrees
    assert decision.figures == again.decision.figures()
    assert decision.figures["present"] == {
        "members": sum(position.choice != "recused" for position in positions),
        "weight": sum(25 for position in positions if position.choice != "recused"),
    }
    verbs = [entry.verb for entry in record.of_paper(hall.paper_id())]
    assert verbs.count("ballot:decide") == 1
    assert "position:cast" not in verbs[verbs.index("ballot:decide") :]


def by_verb(hall: Hall, voter: Voter, seen: int, choice: str, told: Told) -> None:
    hall.cast(voter, told, seen=seen, choice=choice)


def test_a_crowd_votes_changes_and_collides_with_the_close(open_hall: Callable[..., Hall]) -> None:
    hall, pace, closed = open_hall(CROWD), 0.03, 0
    for number in range(ROUNDS or 1):
        held, told, pace = meet(hall, by_verb, seed=number, pace=pace)
        assert told.refusals.keys() <= {"BallotClosed", "PositionTaken"}
        assert_true_to_the_record(held, told)
        closed += told.refusals["BallotClosed"]
        log.info("round %s: %s counted, %s", number + 1, told.counted.total(), dict(told.refusals))
    assert closed or not ROUNDS, "Nobody came after the close: this collided with nothing."


def test_browsers_that_collide_with_the_close_get_a_page_and_never_an_error(
    open_hall: Callable[..., Hall],
) -> None:
    hall = open_hall(4)
    browsers = {voter.address: signed_in(hall.app, voter) for voter in hall.voters}

    def post(held: Hall, voter: Voter, seen: int, choice: str, told: Told) -> None:
        address = f"/papers/{held.reference}/ballots/1"
        page = browsers[voter.address].get(address).text
        prefix = re.search(r'name="([^"]*)choice"', page)
        answer = browsers[voter.address].post(
            f"{address}/positions/{voter.association_id}",
            data=confirmed(prefix[1], choice, seen) if prefix else {},
        )
        told.note(voter.association_id, "counted" if answer.status_code == 302 else answer.status[:3])

    held, told, _ = meet(hall, post, seed=1, pace=0.3)
    assert told.refusals.keys() <= {"409", "422"}
    assert_true_to_the_record(held, told)


def confirmed(prefix: str, choice: str, seen: int) -> dict[str, str]:
    """What the confirmation page sends."""
    said = {"choice": choice, "explanation": anew(), "seen": str(seen)}
    return {f"{prefix}{name}": value for name, value in said.items()} | {"confirmed": "yes"}


def anew() -> str:
    """Words that nobody said before: to say what stands already changes nothing."""
    return uuid4().hex


def signed_in(app: Flask, voter: Voter) -> Browser:
    browser: Browser = app.test_client()  # type: ignore[assignment]
    assert browser.post("/demo/sign-in", data={"email": voter.address}).status_code == 302
    return browser


def test_nothing_was_left_waiting(open_hall: Callable[..., Hall]) -> None:
    """A hundred who vote and a reader of each kind leave no connection in a transaction."""
    hall, told = open_hall(PAIRS), Told()
    hall.at_once(*[lambda v=voter: hall.cast(v, told) for voter in hall.voters])
    db.session.remove()
    assert db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    assert db.session.scalar(text("SELECT count(*) FROM position")) == PAIRS
