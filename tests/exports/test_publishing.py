"""Freezing an adopted version, and giving it its public page."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from eca_policy.accounts.models import Account
from eca_policy.exports import queries, service
from eca_policy.exports.labels import translated_labels
from eca_policy.exports.snapshot import LABELS
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, NotVisible
from eca_policy.outbox.models import Mail
from eca_policy.papers.models import Paper
from eca_policy.permissions.guard import WrongStage
from eca_policy.transaction import transaction
from tests.conftest import People, actor_of
from tests.making import decide, make_paper

CLOSES = datetime(2027, 5, 18, 15, 0, tzinfo=UTC)


@pytest.fixture
def secretary(people: People) -> Account:
    return people.secretariat()


@pytest.fixture
def heads(people: People) -> list[Account]:
    return [people.person("head", people.association(code)) for code in ("FI", "ES", "FR")]


@pytest.fixture
def adopted(secretary: Account, heads: list[Account]) -> Paper:
    paper = make_paper(secretary, stage="consolidation")
    choices = ("in_favour", "in_favour", "abstention")
    decide(paper, secretary, dict(zip(heads, choices, strict=True)), closes_at=CLOSES)
    return paper


def publish(who: Account, paper: Paper) -> None:
    with transaction():
        service.publish(actor_of(who), paper.reference, at=clock.now())


def test_the_cover_tells_votes_result_and_supporters(secretary: Account, adopted: Paper) -> None:
    publish(secretary, adopted)
    snapshot = queries.snapshot_of(queries.publication(adopted.reference))
    assert snapshot.votes is not None
    assert (snapshot.votes.in_favour, snapshot.votes.abstention, snapshot.votes.not_voting) == (2, 1, 0)
    assert snapshot.supporting == ("Association ES", "Association FI")
    assert snapshot.result is not None
    assert snapshot.result.startswith("Adopted: 2 of 2 votes cast in favour")
    assert snapshot.status == "Adopted on 18 May 2027"
    assert str(snapshot.public_url).endswith(f"/published/{adopted.reference}")


def test_what_is_published_stays_as_it_was(secretary: Account, adopted: Paper) -> None:
    publish(secretary, adopted)
    adopted.title = "Another title"
    db.session.commit()
    snapshot = queries.snapshot_of(queries.publication(adopted.reference))
    assert snapshot.title == "Clusters in the next budget"


def test_everyone_in_the_delegations_is_told_the_address(
    secretary: Account, heads: list[Account], adopted: Paper
) -> None:
    publish(secretary, adopted)
    mails = db.session.query(Mail).filter_by(message="paper_published").all()
    assert {mail.address for mail in mails} == {head.email for head in heads}
    assert all(f"/published/{adopted.reference}" in mail.body_text for mail in mails)


def test_a_paper_is_published_once(secretary: Account, adopted: Paper) -> None:
    publish(secretary, adopted)
    with pytest.raises(service.AlreadyPublished):
        publish(secretary, adopted)


def test_only_the_secretariat_publishes(heads: list[Account], adopted: Paper) -> None:
    with pytest.raises(NotAllowed):
        publish(heads[0], adopted)


def test_a_paper_not_yet_adopted_is_not_published(secretary: Account) -> None:
    paper = make_paper(secretary, stage="consolidation")
    with pytest.raises(WrongStage):
        publish(secretary, paper)


def test_nothing_unpublished_has_a_public_address(adopted: Paper) -> None:
    with pytest.raises(NotVisible):
        queries.publication(adopted.reference)


def test_a_finnish_paper_has_a_finnish_cover(secretary: Account, heads: list[Account]) -> None:
    paper = make_paper(secretary, stage="consolidation", language="fi")
    decide(paper, secretary, dict.fromkeys(heads, "in_favour"), closes_at=CLOSES)
    publish(secretary, paper)
    snapshot = queries.snapshot_of(queries.publication(paper.reference))
    assert snapshot.document_class == "Kannanotto"
    assert snapshot.label("votes") == "Äänet"


def test_every_label_of_the_cover_can_be_translated(app: Flask) -> None:
    assert translated_labels() == LABELS
