"""What a reader may see of a ballot: who voted, how, and how many; the one place that decides it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from eca_policy.ballots import queries
from eca_policy.ballots.conduct import sees_positions, sees_totals, sees_who_voted
from eca_policy.ballots.models import Ballot, Item, Position
from eca_policy.ballots.queries import RollLine
from eca_policy.ballots.secrecy.queries import has_enough_slips, participants
from eca_policy.extensions import db


@dataclass(frozen=True)
class Sight:
    """What everybody who reads the paper may see now: positions by name, totals, who has answered."""

    positions: bool
    totals: bool
    who_voted: bool


def sight_of(ballot: Ballot) -> Sight:
    """By the conduct of the ballot, and whether it is over."""
    conduct, is_over = queries.conduct_of(ballot), ballot.decision is not None
    if conduct.is_secret and is_over and not has_enough_slips(ballot):
        return Sight(positions=False, totals=False, who_voted=False)
    return Sight(
        positions=sees_positions(conduct, has_closed=is_over),
        totals=sees_totals(conduct, has_closed=is_over),
        who_voted=sees_who_voted(conduct, has_closed=is_over),
    )


@dataclass(frozen=True)
class ShownLine:
    """A line of the roll call as one reader sees it; `has_answered` is None where that is not shown."""

    line: RollLine
    has_answered: bool | None
    position: Position | None


def roll_shown(ballot: Ballot, own: Collection[int], item: Item | None = None) -> list[ShownLine]:
    """The roll call for a reader who may act for the associations in `own`: theirs they always see."""
    sight = sight_of(ballot)
    lines = queries.roll_call(ballot, item)
    voted = who_voted(ballot, lines)
    return [
        ShownLine(
            line=replace(line, position=None),
            has_answered=line.association.id in voted
            if sight.who_voted or line.association.id in own
            else None,
            position=line.position if sight.positions or line.association.id in own else None,
        )
        for line in lines
    ]


def who_voted(ballot: Ballot, lines: Iterable[RollLine]) -> set[int]:
    """The associations that have answered, by name or into the box."""
    if queries.conduct_of(ballot).is_secret:
        return participants(ballot)
    return {line.association.id for line in lines if line.position is not None}


def number_answered(ballot: Ballot) -> int | None:
    """How many associations have answered on the text as a whole; None where that is not shown."""
    if queries.conduct_of(ballot).is_secret:
        return len(participants(ballot)) if sight_of(ballot).who_voted else None
    query = select(func.count()).select_from(Position).where(Position.item_id == ballot.items[-1].id)
    return db.session.scalar(query) or 0
