"""Reading ballots."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select

from eca_policy.ballots.conduct import Conduct
from eca_policy.ballots.models import Ballot, Item, Position, Procedure, RollEntry
from eca_policy.ballots.roll import expected_entries
from eca_policy.extensions import db
from eca_policy.lib.errors import NotVisible
from eca_policy.lib.i18n import gettext as _
from eca_policy.members.models import Association
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import Access


@dataclass(frozen=True)
class RollLine:
    """One line of the roll call: an association, its weight, and the position that stands for it."""

    association: Association
    weight: int
    left_out: str
    left_out_since: date | None
    position: Position | None


def procedures() -> Sequence[Procedure]:
    """Every decision procedure, in the order they were made."""
    return db.session.scalars(select(Procedure).order_by(Procedure.id)).all()


def procedure(key: str) -> Procedure:
    """One procedure, or a 404."""
    found = db.session.scalar(select(Procedure).where(Procedure.key == key))
    if found is None:
        raise NotVisible(_("There is no such procedure."))
    return found


def ballot_of(access: Access, number: int) -> Ballot:
    """One ballot of a paper the actor may see, or a 404."""
    found = db.session.scalar(
        select(Ballot).where(Ballot.paper_id == access.paper.id, Ballot.number == number)
    )
    if found is None:
        raise NotVisible(_("There is no such ballot."))
    return found


def ballots_of(paper: Paper) -> Sequence[Ballot]:
    """Every ballot of a paper, the first first."""
    return db.session.scalars(select(Ballot).where(Ballot.paper_id == paper.id).order_by(Ballot.number)).all()


def latest_ballot(paper: Paper) -> Ballot | None:
    """The ballot opened last."""
    return db.session.scalar(
        select(Ballot).where(Ballot.paper_id == paper.id).order_by(Ballot.number.desc()).limit(1)
    )


def following(ballot: Ballot) -> Ballot | None:
    """The written vote that opened by itself when the silence was broken."""
    return db.session.scalar(select(Ballot).where(Ballot.follows_id == ballot.id))


def due_ballots(*, at: datetime) -> Sequence[Ballot]:
    """Ballots whose close has come and that nobody has decided yet."""
    return db.session.scalars(
        select(Ballot).where(Ballot.ended_at.is_(None), Ballot.closes_at <= at).order_by(Ballot.closes_at)
    ).all()


def running_ballots() -> Sequence[Ballot]:
    """Ballots not yet ended."""
    return db.session.scalars(
        select(Ballot).where(Ballot.ended_at.is_(None)).order_by(Ballot.closes_at)
    ).all()


def running_ballot(paper: Paper) -> Ballot | None:
    """The ballot of a paper that has not ended: there is one at most."""
    return db.session.scalar(select(Ballot).where(Ballot.paper_id == paper.id, Ballot.ended_at.is_(None)))


def open_ballots(*, at: datetime) -> Sequence[Ballot]:
    """Ballots on which positions are cast at this instant."""
    query = (
        select(Ballot)
        .join(Paper, Paper.id == Ballot.paper_id)
        .where(Ballot.ended_at.is_(None), Ballot.opens_at <= at, Ballot.closes_at > at)
        .where(Paper.stage == "decision")
    )
    return db.session.scalars(query.order_by(Ballot.closes_at)).all()


def is_open(ballot: Ballot, *, at: datetime) -> bool:
    """Open means `opens_at <= now < closes_at`, and not ended otherwise."""
    return ballot.ended_at is None and ballot.opens_at <= at < ballot.closes_at


def is_ahead(ballot: Ballot, *, at: datetime) -> bool:
    """Planned, and not yet open."""
    return ballot.ended_at is None and at < ballot.opens_at


def has_begun(ballot: Ballot, *, at: datetime) -> bool:
    """Whether it ever opened: one that was called off or withdrawn before its opening instant never did."""
    return ballot.called_off_at is None and ballot.opens_at <= (ballot.ended_at or at)


def awaits_casting_vote(ballot: Ballot, *, at: datetime) -> bool:
    """Whether a ballot past its close was found tied, and still waits."""
    return ballot.ended_at is None and at >= ballot.closes_at and was_found_tied(ballot)


def was_found_tied(ballot: Ballot) -> bool:
    """Whether somebody looked after this close, and a tie waits; an earlier close counts for nothing."""
    return ballot.tied_at is not None and ballot.tied_at >= ballot.closes_at


def conduct_of(ballot: Ballot) -> Conduct:
    """How the ballot is run, as it was frozen."""
    return Conduct.from_dict(ballot.conduct)


def last_number(paper: Paper) -> int:
    """The number of the ballot opened last, 0 before the first."""
    return db.session.scalar(select(func.max(Ballot.number)).where(Ballot.paper_id == paper.id)) or 0


def roll_call(ballot: Ballot, item: Item | None = None) -> list[RollLine]:
    """The whole roll with the positions on one item, on the text as a whole unless another is named; in the
    order of the associations' names. What a reader may see of it is for `showing.py` to say.
    """
    entries = roll_of(ballot)
    cast = {position.association_id: position for position in positions(item or ballot.items[-1])}
    lines = [
        RollLine(e.association, e.weight, e.left_out, e.left_out_since, cast.get(e.association_id))
        for e in entries
    ]
    return sorted(lines, key=lambda line: (bool(line.left_out), line.association.name))


def positions(item: Item) -> Sequence[Position]:
    """The positions that stand on an item."""
    return db.session.scalars(select(Position).where(Position.item_id == item.id)).all()


def position_on(item: Item, association_id: int, *, locked: bool = False) -> Position | None:
    """The position that stands for one association on an item; `locked` for whoever is to change it."""
    query = select(Position).where(Position.item_id == item.id, Position.association_id == association_id)
    if locked:
        query = query.with_for_update(of=Position)
    return db.session.scalar(query.execution_options(populate_existing=True))


def position_of(ballot: Ballot, association_id: int) -> Position | None:
    """The position of one association on the text as a whole."""
    return position_on(ballot.items[-1], association_id)


def positions_of(ballot: Ballot, association_id: int) -> dict[int, Position]:
    """The positions of one association on every item, by the numbers of the items."""
    query = (
        select(Item.number, Position)
        .join(Position, Position.item_id == Item.id)
        .where(Item.ballot_id == ballot.id, Position.association_id == association_id)
    )
    return dict(db.session.execute(query).all())


def positions_with_ids(ids: Collection[int]) -> Sequence[Position]:
    """Positions by their row numbers."""
    return db.session.scalars(select(Position).where(Position.id.in_(ids))).all()


def item_of(position: Position) -> Item:
    """The item a position is on."""
    return db.session.get_one(Item, position.item_id)


def answering(ballot: Ballot) -> set[int]:
    """The associations with a position on the text as a whole."""
    query = select(Position.association_id).where(Position.item_id == ballot.items[-1].id)
    return set(db.session.scalars(query))


def has_acted_itself(ballot: Ballot, association_id: int) -> bool:
    """Whether a position stands that the association cast itself, or that was entered at its word."""
    query = (
        select(Position.id)
        .join(Item, Position.item_id == Item.id)
        .where(
            Item.ballot_id == ballot.id,
            Position.association_id == association_id,
            Position.proxy_id.is_(None),
        )
        .limit(1)
    )
    return db.session.scalar(query) is not None


def code_on_roll() -> ColumnElement[str]:
    """The code by which decisions name an association on the roll, for queries that join both.

    Older code may still be running beside this one when the column is new, and writes no code.
    """
    return func.coalesce(func.nullif(RollEntry.code, ""), Association.code)


def has_roll(reference: str, number: int) -> bool:
    """Whether the roll of this ballot is frozen; for whoever must know before locking it."""
    query = select(Ballot.has_roll).join(Paper, Paper.id == Ballot.paper_id)
    return db.session.scalar(query.where(Paper.reference == reference, Ballot.number == number)) is not False


def has_rows(ballot: Ballot) -> bool:
    """Whether the roll is frozen, asked afresh: `has_roll` is what it was when the ballot was read."""
    db.session.refresh(ballot, ["has_roll"])
    return ballot.has_roll


def roll_of(ballot: Ballot) -> Sequence[RollEntry]:
    """The frozen roll, or what it would be as things stand."""
    if not ballot.has_roll:
        return expected_entries(ballot)
    return db.session.scalars(select(RollEntry).where(RollEntry.ballot_id == ballot.id)).all()


def roll_entry(association_id: int, ballot: Ballot) -> RollEntry | None:
    """How an association stands on the roll; None when it came after the ballot had opened."""
    if not ballot.has_roll:
        return next((one for one in roll_of(ballot) if one.association_id == association_id), None)
    return db.session.scalar(
        select(RollEntry).where(RollEntry.ballot_id == ballot.id, RollEntry.association_id == association_id)
    )


def ids_on_roll(ballot: Ballot) -> Sequence[int]:
    """The associations that have a vote on this ballot."""
    if not ballot.has_roll:
        return [each.association_id for each in roll_of(ballot) if not each.left_out]
    query = select(RollEntry.association_id).where(RollEntry.ballot_id == ballot.id, RollEntry.left_out == "")
    return db.session.scalars(query).all()


def voting_on(ballots: Collection[Ballot], among: Collection[int] | None = None) -> set[tuple[int, int]]:
    """(Ballot, association) wherever one of these associations (None: any) has a vote."""
    query = select(RollEntry.ballot_id, RollEntry.association_id).where(
        RollEntry.ballot_id.in_([each.id for each in ballots]), RollEntry.left_out == ""
    )
    if among is not None:
        query = query.where(RollEntry.association_id.in_(among))
    found = {(ballot_id, one) for ballot_id, one in db.session.execute(query)}
    waiting = ((each.id, one) for each in ballots if not each.has_roll for one in ids_on_roll(each))
    return found | {pair for pair in waiting if among is None or pair[1] in among}


def has_ballot(association_id: int, ballot: Ballot) -> bool:
    """Whether the association is on the roll with a vote."""
    entry = roll_entry(association_id, ballot)
    return entry is not None and not entry.left_out


def ballot(ballot_id: int) -> Ballot:
    """One ballot by its row number."""
    return db.session.get_one(Ballot, ballot_id)
