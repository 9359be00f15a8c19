"""For whom a person casts: their own association, or one whose proxy they hold as head of another."""

from collections.abc import Sequence
from datetime import date, datetime

from eca_policy.ballots import queries
from eca_policy.ballots.acting import why_resting
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.proxies import queries as proxies
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.proxies.refusals import beyond_limit, no_proxies_here
from eca_policy.ballots.why_not import not_open
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import NotAllowed, RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.members import queries as members
from eca_policy.members.models import Association
from eca_policy.papers.queries import Access


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

    Whoever acts for the same association, or gives, revokes or uses a proxy of it, waits here until this vote
    is cast: so a proxy lapses at one instant for all items. What the rows say then goes before what was known
    when the person came in.
    """
    is_own = actor.votes_for(association_id)
    headed = [] if is_own else headed_by(actor)
    rows = proxies.lock_associations({association_id, *headed}) if is_own or headed else {}
    if association_id in {*rows, *actor.association_ids}:
        refuse_resting(ballot, members.association(association_id))
    if is_own:
        return None
    day, holders = members.today(at), [one for one in headed if not why_resting(rows[one])]
    held = proxies.proxy_for(ballot, association_id, holders, day=day)
    if held is None:
        raise NotAllowed(_("Only the head of delegation or the alternate casts the association's position."))
    refuse_over_own_position(ballot, held)
    refuse_beyond_limit(ballot, held, day=day)
    return held


def refuse_resting(ballot: Ballot, association: Association) -> None:
    """Nobody acts for an association of the roll that is no member any more."""
    reason = why_resting(association)
    if reason and queries.has_ballot(association.id, ballot):
        raise NotAllowed(reason)


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
    by_proxy = held_on([ballot], actor, at=at)[ballot.id]
    return [*((one, None) for one in own), *((each.grantor_id, each) for each in by_proxy)]


def held_on(asked: Sequence[Ballot], actor: Actor, *, at: datetime) -> dict[int, list[Proxy]]:
    """By ballot, the proxies that this person may use, but for those of associations it votes for anyway."""
    headed = headed_by(actor)
    if not headed or not asked:
        return {ballot.id: [] for ballot in asked}
    usable = proxies.usable_on(asked, headed, day=members.today(at))
    return {
        ballot_id: [each for each in found if not actor.votes_for(each.grantor_id)]
        for ballot_id, found in usable.items()
    }


def people_see(access: Access, ballot: Ballot, *, at: datetime) -> list[int]:
    """The associations whose positions this person sees before others do: those they act for; and, while the
    ballot is open, those whose proxy they hold, as long as it has not lapsed. A proxy that is given later
    opens no old ballot. A secret ballot tells no holder that its grantor has voted.
    """
    own = access.actor.association_ids
    if queries.conduct_of(ballot).is_secret or not_open(access.paper, ballot, at=at):
        return [*own]
    held = held_on([ballot], access.actor, at=at)[ballot.id]
    return [*own, *(each.grantor_id for each in held if each.grantor_id not in own)]
