"""Two people of one delegation at the same moment, on both databases: one is kept, the other is told."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import Refusal
from eca_policy.mandates import service
from eca_policy.mandates.models import Mandate, StrawPosition
from eca_policy.mandates.service import Answer
from eca_policy.transaction import transaction
from tests.conftest import People, actor_of
from tests.making import make_paper

ROUNDS = 10


@dataclass(frozen=True)
class Delegation:
    """A paper, and two people who act for the same association."""

    app: Flask
    reference: str
    people: tuple[Actor, Actor]

    def act(self, verb: Any, actor: Actor, typed: tuple[Any, ...], start: threading.Barrier, told: list[str],
            more: dict[str, Any]) -> None:  # fmt: skip
        """What a request does, in a thread of its own."""
        with self.app.app_context():
            start.wait()
            try:
                with transaction():
                    verb(actor, self.reference, *typed, at=clock.now(), **more)
                told.append("kept")
            except Refusal as refusal:
                told.append(type(refusal).__name__)
            finally:
                db.session.remove()

    def at_once(self, verb: Any, *typed: Any, **more: Any) -> list[str]:
        """Both do the same; what they were told."""
        told: list[str] = []
        start = threading.Barrier(len(self.people))
        threads = [
            threading.Thread(target=self.act, args=(verb, actor, typed, start, told, more))
            for actor in self.people
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return sorted(told)


@pytest.fixture
def delegation(database_url: str, app_on: Callable[..., Flask]) -> Iterator[Delegation]:
    app = app_on(database_url)
    with app.app_context():
        people = People()
        finland = people.association("FI")
        pair = (actor_of(people.person("head", finland)), actor_of(people.person("alternate", finland)))
        yield Delegation(app, make_paper(people.secretariat()).reference, pair)


def test_of_two_who_enter_the_same_cluster_one_is_told(delegation: Delegation) -> None:
    for number in range(ROUNDS):
        told = delegation.at_once(service.enter_cluster, f"Cluster {number}", Answer("in_favour"))
        assert told == ["ClusterEntered", "kept"]
    db.session.rollback()
    assert db.session.query(StrawPosition).count() == ROUNDS


def test_two_who_paste_the_same_list_enter_it_once(delegation: Delegation) -> None:
    pasted = "\n".join(f"Кластер {number}; vastaan" for number in range(50))
    assert delegation.at_once(service.enter_pasted, pasted) == ["kept", "kept"]
    db.session.rollback()
    assert db.session.query(StrawPosition).count() == 50


def test_of_two_who_record_a_mandate_one_reads_the_others_first(delegation: Delegation) -> None:
    for number in range(ROUNDS):
        told = delegation.at_once(service.record_mandate, "against", "So.", seen=number)
        assert told == ["MandateRecorded", "kept"]
    db.session.rollback()
    assert sorted(each.number for each in db.session.query(Mandate)) == list(range(1, ROUNDS + 1))


def test_of_two_who_remove_the_same_answer_one_is_told(delegation: Delegation) -> None:
    with transaction():
        row = service.enter_cluster(
            delegation.people[0], delegation.reference, "Oulu", Answer("against"), at=clock.now()
        )
        row_id = row.id
    assert delegation.at_once(service.remove_answer, row_id, seen=1) == ["NotVisible", "kept"]
