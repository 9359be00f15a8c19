"""A paper with an open secret ballot on two items, its voters and their browsers, on whatever database."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from eca_policy.accounts.models import Account
from eca_policy.amendments import service as amendments
from eca_policy.amendments.changes import Change
from eca_policy.amendments.drafting import Proposal
from eca_policy.ballots import opening, settling
from eca_policy.ballots.models import Ballot, Decision, Procedure
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.secrecy.service import cast_in_secret
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK
from eca_policy.members.models import Association
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import access_paper
from eca_policy.transaction import transaction
from eca_policy.voting import queries as voting
from tests.conftest import Browser, People, actor_of, sign_in
from tests.making import make_paper

OPENED = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
CLOSES = datetime(2026, 5, 18, 15, 0, tzinfo=UTC)
HALF_OF_ALL = {"conditions": [{"measure": "members", "base": "entitled", "more_than": "1/2"}]}
CODE = re.compile(r'<code class="slip-code">([^<]+)</code>')


@dataclass
class SecretHall:
    """`heads` by the codes of their associations; one that gave a proxy has no head and is in `proxies`."""

    app: Flask
    secretary: Account
    paper: Paper
    associations: dict[str, Association]
    heads: dict[str, Account]
    proxies: Mapping[str, str]

    @property
    def ballot(self) -> Ballot:
        return db.session.query(Ballot).filter_by(paper_id=self.paper.id).one()

    @property
    def box(self) -> str:
        return f"/papers/{self.paper.reference}/ballots/1/box"

    def voter(self, code: str) -> Account:
        """Who acts for this association: its head, or that of the holder of its proxy."""
        return self.heads[self.proxies.get(code, code)]

    def put_in(self, code: str, *choices: str, by: Account | None = None) -> dict[int, str]:
        """By the verb; the choices in the order of the items."""
        with transaction():
            return cast_in_secret(
                actor_of(by or self.voter(code)), self.paper.reference, 1,
                association_id=self.associations[code].id, choices=dict(enumerate(choices, start=1)),
                at=clock.now(),
            )  # fmt: skip

    def fields(self, code: str, *choices: str) -> dict[str, str]:
        """What the form of this association sends."""
        items = {f"item{number}": choice for number, choice in enumerate(choices, start=1)}
        return {"association": str(self.associations[code].id), **items}

    def send(self, client: FlaskClient, code: str, *choices: str) -> TestResponse:
        """The form, and then the page that asks once more; the last answer."""
        fields = self.fields(code, *choices)
        asked = client.post(self.box, data=fields)
        if asked.status_code != 200:
            return asked
        return client.post(self.box, data=fields | {"is_confirmed": "yes"})

    def settle(self) -> Decision | None:
        with transaction():
            return settling.settle(CLOCK, self.ballot)


def codes_on(page: TestResponse) -> list[str]:
    return CODE.findall(page.text)


def secret_hall(
    app: Flask, associations: int, *, by_proxy: int = 0, amended: bool = True,
    rule: Mapping[str, Any] = HALF_OF_ALL, closes_at: datetime = CLOSES,
) -> SecretHall:  # fmt: skip
    """So many associations of equal weight, the last of them represented by proxy only."""
    people = People()
    secretary = people.secretariat()
    names = [f"FI{number}" for number in range(associations)]
    places = {name: people.association(name) for name in names}
    granting = names[associations - by_proxy :]
    heads = {name: people.person("head", places[name]) for name in names if name not in granting}
    paper = make_paper(secretary, stage="consultation" if amended else "consolidation")
    if amended:
        table(heads[names[0]], paper)
        paper.stage = "consolidation"
        db.session.commit()
    for name in granting:
        give_proxy(places[name], places[names[granting.index(name)]], heads[names[0]])
    open_secret(secretary, paper, rule, closes_at=closes_at, amended=amended)
    proxies = {name: names[granting.index(name)] for name in granting}
    return SecretHall(app, secretary, paper, places, heads, proxies)


def table(head: Account, paper: Paper) -> None:
    """One amendment, which becomes item 1; the text as a whole is item 2."""
    change = Change("replace", f"p{paper.id}-3", "They need lasting funding.")
    with transaction():
        proposal = Proposal(1, (change,), "For years.")
        draft = amendments.draft(actor_of(head), paper.reference, proposal, at=clock.now())
        amendments.table(actor_of(head), paper.reference, f"draft-{draft.id}", at=clock.now())


def give_proxy(grantor: Association, holder: Association, by: Account) -> None:
    today = clock.now().date()
    db.session.add(
        Proxy(
            grantor_id=grantor.id, holder_id=holder.id, starts_on=today, ends_on=today + timedelta(days=30),
            written="By letter.", given_by_id=by.id, given_at=clock.now(),
        )
    )  # fmt: skip
    db.session.commit()


def open_secret(
    secretary: Account, paper: Paper, rule: Mapping[str, Any], *, closes_at: datetime, amended: bool
) -> None:
    """Open the ballot under a procedure that is secret."""
    db.session.add(
        Procedure(
            key="in_secret", name="Secret", name_fi="Salainen", rule=dict(rule), conduct={"shown": "secret"}
        )
    )
    db.session.commit()
    access = access_paper(actor_of(secretary), paper.reference, at=clock.now())
    seen = voting.agenda(access).listed.stamp if amended else ""
    with transaction():
        how = opening.Opening(procedure_key="in_secret", seen=seen)
        opening.open_ballot(
            actor_of(secretary), paper.reference, closes_at=closes_at, how=how, at=clock.now()
        )


def browsers(hall: SecretHall) -> dict[str, FlaskClient]:
    """A browser for each head, signed in; by the codes of all associations they represent."""
    hall.app.test_client_class = Browser
    own = {code: sign_in(hall.app.test_client(), head) for code, head in hall.heads.items()}
    return {code: own[hall.proxies.get(code, code)] for code in hall.associations}


def all_alike(hall: SecretHall, codes: Sequence[str], *choices: str) -> None:
    for code in codes:
        hall.put_in(code, *choices)
