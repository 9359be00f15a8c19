"""A paper with a running ballot, on which associations vote and declare."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from eca_policy.accounts.models import Account
from eca_policy.ballots import casting, opening
from eca_policy.ballots.loading import load_presets
from eca_policy.ballots.models import Ballot, Decision
from eca_policy.ballots.settling import settle
from eca_policy.ballots.statements import queries, service
from eca_policy.ballots.statements.models import Statement
from eca_policy.exports import service as exports
from eca_policy.exports.queries import publication, snapshot_of
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK
from eca_policy.members.models import Association
from eca_policy.papers.models import Paper
from eca_policy.transaction import transaction
from tests.conftest import People, actor_of
from tests.making import make_paper

OPENED = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
CLOSES = datetime(2026, 5, 18, 15, 0, tzinfo=UTC)
CODES = ("ES", "FI", "FR")


@dataclass
class Hall:
    """A paper with a running ballot, and three associations with their heads."""

    paper: Paper
    secretary: Account
    associations: dict[str, Association]
    heads: dict[str, Account]
    travel: Any

    @property
    def ballot(self) -> Ballot:
        return db.session.query(Ballot).one()

    @property
    def first(self) -> Ballot:
        """The first ballot, where another followed."""
        return db.session.query(Ballot).filter_by(number=1).one()

    @property
    def latest(self) -> Ballot:
        return db.session.query(Ballot).order_by(Ballot.number.desc()).limit(1).one()

    @property
    def recommendation(self) -> str:
        return queries.recommendations_of(self.ballot)[0].paragraph_id

    @property
    def stage(self) -> str:
        return db.session.query(Paper).one().stage

    def open_another(self, **how: Any) -> Ballot:
        with transaction():
            return opening.open_ballot(
                actor_of(self.secretary), self.paper.reference, closes_at=CLOSES + timedelta(days=9),
                how=opening.Opening(**how), at=clock.now(),
            )  # fmt: skip

    def cast(self, code: str, choice: str, *, number: int = 1, **more: Any) -> None:
        with transaction():
            casting.cast_position(
                actor_of(self.heads[code]), self.paper.reference, number, choice=choice,
                association_id=self.associations[code].id, at=clock.now(), **more,
            )  # fmt: skip

    def state(self, code: str, kind: str, body: str = "Not so.", **more: Any) -> Statement:
        with transaction():
            return service.make_statement(
                actor_of(more.pop("by", self.heads[code])), self.paper.reference, more.pop("number", 1),
                kind=kind, body=body, association_id=self.associations[code].id, at=clock.now(), **more,
            )  # fmt: skip

    def withdraw(self, made: Statement) -> None:
        with transaction():
            service.withdraw_statement(
                actor_of(made.made_by), self.paper.reference, 1, statement_id=made.id, at=clock.now()
            )

    def change(self, made: Statement, body: str) -> Statement:
        with transaction():
            return service.change_statement(
                actor_of(made.made_by), self.paper.reference, 1, statement_id=made.id, body=body,
                at=clock.now(),
            )  # fmt: skip

    def settle(self, at: datetime = CLOSES) -> Decision | None:
        self.travel(at)
        with transaction():
            return settle(CLOCK, self.latest)

    def adopted(self) -> None:
        for code in CODES:
            self.cast(code, "in_favour")
        self.settle()

    def publish(self) -> Any:
        with transaction():
            exports.publish(actor_of(self.secretary), self.paper.reference, at=clock.now())
        return snapshot_of(publication(self.paper.reference))

    def url(self, rest: str = "") -> str:
        return f"/papers/{self.paper.reference}/ballots/1/statements{rest}"


@pytest.fixture
def hall(people: People) -> Iterator[Hall]:
    with time_machine.travel(OPENED, tick=False) as traveller:
        secretary = people.secretariat()
        associations = {code: people.association(code) for code in CODES}
        heads = {code: people.person("head", where) for code, where in associations.items()}
        paper = make_paper(secretary, stage="consolidation")
        with transaction():
            load_presets()
        with transaction():
            opening.open_ballot(actor_of(secretary), paper.reference, closes_at=CLOSES, at=clock.now())
        yield Hall(paper, secretary, associations, heads, traveller.move_to)
