"""The verbs of proxies: give one, revoke one. Using one is casting a position (`casting.py`, `voice.py`).

Locks in the order of every voter: paper, ballot, associations, record. So two who give at once, or one who
gives while another votes, come one after the other.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy.exc import IntegrityError

from eca_policy.ballots import queries as ballots
from eca_policy.ballots.conduct import Conduct
from eca_policy.ballots.locking import lock_ballot
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.proxies import messages, queries, refusals, rules
from eca_policy.ballots.proxies.claims import days_of
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.proxies.rules import Period
from eca_policy.ballots.secrecy.queries import has_voted
from eca_policy.ballots.voice import headed_by
from eca_policy.ballots.why_not import off_the_roll
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import NotAllowed, NotVisible
from eca_policy.lib.i18n import gettext as _
from eca_policy.members import queries as members
from eca_policy.members.models import Association
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import access_paper
from eca_policy.papers.unreadable import readable_text
from eca_policy.permissions.guard import permit
from eca_policy.record import service as record


@dataclass(frozen=True)
class Scope:
    """What a proxy is for: one ballot of a paper, or a period."""

    paper: Paper | None = None
    ballot: Ballot | None = None
    period: Period | None = None


@dataclass(frozen=True)
class Intended:
    """A proxy that may be given as things stand."""

    grantor: Association
    holder: Association
    scope: Scope


def give_proxy(
    actor: Actor, grantor_id: int, holder_id: int, *, ballot: tuple[str, int] | None = None,
    period: Period | None = None, written: str, at: datetime,
) -> Proxy:  # fmt: skip
    """Let the holder's head cast the grantor's position: on one ballot (reference, number) or in a period.

    `written` is the text of the proxy; the secretariat says where the letter is by which it was given.
    """
    permit(actor, "proxy:give")
    meant = intended(actor, grantor_id, holder_id, ballot=ballot, period=period, at=at)
    said = readable_text(written, rules.LONGEST_TEXT).strip()
    if not said:
        raise refusals.NotWritten(
            _("A proxy is given in writing: write what it says, or where the letter is.")
        )
    proxy = Proxy(
        grantor_id=grantor_id,
        holder_id=holder_id,
        ballot_id=meant.scope.ballot.id if meant.scope.ballot else None,
        starts_on=period.first if period else None,
        ends_on=period.last if period else None,
        written=said,
        given_by_id=cast(int, actor.account_id),
        given_at=at,
    )
    keep(proxy)
    note(actor, "proxy:give", proxy, at=at)
    messages.proxy_given(proxy, meant.scope.paper, by_id=proxy.given_by_id, at=at)
    return proxy


def intended(
    actor: Actor, grantor_id: int, holder_id: int, *, ballot: tuple[str, int] | None,
    period: Period | None, at: datetime,
) -> Intended:  # fmt: skip
    """What would be given, or the refusal; changes nothing, so that a page can ask once more before."""
    permit(actor, "proxy:give")
    if not actor.is_secretariat and grantor_id not in headed_by(actor):
        raise NotAllowed(_("Only the head of delegation gives a proxy for the association."))
    if (ballot is None) == (period is None):
        raise refusals.BallotOrPeriod(_("Give the proxy for one ballot or for a period."))
    scope = Scope(period=period)
    if ballot is not None:
        access = access_paper(actor, ballot[0], at=at, lock="share")
        row = lock_ballot(ballots.ballot_of(access, ballot[1]), read=True)
        scope = Scope(paper=access.paper, ballot=row)
    queries.lock_associations({grantor_id, holder_id})
    grantor, holder = members.association(grantor_id), members.association(holder_id)
    refuse_parties(grantor, holder, at=at)
    if scope.ballot is not None and scope.paper is not None:
        refuse_for_ballot(scope.ballot, scope.paper, grantor, holder, at=at)
        if grantor_id in headed_by(actor):
            refuse_after_voting(scope.ballot, grantor)
    if period is not None:
        refuse_for_period(period, grantor, holder, at=at)
    return Intended(grantor, holder, scope)


def refuse_parties(grantor: Association, holder: Association, *, at: datetime) -> None:
    """From one member to another, which has a head to cast it."""
    if grantor.id == holder.id:
        raise refusals.ToOneself(_("A proxy goes to another association. Choose one."))
    for association in (grantor, holder):
        if association.status != "member":
            raise refusals.NotAMember(
                _("%(association)s has no vote now: only members give and hold proxies.",
                    association=association.name)
            )  # fmt: skip
    if not any(term.role == "head" for term in members.people_of([holder.id], at=at)):
        raise refusals.NoHeadInOffice(
            _("%(holder)s has no head of delegation now, who could cast your position. Choose another one.",
                holder=holder.name)
        )  # fmt: skip


def refuse_for_ballot(
    ballot: Ballot, paper: Paper, grantor: Association, holder: Association, *, at: datetime
) -> None:
    """The ballot is still to close, the grantor has a vote on it and has not used it, the holder has room."""
    if paper.stage != "decision" or ballot.ended_at is not None or at >= ballot.closes_at:
        raise refusals.BallotOver(_("This ballot is over: nobody can vote on it any more."))
    if reason := off_the_roll(grantor, ballots.roll_entry(grantor.id, ballot)):
        raise refusals.NoVoteToGive(reason)
    if ballots.has_acted_itself(ballot, grantor.id):
        raise refusals.ActedAlready(
            _("%(association)s has voted itself on this ballot: a proxy for it would have lapsed already.",
                association=grantor.name)
        )  # fmt: skip
    standing = queries.given_for(ballot, grantor.id)
    if standing is not None:
        raise given_already(standing)
    most = ballots.conduct_of(ballot).most_proxies
    if not most:
        raise refusals.no_proxies_here()
    refuse_full_holder(ballot, grantor, holder, most)


def refuse_after_voting(ballot: Ballot, grantor: Association) -> None:
    """In a secret ballot. Who enters a letter is not told: it would learn who has voted, and what it enters
    does no harm.
    """
    if has_voted(ballot, grantor.id):
        raise refusals.ActedAlready(
            _("%(association)s has voted on this ballot: its proxy could not be used any more.",
                association=grantor.name)
        )  # fmt: skip


def refuse_full_holder(ballot: Ballot, grantor: Association, holder: Association, most: int) -> None:
    """Counted are those whose proxy is for this ballot or a day of it, and those it has voted for already."""
    held = queries.in_force([ballot], [holder.id], days_of(ballot))[ballot.id]
    served = {each for _holder, each in queries.acted_for(ballot, [holder.id])}
    if len(({each.grantor_id for each in held} | served) - {grantor.id}) >= most:
        raise refusals.holder_is_full(holder.name, most)


def refuse_for_period(period: Period, grantor: Association, holder: Association, *, at: datetime) -> None:
    """Days that make sense, no other proxy of the grantor on any of them, and a holder who has room.

    What a holder may then do on a ballot is for the ballot's own procedure to say, at casting.
    """
    refuse_days(period, at=at)
    for other in queries.periods_given(grantor.id, period):
        raise refusals.PeriodsOverlap(
            _("A proxy to %(holder)s is for some of these days already. Choose other days, or revoke it.",
                holder=other.holder.name)
        )  # fmt: skip
    most = most_anywhere()
    if not most:
        raise refusals.no_proxies_anywhere()
    if rules.most_at_once(queries.periods_held(holder.id, period), period) >= most:
        raise refusals.holder_is_full(holder.name, most)


def most_anywhere() -> int:
    """How many others a holder may vote for where that is most, under a procedure there is or on a ballot
    that runs: which ballots will fall into the period, nobody knows yet.
    """
    written = [Conduct.from_dict(each.conduct) for each in ballots.procedures()]
    running = [ballots.conduct_of(each) for each in ballots.running_ballots()]
    return max((each.most_proxies for each in (*written, *running)), default=Conduct().most_proxies)


def refuse_days(period: Period, *, at: datetime) -> None:
    wrong = rules.wrong_with(period, today=members.today(at))
    if wrong:
        sentences = {
            "backwards": _("The proxy would end before it begins. Choose a later last day."),
            "in_the_past": _("A proxy begins today or later. Choose a later first day."),
            "too_long": _(
                "A proxy is for at most %(most)s days. Choose an earlier last day.", most=rules.LONGEST_PERIOD
            ),
        }
        raise refusals.PeriodMakesNoSense(sentences[wrong])


def given_already(standing: Proxy | None) -> refusals.ProxyGivenAlready:
    if standing is None:
        return refusals.ProxyGivenAlready(
            _("A proxy for this ballot was given a moment ago. Look at it under “Proxies”.")
        )
    return refusals.ProxyGivenAlready(
        _("%(grantor)s has given %(holder)s a proxy for this ballot already. Revoke that one first.",
            grantor=standing.grantor.name, holder=standing.holder.name)
    )  # fmt: skip


def keep(proxy: Proxy) -> None:
    """Write the row; of two for the same ballot the index refuses the second."""
    try:
        with db.session.begin_nested():
            db.session.add(proxy)
    except IntegrityError:
        raise given_already(None) from None


def revoke_proxy(actor: Actor, proxy_id: int, *, at: datetime) -> Proxy:
    """End a proxy now. A position cast under it stands until the grantor changes it."""
    permit(actor, "proxy:revoke")
    proxy = visible_proxy(actor, proxy_id)
    if not may_revoke(actor, proxy):
        raise NotAllowed(_("A proxy is revoked by the association that gave it."))
    queries.lock_associations({proxy.grantor_id, proxy.holder_id})
    proxy = queries.proxy(proxy_id)
    if proxy.revoked_at is not None:
        raise refusals.RevokedAlready(_("This proxy was revoked already."))
    if is_over(proxy, at=at):
        raise refusals.ProxyOver(_("This proxy is over already: there is nothing to revoke."))
    proxy.revoked_by_id, proxy.revoked_at = actor.account_id, at
    db.session.flush()
    note(actor, "proxy:revoke", proxy, at=at)
    messages.proxy_revoked(proxy, paper_of(proxy), by_id=cast(int, actor.account_id), at=at)
    return proxy


def visible_proxy(actor: Actor, proxy_id: int) -> Proxy:
    """A proxy for those who vote for its grantor or its holder, and for the secretariat; else a 404."""
    proxy = queries.proxy(proxy_id)
    if actor.is_secretariat or any(actor.votes_for(one) for one in (proxy.grantor_id, proxy.holder_id)):
        return proxy
    raise NotVisible(_("There is no such proxy."))


def may_revoke(actor: Actor, proxy: Proxy) -> bool:
    """The grantor's head and alternate, and the secretariat at their word."""
    return actor.is_secretariat or actor.votes_for(proxy.grantor_id)


def is_over(proxy: Proxy, *, at: datetime) -> bool:
    """Whether nothing can be cast under it any more, revoked or not."""
    if proxy.ballot is not None:
        return proxy.ballot.ended_at is not None or at >= proxy.ballot.closes_at
    return proxy.ends_on is not None and proxy.ends_on < members.today(at)


def paper_of(proxy: Proxy) -> Paper | None:
    """The paper of the ballot that a proxy is for."""
    return db.session.get_one(Paper, proxy.ballot.paper_id) if proxy.ballot is not None else None


def note(actor: Actor, verb: str, proxy: Proxy, *, at: datetime) -> None:
    """The line in the record; that of the paper where the proxy is for its ballot."""
    days = queries.period_of(proxy)
    record.write(
        actor, verb, ("proxy", proxy.id), at=at, association_id=proxy.grantor_id,
        paper_id=proxy.ballot.paper_id if proxy.ballot is not None else None,
        holder=proxy.holder.name, ballot=proxy.ballot_id,
        starts_on=days.first.isoformat() if days else None,
        ends_on=days.last.isoformat() if days else None,
    )  # fmt: skip
