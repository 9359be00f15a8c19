"""A paper in consultation and the people around it."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from eca_policy.accounts.models import Account
from eca_policy.comments import service
from eca_policy.comments.models import Comment
from eca_policy.comments.service import Answer, Remark
from eca_policy.lib import clock
from eca_policy.members.models import Association
from eca_policy.papers.models import Paper
from eca_policy.transaction import transaction
from tests.conftest import People, actor_of
from tests.making import make_paper


@dataclass
class Alliance:
    """Finland leads and holds the pen; Spain, France and the observer Norway take part."""

    people: People
    fi: Association = field(init=False)
    es: Association = field(init=False)
    fr: Association = field(init=False)
    no: Association = field(init=False)

    def __post_init__(self) -> None:
        self.fi, self.es, self.fr = (self.people.association(code) for code in ("FI", "ES", "FR"))
        self.no = self.people.association("NO", status="observer")
        self.rapporteur = self.people.person("head", self.fi)
        self.spaniard = self.people.person("delegate", self.es)
        self.colleague = self.people.person("alternate", self.es)
        self.french = self.people.person("delegate", self.fr)
        self.observer = self.people.person("delegate", self.no)
        self.secretariat = self.people.secretariat()

    def paper(self, **changes: Any) -> Paper:
        return make_paper(self.rapporteur, lead=self.fi, rapporteurs=[self.rapporteur], **changes)


def write(account: Account, paper: Paper, body: str = "Say for how long.", **changes: Any) -> Comment:
    """A comment, committed."""
    remark = Remark(**{"type": "substantive", "body": body, **changes})
    with transaction():
        return service.write_comment(actor_of(account), paper.reference, remark, at=clock.now())


def answer(
    account: Account, paper: Paper, number: int, disposition: str, reason: str = "", **more: str
) -> Comment:
    """An answer, committed."""
    given = Answer(disposition, reason, **more)
    with transaction():
        return service.answer(actor_of(account), paper.reference, number, given, at=clock.now())


@pytest.fixture
def alliance(people: People) -> Alliance:
    return Alliance(people)
