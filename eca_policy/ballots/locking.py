"""Locking a ballot: voters for share, so that none waits for another; the closer for update."""

from datetime import datetime

from sqlalchemy import select

from eca_policy.ballots import queries
from eca_policy.ballots.models import Ballot
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.papers.queries import Access, access_paper


def lock_ballot(ballot: Ballot, *, read: bool) -> Ballot:
    """Lock the row and read it afresh."""
    return db.session.scalars(
        select(Ballot)
        .where(Ballot.id == ballot.id)
        .with_for_update(read=read, of=Ballot)
        .execution_options(populate_existing=True)
    ).one()


def lock_to_vote(actor: Actor, reference: str, number: int, *, at: datetime) -> tuple[Access, Ballot]:
    """The paper and its ballot as voters lock them: they do not wait for each other.

    Where there is no roll yet, whoever comes first after the opening instant freezes it: one at a time.
    """
    read = queries.has_roll(reference, number)
    access = access_paper(actor, reference, at=at, lock="share" if read else "update")
    return access, lock_ballot(queries.ballot_of(access, number), read=read)
