"""Reading the record."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select

from eca_policy.extensions import db
from eca_policy.record.chain import first_break
from eca_policy.record.models import Entry


def of_paper(paper_id: int) -> Sequence[Entry]:
    """Every entry of one paper, the oldest first."""
    return db.session.scalars(select(Entry).where(Entry.paper_id == paper_id).order_by(Entry.number)).all()


def last_number(paper_id: int) -> int:
    """The number of the latest entry of one paper; 0 before there is one."""
    return db.session.scalar(select(func.max(Entry.number)).where(Entry.paper_id == paper_id)) or 0


def of_paper_since(paper_id: int, number: int, verbs: Collection[str]) -> Sequence[Entry]:
    """The entries of one paper after this one with these verbs, the oldest first."""
    query = select(Entry).where(Entry.paper_id == paper_id, Entry.number > number, Entry.verb.in_(verbs))
    return db.session.scalars(query.order_by(Entry.number)).all()


def of_place(association_id: int | None, verbs: Collection[str]) -> Sequence[Entry]:
    """The entries with these verbs about one association (None: about none), the latest first."""
    place = Entry.association_id
    return db.session.scalars(
        select(Entry)
        .where(place.is_(None) if association_id is None else place == association_id)
        .where(Entry.verb.in_(verbs))
        .order_by(Entry.number.desc())
    ).all()


def since(at: datetime, verbs: Collection[str]) -> Sequence[Entry]:
    """The entries with these verbs after this instant, the oldest first."""
    query = select(Entry).where(Entry.at > at, Entry.verb.in_(verbs))
    return db.session.scalars(query.order_by(Entry.number)).all()


def last_about(
    subject: tuple[str, int], verbs: Collection[str], *, until: datetime | None = None
) -> Entry | None:
    """The last entry with these verbs about one row, up to an instant."""
    query = select(Entry).where(
        Entry.subject == subject[0], Entry.subject_id == subject[1], Entry.verb.in_(verbs)
    )
    if until is not None:
        query = query.where(Entry.at <= until)
    return db.session.scalar(query.order_by(Entry.number.desc()).limit(1))


def broken_at() -> int | None:
    """The number of the first entry that was tampered with, or None when the whole chain holds."""
    query = select(Entry).order_by(Entry.number).execution_options(yield_per=1000)
    with db.session.scalars(query) as entries:
        return first_break((entry.number, entry.facts(), entry.hash) for entry in entries)
