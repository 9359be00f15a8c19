"""People who give, revoke and use proxies at the same moment, on both databases."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from eca_policy.amendments import service as amendments
from eca_policy.amendments.changes import Change
from eca_policy.amendments.drafting import Proposal
from eca_policy.ballots import casting, opening
from eca_policy.ballots.casting import Answer
from eca_policy.ballots.loading import load_presets
from eca_policy.ballots.models import Position
from eca_policy.ballots.opening import Opening
from eca_policy.ballots.proxies import service as proxies
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.proxies.rules import Period
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import Refusal
from eca_policy.members.queries import today
from eca_policy.papers.queries import access_paper
from eca_policy.transaction import transaction
from eca_policy.voting.queries import agenda
from tests.at_once import at_once
from tests.conftest import People, actor_of
from tests.making import make_paper

ROUNDS = 4


@dataclass(frozen=True)
class Hall:
    """A paper in decision, and the heads of its associations, who each know what to do."""

    app: Flask
    reference: str
    heads: list[Actor]

    def id(self, number: int) -> int:
        return self.heads[number].association_ids[0]

    def give(self, grantor: int, holder: int, period: Period | None = None) -> Proxy:
        return proxies.give_proxy(
            self.heads[grantor], self.id(grantor), self.id(holder), period=period,
            ballot=None if period else (self.reference, 1), written="Please.", at=clock.now(),
        )  # fmt: skip

    def cast(self, holder: int, grantor: int) -> Position:
        return casting.cast_position(
            self.heads[holder], self.reference, 1, association_id=self.id(grantor), choice="in_favour",
            at=clock.now(),
        )  # fmt: skip

    def at_once(self, *acts: Callable[[], object]) -> list[str]:
        return at_once(self.app, *acts)

    def positions(self) -> int:
        return db.session.query(Position).filter(Position.proxy_id.is_not(None)).count()


@pytest.fixture
def open_hall(database_url: str, app_on: Callable[..., Flask]) -> Iterator[Callable[[int], Hall]]:
    """Makes a hall of so many associations on a database of its own."""
    app = app_on(database_url)

    def make(associations: int) -> Hall:
        people = People()
        secretary = people.secretariat()
        heads = [actor_of(people.person("head", people.association(f"FI{n}"))) for n in range(associations)]
        paper = make_paper(secretary, stage="consolidation")
        with transaction():
            load_presets()
        with transaction():
            end = clock.now() + timedelta(hours=1)
            opening.open_ballot(actor_of(secretary), paper.reference, closes_at=end, at=clock.now())
        return Hall(app, paper.reference, heads)

    with app.app_context():
        yield make


def this_week() -> Period:
    first: date = today(clock.now())
    return Period(first, first + timedelta(days=6))


def test_of_two_proxies_for_one_ballot_given_at_once_one_is_given(open_hall: Callable[[int], Hall]) -> None:
    hall = open_hall(3 * ROUNDS)
    for a in range(0, 3 * ROUNDS, 3):
        told = hall.at_once(lambda a=a: hall.give(a, a + 1), lambda a=a: hall.give(a, a + 2))
        assert told == ["ProxyGivenAlready", "done"]
    assert db.session.query(Proxy).count() == ROUNDS


def test_of_two_who_give_to_the_same_holder_at_once_one_finds_it_full(
    open_hall: Callable[[int], Hall],
) -> None:
    hall = open_hall(3 * ROUNDS)
    for a in range(0, 3 * ROUNDS, 3):
        period = this_week() if a % 2 else None
        told = hall.at_once(
            lambda a=a, p=period: hall.give(a, a + 2, p), lambda a=a, p=period: hall.give(a + 1, a + 2, p)
        )
        assert told == ["TooManyProxies", "done"]


def test_two_periods_of_one_grantor_given_at_once_do_not_overlap(open_hall: Callable[[int], Hall]) -> None:
    hall = open_hall(3)
    week = this_week()
    told = hall.at_once(lambda: hall.give(0, 1, week), lambda: hall.give(0, 2, week))
    assert told == ["PeriodsOverlap", "done"]


def test_a_proxy_is_revoked_once(open_hall: Callable[[int], Hall]) -> None:
    hall = open_hall(2)
    with transaction():
        proxy_id = hall.give(0, 1).id
    revoke = lambda: proxies.revoke_proxy(hall.heads[0], proxy_id, at=clock.now())  # noqa: E731
    assert hall.at_once(revoke, revoke) == ["RevokedAlready", "done"]


def test_who_revokes_while_the_holder_votes_leaves_no_room_for_two(open_hall: Callable[[int], Hall]) -> None:
    """One grantor revokes and another gives while the holder votes for the first: never both positions."""
    hall = open_hall(3 * ROUNDS)
    for a in range(0, 3 * ROUNDS, 3):
        first, second, holder = a, a + 1, a + 2
        with transaction():
            proxy_id = hall.give(first, holder).id
        hall.at_once(
            lambda f=first, h=holder: hall.cast(h, f),
            lambda f=first, p=proxy_id: proxies.revoke_proxy(hall.heads[f], p, at=clock.now()),
            lambda s=second, h=holder: hall.give(s, h),
            lambda s=second, h=holder: hall.cast(h, s),
        )
        hall.at_once(lambda s=second, h=holder: hall.cast(h, s))
        grantors = [hall.id(first), hall.id(second)]
        cast = db.session.query(Position).filter(Position.association_id.in_(grantors)).count()
        assert cast <= 1, "The holder voted for two under a procedure that allows one."


def test_votes_by_proxy_gifts_and_own_votes_at_once_stop_nobody_for_good(
    open_hall: Callable[[int], Hall],
) -> None:
    """Everybody gives in a circle, votes for the one before, and votes for itself: nobody waits for ever."""
    hall = open_hall(4)
    acts: list[Callable[[], object]] = []
    for a in range(4):
        acts += [
            lambda a=a: hall.give(a, (a + 1) % 4),
            lambda a=a: hall.cast((a + 1) % 4, a),
            lambda a=a: hall.cast(a, a),
        ]
    told = hall.at_once(*acts)
    allowed = {"done", "NotAllowed", "ActedAlready", "ProxyLapsed", "PositionTaken", "TooManyProxies"}
    assert set(told) <= allowed
    assert db.session.query(Position).count() == 4


def test_a_holder_waits_for_a_grantor_who_acts_on_another_item_and_then_finds_its_proxy_lapsed(
    postgres_url: str, app_on: Callable[..., Flask]
) -> None:
    app = app_on(postgres_url)
    with app.app_context():
        hall, told = hall_with_a_list(app), []

        def cast_by_holder() -> None:
            with app.app_context():
                try:
                    with transaction():
                        cast_on(hall, 1, 0, {2: Answer("against")})
                    told.append("done")
                except Refusal as refusal:
                    told.append(type(refusal).__name__)

        holder = threading.Thread(target=cast_by_holder)
        with transaction():
            cast_on(hall, 0, 0, {1: Answer("in_favour")})
            holder.start()
            while holder.is_alive() and not somebody_waits():
                holder.join(0.02)
        holder.join(60)
        assert told == ["ProxyLapsed"]
        assert [position.proxy_id for position in db.session.query(Position)] == [None]


def somebody_waits() -> bool:
    """Whether a lock is asked for that somebody else holds; asked on a connection of its own."""
    with db.engine.connect() as connection:
        return bool(connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


def cast_on(hall: Hall, who: int, grantor: int, answers: dict[int, Answer]) -> list[Position]:
    return casting.cast_positions(
        hall.heads[who], hall.reference, 1, association_id=hall.id(grantor), answers=answers, at=clock.now()
    )


def hall_with_a_list(app: Flask) -> Hall:
    """Two associations, of which the first has given the second its proxy; an amendment and the text."""
    people = People()
    secretary = people.secretariat()
    heads = [actor_of(people.person("head", people.association(f"FI{n}"))) for n in range(2)]
    paper = make_paper(secretary, stage="consultation")
    with transaction():
        load_presets()
    change = Change("replace", f"p{paper.id}-3", "Other words.")
    with transaction():
        draft = amendments.draft(heads[1], paper.reference, Proposal(1, (change,), "So."), at=clock.now())
        amendments.table(heads[1], paper.reference, f"draft-{draft.id}", at=clock.now())
    paper.stage = "consolidation"
    db.session.commit()
    director = actor_of(secretary)
    seen = agenda(access_paper(director, paper.reference, at=clock.now())).listed.stamp
    how = Opening(procedure_key="simple_majority", seen=seen)
    with transaction():
        end = clock.now() + timedelta(hours=1)
        opening.open_ballot(director, paper.reference, closes_at=end, how=how, at=clock.now())
    hall = Hall(app, paper.reference, heads)
    with transaction():
        hall.give(0, 1)
    return hall
