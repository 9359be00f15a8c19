"""A paper in consultation and the people around it."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from eca_policy.accounts.models import Account
from eca_policy.comments import queries, service
from eca_policy.comments.models import Comment, Place
from eca_policy.comments.queries import Thread
from eca_policy.comments.service import Answer, Remark
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.members.models import Association
from eca_policy.papers import service as papers
from eca_policy.papers.models import Paper, Revision
from eca_policy.papers.queries import latest_revision, revision
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


# Comments on exact words

FIRST = "Clusters link small firms with research, and with each other."
SECOND = "They need stable funding for seven years, because **trust grows slowly** among partners."
THIRD = "Кластери свързват малките фирми с науката и помежду си."
TEXT = f"{FIRST}\n\n{SECOND}\n\n{THIRD}\n"


def on(paper: Paper, paragraph: int, quote: str, occurrence: int | None = None) -> dict[str, object]:
    return {"paragraph_id": f"p{paper.id}-{paragraph}", "quote": quote, "occurrence": occurrence}


def save(alliance: Alliance, paper: Paper, new: str) -> Revision:
    """The next revision, saved as the rapporteur does."""
    with transaction():
        return papers.save_revision(
            actor_of(alliance.rapporteur), paper.reference, new,
            base=latest_revision(paper).number, at=clock.now(),
        )  # fmt: skip


def shown(paper: Paper, number: int = 1, *, at: int | None = None) -> Thread:
    """A comment as it is shown with the text as last saved, or with revision `at`."""
    return queries.thread_numbered(paper, revision(paper, at) if at else latest_revision(paper), number)


def status(paper: Paper, number: int = 1) -> str:
    standing = shown(paper, number).standing
    assert standing is not None
    return standing.status


def words_now(paper: Paper, number: int = 1) -> str:
    standing = shown(paper, number).standing
    assert standing is not None
    if standing.paragraph_id and standing.quote:
        source = next(
            p["source"] for p in latest_revision(paper).paragraphs if p["id"] == standing.paragraph_id
        )
        assert source[standing.start : standing.end] == standing.quote
    return standing.quote


def places() -> int:
    return db.session.query(Place).count()
