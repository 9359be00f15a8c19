"""Reading statements."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, union

from eca_policy.ballots.models import Ballot, Item, Position, RollEntry
from eca_policy.ballots.queries import code_on_roll
from eca_policy.ballots.statements.models import Statement
from eca_policy.ballots.statements.rules import misfits
from eca_policy.extensions import db
from eca_policy.members.models import Association
from eca_policy.papers.models import Version
from eca_policy.text.plain import plain


@dataclass(frozen=True)
class Recommendation:
    """A recommendation a statement can be about: its paragraph, its number in the version, its text.

    `version` is 0 for one in the text that was decided on, else the version that it was voted on in.
    """

    paragraph_id: str
    number: int
    source: str
    version: int = 0

    @property
    def words(self) -> str:
        """What it says, without marks."""
        return plain(self.source)


@dataclass(frozen=True)
class Stated:
    """A statement with what it is about; `recommendation` None is the paper as a whole."""

    statement: Statement
    recommendation: Recommendation | None
    is_misfit: bool


def recommendations_of(ballot: Ballot) -> list[Recommendation]:
    """Those of the text that was decided on, and those that were voted on and the vote took out."""
    standing = recommendations_in(ballot.result_version or ballot.version)
    if ballot.result_version is None:
        return standing
    ids = {one.paragraph_id for one in standing}
    voted_on = recommendations_in(ballot.version, said_of=ballot.version.number)
    return standing + [one for one in voted_on if one.paragraph_id not in ids]


def recommendation_of(ballot: Ballot, statement: Statement) -> Recommendation | None:
    """The one a statement is about; None for the paper as a whole."""
    return next(
        (one for one in recommendations_of(ballot) if one.paragraph_id == statement.paragraph_id), None
    )


def recommendations_in(version: Version, *, said_of: int = 0) -> list[Recommendation]:
    return [
        Recommendation(one["id"], one["recommendation"], one["source"], said_of)
        for one in version.revision.paragraphs
        if one["recommendation"] is not None
    ]


def statements_of(ballot: Ballot) -> Sequence[Statement]:
    """What associations declare about the paper and was not withdrawn, in the order in which it came."""
    query = (
        select(Statement)
        .where(Statement.ballot_id == ballot.id, Statement.withdrawn_at.is_(None))
        .order_by(Statement.id)
    )
    return db.session.scalars(query).all()


def number_of_statements(ballot: Ballot) -> int:
    """How many stand."""
    query = select(func.count()).where(Statement.ballot_id == ballot.id, Statement.withdrawn_at.is_(None))
    return db.session.scalar(query) or 0


def stated(ballot: Ballot) -> list[Stated]:
    """Every statement with the recommendation it is about, and whether the position contradicts it."""
    known = {one.paragraph_id: one for one in recommendations_of(ballot)}
    choices = choices_of(ballot)
    return [
        Stated(
            each,
            known.get(each.paragraph_id) if each.paragraph_id else None,
            misfits(each.kind, choices.get(each.association_id)),
        )
        for each in statements_of(ballot)
    ]


def contradicted(ballot: Ballot, association_id: int, choice: str) -> list[Stated]:
    """The statements of an association that a position on the text as a whole would contradict."""
    known = {one.paragraph_id: one for one in recommendations_of(ballot)}
    return [
        Stated(each, known.get(each.paragraph_id) if each.paragraph_id else None, is_misfit=True)
        for each in statements_of(ballot)
        if each.association_id == association_id and misfits(each.kind, choice)
    ]


def choices_of(ballot: Ballot) -> dict[int, str]:
    """The positions on the text as a whole of those that made a statement; of a secret ballot none."""
    query = (
        select(Position.association_id, Position.choice)
        .join(Statement, Statement.association_id == Position.association_id)
        .where(Position.item_id == ballot.items[-1].id, Statement.ballot_id == ballot.id)
        .distinct()
    )
    return dict(db.session.execute(query).all())


def statement_of(ballot: Ballot, statement_id: int) -> Statement | None:
    """One statement about this ballot's paper that was not withdrawn."""
    return db.session.scalar(
        select(Statement).where(
            Statement.id == statement_id, Statement.ballot_id == ballot.id, Statement.withdrawn_at.is_(None)
        )
    )


def standing_instead(ballot: Ballot, statement_id: int) -> Statement | None:
    """What the same association says now of the same thing, where this one was withdrawn or changed."""
    former = db.session.get(Statement, statement_id)
    if former is None or former.ballot_id != ballot.id:
        return None
    return db.session.scalar(
        select(Statement).where(
            Statement.ballot_id == ballot.id,
            Statement.association_id == former.association_id,
            Statement.kind == former.kind,
            Statement.paragraph_id.is_not_distinct_from(former.paragraph_id),
            Statement.withdrawn_at.is_(None),
        )
    )


def reserving_codes(ballot: Ballot, item: Item) -> list[str]:
    """The codes of those who made a reservation: with their position, or as a statement about the paper that
    stood at the close.
    """
    on_roll = (
        select(code_on_roll())
        .select_from(RollEntry)
        .join(Association, Association.id == RollEntry.association_id)
        .where(RollEntry.ballot_id == ballot.id)
    )
    is_theirs = (Position.association_id == RollEntry.association_id) & (Position.item_id == item.id)
    with_position = on_roll.join(Position, is_theirs).where(Position.reservation != "")
    if item.kind != "final_text":
        return sorted(db.session.scalars(with_position))
    stated_apart = (
        on_roll.join(Statement, Statement.association_id == RollEntry.association_id)
        .outerjoin(Position, is_theirs)
        .where(
            Statement.ballot_id == ballot.id,
            Statement.kind == "reservation",
            Statement.withdrawn_at.is_(None) | (Statement.withdrawn_at >= ballot.closes_at),
            Position.choice.is_(None) | Position.choice.not_in(("against", "objection")),
            Statement.made_at < ballot.closes_at,
        )
    )
    return sorted(db.session.scalars(union(with_position, stated_apart)))
