"""Why someone who looks at a ballot cannot vote on it: one sentence for each association."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from eca_policy.ballots import queries
from eca_policy.ballots.acting import why_resting
from eca_policy.ballots.models import Ballot, RollEntry
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.words import spoken
from eca_policy.lib.actor import VOTING
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language
from eca_policy.lib.moments import date_in_words
from eca_policy.members import queries as members
from eca_policy.members.models import Association, TermOfOffice
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import Access


def why_not(
    access: Access, ballot: Ballot, association: Association, *, proxy: Proxy | None, at: datetime
) -> str:
    """Why this person cannot cast for this association now; "" when they can."""
    entry = queries.roll_entry(association.id, ballot)
    return (
        not_yet_able(ballot, association, entry, at=at)
        or off_the_roll(association, entry)
        or not_open(access.paper, ballot, at=at)
        or why_resting(association)
        or not_in_office(access, association, proxy, at=at)
    )


def not_yet_able(ballot: Ballot, association: Association, entry: RollEntry | None, *, at: datetime) -> str:
    """Before a ballot opens, what can still be mended."""
    if entry is None or entry.left_out != "no_one_entitled" or not queries.is_ahead(ballot, at=at):
        return ""
    return _(
        "%(association)s has neither a head of delegation nor an alternate now: without one when the ballot "
        "opens, it has no vote.",
        association=association.name,
    )


def off_the_roll(association: Association, entry: RollEntry | None) -> str:
    """Why the association has no vote on this ballot."""
    if entry is None:
        return _(
            "%(association)s is not on the roll: it was frozen before the association joined.",
            association=association.name,
        )
    if entry.left_out == "suspended" and entry.left_out_since is not None:
        return _(
            "%(association)s is not on the roll: it is suspended since %(day)s.",
            association=association.name,
            day=date_in_words(entry.left_out_since, language()),
        )
    return {
        "": "",
        "observer": _(
            "%(association)s is an observer: it comments, and has no vote.", association=association.name
        ),
        "suspended": _("%(association)s is not on the roll: it is suspended.", association=association.name),
        "no_one_entitled": _(
            "%(association)s is not on the roll: it had neither a head of delegation nor an alternate "
            "when the ballot opened.",
            association=association.name,
        ),
    }[entry.left_out]


def not_open(paper: Paper, ballot: Ballot, *, at: datetime) -> str:
    """Why nobody can cast now."""
    if paper.stage == "decision" and queries.is_open(ballot, at=at):
        return ""
    if ballot.called_off_at is not None:
        return _("This ballot was called off before it opened.")
    if paper.stage == "withdrawn":
        return _("The paper was withdrawn: nothing is decided about it any more.")
    if at < ballot.opens_at:
        return _("The ballot is not open yet: it opens at %(opens)s.", opens=spoken(ballot.opens_at))
    return _("The ballot closed at %(closed)s.", closed=spoken(ballot.closes_at))


def not_in_office(access: Access, association: Association, proxy: Proxy | None, *, at: datetime) -> str:
    """Who votes instead."""
    if proxy is not None or access.actor.votes_for(association.id):
        return ""
    voters = [each for each in members.people_of([association.id], at=at) if each.role in VOTING]
    if not voters:
        return _(
            "%(association)s has neither a head of delegation nor an alternate now: ask the secretariat.",
            association=association.name,
        )
    return who_votes(association, voters)


def who_votes(association: Association, voters: Sequence[TermOfOffice]) -> str:
    """By name: the head, the alternate, or either of them."""
    heads, alternates = (named(each for each in voters if each.role == role) for role in VOTING)
    said = {"association": association.name, "head": heads, "alternate": alternates}
    if heads and alternates:
        return _(
            "For %(association)s votes the head of delegation, %(head)s, or the alternate, %(alternate)s.",
            **said,
        )
    if heads:
        return _("For %(association)s votes the head of delegation, %(head)s.", **said)
    return _("For %(association)s votes the alternate, %(alternate)s.", **said)


def named(terms: Iterable[TermOfOffice]) -> str:
    return ", ".join(term.account.name for term in terms)
