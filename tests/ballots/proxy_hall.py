"""A paper with an open ballot, and associations that give each other proxies."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from eca_policy.accounts.models import Account
from eca_policy.ballots import casting, opening
from eca_policy.ballots.loading import load_presets
from eca_policy.ballots.models import Ballot, Position, Procedure
from eca_policy.ballots.proxies import service as proxies
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.proxies.rules import Period
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.members.models import Association, TermOfOffice
from eca_policy.papers.models import Paper
from eca_policy.transaction import transaction
from tests.conftest import People, actor_of
from tests.making import make_paper

OPENED = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
CLOSES = datetime(2026, 5, 18, 15, 0, tzinfo=UTC)
TODAY = date(2026, 5, 4)
MAY = Period(TODAY, date(2026, 5, 31))
CODES = ("FI", "ES", "FR", "DE")


@dataclass
class Hall:
    """Four associations with head, alternate and delegate; an observer; a ballot until the 18th."""

    secretary: Account
    paper: Paper
    people: dict[str, dict[str, Account]]
    associations: dict[str, Association]
    observer: Account
    travel: Callable[[datetime], None]

    @property
    def ballot(self) -> Ballot:
        return db.session.query(Ballot).filter_by(paper_id=self.paper.id).one()

    @property
    def on(self) -> tuple[str, int]:
        return self.paper.reference, 1

    def head(self, code: str) -> Account:
        return self.people["head"][code]

    def id(self, code: str) -> int:
        return self.associations[code].id

    def give(self, grantor: str, holder: str, *, by: Account | None = None, **what: Any) -> Proxy:
        """For the ballot, unless a period is named; by the grantor's head, unless somebody else is named."""
        if not what:
            what = {"ballot": self.on}
        what.setdefault("written", "Please vote for us.")
        with transaction():
            return proxies.give_proxy(
                actor_of(by or self.head(grantor)), self.id(grantor), self.id(holder), at=clock.now(), **what
            )

    def revoke(self, proxy: Proxy, by: Account) -> Proxy:
        with transaction():
            return proxies.revoke_proxy(actor_of(by), proxy.id, at=clock.now())

    def cast(self, who: Account, code: str, choice: str = "in_favour", seen: int = 0) -> Position:
        with transaction():
            return casting.cast_position(
                actor_of(who), *self.on, association_id=self.id(code), choice=choice, seen=seen,
                at=clock.now(),
            )  # fmt: skip

    def allow(self, most: int) -> None:
        """Let the procedure of the ballot know so many proxies for each holder."""
        self.ballot.conduct = {**self.ballot.conduct, "most_proxies": most}
        db.session.commit()

    def end_term(self, account: Account) -> None:
        db.session.query(TermOfOffice).filter_by(account_id=account.id).one().ended_at = clock.now()
        db.session.commit()


def open_ballot(people: People, secretary: Account) -> Paper:
    """One more paper in decision, under the procedure of position papers."""
    paper = make_paper(secretary, stage="consolidation")
    if not db.session.query(Procedure).count():
        with transaction():
            load_presets()
    with transaction():
        opening.open_ballot(actor_of(secretary), paper.reference, closes_at=CLOSES, at=clock.now())
    return paper


@pytest.fixture
def hall(people: People) -> Iterator[Hall]:
    with time_machine.travel(OPENED, tick=False) as traveller:
        secretary = people.secretariat()
        associations = {code: people.association(code) for code in CODES}
        observer = people.person("head", people.association("UA", status="observer"))
        made = {
            role: {code: people.person(role, where) for code, where in associations.items()}
            for role in ("head", "alternate", "delegate")
        }
        paper = open_ballot(people, secretary)
        yield Hall(secretary, paper, made, associations, observer, traveller.move_to)


def days(first: int, last: int) -> Period:
    """Days counted from today."""
    return Period(TODAY + timedelta(days=first), TODAY + timedelta(days=last))
