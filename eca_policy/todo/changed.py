"""Texts that changed since a person read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.papers.last_read import LastRead, differ
from eca_policy.papers.models import Paper, Reading, Revision, Version
from eca_policy.papers.queries import Access

RECENT = 6


@dataclass(frozen=True)
class ChangedText:
    """A paper whose version `version`, issued at `issued_at`, is not what the person read last."""

    paper: Paper
    version: int
    issued_at: datetime
    read: LastRead


def changed_texts(actor: Actor, papers: Sequence[Access]) -> list[ChangedText]:
    """Those of these papers whose issued text changed since this person read them, the newest first."""
    visible = {access.paper.id: access for access in papers}
    found = []
    for paper_id, version, issued_at, *read in issued_since_read(actor):
        access, last = visible.get(paper_id), LastRead(*read)
        if access is not None and (last.version or access.may("draft:read")):
            found.append(ChangedText(access.paper, version, issued_at, last))
    return found[:RECENT]


def issued_since_read(actor: Actor) -> Sequence[Sequence[Any]]:
    """Of every paper whose last version is later than what this person read, and another text: (paper, last
    version, when it was issued, the text read, its version, when it was read). One query for all.
    """
    last = select(func.max(Version.revision_id)).group_by(Version.paper_id)
    then, now, version_then = aliased(Revision), aliased(Revision), aliased(Version)
    query = (
        select(
            Version.paper_id, Version.number, Version.issued_at,
            then.number, version_then.number, Reading.read_at,
        )
        .join(Reading, Reading.paper_id == Version.paper_id)
        .join(then, then.id == Reading.revision_id)
        .join(now, now.id == Version.revision_id)
        .outerjoin(version_then, version_then.revision_id == then.id)
        .where(Reading.account_id == actor.account_id, Version.revision_id.in_(last))
        .where(then.number < now.number, differ(then, now))
        .order_by(Version.issued_at.desc(), Version.id.desc())
    )  # fmt: skip
    return db.session.execute(query).all()
