"""Makes papers for tests, as rows: what a feature needs before its own work begins."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import time_machine

from eca_policy.accounts.models import Account
from eca_policy.ballots import casting, opening, settling
from eca_policy.ballots.loading import load_presets
from eca_policy.ballots.models import Ballot
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK, Actor
from eca_policy.members import queries as members
from eca_policy.members.models import Association
from eca_policy.papers.models import DocumentClass, Paper, Paragraph, Rapporteur, Revision, Version
from eca_policy.text import markdown, numbering, paragraphs, plain
from eca_policy.transaction import transaction

TEXT = (
    "## Why this matters\n\nClusters link small firms with research.\n\nThey need stable funding.\n\n"
    "Fund clusters for seven years.\n{: .recommendation }\n"
)
DECIDED = ("adopted", "rejected")


def make_paper(
    author: Account,
    *,
    stage: str = "consultation",
    lead: Association | None = None,
    rapporteurs: Sequence[Account] = (),
    text: str = TEXT,
    closes_at: datetime | None = None,
    language: str = "en",
    title: str = "Clusters in the next budget",
) -> Paper:
    """A paper in a stage before the decision, with one revision; beyond drafting, with version 1 as well.

    Its consultation closes in a week (or at `closes_at`); of a paper in consolidation it closed yesterday.
    Paragraphs have the ids p<paper>-1, p<paper>-2 … in the order of the text.
    """
    assert stage not in DECIDED, "A decided paper needs its ballot: walk it there."
    now = clock.now()
    paper = Paper(
        reference=f"ECA-2026-{next_number():03}",
        title=title,
        document_class_id=document_class().id,
        language=language,
        stage=stage,
        lead_association_id=lead.id if lead else None,
        created_by_id=author.id,
        created_at=now,
    )
    if stage != "drafting":
        usual = now + timedelta(days=7 if stage == "consultation" else -1)
        paper.consultation_closes_at = closes_at or usual
        paper.consultation_opened_at = paper.consultation_closes_at - timedelta(days=28)
    if stage == "withdrawn":
        paper.withdrawn_at = now
    db.session.add(paper)
    db.session.flush()
    db.session.add_all(Rapporteur(paper_id=paper.id, account_id=each.id) for each in rapporteurs)
    revision = add_revision(paper, author, text)
    if stage != "drafting":
        issue(paper, revision, author)
    db.session.commit()
    return paper


def add_revision(paper: Paper, author: Account, text: str) -> Revision:
    """Save a text as the next revision; paragraphs keep their ids as in a real save."""
    latest = db.session.query(Revision).filter_by(paper_id=paper.id).order_by(Revision.number.desc()).first()
    old = [paragraphs.Paragraph(p["id"], p["source"]) for p in latest.paragraphs] if latest else []
    ids = iter(range(db.session.query(Paragraph).filter_by(paper_id=paper.id).count() + 1, 10**6))
    rows = paragraphs.carry(old, paragraphs.split(text), lambda: f"p{paper.id}-{next(ids)}")
    known = {each.id for each in old}
    db.session.add_all(Paragraph(id=each.id, paper_id=paper.id) for each in rows if each.id not in known)
    rendered = markdown.render(rows)
    revision = Revision(
        paper_id=paper.id,
        number=latest.number + 1 if latest else 1,
        base_id=latest.id if latest else None,
        source=text,
        paragraphs=[
            as_json(n, html) for n, html in zip(numbering.number(rows), rendered.blocks, strict=True)
        ],
        notes_html=rendered.notes,
        words=plain.word_count(text),
        engine="test",
        author_id=author.id,
        created_at=datetime.now(UTC),
    )
    db.session.add(revision)
    db.session.commit()
    return revision


def issue(paper: Paper, revision: Revision, by: Account) -> Version:
    """Make a revision the next version."""
    number = db.session.query(Version).filter_by(paper_id=paper.id).count() + 1
    digest = sha256(revision.source.encode()).hexdigest()
    version = Version(
        paper_id=paper.id,
        number=number,
        revision_id=revision.id,
        sha256=digest,
        issued_by_id=by.id,
        issued_at=clock.now(),
    )
    db.session.add(version)
    db.session.commit()
    return version


def as_json(paragraph: numbering.Numbered, html: str) -> dict[str, Any]:
    return {
        "id": paragraph.id,
        "source": paragraph.source,
        "kind": paragraph.kind,
        "number": paragraph.number,
        "recommendation": paragraph.recommendation,
        "html": html,
    }


def document_class() -> DocumentClass:
    """The one document class of a test."""
    found = db.session.query(DocumentClass).filter_by(key="position_paper").first()
    if found is None:
        found = DocumentClass(
            key="position_paper",
            name="Position paper",
            name_fi="Kannanotto",
            consultation_days=28,
            ballot_days=14,
            procedure_key="position_paper",
        )
        db.session.add(found)
        db.session.flush()
    return found


def next_number() -> int:
    return db.session.query(Paper).count() + 1


def decide(paper: Paper, secretary: Account, positions: dict[Account, str], *, closes_at: datetime) -> None:
    """Put the paper to the vote, have these people cast for their first association, and let it close."""
    with transaction():
        load_presets()
    with transaction():
        opening.open_ballot(acting(secretary), paper.reference, closes_at=closes_at, at=clock.now())
    for account, choice in positions.items():
        actor = acting(account)
        with transaction():
            casting.cast_position(
                actor, paper.reference, 1, association_id=actor.association_ids[0], choice=choice,
                at=clock.now(),
            )  # fmt: skip
    with time_machine.travel(closes_at, tick=False), transaction():
        settling.settle(CLOCK, db.session.query(Ballot).filter_by(paper_id=paper.id).one())


def acting(account: Account) -> Actor:
    return members.actor_for(account, at=clock.now())


def in_days(number: int) -> str:
    """A day after today, as a form takes it: a ballot closes within a year."""
    return (clock.now() + timedelta(days=number)).date().isoformat()
