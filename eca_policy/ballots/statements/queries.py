"""Reading statements."""

from collections.abc import Sequence

from sqlalchemy import select, union

from eca_policy.ballots.models import Ballot, Item, Position
from eca_policy.ballots.statements.models import Statement
from eca_policy.extensions import db
from eca_policy.members.models import Association


def statements_of(ballot: Ballot) -> Sequence[Statement]:
    """What associations declare about the paper and was not withdrawn, in the order in which it came."""
    query = (
        select(Statement)
        .where(Statement.ballot_id == ballot.id, Statement.withdrawn_at.is_(None))
        .order_by(Statement.id)
    )
    return db.session.scalars(query).all()


def reserving_codes(ballot: Ballot, item: Item) -> list[str]:
    """The codes of those who made a reservation: with their position, or as a statement about the paper."""
    with_position = (
        select(Association.code)
        .join(Position, Position.association_id == Association.id)
        .where(Position.item_id == item.id, Position.reservation != "")
    )
    if item.kind != "final_text":
        return sorted(db.session.scalars(with_position))
    stated = (
        select(Association.code)
        .join(Statement, Statement.association_id == Association.id)
        .where(
            Statement.ballot_id == ballot.id,
            Statement.kind == "reservation",
            Statement.withdrawn_at.is_(None),
        )
    )
    return sorted(db.session.scalars(union(with_position, stated)))
