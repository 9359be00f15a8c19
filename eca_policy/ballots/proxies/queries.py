"""Reading proxies, and locking those whom they bind."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select

from eca_policy.ballots import queries as ballots
from eca_policy.ballots.models import Ballot, Item, Position, RollEntry
from eca_policy.ballots.proxies import rules
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.proxies.rules import Claim, Period
from eca_policy.ballots.secrecy.queries import participants
from eca_policy.extensions import db
from eca_policy.lib.clock import BRUSSELS
from eca_policy.lib.errors import NotVisible
from eca_policy.lib.i18n import gettext as _
from eca_policy.members.models import Association
from eca_policy.papers.models import Paper

STANDS = Proxy.revoked_at.is_(None)


def lock_associations(ids: Iterable[int]) -> None:
    """Whoever gives, revokes or uses a proxy queues here, in the order of the associations.

    After paper and ballot, before the record; the keys are not locked, for the reason that
    `members.queries.association` gives.
    """
    rows = select(Association.id).where(Association.id.in_(sorted(ids))).order_by(Association.id)
    db.session.execute(rows.with_for_update(key_share=True)).all()


def touches(period: Period) -> ColumnElement[bool]:
    """Given for a period that has a day in common with this one."""
    return and_(Proxy.starts_on <= period.last, Proxy.ends_on >= period.first)


def period_of(proxy: Proxy) -> Period | None:
    """The days of a proxy for a period."""
    if proxy.starts_on is None or proxy.ends_on is None:
        return None
    return Period(proxy.starts_on, proxy.ends_on)


def in_force(ballot: Ballot, holders: Collection[int], days: Period) -> list[Proxy]:
    """The proxies of these holders that count on this ballot on one of these days, in the order of giving.

    Each grantor has one, stands on the roll, is a member still, and has not acted itself. How many of them a
    holder may use is for `usable` to say.
    """
    found = proxies_on(ballot, holders, days)
    grantors = {each.grantor_id for each in found}
    able = grantors - acted_themselves([ballot], grantors).get(ballot.id, set())
    rows = {each.id: each for each in found}
    counting = rules.one_each(as_claim(each) for each in found if each.grantor_id in able)
    return [rows[claim.id] for claim in counting if claim.holder_id in holders]


def usable(ballot: Ballot, holders: Collection[int], *, day: date) -> list[Proxy]:
    """The proxies by which these holders may vote today, each within the limit of the ballot."""
    most = ballots.conduct_of(ballot).most_proxies
    rows = {each.id: each for each in in_force(ballot, holders, Period(day, day))}
    served = acted_for(ballot, holders)
    claims = [as_claim(each) for each in rows.values()]
    return [rows[claim.id] for claim in rules.within_limit(claims, most=most, acted_for=served)]


def proxies_on(ballot: Ballot, holders: Collection[int], days: Period) -> Sequence[Proxy]:
    """Every proxy for this ballot or these days whose grantor gave one to one of these holders."""
    on_it = and_(STANDS, or_(Proxy.ballot_id == ballot.id, touches(days)))
    query = (
        select(Proxy)
        .where(on_it, Proxy.grantor_id.in_(on_roll(ballot)), Proxy.grantor.has(status="member"))
        .where(Proxy.grantor_id.in_(select(Proxy.grantor_id).where(on_it, Proxy.holder_id.in_(holders))))
        .order_by(Proxy.id)
    )
    return db.session.scalars(query).unique().all()


def on_roll(ballot: Ballot) -> Select[int] | Sequence[int]:
    """The associations with a vote, as something to look others up in."""
    if not ballot.has_roll:
        return ballots.ids_on_roll(ballot)
    return select(RollEntry.association_id).where(RollEntry.ballot_id == ballot.id, RollEntry.left_out == "")


def as_claim(proxy: Proxy) -> Claim:
    return Claim(proxy.id, proxy.grantor_id, proxy.holder_id, proxy.ballot_id is not None)


def proxy_for(ballot: Ballot, grantor_id: int, holders: Collection[int], *, day: date) -> Proxy | None:
    """The grantor's proxy on this ballot, where one of these holds it; one for the ballot goes first.

    Also one that has lapsed, so that its holder can be told so.
    """
    query = (
        select(Proxy)
        .where(
            STANDS,
            Proxy.grantor_id == grantor_id,
            Proxy.grantor.has(status="member"),
            or_(Proxy.ballot_id == ballot.id, touches(Period(day, day))),
        )
        .order_by(Proxy.ballot_id.is_(None), Proxy.id)
        .limit(1)
    )
    found = db.session.scalar(query)
    return found if found is not None and found.holder_id in holders else None


def acted_themselves(asked: Iterable[Ballot], association_ids: Collection[int]) -> dict[int, set[int]]:
    """By ballot, those of the associations on whose own word a position stands.

    A secret ballot does not tell on whose word somebody voted.
    """
    if not association_ids:
        return {}
    query = (
        select(Item.ballot_id, Position.association_id)
        .join(Position, Position.item_id == Item.id)
        .where(
            Item.ballot_id.in_([each.id for each in asked]),
            Position.association_id.in_(association_ids),
            Position.proxy_id.is_(None),
        )
    )
    found: dict[int, set[int]] = {}
    for ballot_id, association_id in db.session.execute(query):
        found.setdefault(ballot_id, set()).add(association_id)
    return found


def acted_for(ballot: Ballot, holders: Collection[int]) -> set[tuple[int, int]]:
    """(Holder, grantor) wherever these holders have voted under a proxy, be it revoked since.

    A secret ballot keeps no proxy with what was cast: there, one that was revoked while the ballot was open
    counts as used when its grantor has voted. So the limit holds, at worst one vote early.
    """
    if ballots.conduct_of(ballot).is_secret:
        revoked = select(Proxy.holder_id, Proxy.grantor_id).where(
            Proxy.holder_id.in_(holders),
            Proxy.revoked_at >= ballot.opens_at,
            or_(Proxy.ballot_id == ballot.id, touches(days_of(ballot))),
        )
        voted = participants(ballot)
        return {(holder, grantor) for holder, grantor in db.session.execute(revoked) if grantor in voted}
    query = (
        select(Proxy.holder_id, Proxy.grantor_id)
        .join(Position, Position.proxy_id == Proxy.id)
        .join(Item, Position.item_id == Item.id)
        .where(Item.ballot_id == ballot.id, Proxy.holder_id.in_(holders))
    )
    return {(holder, grantor) for holder, grantor in db.session.execute(query)}


def days_of(ballot: Ballot) -> Period:
    """The days in Brussels on which the ballot is open."""
    first, last = (each.astimezone(BRUSSELS).date() for each in (ballot.opens_at, ballot.closes_at))
    return Period(first, last)


def proxy(proxy_id: int) -> Proxy:
    """One proxy read afresh, or a 404."""
    found = db.session.get(Proxy, proxy_id, populate_existing=True)
    if found is None:
        raise NotVisible(_("There is no such proxy."))
    return found


def given_for(ballot: Ballot, grantor_id: int) -> Proxy | None:
    """The proxy for this ballot alone that stands."""
    query = select(Proxy).where(STANDS, Proxy.grantor_id == grantor_id, Proxy.ballot_id == ballot.id)
    return db.session.scalar(query)


def given_on_any(ballot_ids: Collection[int], *, day: date) -> Sequence[Proxy]:
    """Every proxy that counts on this day on one of these ballots."""
    query = select(Proxy).where(
        Proxy.revoked_at.is_(None), or_(Proxy.ballot_id.in_(ballot_ids), touches(Period(day, day)))
    )
    return db.session.scalars(query.order_by(Proxy.id)).unique().all()


def periods_given(grantor_id: int, period: Period) -> Sequence[Proxy]:
    """The proxies of this grantor that share a day with the period."""
    query = select(Proxy).where(STANDS, Proxy.grantor_id == grantor_id, touches(period))
    return db.session.scalars(query).unique().all()


def periods_held(holder_id: int, period: Period) -> list[Period]:
    """The periods for which others gave this holder a proxy, where they share a day with this one."""
    query = select(Proxy).where(STANDS, Proxy.holder_id == holder_id, touches(period))
    return [days for each in db.session.scalars(query).unique() if (days := period_of(each)) is not None]


def proxies_between(association_ids: Collection[int] | None) -> Sequence[Proxy]:
    """The proxies that these associations gave or hold (None: all there are), the latest first."""
    query = select(Proxy).order_by(Proxy.id.desc())
    if association_ids is not None:
        query = query.where(or_(Proxy.grantor_id.in_(association_ids), Proxy.holder_id.in_(association_ids)))
    return db.session.scalars(query).unique().all()


def running(*, at: datetime) -> Sequence[tuple[Ballot, Paper]]:
    """The ballots that are open or will be, with their papers, the first to close first."""
    query = (
        select(Ballot, Paper)
        .join(Paper, Paper.id == Ballot.paper_id)
        .where(Ballot.ended_at.is_(None), Ballot.closes_at > at, Paper.stage == "decision")
        .order_by(Ballot.closes_at, Ballot.id)
    )
    return [(ballot, paper) for ballot, paper in db.session.execute(query).unique()]


def voters_on(ballots_asked: Iterable[Ballot], association_ids: Collection[int]) -> set[tuple[int, int]]:
    """(Ballot, association) wherever one of these has a vote."""
    return ballots.voting_on(list(ballots_asked), association_ids)
