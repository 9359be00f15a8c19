"""What the pages show of proxies, as plain values for their templates."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from eca_policy.ballots import queries as ballots
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.proxies import queries, rules
from eca_policy.ballots.proxies.claims import days_of
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.proxies.rules import Period, State
from eca_policy.ballots.proxies.service import is_over, may_revoke
from eca_policy.ballots.proxies.words import TONES, ballot_in_words, scope_in_words, state_in_words
from eca_policy.ballots.secrecy.queries import participants
from eca_policy.ballots.voice import headed_by
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import ngettext
from eca_policy.members import queries as members
from eca_policy.papers.models import Paper

LIVING: tuple[State, ...] = ("in_force", "coming", "lapsed")


@dataclass(frozen=True)
class ProxyShown:
    """A proxy with its state, and in `notes` the ballots on which it does not count after all."""

    proxy: Proxy
    scope: str
    state: State
    label: str
    tone: str
    may_revoke: bool
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Facts:
    """What has become of the proxies, looked up once for all: who acted itself, and, as (ballot, proxy),
    those beyond the limit of their holders.
    """

    papers: Mapping[int, Paper]
    running: Sequence[tuple[Ballot, Paper]]
    acted: Mapping[int, Collection[int]]
    beyond: Collection[tuple[int, int]]


def shown(proxies: Sequence[Proxy], actor: Actor, *, at: datetime) -> list[ProxyShown]:
    """The proxies with what has become of them."""
    running = queries.running(at=at)
    about = [each.ballot for each in proxies if each.ballot is not None]
    asked = [*(ballot for ballot, _paper in running), *about]
    facts = Facts(
        papers=papers_of(about),
        running=running,
        acted=queries.acted_themselves(asked, {each.grantor_id for each in proxies}),
        beyond=beyond_limits([ballot for ballot, _paper in running if ballot.opens_at <= at], proxies, at=at),
    )
    return [one_shown(each, facts, revocable=may_revoke(actor, each), at=at) for each in proxies]


def beyond_limits(
    open_now: Sequence[Ballot], proxies: Sequence[Proxy], *, at: datetime
) -> set[tuple[int, int]]:
    """(Ballot, proxy) wherever one counts, and its holder may not use it because of the others it holds."""
    today = members.today(at)
    counting = queries.in_force(open_now, {each.holder_id for each in proxies}, Period(today, today))
    usable = queries.within_limits(open_now, counting)
    return {
        (ballot_id, each.id)
        for ballot_id, found in counting.items()
        for each in found
        if each not in usable[ballot_id]
    }


def one_shown(proxy: Proxy, facts: Facts, *, revocable: bool, at: datetime) -> ProxyShown:
    state = state_of(proxy, facts.acted, at=at)
    return ProxyShown(
        proxy=proxy,
        scope=scope_in_words(
            proxy, facts.papers[proxy.ballot.paper_id] if proxy.ballot is not None else None
        ),
        state=state,
        label=state_in_words(state),
        tone=TONES[state],
        may_revoke=revocable and proxy.revoked_at is None and not is_over(proxy, at=at),
        notes=list(notes_on(proxy, state, facts)),
    )


def notes_on(proxy: Proxy, state: State, facts: Facts) -> Iterator[str]:
    """Where it does not count after all, and why."""
    if state == "lapsed":
        yield _("%(association)s has voted itself.", association=proxy.grantor.name)
    if state != "in_force":
        return
    period = queries.period_of(proxy)
    for ballot, paper in facts.running:
        has_acted = proxy.grantor_id in facts.acted.get(ballot.id, ())
        if period is not None and has_acted and days_of(ballot).overlaps(period):
            yield lapsed_in_words(proxy, ballot, paper)
        if (ballot.id, proxy.id) in facts.beyond:
            yield beyond_in_words(proxy, ballot, paper)


def beyond_in_words(proxy: Proxy, ballot: Ballot, paper: Paper) -> str:
    said, most = ballot_in_words(ballot, paper), ballots.conduct_of(ballot).most_proxies
    if not most:
        return _("Does not count on %(ballot)s: under its procedure nobody votes by proxy.", ballot=said)
    return ngettext(
        "Does not count on %(ballot)s: there %(holder)s may vote for %(num)d other association only, and "
        "another proxy came first.",
        "Does not count on %(ballot)s: there %(holder)s may vote for %(num)d other associations only, and "
        "other proxies came first.",
        most,
        ballot=said,
        holder=proxy.holder.name,
    )


def lapsed_in_words(proxy: Proxy, ballot: Ballot, paper: Paper) -> str:
    return _(
        "Lapsed on %(ballot)s: %(association)s has voted itself.",
        ballot=ballot_in_words(ballot, paper),
        association=proxy.grantor.name,
    )


def state_of(proxy: Proxy, acted: Mapping[int, Collection[int]], *, at: datetime) -> State:
    """Revoked, or what the clock and the grantor have made of it."""
    if proxy.revoked_at is not None:
        return "revoked"
    period = queries.period_of(proxy)
    if period is not None:
        return rules.state_of_period(period, today=members.today(at))
    assert proxy.ballot is not None
    return rules.state_on_ballot(
        has_opened=proxy.ballot.opens_at <= at,
        has_closed=is_over(proxy, at=at),
        grantor_acted=proxy.grantor_id in acted.get(proxy.ballot.id, ()),
    )


def papers_of(about: Iterable[Ballot]) -> dict[int, Paper]:
    """The papers of these ballots, by row number."""
    ids = {ballot.paper_id for ballot in about}
    return {paper.id: paper for paper in db.session.scalars(select(Paper).where(Paper.id.in_(ids)))}


def own_associations(actor: Actor) -> list[int]:
    """The associations whose proxies this person sees: those it votes for."""
    return [each for each in actor.association_ids if actor.votes_for(each)]


def living_proxies_of(association_id: int, actor: Actor, *, at: datetime) -> list[ProxyShown]:
    """Proxies of one association that are in force or will be, for its own people and the secretariat."""
    if not actor.is_secretariat and association_id not in actor.association_ids:
        return []
    found = shown(queries.proxies_between([association_id]), actor, at=at)
    return [each for each in found if each.state in LIVING]


@dataclass(frozen=True)
class Offer:
    """What the page of a ballot offers the head of an association on its roll: to give one, or to see it."""

    association_id: int
    association: str
    given: Proxy | None


def offers(actor: Actor, ballot: Ballot, *, at: datetime) -> list[Offer]:
    """One for each association this person heads that has a vote and has not used it, while it can."""
    if ballot.ended_at is not None or at >= ballot.closes_at or not ballots.conduct_of(ballot).most_proxies:
        return []
    headed = headed_by(actor)
    voting = {one for _ballot, one in queries.voters_on([ballot], headed)}
    idle = voting - queries.acted_themselves([ballot], voting).get(ballot.id, set()) - participants(ballot)
    day = members.today(at)
    return [
        Offer(one, members.association(one).name, proxy_given(ballot, one, Period(day, day)))
        for one in headed
        if one in idle
    ]


def proxy_given(ballot: Ballot, grantor_id: int, today: Period) -> Proxy | None:
    """The proxy that counts for this grantor on the ballot."""
    for_it = queries.given_for(ballot, grantor_id)
    return for_it or next(iter(queries.periods_given(grantor_id, today)), None)
