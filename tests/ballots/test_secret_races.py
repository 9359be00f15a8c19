"""Slips that meet in the box: none is lost, and of two for one association one lies there."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask

from eca_policy.ballots.secrecy.models import Box, Participation
from eca_policy.ballots.secrecy.service import cast_in_secret
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import Actor
from tests.at_once import at_once
from tests.ballots.secret_hall import SecretHall, secret_hall
from tests.conftest import actor_of

VOTERS = 8


@pytest.fixture
def hall(database_url: str, app_on: Callable[..., Flask]) -> Iterator[SecretHall]:
    app = app_on(database_url)
    with app.app_context():
        yield secret_hall(app, VOTERS, closes_at=clock.now() + timedelta(hours=1))


def all_at_once(hall: SecretHall, voters: list[str]) -> list[str]:
    """Each of these puts a slip into the box; what each was told, sorted."""

    def vote(actor: Actor, association_id: int) -> Callable[[], object]:
        return lambda: cast_in_secret(
            actor, reference, 1, association_id=association_id, choices={1: "in_favour", 2: "against"},
            at=clock.now(),
        )  # fmt: skip

    reference = hall.paper.reference
    acts = [vote(actor_of(hall.voter(code)), hall.associations[code].id) for code in voters]
    return at_once(hall.app, *acts)


def test_no_slip_is_lost_when_all_vote_at_once(hall: SecretHall) -> None:
    assert all_at_once(hall, list(hall.associations)) == ["done"] * VOTERS
    assert [len(box.slips) for box in db.session.query(Box)] == [VOTERS, VOTERS]
    assert db.session.query(Participation).count() == VOTERS


def test_of_two_who_act_for_one_association_one_slip_is_in_the_box(hall: SecretHall) -> None:
    for code in list(hall.associations)[:3]:
        assert all_at_once(hall, [code, code]) == ["HasVoted", "done"]
    assert [len(box.slips) for box in db.session.query(Box)] == [3, 3]
