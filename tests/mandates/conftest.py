"""A paper in consultation, a delegation that collects its mandate, and everybody who must not see it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from eca_policy.accounts.models import Account
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.mandates import service
from eca_policy.mandates.models import Mandate, StrawPosition
from eca_policy.mandates.service import Answer
from eca_policy.papers.models import Paper
from eca_policy.transaction import transaction
from tests.conftest import People, actor_of, sign_in
from tests.making import decide, make_paper


@dataclass
class House:
    """The people, and what they do in one line each."""

    people: People
    paper: Paper
    head: Account
    delegate: Account
    swede: Account
    rapporteur: Account
    observer: Account
    secretary: Account

    def do(self, verb: Any, who: Account, *typed: Any, **more: Any) -> Any:
        """One verb on the paper, in a transaction."""
        with transaction():
            return verb(actor_of(who), self.paper.reference, *typed, at=clock.now(), **more)

    def say(self, who: Account, choice: str, remark: str = "") -> StrawPosition:
        made: StrawPosition = self.do(service.say_own, who, Answer(choice, remark))
        return made

    def enter(self, who: Account, cluster: str, choice: str, remark: str = "") -> StrawPosition:
        made: StrawPosition = self.do(service.enter_cluster, who, cluster, Answer(choice, remark))
        return made

    def record(self, who: Account, choice: str, text: str = "", seen: int = 0) -> Mandate:
        made: Mandate = self.do(service.record_mandate, who, choice, text, seen=seen)
        return made


@pytest.fixture
def house(people: People) -> House:
    finland, sweden, spain = (people.association(code) for code in ("FI", "SE", "ES"))
    ukraine = people.association("UA", status="observer")
    rapporteur = people.person("delegate", spain)
    return House(
        people,
        make_paper(rapporteur, rapporteurs=[rapporteur], lead=spain),
        head=people.person("head", finland),
        delegate=people.person("delegate", finland),
        swede=people.person("head", sweden),
        rapporteur=rapporteur,
        observer=people.person("delegate", ukraine),
        secretary=people.secretariat(),
    )


@pytest.fixture
def decided(house: House) -> Paper:
    """An adopted paper on which the delegation had collected something."""
    house.paper = make_paper(house.rapporteur, stage="consolidation")
    house.enter(house.head, "Oulu ICT", "in_favour")
    positions = {house.head: "in_favour", house.swede: "in_favour"}
    decide(house.paper, house.secretary, positions, closes_at=clock.now() + timedelta(minutes=1))
    db.session.rollback()
    return house.paper


def base(paper: Paper) -> str:
    """Where the page is."""
    return f"/papers/{paper.reference}/mandate"


def as_(client: FlaskClient, account: Account) -> FlaskClient:
    """The same browser, with somebody else at it."""
    client.post("/sign-out")
    return sign_in(client, account)
