"""For which associations the secretariat may enter a position, and why not for the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, true

from eca_policy.ballots import queries
from eca_policy.ballots.acting import ACTS, Resting, why_resting
from eca_policy.ballots.models import Ballot, Item, Position, RollEntry
from eca_policy.ballots.proxies.rules import Period
from eca_policy.ballots.proxies.showing import proxy_given
from eca_policy.ballots.showing import LINES_A_PAGE, Wanted, is_named, sight_of
from eca_policy.ballots.why_not import not_open, off_the_roll
from eca_policy.extensions import db
from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.members import queries as members
from eca_policy.members.models import Association
from eca_policy.papers.queries import Access


class NotShownYet(RuleBroken):
    """What the association said itself is not shown to the secretariat, and so not overwritten."""


@dataclass(frozen=True)
class ToEnter:
    """A page of the associations whose position can be entered, those that have not answered first."""

    missing: Sequence[Association]
    answered: Sequence[Association]
    found: int
    page: int
    pages: int


def why_not_entered(access: Access, ballot: Ballot, association: Association, *, at: datetime) -> str:
    """Why no position can be entered for this association; "" when one can."""
    if queries.conduct_of(ballot).is_secret:
        return _("This ballot is secret: its positions go into the box, and are kept by no name.")
    return (
        off_the_roll(association, queries.roll_entry(association.id, ballot))
        or not_open(access.paper, ballot, at=at)
        or why_resting(association)
        or not_shown(ballot, association)
    )


def proxy_lapsing(ballot: Ballot, association: Association, *, at: datetime) -> str:
    """That the proxy of this association lapses here by what is entered for it; "" where none counts."""
    if not queries.conduct_of(ballot).most_proxies or queries.has_acted_itself(ballot, association.id):
        return ""
    today = members.today(at)
    proxy = proxy_given(ballot, association.id, Period(today, today))
    if proxy is None:
        return ""
    return _(
        "%(grantor)s has given a proxy to %(holder)s: it lapses for this ballot by what you enter.",
        grantor=association.name,
        holder=proxy.holder.name,
    )


def refuse_entering(ballot: Ballot, association_id: int) -> None:
    """Of an association on the roll: nobody enters what it may not say now, or over what they do not see."""
    association = members.association(association_id)
    if reason := why_resting(association):
        raise Resting(reason)
    if reason := not_shown(ballot, association):
        raise NotShownYet(reason)


def not_shown(ballot: Ballot, association: Association) -> str:
    """Said of an association whose own positions the secretariat does not see.

    What an association cast itself is changed here only where everybody sees it: else the page would show
    the secretariat what is not shown yet.
    """
    hidden = select(unseen(ballot, Position.association_id == association.id))
    if sight_of(ballot).positions or not db.session.scalar(hidden):
        return ""
    return _(
        "%(association)s has answered itself, and what it said is not shown yet: only its head of delegation "
        "or alternate changes it.",
        association=association.name,
    )


def unseen(ballot: Ballot, theirs: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a position of theirs stands that the secretariat did not enter."""
    cast = select(Position.id).join(Item, Item.id == Position.item_id)
    return cast.where(Item.ballot_id == ballot.id, theirs, Position.channel == "").exists()


def to_enter(access: Access, ballot: Ballot, wanted: Wanted, *, at: datetime) -> ToEnter:
    """The page asked for of the associations of which `why_not_entered` says nothing, read at once."""
    if queries.conduct_of(ballot).is_secret or not_open(access.paper, ballot, at=at):
        return ToEnter((), (), 0, 1, 1)
    is_missing = Position.id.is_(None)
    hidden = unseen(ballot, Position.association_id == RollEntry.association_id)
    query = (
        select(Association, is_missing)
        .join(RollEntry, RollEntry.association_id == Association.id)
        .outerjoin(
            Position,
            (Position.association_id == Association.id) & (Position.item_id == ballot.items[-1].id),
        )
        .where(RollEntry.ballot_id == ballot.id, RollEntry.left_out == "", ACTS)
        .where(is_named(wanted.name), true() if sight_of(ballot).positions else ~hidden)
        .order_by(~is_missing, Association.name)
    )
    counted = query.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
    found = db.session.scalar(counted) or 0
    pages = max(1, -(-found // LINES_A_PAGE))
    page = min(max(wanted.page, 1), pages)
    rows = db.session.execute(query.limit(LINES_A_PAGE).offset((page - 1) * LINES_A_PAGE)).all()
    missing, answered = ([one for one, is_it in rows if bool(is_it) is which] for which in (True, False))
    return ToEnter(missing, answered, found, page, pages)
