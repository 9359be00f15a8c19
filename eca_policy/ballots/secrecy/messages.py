"""Who is told that a position went into the box."""

from datetime import datetime
from typing import cast

from eca_policy.accounts.models import Account
from eca_policy.ballots.messages import tell, voters_of
from eca_policy.ballots.models import Ballot
from eca_policy.extensions import db
from eca_policy.members import queries as members
from eca_policy.papers.queries import Access


def voted(access: Access, ballot: Ballot, association_id: int, *, by_proxy: bool, at: datetime) -> None:
    """Head and alternate are both told that their association has voted, and by whom; nobody is told how."""
    acting = db.session.get_one(Account, cast(int, access.actor.account_id))
    association = members.association(association_id)
    tell(
        "cast_in_secret", voters_of(association_id, at=at), access.paper, ballot, at=at,
        is_sealed=True, acting=acting.name, association=association.name, by_proxy=by_proxy,
    )  # fmt: skip
