"""Reading proxies, and locking those whom they bind."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import and_, or_, select

from eca_policy.accounts.models import Account
from eca_policy.ballots import queries as ballots
from eca_policy.ballots.models import Ballot, EarlierPosition, Item, Position, RollEntry
from eca_policy.ballots.proxies import rules
from eca_policy.ballots.proxies.claims import as_claim, days_of, touches
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.proxies.rules import Claim, Period, Span
from eca_policy.extensions import db
from eca_policy.lib.clock import BRUSSELS
from eca_policy.lib.errors import NotVisible
from eca_policy.lib.i18n import gettext as _
from eca_policy.members import queries as members
from eca_policy.members.models import Association
from eca_policy.papers.models import Paper

STANDS = Proxy.revoked_at.is_(None)
NEVER = datetime.max.replace(tzinfo=UTC)


def lock_associations(ids: Iterable[int]) -> dict[int, Association]:
    """Whoever gives, revokes or uses a proxy, and whoever acts without one, queues here, in the order of the
    associations, which are read afresh.

    After paper and ballot, before the record; the keys are not locked, for the reason that
    `members.queries.association` gives.
    """
    rows = select(Association).where(Association.id.in_(sorted(ids))).order_by(Association.id)
    locked = rows.with_for_update(key_share=True).execution_options(populate_existing=True)
    return {row.id: row for row in db.session.scalars(locked)}


def heads_in_office(association_ids: Collection[int], *, at: datetime) -> dict[int, list[Account]]:
    """The heads of those of these associations that are members: only they use a proxy."""
    found: dict[int, list[Account]] = {}
    for term in members.people_of(list(association_ids), at=at) if association_ids else ():
        if term.role == "head" and term.association is not None and term.association.status == "member":
            found.setdefault(term.association.id, []).append(term.account)
    return found


def period_of(proxy: Proxy) -> Period | None:
    """The days of a proxy for a period."""
    if proxy.starts_on is None or proxy.ends_on is None:
        return None
    return Period(proxy.starts_on, proxy.ends_on)


def in_force(
    asked: Sequence[Ballot], holders: Collection[int] | None, days: Period
) -> dict[int, list[Proxy]]:
    """By ballot, the proxies of these holders (None: of all) that count on one of these days, in the order of
    giving; read at once for all ballots.

    Each grantor has one, stands on the roll, is a member still, and has not acted itself. How many of them a
    holder may use is for `usable_on` to say.
    """
    found = proxies_on(asked, holders, days)
    grantors = {each.grantor_id for each in found}
    voting = voters_on(asked, grantors) if grantors else set()
    acted = acted_themselves(asked, grantors)
    rows = {each.id: each for each in found}
    counting = {}
    for ballot in asked:
        able = {one for on, one in voting if on == ballot.id} - acted.get(ballot.id, set())
        on_it = [each for each in found if each.ballot_id in (None, ballot.id) and each.grantor_id in able]
        chosen = rules.one_each(as_claim(each) for each in on_it)
        counting[ballot.id] = [
            rows[claim.id] for claim in chosen if holders is None or claim.holder_id in holders
        ]
    return counting


def usable_on(
    asked: Sequence[Ballot], holders: Collection[int] | None, *, day: date
) -> dict[int, list[Proxy]]:
    """By ballot, the proxies by which these holders (None: all) may vote today, within its limit."""
    return within_limits(asked, in_force(asked, holders, Period(day, day)))


def within_limits(asked: Sequence[Ballot], counting: Mapping[int, list[Proxy]]) -> dict[int, list[Proxy]]:
    """By ballot, those of the proxies counting there that its procedure lets their holders use."""
    served = served_on(asked, {each.holder_id for found in counting.values() for each in found})
    return {each.id: within_limit(each, counting[each.id], served.get(each.id, ())) for each in asked}


def within_limit(ballot: Ballot, counting: Sequence[Proxy], served: Iterable[tuple[int, int]]) -> list[Proxy]:
    """Of one ballot; `served` are those for whom a position stands."""
    conduct = ballots.conduct_of(ballot)
    if conduct.is_secret and counting:
        in_secret = counting_in_secret(ballot, {each.holder_id for each in counting})
        able = rules.first_come(in_secret, most=conduct.most_proxies)
        return [each for each in counting if (each.holder_id, each.grantor_id) in able]
    claims = [as_claim(each) for each in counting]
    usable = {claim.id for claim in rules.within_limit(claims, most=conduct.most_proxies, acted_for=served)}
    return [each for each in counting if each.id in usable]


def usable(ballot: Ballot, holders: Collection[int] | None, *, day: date) -> list[Proxy]:
    """As `usable_on`, of one ballot."""
    return usable_on([ballot], holders, day=day)[ballot.id]


def proxies_on(asked: Sequence[Ballot], holders: Collection[int] | None, days: Period) -> Sequence[Proxy]:
    """Every proxy for these ballots or days whose grantor gave one to one of these holders (None: to any)."""
    on_it = and_(STANDS, or_(Proxy.ballot_id.in_([each.id for each in asked]), touches(days)))
    query = select(Proxy).where(on_it, Proxy.grantor.has(status="member")).order_by(Proxy.id)
    if holders is not None:
        theirs = select(Proxy.grantor_id).where(on_it, Proxy.holder_id.in_(holders))
        query = query.where(Proxy.grantor_id.in_(theirs))
    return db.session.scalars(query).unique().all()


def served_on(asked: Sequence[Ballot], holders: Collection[int]) -> dict[int, set[tuple[int, int]]]:
    """By ballot, (holder, grantor) wherever a position by name stands under a proxy, be it revoked since."""
    if not holders:
        return {}
    query = (
        select(Item.ballot_id, Proxy.holder_id, Proxy.grantor_id)
        .join(Position, Position.item_id == Item.id)
        .join(Proxy, Position.proxy_id == Proxy.id)
        .where(Item.ballot_id.in_([each.id for each in asked]), Proxy.holder_id.in_(holders))
    )
    found: dict[int, set[tuple[int, int]]] = {}
    for ballot_id, holder_id, grantor_id in db.session.execute(query):
        found.setdefault(ballot_id, set()).add((holder_id, grantor_id))
    return found


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

    A secret ballot keeps no proxy with what was cast, and what was used must not show before the close:
    there, every proxy that counts while the ballot is open takes room, used or not.
    """
    if ballots.conduct_of(ballot).is_secret:
        counting = counting_in_secret(ballot, holders)
        return {(claim.holder_id, claim.grantor_id) for _begins, claim in counting}
    return served_on([ballot], holders).get(ballot.id, set())


