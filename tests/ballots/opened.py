"""What the tests of a ballot under way begin with: an alliance, a paper, and a clock that can be set."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine

from eca_policy.accounts.models import Account
from eca_policy.amendments import service as amendments
from eca_policy.amendments.changes import Change
from eca_policy.amendments.drafting import Proposal
from eca_policy.ballots import casting, opening
from eca_policy.ballots.loading import load_presets
from eca_policy.ballots.models import AT_OPENING, Ballot, Procedure, Reminder
from eca_policy.ballots.opening import Opening
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.members.models import Association
from eca_policy.outbox.models import Mail
from eca_policy.papers.models import Paper
from eca_policy.transaction import transaction
from tests.conftest import People, actor_of
from tests.making import make_paper

MORNING = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
CLOSES = datetime(2026, 5, 18, 15, 0, tzinfo=UTC)
CODES = ("FI", "ES", "FR")


@dataclass
class Alliance:
    """A paper in consolidation, three associations with a head and an alternate each, and the clock."""

    secretary: Account
    paper: Paper
    associations: dict[str, Association]
    heads: dict[str, Account]
    alternates: dict[str, Account]
    clock: Any

    @property
    def ballot(self) -> Ballot:
        db.session.expire_all()
        return db.session.query(Ballot).order_by(Ballot.number.desc()).first()  # type: ignore[return-value]

    @property
    def page(self) -> str:
        return f"/papers/{self.paper.reference}/ballot"

    @property
    def address(self) -> str:
        return f"/papers/{self.paper.reference}/ballots/{self.ballot.number}"

    def open(self, closes_at: datetime = CLOSES, **how: Any) -> Ballot:
        with transaction():
            return opening.open_ballot(
                actor_of(self.secretary), self.paper.reference, closes_at=closes_at, how=Opening(**how),
                at=clock.now(),
            )  # fmt: skip

    def cast(self, code: str, choice: str = "in_favour") -> None:
        with transaction():
            casting.cast_position(
                actor_of(self.heads[code]), self.paper.reference, self.ballot.number,
                association_id=self.associations[code].id, choice=choice, at=clock.now(),
            )  # fmt: skip

    def mails(self, message: str) -> list[Mail]:
        return db.session.query(Mail).filter_by(message=message).order_by(Mail.id).all()

    def receivers(self, message: str) -> list[str]:
        return sorted(mail.address for mail in self.mails(message))


def voters(*codes: str) -> list[str]:
    """The addresses of the heads and alternates of these associations."""
    return sorted(f"{role}.{code.lower()}@example.org" for role in ("head", "alternate") for code in codes)


def procedure(key: str, **values: Any) -> Procedure:
    """One of the presets, changed."""
    found = db.session.query(Procedure).filter_by(key=key).one()
    for name, value in values.items():
        setattr(found, name, value)
    db.session.commit()
    return found


def table(house: Alliance, wording: str, code: str = "FI") -> None:
    """An amendment to the second paragraph, on the voting list."""
    closed = house.paper.consultation_closes_at
    house.paper.stage, house.paper.consultation_closes_at = "consultation", datetime(2099, 1, 1, tzinfo=UTC)
    db.session.commit()
    change = Change("replace", f"p{house.paper.id}-2", wording)
    head, at = actor_of(house.heads[code]), clock.now()
    with transaction():
        draft = amendments.draft(head, house.paper.reference, Proposal(1, (change,), "So."), at=at)
        amendments.table(head, house.paper.reference, f"draft-{draft.id}", at=at)
    house.paper.stage, house.paper.consultation_closes_at = "consolidation", closed
    db.session.commit()


def field(page: str, name: str) -> str:
    """The value of a hidden field."""
    at = page.index(f'name="{name}"')
    tag = page[page.rindex("<input", 0, at) : page.index(">", at)]
    return tag.split('value="')[1].split('"')[0]


def has_opened(ballot_id: int, opened_at: datetime) -> None:
    """Have a ballot open earlier than it was opened: the database server's clock cannot be set."""
    ballot = db.session.get_one(Ballot, ballot_id)
    planned = db.session.query(Reminder).filter_by(ballot_id=ballot_id, hours=AT_OPENING)
    planned.update({"closes_at": opened_at, "sent_at": opened_at - timedelta(days=1)})
    ballot.opens_at = opened_at
    db.session.commit()


@contextmanager
def alliance(people: People, *, at: datetime = MORNING) -> Iterator[Alliance]:
    with time_machine.travel(at, tick=False) as traveller:
        secretary = people.secretariat()
        associations = {code: people.association(code) for code in CODES}
        heads = {code: people.person("head", where) for code, where in associations.items()}
        alternates = {code: people.person("alternate", where) for code, where in associations.items()}
        with transaction():
            load_presets()
        paper = make_paper(secretary, stage="consolidation")
        yield Alliance(secretary, paper, associations, heads, alternates, traveller)
