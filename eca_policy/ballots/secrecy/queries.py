"""Reading what a secret ballot keeps."""

from sqlalchemy import select

from eca_policy.ballots.conduct import FEWEST_IN_THE_BOX
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.secrecy.models import Box, Participation
from eca_policy.extensions import db


def participants(ballot: Ballot) -> set[int]:
    """The associations that have voted in a secret ballot."""
    query = select(Participation.association_id).where(Participation.ballot_id == ballot.id)
    return set(db.session.scalars(query))


def boxes_of(ballot: Ballot) -> list[Box]:
    """The boxes in the order of the items."""
    ids = [item.id for item in ballot.items]
    query = select(Box).where(Box.item_id.in_(ids)).order_by(Box.item_id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def has_enough_slips(ballot: Ballot) -> bool:
    """Whether so many took part that nobody's position can be guessed from the totals."""
    return all(len(box.slips) >= FEWEST_IN_THE_BOX for box in boxes_of(ballot))
