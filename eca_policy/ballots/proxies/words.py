"""Proxies in words."""

from eca_policy.ballots.models import Ballot
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.proxies.rules import Period, State
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language
from eca_policy.lib.moments import date_in_words
from eca_policy.papers.models import Paper


def scope_in_words(proxy: Proxy, paper: Paper | None) -> str:
    """What a proxy is for, in the language in force."""
    if proxy.ballot is not None and paper is not None:
        return ballot_in_words(proxy.ballot, paper)
    return (
        period_in_words(Period(proxy.starts_on, proxy.ends_on)) if proxy.starts_on and proxy.ends_on else ""
    )


def ballot_in_words(ballot: Ballot, paper: Paper) -> str:
    """Which ballot: of its paper, and on what."""
    return _(
        "ballot %(number)s of %(reference)s, “%(title)s”",
        number=ballot.number,
        reference=paper.reference,
        title=paper.title,
    )


def period_in_words(period: Period) -> str:
    """From which day until which."""
    first, last = (date_in_words(each, language()) for each in (period.first, period.last))
    return _("every ballot from %(first)s to %(last)s", first=first, last=last)


def text_proposed(grantor: str, holder: str, scope: str) -> str:
    """What a proxy usually says; whoever gives it may write something else."""
    return _(
        "%(grantor)s authorises the head of delegation of %(holder)s to cast its position: %(scope)s. "
        "This proxy cannot be passed on.",
        grantor=grantor,
        holder=holder,
        scope=scope,
    )


def state_in_words(state: State) -> str:
    return {
        "in_force": _("In force"),
        "coming": _("Not yet in force"),
        "over": _("Over"),
        "revoked": _("Revoked"),
        "lapsed": _("Lapsed"),
    }[state]


TONES = {
    "in_force": "success",
    "coming": "info",
    "over": "neutral",
    "revoked": "neutral",
    "lapsed": "warning",
}
