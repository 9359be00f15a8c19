"""Reading what a secret ballot keeps."""

from typing import Any

from sqlalchemy import select

from eca_policy.ballots.conduct import FEWEST_IN_THE_BOX, Conduct
from eca_policy.ballots.models import Ballot, Item
from eca_policy.ballots.secrecy.models import Box, Participation
from eca_policy.extensions import db
from eca_policy.members.models import Association


def participants(ballot: Ballot) -> set[int]:
    """The associations that have voted in a secret ballot."""
    query = select(Participation.association_id).where(Participation.ballot_id == ballot.id)
    return set(db.session.scalars(query))


def has_voted(ballot: Ballot, association_id: int) -> bool:
    """Whether the association's position is in the box."""
    query = select(Participation.ballot_id).where(
        Participation.ballot_id == ballot.id, Participation.association_id == association_id
    )
    return db.session.scalar(query) is not None


def boxes_of(ballot: Ballot, *, lock: bool = False) -> list[Box]:
    """The boxes in the order of the items; voters lock them all in this order, and so queue up."""
    ids = [item.id for item in ballot.items]
    query = select(Box).where(Box.item_id.in_(ids)).order_by(Box.item_id)
    if lock:
        query = query.with_for_update()
    found = db.session.scalars(query.execution_options(populate_existing=True)).all()
    by_item = {box.item_id: box for box in found}
    return [by_item[key] for key in ids if key in by_item]


def has_enough_slips(ballot: Ballot) -> bool:
    """Whether so many took part that nobody's position can be guessed from the totals."""
    return all(len(box.slips) >= FEWEST_IN_THE_BOX for box in boxes_of(ballot))


def slips(ballot: Ballot, item: Item) -> list[tuple[str, str]]:
    """The published list of an item: every code with its position, by code. Empty before the decision, and
    where too few took part.
    """
    if ballot.decision is None or not has_enough_slips(ballot):
        return []
    box = db.session.get_one(Box, item.id)
    return [(code, choice) for code, choice in sorted(box.slips)]


def took_part(ballot: Ballot) -> dict[str, Any]:
    """For the record's line of the decision: the codes of those that voted, in the order of the alphabet.

    Nothing of a ballot that is not secret, or where too few took part.
    """
    if not Conduct.from_dict(ballot.conduct).is_secret or not has_enough_slips(ballot):
        return {}
    query = select(Association.code).where(Association.id.in_(participants(ballot)))
    return {"took_part": sorted(db.session.scalars(query))}
