"""What a reader may see of a ballot: who voted, how, and how many; the one place that decides it.

A page of the roll and the whole roll of a file are cut from one query, so that a page costs the same with ten
and with ten thousand associations.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from eca_policy.ballots import queries
from eca_policy.ballots.conduct import Shown, sees_positions, sees_totals, sees_who_voted
from eca_policy.ballots.models import Ballot, Item, Position, RollEntry
from eca_policy.ballots.secrecy.models import Participation
from eca_policy.ballots.secrecy.queries import has_enough_slips
from eca_policy.ballots.weighing import asks_for_weight
from eca_policy.ballots.words import choices_for
from eca_policy.extensions import db
from eca_policy.members.models import Association

LINES_A_PAGE = 100
ANSWERS = ("answered", "missing")
LEFT_OUT = "left_out"
Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Sight:
    """What everybody who reads the paper may see now: positions by name, totals, who has answered.

    `weights`: also the totals by weight. Different weights tell who is behind a total, so that there are none
    where positions never get names and no rule of the ballot measures them.
    """

    positions: bool
    totals: bool
    who_voted: bool
    weights: bool


@dataclass(frozen=True)
class ShownLine:
    """A line of the roll call as one reader sees it; `has_answered` is None where that is not shown."""

    line: RollEntry
    has_answered: bool | None
    position: Position | None


@dataclass(frozen=True)
class Wanted:
    """Which lines of the roll a reader asks for: a part of the name, a position or "missing", a page."""

    name: str = ""
    position: str = ""
    page: int = 1


@dataclass(frozen=True)
class RollPage:
    """One page of the lines that were found."""

    lines: list[ShownLine]
    found: int
    page: int
    pages: int


def sight_of(ballot: Ballot) -> Sight:
    """By the conduct of the ballot, and whether it is over."""
    conduct, is_over = queries.conduct_of(ballot), ballot.decision is not None
    if conduct.is_secret and is_over and not has_enough_slips(ballot):
        return Sight(positions=False, totals=False, who_voted=False, weights=False)
    totals = sees_totals(conduct, has_closed=is_over)
    return Sight(
        positions=sees_positions(conduct, has_closed=is_over),
        totals=totals,
        who_voted=sees_who_voted(conduct, has_closed=is_over),
        weights=totals and (conduct.shown is not Shown.TOTALS or measures_weight(ballot)),
    )


def measures_weight(ballot: Ballot) -> bool:
    """Whether an item is decided by weights: then their totals are the result, and are shown."""
    return any(asks_for_weight(item.rule) for item in ballot.items)


def files_of(ballot: Ballot) -> tuple[str, ...]:
    """The files that are made of a ballot now: what they say is what everybody sees, once it has a roll."""
    sight = sight_of(ballot)
    found = ["roll-call.csv", "roll-call.xlsx"] if sight.totals and ballot.has_roll else []
    if ballot.decision is None:
        return tuple(found)
    is_recountable = sight.positions or (sight.totals and queries.conduct_of(ballot).is_secret)
    return (*found, "minutes.pdf", *(["recount.json"] if is_recountable else []))


def filters_of(sight: Sight, rule: Mapping[str, Any]) -> tuple[str, ...]:
    """By what the roll may be filtered: what the rule offers, and as much as the column says."""
    choices = choices_for(rule) if sight.positions else ()
    return (*choices, *(ANSWERS if sight.who_voted else ()), LEFT_OUT)


def roll_page(ballot: Ballot, own: Collection[int], wanted: Wanted, item: Item | None = None) -> RollPage:
    """The lines asked for, for a reader who may act for the associations in `own`."""
    sight = sight_of(ballot)
    item = item or ballot.items[-1]
    if not ballot.has_roll:
        return page_of([each for each in expected_lines(ballot, own) if fits(each, wanted)], wanted)
    query = roll_of(ballot, item).where(*conditions(wanted, sight, item.rule))
    counted = query.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
    number = db.session.scalar(counted) or 0
    pages = max(1, -(-number // LINES_A_PAGE))
    page = min(max(wanted.page, 1), pages)
    lines = shown(query.limit(LINES_A_PAGE).offset((page - 1) * LINES_A_PAGE), sight, own)
    return RollPage(lines, number, page, pages)


def page_of(lines: list[ShownLine], wanted: Wanted) -> RollPage:
    """The page asked for of lines that are all there."""
    pages = max(1, -(-len(lines) // LINES_A_PAGE))
    page = min(max(wanted.page, 1), pages)
    return RollPage(lines[(page - 1) * LINES_A_PAGE : page * LINES_A_PAGE], len(lines), page, pages)


def expected_lines(ballot: Ballot, own: Collection[int]) -> list[ShownLine]:
    """The lines of a roll that is not frozen yet, as things stand: nobody has answered."""
    sight = sight_of(ballot)
    return [line_shown(entry, None, False, sight, own) for entry in queries.roll_of(ballot)]


def fits(shown: ShownLine, wanted: Wanted) -> bool:
    """Whether a line of nobody's position is asked for."""
    line, part = shown.line, wanted.name.casefold()
    if part not in line.association.name.casefold() and part not in line.association.code.casefold():
        return False
    return not wanted.position or (wanted.position == LEFT_OUT) == bool(line.left_out)


