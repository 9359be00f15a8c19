"""For whom a person casts: their own association, or one whose proxy they hold as head of another."""

from collections.abc import Sequence
from datetime import date, datetime

from eca_policy.ballots import queries
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.proxies import queries as proxies
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.proxies.refusals import beyond_limit, no_proxies_here
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import NotAllowed, RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.members import queries as members


class ProxyLapsed(RuleBroken):
    """Who gave the proxy has acted itself."""


def headed_by(actor: Actor) -> list[int]:
    """The member associations this person is head of: only a head holds a proxy."""
    return [
        term.association_id
        for term in actor.terms
        if term.role == "head" and term.association_id is not None and not term.is_observer
    ]


def proxy_of(actor: Actor, ballot: Ballot, association_id: int, *, at: datetime) -> Proxy | None:
    """None for one's own association; else the proxy by which this person may act, or a refusal.

    Who gives, revokes or uses a proxy of the same associations waits here until this vote is cast.
    """
    if actor.votes_for(association_id):
        return None
    holders, day = headed_by(actor), members.today(at)
    if holders:
        proxies.lock_associations({association_id, *holders})
    held = proxies.proxy_for(ballot, association_id, holders, day=day)
    if held is None:
        raise NotAllowed(_("Only the head of delegation or the alternate casts the association's position."))
    refuse_over_own_position(ballot, held)
    refuse_beyond_limit(ballot, held, day=day)
    return held


def refuse_beyond_limit(ballot: Ballot, proxy: Proxy, *, day: date) -> None:
    """The procedure says for how many others a holder may vote; what was given first goes first."""
    most = queries.conduct_of(ballot).most_proxies
    if not most:
        raise no_proxies_here()
    usable = {each.id for each in proxies.usable(ballot, [proxy.holder_id], day=day)}
    if queries.has_ballot(proxy.grantor_id, ballot) and proxy.id not in usable:
        raise beyond_limit(proxy.grantor.name, most)


def refuse_over_own_position(ballot: Ballot, proxy: Proxy) -> None:
    """A proxy lapses for a ballot when its grantor acts there itself, or the secretariat at its word."""
    if queries.has_acted_itself(ballot, proxy.grantor_id):
        raise ProxyLapsed(
            _(
                "%(association)s has acted itself on this ballot: your proxy has lapsed for it.",
                association=proxy.grantor.name,
            )
        )


def represented(actor: Actor, ballot: Ballot, *, at: datetime) -> Sequence[tuple[int, Proxy | None]]:
    """The associations this person may cast for on this ballot, their own first, then those by proxy."""
    own = [association_id for association_id in actor.association_ids if actor.votes_for(association_id)]
    headed = headed_by(actor)
    held = proxies.usable(ballot, headed, day=members.today(at)) if headed else []
    by_proxy = [(each.grantor_id, each) for each in held if each.grantor_id not in own]
    return [*((one, None) for one in own), *by_proxy]


def people_see(actor: Actor, ballot: Ballot, *, at: datetime) -> list[int]:
    """The associations whose positions this person sees before others do: those they act for, and those whose
    proxy they hold, as long as it has not lapsed. A secret ballot tells no holder that its grantor has voted.
    """
    if queries.conduct_of(ballot).is_secret:
        return list(actor.association_ids)
    held = [one for one, proxy in represented(actor, ballot, at=at) if proxy is not None]
    return [*actor.association_ids, *(one for one in held if one not in actor.association_ids)]
