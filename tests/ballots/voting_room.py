"""A paper on which an alliance votes through its pages."""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from eca_policy.accounts.models import Account
from eca_policy.amendments import service as amendments
from eca_policy.amendments.changes import Change
from eca_policy.amendments.drafting import Proposal
from eca_policy.ballots import opening, queries
from eca_policy.ballots.loading import load_presets
from eca_policy.ballots.models import Ballot, Item, Position, Procedure
from eca_policy.ballots.opening import Opening
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.members.models import Association
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import access_paper
from eca_policy.transaction import transaction
from eca_policy.voting.queries import agenda
from tests.conftest import People, actor_of, sign_in
from tests.making import make_paper

OPENED = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
CLOSES = datetime(2026, 5, 18, 15, 0, tzinfo=UTC)


@dataclass
class Room:
    """Three member associations with head, alternate and delegate; an observer; the secretariat."""

    people: People
    client: FlaskClient
    secretary: Account
    associations: dict[str, Association] = field(default_factory=dict)
    persons: dict[str, Account] = field(default_factory=dict)
    paper: Paper = None  # type: ignore[assignment]
    travel: Callable[[datetime], None] = None  # type: ignore[assignment]

    def furnish(self) -> "Room":
        for code in ("ES", "FI", "FR"):
            self.associations[code] = where = self.people.association(code)
            for role in ("head", "alternate", "delegate"):
                self.persons[f"{role} {code}"] = self.people.person(role, where)
        self.associations["UA"] = self.people.association("UA", status="observer")
        self.persons["head UA"] = self.people.person("head", self.associations["UA"])
        with transaction():
            load_presets()
        return self

    def open(
        self,
        procedure: str = "simple_majority",
        *,
        amended: int = 0,
        has_rivals: bool = False,
        **conduct: Any,
    ) -> Ballot:
        """A ballot on the text, or on a voting list with so many amendments (or pairs) and the text."""
        row = db.session.query(Procedure).filter_by(key=procedure).one()
        row.conduct = conduct
        self.paper = make_paper(self.secretary, text=text(amended), language="en")
        for number in range(1, amended + 1):
            self.table(f"p{self.paper.id}-{number}", f"Passage {number} says something else.")
            if has_rivals:
                self.table(f"p{self.paper.id}-{number}", f"Passage {number} says nothing.")
        self.paper.stage, self.paper.consultation_closes_at = "consolidation", clock.now() - timedelta(days=1)
        db.session.commit()
        director = actor_of(self.secretary)
        seen = agenda(access_paper(director, self.paper.reference, at=clock.now())).listed.stamp
        how = Opening(procedure_key=procedure, seen=seen if amended else "")
        with transaction():
            return opening.open_ballot(
                director, self.paper.reference, closes_at=CLOSES, how=how, at=clock.now()
            )

    def table(self, paragraph_id: str, wording: str) -> None:
        actor, changes = actor_of(self.persons["head FI"]), (Change("replace", paragraph_id, wording),)
        with transaction():
            made = amendments.draft(
                actor, self.paper.reference, Proposal(1, changes, "Because."), at=clock.now()
            )
        with transaction():
            amendments.table(actor, self.paper.reference, f"draft-{made.id}", at=clock.now())

    @property
    def url(self) -> str:
        return f"/papers/{self.paper.reference}/ballots/1"

    def as_(self, who: str) -> FlaskClient:
        """The same browser, with somebody else at it."""
        self.client.post("/sign-out")
        return sign_in(self.client, self.persons.get(who, self.secretary))

    def see(self, who: str) -> str:
        return words(self.as_(who).get(self.url).text)

    def send(self, who: str, code: str, said: Mapping[str, Any], **more: str) -> TestResponse:
        """Send the sheet of an association; `said` is by item and field: {"1-choice": "against"}."""
        own = self.associations[code].id
        sent = {f"a{own}-{name}": value for name, value in said.items()} | more
        return self.as_(who).post(f"{self.url}/positions/{own}", data=sent)

    def confirm(self, page: TestResponse, **more: str) -> TestResponse:
        """Send what the second page keeps, by its button."""
        action = re.search(r'<form method="post" action="(/papers[^"]+)"', page.text)
        assert action, page.text
        kept = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text)
        sent = {name: html.unescape(value) for name, value in kept} | (more or {"confirmed": "yes"})
        return self.client.post(action[1], data=sent)

    def cast(self, who: str, code: str, choice: str = "in_favour", **said: Any) -> TestResponse:
        """Both steps, on the first item."""
        fields = {f"1-{name}": value for name, value in {"choice": choice, **said}.items()}
        return self.confirm(self.send(who, code, fields))

    def give_proxy(self, grantor: str, holder: str, *, period: bool = False) -> Proxy:
        days = {"starts_on": date(2026, 5, 1), "ends_on": date(2026, 5, 31)} if period else {}
        ballot = None if period else db.session.query(Ballot).one().id
        proxy = Proxy(
            grantor_id=self.associations[grantor].id, holder_id=self.associations[holder].id,
            ballot_id=ballot, written="Letter of 3 May.", given_by_id=self.persons[f"head {grantor}"].id,
            given_at=clock.now(), **days,
        )  # fmt: skip
        return self.people.add(proxy)  # type: ignore[no-any-return]

    def standing(self, code: str) -> dict[int, str]:
        """The choices that stand, by item."""
        db.session.expire_all()
        found = queries.positions_of(db.session.query(Ballot).one(), self.associations[code].id)
        return {number: position.choice for number, position in found.items()}


def text(passages: int) -> str:
    """A text with at least one passage."""
    return "\n\n".join(f"Passage {number} says so." for number in range(1, max(passages, 1) + 1)) + "\n"


def words(page: str) -> str:
    """What a page says: without tags, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def positions() -> list[Position]:
    return db.session.query(Position).join(Item).order_by(Item.number).all()
