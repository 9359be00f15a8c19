"""What stood before the positions that stand now."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eca_policy.ballots.models import Ballot, EarlierPosition, Item, Position
from eca_policy.ballots.proxies.queries import holder_names
from eca_policy.ballots.words import choice_in_words, ground_in_words
from eca_policy.extensions import db


@dataclass(frozen=True)
class History:
    """A position as it stood: its words, and on which ground it was cast."""

    position: EarlierPosition
    label: str
    ground: str


def history_of(
    ballot: Ballot, position_ids: Collection[int] | None = None
) -> Mapping[int, Sequence[History]]:
    """What stood before, the oldest first, by the position that stands now; None: before any of them."""
    query = (
        select(EarlierPosition, Position.item_id)
        .join(Position, Position.id == EarlierPosition.position_id)
        .join(Item, Item.id == Position.item_id)
        .where(Item.ballot_id == ballot.id)
        .options(joinedload(EarlierPosition.cast_by))
        .order_by(EarlierPosition.id)
    )
    if position_ids is not None:
        query = query.where(Position.id.in_(position_ids))
    rows = db.session.execute(query).all()
    rules = {item.id: item.rule for item in ballot.items}
    holders = holder_names(earlier for earlier, _item_id in rows)
    found: dict[int, list[History]] = defaultdict(list)
    for earlier, item_id in rows:
        label = choice_in_words(earlier.choice, rules[item_id])
        found[earlier.position_id].append(History(earlier, label, ground_in_words(earlier, holders)))
    return found
