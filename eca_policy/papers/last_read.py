"""What a person last read of a paper, and whether the text has changed since.

It is private: nothing of it goes into the record, and nobody else is ever shown it. What one wrote oneself
one has read.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.papers import queries
from eca_policy.papers.models import Reading, Revision, Version
from eca_policy.papers.queries import Access, access_paper

INSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


@dataclass(frozen=True)
class LastRead:
    """The number of the text read last, that of the version it was issued as, and when it was read."""

    revision: int
    version: int | None
    at: datetime

    @property
    def name(self) -> str:
        """What the comparison calls it."""
        return f"v{self.version}" if self.version else f"r{self.revision}"


def mark_read(actor: Actor, reference: str, *, revision: int, at: datetime) -> None:
    """Note that this person has read the text with this number. What is private is not recorded."""
    access = access_paper(actor, reference, at=at)
    access.require("paper:read")
    read = queries.readable_revision(access, revision)
    note_read(cast(int, actor.account_id), read, at=at)


def note_read(account_id: int, revision: Revision, *, at: datetime) -> None:
    """One row for a person and a paper, whoever comes first; an earlier text never covers a later one."""
    insert = INSERTS[db.session.get_bind().dialect.name]
    noted = insert(Reading).values(
        account_id=account_id, paper_id=revision.paper_id, revision_id=revision.id, read_at=at
    )
    db.session.execute(
        noted.on_conflict_do_update(
            index_elements=[Reading.account_id, Reading.paper_id],
            set_={"revision_id": noted.excluded.revision_id, "read_at": noted.excluded.read_at},
            where=Reading.revision_id <= noted.excluded.revision_id,
        )
    )


def latest_reading(access: Access) -> LastRead | None:
    """What this person read last of this paper; None for nothing, or for a draft they may no longer read."""
    query = (
        select(Revision.number, Version.number, Reading.read_at)
        .join(Revision, Revision.id == Reading.revision_id)
        .outerjoin(Version, Version.revision_id == Revision.id)
        .where(Reading.account_id == access.actor.account_id, Reading.paper_id == access.paper.id)
    )
    found = db.session.execute(query).first()
    if found is None:
        return None
    read = LastRead(*found)
    return read if read.version or access.may("draft:read") else None


def has_changed(access: Access, read: LastRead | None, shown: Revision) -> bool:
    """Whether the text shown is later than the one read last, and another."""
    if read is None or read.revision >= shown.number:
        return False
    before = aliased(Revision)
    query = (
        select(differ(before, Revision))
        .join_from(before, Revision, Revision.paper_id == before.paper_id)
        .where(before.paper_id == access.paper.id, before.number == read.revision, Revision.id == shown.id)
    )
    return bool(db.session.scalar(query))


def differ(old: Any, new: Any) -> ColumnElement[bool]:
    """Whether the texts of two revisions differ, told by the database."""
    return or_(old.source != new.source, old.front_matter != new.front_matter)
