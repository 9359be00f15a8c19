"""What became of our comments and amendments: what was answered, decided or taken over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from eca_policy.amendments.models import Amendment
from eca_policy.comments.models import Comment
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.members.models import Association
from eca_policy.papers.models import Paper
from eca_policy.record.models import Entry

RECENT = 6


@dataclass(frozen=True)
class News:
    """What became of something of ours: `what` is "comment" or "amendment", `name` its number or label.

    `fate` is the disposition or the decision, or "taken_over" by an `association`.
    """

    what: str
    name: str
    fate: str
    paper: Paper
    at: datetime
    association: str = ""


def news_for(actor: Actor) -> Sequence[News]:
    """The latest of this person's associations, the newest first: three queries."""
    found = [*answers(actor), *decisions(actor), *taken_over(actor)]
    return sorted(found, key=lambda each: each.at, reverse=True)[:RECENT]


def answers(actor: Actor) -> Iterator[News]:
    """The latest answers to comments."""
    query = (
        select(Comment.number, Comment.disposition, Paper, Comment.answered_at)
        .join(Paper, Paper.id == Comment.paper_id)
        .where(Comment.association_id.in_(actor.association_ids), Comment.answered_at.is_not(None))
        .order_by(Comment.answered_at.desc())
        .limit(RECENT)
    )
    for number, disposition, paper, at in rows(query):
        yield News("comment", str(number), disposition, paper, at)


def decisions(actor: Actor) -> Iterator[News]:
    """The latest decisions on amendments."""
    query = (
        select(Amendment.label, Amendment.state, Paper, Amendment.decided_at)
        .join(Paper, Paper.id == Amendment.paper_id)
        .where(Amendment.association_id.in_(actor.association_ids), Amendment.decided_at.is_not(None))
        .order_by(Amendment.decided_at.desc())
        .limit(RECENT)
    )
    for label, state, paper, at in rows(query):
        yield News("amendment", label, state, paper, at)


def taken_over(actor: Actor) -> Iterator[News]:
    """Withdrawn amendments that another association stands for now, as the record says."""
    query = (
        select(Amendment.label, Paper, Entry.at, Association.name)
        .join(Amendment, Amendment.id == Entry.subject_id)
        .join(Paper, Paper.id == Amendment.paper_id)
        .join(Association, Association.id == Entry.association_id)
        .where(
            Entry.verb == "amendment:take_over",
            Entry.details["former"].as_integer().in_(actor.association_ids),
        )
        .order_by(Entry.number.desc())
        .limit(RECENT)
    )
    for label, paper, at, association in rows(query):
        yield News("amendment", label, "taken_over", paper, at, association)


def rows(query: Any) -> Sequence[Any]:
    return db.session.execute(query).all()