def roll_shown(ballot: Ballot, own: Collection[int], item: Item | None = None) -> list[ShownLine]:
    """The whole roll, for a file: as `roll_page`, every line."""
    if not ballot.has_roll:
        return expected_lines(ballot, own)
    return shown(roll_of(ballot, item or ballot.items[-1]), sight_of(ballot), own)


def roll_of(ballot: Ballot, item: Item) -> Rows:
    """Every association with the position on the item and whether it voted in secret, in the order of their
    names; those without a vote last.
    """
    return (
        select(RollEntry, Position, Participation.association_id)
        .join(RollEntry.association)
        .outerjoin(
            Position,
            and_(Position.item_id == item.id, Position.association_id == RollEntry.association_id),
        )
        .outerjoin(
            Participation,
            and_(
                Participation.ballot_id == ballot.id,
                Participation.association_id == RollEntry.association_id,
            ),
        )
        .where(RollEntry.ballot_id == ballot.id)
        .order_by(RollEntry.left_out != "", Association.name)
    )


def shown(query: Rows, sight: Sight, own: Collection[int]) -> list[ShownLine]:
    """The lines of the query, each without what this reader does not see."""
    rows = db.session.execute(
        query.options(
            contains_eager(RollEntry.association),
            lazyload(Position.association),  # the same one, which is there already
            joinedload(Position.cast_by, innerjoin=False),
        )
    )
    return [
        line_shown(entry, position, position is not None or voted is not None, sight, own)
        for entry, position, voted in rows
    ]


def line_shown(
    entry: RollEntry, position: Position | None, has_answered: bool, sight: Sight, own: Collection[int]
) -> ShownLine:
    is_own = entry.association_id in own
    return ShownLine(
        line=entry,
        has_answered=has_answered if sight.who_voted or is_own else None,
        position=position if sight.positions or is_own else None,
    )


def conditions(wanted: Wanted, sight: Sight, rule: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """What the lines asked for have in common; a filter the reader may not use filters nothing."""
    found: list[ColumnElement[bool]] = []
    if wanted.name:
        found.append(is_named(wanted.name))
    if wanted.position in filters_of(sight, rule):
        found.append(by_position(wanted.position))
    return found or [true()]


def is_named(part: str) -> ColumnElement[bool]:
    """Whether this is a part of the association's name or code; of nothing asked for, all are."""
    if not part:
        return true()
    return or_(*(column.icontains(part, autoescape=True) for column in (Association.name, Association.code)))


HAS_ANSWERED = or_(Position.id.is_not(None), Participation.association_id.is_not(None))


def by_position(wanted: str) -> ColumnElement[bool]:
    if wanted == "answered":
        return HAS_ANSWERED
    if wanted == "missing":
        return and_(RollEntry.left_out == "", ~HAS_ANSWERED)
    return RollEntry.left_out != "" if wanted == LEFT_OUT else Position.choice == wanted


def figures_seen(figures: Mapping[str, Any], sight: Sight) -> dict[str, Any]:
    """The figures without what is not shown: where positions have no names, nor have reservations."""
    if not sight.totals:
        return {}
    names = () if sight.positions else ("reservations", "statements")
    seen = {key: value for key, value in figures.items() if key not in names}
    return seen if sight.weights else {key: without_weight(value) for key, value in seen.items()}


def without_weight(figure: Any) -> Any:
    """A group of the figures, or the silence, with its numbers of associations alone."""
    if not isinstance(figure, Mapping):
        return figure
    return {key: value for key, value in figure.items() if key not in ("weight", "weight_base")}


def number_answered(ballot: Ballot) -> int | None:
    """How many associations have answered on the text as a whole; None where that is not shown."""
    if queries.conduct_of(ballot).is_secret:
        if not sight_of(ballot).who_voted:
            return None
        query = select(func.count()).select_from(Participation).where(Participation.ballot_id == ballot.id)
    else:
        query = select(func.count()).select_from(Position).where(Position.item_id == ballot.items[-1].id)
    return db.session.scalar(query) or 0
