"""Amendments tabled at the same instant, on both databases and under both ways of numbering."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask

from eca_policy.amendments import service
from eca_policy.amendments.drafting import Proposal
from eca_policy.amendments.models import Amendment
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import Actor
from eca_policy.transaction import transaction
from tests.amendments.conftest import change
from tests.conftest import People, actor_of
from tests.making import make_paper

ROUNDS = 100
AT_ONCE = 2


@dataclass(frozen=True)
class Table:
    """A paper, and people who table drafts of their own."""

    app: Flask
    reference: str
    drafts: list[tuple[Actor, str]]

    def table(self, actor: Actor, name: str, start: threading.Barrier, told: list[str]) -> None:
        """What a request does, in a thread of its own."""
        with self.app.app_context():
            start.wait()
            try:
                with transaction():
                    made = service.table(actor, self.reference, name, at=clock.now())
                    label = str(made.label)
                told.append(label)
            finally:
                db.session.remove()

    def at_once(self, drafts: list[tuple[Actor, str]]) -> list[str]:
        """These tabled together; the labels they were told."""
        told: list[str] = []
        start = threading.Barrier(len(drafts))
        threads = [
            threading.Thread(target=self.table, args=(actor, name, start, told)) for actor, name in drafts
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return told


def laid(app: Flask, scheme: str) -> Table:
    """200 drafts, half of them of each of two people of one association and one of another."""
    people = People()
    finland, sweden = people.association("FI"), people.association("SE")
    actors = [actor_of(people.person("head", finland)), actor_of(people.person("delegate", finland)),
              actor_of(people.person("head", sweden))]  # fmt: skip
    secretary = people.secretariat()
    paper = make_paper(secretary)
    drafts = []
    with transaction():
        service.choose_numbering(actor_of(secretary), scheme, at=clock.now())
        for number in range(ROUNDS * AT_ONCE):
            actor = actors[number % len(actors)]
            proposal = Proposal(1, (change(paper, 3, f"They need {number}."),), "Because.")
            draft = service.draft(actor, paper.reference, proposal, at=clock.now())
            drafts.append((actor, f"draft-{draft.id}"))
    return Table(app, paper.reference, drafts)


@pytest.mark.parametrize("scheme", ["per_paper", "per_association"])
def test_two_amendments_tabled_at_the_same_instant_get_different_numbers(
    database_url: str, app_on: Callable[..., Flask], scheme: str
) -> None:
    app = app_on(database_url)
    with app.app_context():
        table = laid(app, scheme)
        told: list[str] = []
        for number in range(ROUNDS):
            told += table.at_once(table.drafts[AT_ONCE * number : AT_ONCE * (number + 1)])
        assert len(set(told)) == len(told) == ROUNDS * AT_ONCE
        db.session.rollback()
        rows = db.session.query(Amendment).order_by(Amendment.number).all()
        assert [each.number for each in rows] == list(range(1, ROUNDS * AT_ONCE + 1))
        assert [each.label for each in rows] == expected(scheme, rows)


def expected(scheme: str, rows: list[Amendment]) -> list[str]:
    """What each is called, without doubles and without gaps."""
    if scheme == "per_paper":
        return [str(each.number) for each in rows]
    counted: dict[str, int] = {}
    labels = []
    for each in rows:
        code = each.association.code
        counted[code] = counted.get(code, 0) + 1
        labels.append(f"{code}-{counted[code]}")
    return labels
