"""Locking a ballot: voters for share, so that none waits for another; the closer for update."""

from sqlalchemy import select

from eca_policy.ballots.models import Ballot
from eca_policy.extensions import db


def lock_ballot(ballot: Ballot, *, read: bool) -> Ballot:
    """Lock the row and read it afresh."""
    return db.session.scalars(
        select(Ballot)
        .where(Ballot.id == ballot.id)
        .with_for_update(read=read, of=Ballot)
        .execution_options(populate_existing=True)
    ).one()
