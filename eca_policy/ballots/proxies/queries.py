"""Reading proxies."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from eca_policy.ballots.models import Ballot
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.extensions import db


def grantors_on(day: date) -> set[int]:
    """The associations that have given a proxy for a period with this day in it."""
    query = select(Proxy.grantor_id).where(Proxy.revoked_at.is_(None), holds_on(day))
    return set(db.session.scalars(query))


def holds_on(day: date) -> ColumnElement[bool]:
    """Given for a period with this day in it."""
    return and_(Proxy.starts_on <= day, Proxy.ends_on >= day)


def in_force(ballot: Ballot, *, day: date) -> Sequence[Proxy]:
    """The proxies that count on this ballot on this day: given for it, or for a period."""
    query = (
        select(Proxy)
        .where(Proxy.revoked_at.is_(None), or_(Proxy.ballot_id == ballot.id, holds_on(day)))
        .order_by(Proxy.ballot_id.is_(None), Proxy.id)
    )
    return db.session.scalars(query).unique().all()


def proxy_for(ballot: Ballot, grantor_id: int, holders: Collection[int], *, day: date) -> Proxy | None:
    """The proxy by which one of these holders may cast the grantor's position; that for the ballot first."""
    query = (
        select(Proxy)
        .where(
            Proxy.revoked_at.is_(None),
            Proxy.grantor_id == grantor_id,
            Proxy.holder_id.in_(holders),
            or_(Proxy.ballot_id == ballot.id, holds_on(day)),
        )
        .order_by(Proxy.ballot_id.is_(None), Proxy.id)
        .limit(1)
    )
    return db.session.scalar(query)


def proxies_on(ballot_ids: Collection[int], *, day: date) -> Sequence[Proxy]:
    """Every proxy that counts on this day on one of these ballots."""
    query = select(Proxy).where(
        Proxy.revoked_at.is_(None), or_(Proxy.ballot_id.in_(ballot_ids), holds_on(day))
    )
    return db.session.scalars(query.order_by(Proxy.id)).unique().all()
