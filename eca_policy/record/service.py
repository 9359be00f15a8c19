"""The one way to write the record, inside the transaction of the change it tells of."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.record.chain import START, digest
from eca_policy.record.models import Entry
from eca_policy.transaction import queue_up

CHAIN_LOCK = 0x0ECA


def write(
    actor: Actor,
    verb: str,
    subject: tuple[str, int | None],
    *,
    at: datetime,
    paper_id: int | None = None,
    association_id: int | None = None,
    **details: Any,
) -> Entry:
    """Append one entry. `details` must be JSON; they hold ids and figures, never names of people."""
    lock_chain()
    last = db.session.scalar(select(Entry).order_by(Entry.number.desc()).limit(1))
    entry = Entry(
        number=last.number + 1 if last else 1,
        at=at,
        verb=verb,
        actor_id=actor.account_id,
        association_id=association_id,
        paper_id=paper_id,
        subject=subject[0],
        subject_id=subject[1],
        details=details,
    )
    entry.hash = digest(entry.facts(), last.hash if last else START)
    db.session.add(entry)
    db.session.flush()
    return entry


def lock_chain() -> None:
    """Writers queue here until their transaction ends: a chain written by two at once would fork."""
    queue_up(CHAIN_LOCK)
