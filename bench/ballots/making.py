"""Makes a ballot with a roll of many associations, by bulk inserts, and positions on it."""

import random
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert, select

import config
from eca_policy import create_app
from eca_policy.accounts.models import Account
from eca_policy.ballots import opening
from eca_policy.ballots.loading import load_presets
from eca_policy.ballots.models import Ballot, Position
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.members.models import Association, TermOfOffice
from eca_policy.outbox.models import Mail
from eca_policy.transaction import transaction
from tests.making import acting, make_paper

CHOICES = ("in_favour", "in_favour", "in_favour", "against", "abstention")


@dataclass(frozen=True)
class Made:
    """The open ballot of a paper; the associations on its roll by their ids, each with its head's address."""

    reference: str
    ballot_id: int
    heads: dict[int, str]

    @property
    def path(self) -> str:
        return f"/papers/{self.reference}/ballots/1"


def application(folder: str) -> Flask:
    """The real application on an empty SQLite database in this folder."""
    url = f"sqlite:///{Path(folder, 'bench.db')}"
    read = config.load({"DATABASE_URL": url, "SECRET_KEY": "bench", "DEMO": "1"})
    return create_app({**read, "WTF_CSRF_ENABLED": False, "RATELIMIT_ENABLED": False})


def make(members: int) -> Made:
    """An alliance of so many associations with a head each, and a ballot opened by the real verb."""
    upgrade()
    at = clock.now()
    secretary = Account(email="secretariat@example.org", name="Secretariat", created_at=at)
    db.session.add(secretary)
    db.session.flush()
    db.session.add(TermOfOffice(account_id=secretary.id, role="secretariat", starts_on=date(2026, 1, 1)))
    heads = associations(members)
    paper = make_paper(secretary, stage="consolidation")
    with transaction():
        load_presets()
    with transaction():
        closes_at = clock.now() + timedelta(days=14)
        ballot = opening.open_ballot(acting(secretary), paper.reference, closes_at=closes_at, at=clock.now())
        ballot_id = ballot.id
    return Made(paper.reference, ballot_id, heads)


def associations(number: int) -> dict[int, str]:
    """So many member associations with weights of 1 to 50, each with a head; the heads' addresses by id."""
    dice, at = random.Random(1), clock.now()
    rows: list[dict[str, Any]] = [
        {"code": f"A{n:06}", "name": f"Cluster Association {n:06}", "country": "XX", "created_at": at,
         "weight": dice.randint(1, 50)}
        for n in range(number)
    ]  # fmt: skip
    people = [
        {"email": f"head{n:06}@example.org", "name": f"Head {n:06}", "created_at": at} for n in range(number)
    ]
    db.session.execute(insert(Association), rows)
    db.session.execute(insert(Account), people)
    ids = list(db.session.scalars(select(Association.id).order_by(Association.code)))
    accounts = db.session.execute(
        select(Account.id, Account.email).where(Account.email.startswith("head")).order_by(Account.email)
    ).all()
    terms = [
        {"account_id": account_id, "association_id": one, "role": "head", "starts_on": date(2026, 1, 1)}
        for one, (account_id, _email) in zip(ids, accounts, strict=True)
    ]
    db.session.execute(insert(TermOfOffice), terms)
    db.session.commit()
    return {one: str(email) for one, (_id, email) in zip(ids, accounts, strict=True)}


def cast(made: Made, number: int, *, skip: int = 0) -> None:
    """Positions of so many associations, as rows, after the first ones."""
    dice, at = random.Random(2), clock.now()
    item = db.session.get_one(Ballot, made.ballot_id).items[-1]
    rows = [
        {"item_id": item.id, "association_id": one, "choice": dice.choice(CHOICES), "cast_by_id": 1,
         "cast_at": at, "explanation": "Because it is so." if one % 5 == 0 else "", "version_counter": 1}
        for one in list(made.heads)[skip : skip + number]
    ]  # fmt: skip
    db.session.execute(insert(Position), rows)
    db.session.commit()


def waiting_mails() -> int:
    """How many mails wait in the outbox."""
    return db.session.query(Mail).count()
