"""A paper in consultation, and people of three associations who amend it."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from eca_policy.accounts.models import Account
from eca_policy.amendments import service
from eca_policy.amendments.changes import Change, Kind
from eca_policy.amendments.drafting import Proposal
from eca_policy.amendments.models import Amendment
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.papers import queries as papers
from eca_policy.papers import service as writing
from eca_policy.papers.models import Paper, Version
from eca_policy.transaction import transaction
from tests.conftest import People, actor_of, sign_in
from tests.making import make_paper


@dataclass
class House:
    """The people, and what they do in one line each."""

    people: People
    rapporteur: Account
    finn: Account
    second_finn: Account
    swede: Account
    observer: Account
    secretary: Account

    def paper(self, stage: str = "consultation", **facts: Any) -> Paper:
        """A paper with the text of tests/making.py: paragraphs p1-1 (a heading) to p1-4."""
        return make_paper(self.rapporteur, stage=stage, rapporteurs=[self.rapporteur], **facts)

    def draft(
        self, who: Account, paper: Paper, *changes: Change, reason: str = "Because.", **more: Any
    ) -> Amendment:
        version = papers.latest_version(paper)
        proposal = Proposal(version.number if version else 1, changes, reason, **more)
        with transaction():
            return service.draft(actor_of(who), paper.reference, proposal, at=clock.now())

    def proposal(self, version: int, *changes: Change, reason: str = "Because.") -> Proposal:
        return Proposal(version, changes, reason)

    def table(self, who: Account, paper: Paper, *changes: Change, **more: Any) -> Amendment:
        amendment = self.draft(who, paper, *changes, **more)
        with transaction():
            return service.table(actor_of(who), paper.reference, f"draft-{amendment.id}", at=clock.now())

    def do(self, verb: Any, who: Account, paper: Paper, amendment: Amendment | str, **more: Any) -> Any:
        """One verb on one amendment, in a transaction."""
        name = amendment if isinstance(amendment, str) else amendment.label or f"draft-{amendment.id}"
        with transaction():
            return verb(actor_of(who), paper.reference, name, at=clock.now(), **more)

    def move_on(self, paper: Paper, *rewrites: tuple[str, str]) -> Version:
        """The rapporteur rewrites parts of the text and issues it."""
        latest = papers.latest_revision(paper)
        text = latest.source
        for old, new in rewrites:
            assert old in text
            text = text.replace(old, new)
        actor = actor_of(self.rapporteur)
        with transaction():
            saved = writing.save_revision(actor, paper.reference, text, base=latest.number, at=clock.now())
            return writing.issue_version(actor, paper.reference, revision=saved.number, at=clock.now())


def at(paper: Paper, number: int) -> str:
    """The id of the paragraph at this place of the text, headings counted."""
    return f"p{paper.id}-{number}"


def change(paper: Paper, number: int, wording: str = "", kind: Kind = "replace") -> Change:
    return Change(kind, at(paper, number) if number else "", wording)


@pytest.fixture
def house(people: People) -> House:
    finland, sweden, spain = (people.association(code) for code in ("FI", "SE", "ES"))
    ukraine = people.association("UA", status="observer")
    return House(
        people,
        rapporteur=people.person("delegate", spain),
        finn=people.person("head", finland),
        second_finn=people.person("delegate", finland),
        swede=people.person("alternate", sweden),
        observer=people.person("delegate", ukraine),
        secretary=people.secretariat(),
    )


def pages(paper: Paper) -> str:
    """Where the pages of its amendments are."""
    return f"/papers/{paper.reference}/amendments"


def as_(client: FlaskClient, account: Account) -> FlaskClient:
    """The same browser, with somebody else at it."""
    client.post("/sign-out")
    return sign_in(client, account)


def queries_of(client: FlaskClient, address: str) -> int:
    """How many statements a page sends to the database when it was read before."""
    seen: list[str] = []
    engine = db.engine

    def count(*args: object) -> None:
        seen.append(str(args[2]))

    for is_counted in (False, True):
        if is_counted:
            event.listen(engine, "before_cursor_execute", count)
        with client.application.app_context():  # a session of its own, which has loaded nothing yet
            assert client.get(address).status_code == 200
    event.remove(engine, "before_cursor_execute", count)
    return len(seen)