def counting_in_secret(ballot: Ballot, holders: Collection[int]) -> list[tuple[datetime, Claim]]:
    """Every proxy of these holders that counts on the ballot at some time while it is open, and from when: be
    it revoked or ended since, or its grantor suspended.
    """
    on_it = or_(Proxy.ballot_id == ballot.id, touches(days_of(ballot)))
    query = (
        select(Proxy)
        .join(RollEntry, and_(RollEntry.ballot_id == ballot.id, RollEntry.association_id == Proxy.grantor_id))
        .where(on_it, RollEntry.left_out == "")
        .where(Proxy.grantor_id.in_(select(Proxy.grantor_id).where(on_it, Proxy.holder_id.in_(holders))))
        .order_by(Proxy.id)
    )
    given = db.session.scalars(query).unique().all()
    open_time = Span(ballot.opens_at, ballot.closes_at)
    found = []
    for each in (each for each in given if each.holder_id in holders):
        ahead = [span_of(one) for one in given if goes_ahead(one, each)]
        begins = rules.counts_from(span_of(each), ahead, open_time)
        if begins is not None:
            found.append((begins, as_claim(each)))
    return found


def goes_ahead(one: Proxy, other: Proxy) -> bool:
    """Of the same grantor, what was given for the ballot goes before a period."""
    return one.grantor_id == other.grantor_id and one.ballot_id is not None and other.ballot_id is None


def span_of(proxy: Proxy) -> Span:
    """From when until when a proxy stands; its days are those of Brussels."""
    first, last = proxy.given_at, proxy.revoked_at or NEVER
    period = period_of(proxy)
    if period is not None:
        first = max(first, midnight(period.first))
        last = min(last, midnight(period.last + timedelta(days=1)))
    return Span(first, last)


def midnight(day: date) -> datetime:
    """With which the day begins in Brussels."""
    return datetime.combine(day, time(), tzinfo=BRUSSELS)


def proxy(proxy_id: int) -> Proxy:
    """One proxy read afresh, or a 404."""
    found = db.session.get(Proxy, proxy_id, populate_existing=True)
    if found is None:
        raise NotVisible(_("There is no such proxy."))
    return found


def holder_names(positions: Iterable[Position | EarlierPosition]) -> dict[int, str]:
    """Whose head used the proxies under which these positions were cast, by the id of the proxy."""
    ids = {position.proxy_id for position in positions if position.proxy_id is not None}
    if not ids:
        return {}
    holders = select(Proxy.id, Association.name).join(Association, Association.id == Proxy.holder_id)
    return dict(db.session.execute(holders.where(Proxy.id.in_(ids))).all())


def given_for(ballot: Ballot, grantor_id: int) -> Proxy | None:
    """The proxy for this ballot alone that stands."""
    query = select(Proxy).where(STANDS, Proxy.grantor_id == grantor_id, Proxy.ballot_id == ballot.id)
    return db.session.scalar(query)


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
