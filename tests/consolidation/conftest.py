"""The desk of a paper with amendments, and two rapporteurs who may hold it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from eca_policy.accounts.models import Account
from eca_policy.amendments.models import Amendment
from eca_policy.consolidation import queries, rules, service
from eca_policy.consolidation.queries import Laid
from eca_policy.consolidation.service import Agreement
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.outbox.models import Mail
from eca_policy.papers.models import Paper, Rapporteur, Version
from eca_policy.record.models import Entry
from eca_policy.transaction import transaction
from tests.amendments.conftest import House, at, change, house
from tests.conftest import actor_of, sign_in

__all__ = ["house"]

FUNDING = (
    "They need public funding.",
    "They need private funding.",
    "They need stable funding, and soon.",
)


@dataclass
class Room:
    """A paper whose desk is open, and what is done at it in one line each."""

    house: House
    paper: Paper
    other: Account

    @property
    def holder(self) -> Account:
        return self.house.rapporteur

    def open(self, who: Account | None = None) -> None:
        with transaction():
            service.open_desk(actor_of(who or self.holder), self.paper.reference, at=clock.now())

    def table(self, who: Account, *changes: Any, **more: Any) -> Amendment:
        return self.house.table(who, self.paper, *changes, **more)

    def rewrite(self, who: Account, wording: str, place: int = 3, **more: Any) -> Amendment:
        return self.table(who, change(self.paper, place, wording), **more)

    @property
    def laid(self) -> Laid:
        db.session.rollback()
        row = queries.open_desk(self.paper)
        assert row is not None
        return queries.laid_out(row)

    def token(self, label: str) -> str:
        return next(group.token for group in self.laid.desk.groups if label in group.labels)

    def choose(self, label: str, decision: str, reason: str = "", **more: Any) -> None:
        seen = more.pop("seen", None) or self.token(label)
        who = more.pop("who", self.holder)
        with transaction():
            service.choose(
                actor_of(who), self.paper.reference, label, decision, reason=reason, seen=seen, at=clock.now()
            )

    def decision(self, label: str) -> tuple[str, str]:
        chosen = next(group.chosen for group in self.laid.desk.groups if label in group.labels)
        return chosen.decision, chosen.reason

    def do(self, verb: Any, place: int, *what: Any, **more: Any) -> Any:
        """One verb at a place, by the token it has now."""
        here = at(self.paper, place)
        seen = more.pop("seen", None) or self.laid.desk.token(here)
        who = more.pop("who", self.holder)
        with transaction():
            return verb(actor_of(who), self.paper.reference, here, *what, seen=seen, at=clock.now(), **more)

    def agree(self, place: int, text: str, *labels: str, reason: str = "Both agree.", **more: Any) -> None:
        self.do(service.agree, place, Agreement(text, reason, labels), **more)

    def consolidate(self) -> None:
        """The consultation is over."""
        self.paper.stage = "consolidation"
        self.paper.consultation_closes_at = clock.now() - timedelta(seconds=1)
        db.session.commit()

    def finish(self, **more: Any) -> Version | None:
        seen = more.pop("seen", None) or self.laid.desk.whole_token()
        with transaction():
            return service.finish(
                actor_of(more.pop("who", self.holder)),
                self.paper.reference,
                seen=seen,
                at=clock.now(),
                **more,
            )

    def faults(self) -> list[str]:
        return [fault.kind for fault in rules.faults(self.laid.desk)]

    def text(self) -> str:
        return "\n".join(one.source.strip() for one in self.laid.desk.text())

    @property
    def path(self) -> str:
        return f"/papers/{self.paper.reference}/consolidation"


@pytest.fixture
def room(house: House) -> Room:
    paper = house.paper()
    other = house.people.person("alternate", house.people.association("PT"))
    db.session.add(Rapporteur(paper_id=paper.id, account_id=other.id))
    db.session.commit()
    db.session.refresh(paper)
    return Room(house, paper, other)


@pytest.fixture
def at_desk(room: Room, client: FlaskClient) -> FlaskClient:
    """The holder's browser; the desk is open."""
    room.open()
    return sign_in(client, room.holder)


def verbs() -> list[str]:
    return [entry.verb for entry in db.session.query(Entry).order_by(Entry.number)]


def mails() -> list[tuple[str, str]]:
    return [(mail.message, mail.address) for mail in db.session.query(Mail).order_by(Mail.id)]
