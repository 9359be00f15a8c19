"""How several running ballots stand, read at once: with twenty of them a page asks no more than with two."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select, union_all

from eca_policy.ballots import queries
from eca_policy.ballots.counted import Count, Groups, counted_with, roll_grouped
from eca_policy.ballots.counting import Choice
from eca_policy.ballots.models import Ballot, Item, Position, RollEntry
from eca_policy.ballots.secrecy.models import Participation
from eca_policy.ballots.showing import HAS_ANSWERED, Rows, sight_of
from eca_policy.extensions import db
from eca_policy.members.models import Association

NAMES_SHOWN = 20


@dataclass(frozen=True)
class Missing:
    """How many associations have not answered, and the first of them by name."""

    number: int = 0
    names: tuple[str, ...] = ()

    @property
    def others(self) -> int:
        """How many are not among the names."""
        return self.number - len(self.names)


def standings(items: Sequence[Item]) -> dict[int, Count]:
    """The figures of these items by their ids; not of secret ballots, whose boxes nobody opens early."""
    rolls: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for ballot_id, weight, number in db.session.execute(
        select(RollEntry.ballot_id, RollEntry.weight, func.count())
        .where(RollEntry.ballot_id.in_({item.ballot_id for item in items}), RollEntry.left_out == "")
        .group_by(RollEntry.ballot_id, RollEntry.weight)
    ):
        rolls[ballot_id].append((weight, number))
    for ballot in {item.ballot for item in items if not item.ballot.has_roll}:
        rolls[ballot.id] = list(roll_grouped(ballot))
    positions = positions_on(items)
    return {item.id: counted_with(item, rolls[item.ballot_id], positions[item.id]) for item in items}


def positions_on(items: Sequence[Item]) -> dict[int, Groups]:
    """(choice, weight, how many) of the positions that stand on each item."""
    query = (
        select(Position.item_id, Position.choice, RollEntry.weight, func.count())
        .join(Item, Item.id == Position.item_id)
        .join(
            RollEntry,
            and_(RollEntry.association_id == Position.association_id, RollEntry.ballot_id == Item.ballot_id),
        )
        .where(Position.item_id.in_([item.id for item in items]))
        .group_by(Position.item_id, Position.choice, RollEntry.weight)
    )
    found: dict[int, list[tuple[Choice, int, int]]] = defaultdict(list)
    for item_id, choice, weight, number in db.session.execute(query):
        found[item_id].append((Choice(choice), weight, number))
    return defaultdict(list, found)


def missing_on(ballots: Sequence[Ballot]) -> dict[int, Missing]:
    """Who has not answered on the text as a whole, by ballot, where everybody may see it."""
    shown = [ballot for ballot in ballots if sight_of(ballot).who_voted]
    frozen = [ballot for ballot in shown if ballot.has_roll]
    return missing_on_rolls(frozen) | {each.id: all_missing(each) for each in shown if each not in frozen}


def all_missing(ballot: Ballot) -> Missing:
    """Where the roll is not frozen yet, nobody has answered."""
    names = [each.association.name for each in queries.roll_of(ballot) if not each.left_out]
    return Missing(len(names), tuple(sorted(names)[:NAMES_SHOWN]))


def missing_on_rolls(shown: Sequence[Ballot]) -> dict[int, Missing]:
    """Who of those on the roll has not answered, by ballot."""
    if not shown:
        return {}
    names: dict[int, list[str]] = defaultdict(list)
    some = union_all(*(select(first_missing(ballot).subquery()) for ballot in shown))
    for ballot_id, name in db.session.execute(some):
        names[ballot_id].append(name)
    numbers = number_missing(shown)
    return {
        ballot.id: Missing(numbers.get(ballot.id, 0), tuple(sorted(names[ballot.id]))) for ballot in shown
    }


def first_missing(ballot: Ballot) -> Rows:
    """The first of them by name, as (ballot, name)."""
    query = with_answers(select(RollEntry.ballot_id, Association.name), [ballot])
    return query.where(~HAS_ANSWERED).order_by(Association.name).limit(NAMES_SHOWN)


def number_missing(ballots: Sequence[Ballot]) -> dict[int, int]:
    """How many have not answered, by ballot."""
    query = with_answers(select(RollEntry.ballot_id, func.count()), ballots)
    return dict(db.session.execute(query.where(~HAS_ANSWERED).group_by(RollEntry.ballot_id)).all())


def with_answers(query: Rows, ballots: Sequence[Ballot]) -> Rows:
    """The entitled associations of these ballots, each with its position, or that it voted in secret."""
    finals = [ballot.items[-1].id for ballot in ballots]
    return (
        query.select_from(RollEntry)
        .join(Association, Association.id == RollEntry.association_id)
        .join(Item, and_(Item.ballot_id == RollEntry.ballot_id, Item.id.in_(finals)))
        .outerjoin(
            Position,
            and_(Position.item_id == Item.id, Position.association_id == RollEntry.association_id),
        )
        .outerjoin(
            Participation,
            and_(
                Participation.ballot_id == RollEntry.ballot_id,
                Participation.association_id == RollEntry.association_id,
            ),
        )
        .where(RollEntry.ballot_id.in_([ballot.id for ballot in ballots]), RollEntry.left_out == "")
    )
