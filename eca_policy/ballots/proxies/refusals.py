"""What is refused about proxies: each class is a broken rule, each sentence says what to do instead."""

from eca_policy.lib.errors import ChangedMeanwhile, RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import ngettext


class ToOneself(RuleBroken):
    """A proxy goes to another association."""


class NotAMember(RuleBroken):
    """Who has no vote gives none away, and casts none for others."""


class NoHeadInOffice(RuleBroken):
    """A proxy is cast by the holder's head: there must be one."""


class BallotOver(RuleBroken):
    """A proxy for one ballot is given before it closes."""


class NoVoteToGive(RuleBroken):
    """The grantor is not on the roll of the ballot."""


class ActedAlready(RuleBroken):
    """A proxy for a ballot on which its grantor has acted would have lapsed already."""


class ProxyGivenAlready(ChangedMeanwhile):
    """For each ballot an association has one proxy in force."""


class PeriodsOverlap(RuleBroken):
    """On each day an association has one proxy for a period."""


class PeriodMakesNoSense(RuleBroken):
    """The days of the proxy do not fit together, are gone, or are too many."""


class NotWritten(RuleBroken):
    """A proxy is a text."""


class BallotOrPeriod(RuleBroken):
    """A proxy is for one ballot or for a period."""


class NoProxiesHere(RuleBroken):
    """Under the procedure of the ballot nobody votes by proxy."""


class TooManyProxies(RuleBroken):
    """A holder votes for so many others as the procedure allows, and no more."""


class RevokedAlready(ChangedMeanwhile):
    """Someone else revoked the proxy."""


class ProxyOver(RuleBroken):
    """The ballot or the period of the proxy is over: there is nothing to revoke."""


def no_proxies_here() -> NoProxiesHere:
    return NoProxiesHere(_("Under the procedure of this ballot nobody votes by proxy."))


def no_proxies_anywhere() -> NoProxiesHere:
    return NoProxiesHere(_("Under none of the decision procedures does anybody vote by proxy."))


def holder_is_full(holder: str, most: int) -> TooManyProxies:
    """At giving."""
    return TooManyProxies(
        ngettext(
            "%(holder)s holds another proxy already, and nobody may hold more than %(num)d at a time. "
            "Choose another association.",
            "%(holder)s holds proxies already, and nobody may hold more than %(num)d at a time. "
            "Choose another association.",
            most,
            holder=holder,
        )
    )


def beyond_limit(grantor: str, most: int) -> TooManyProxies:
    """At casting."""
    return TooManyProxies(
        ngettext(
            "On this ballot you may vote for %(num)d other association, whose proxy was given first: not for "
            "%(grantor)s, which can vote itself or give its proxy to another association.",
            "On this ballot you may vote for %(num)d other associations, whose proxies were given first: not "
            "for %(grantor)s, which can vote itself or give its proxy to another association.",
            most,
            grantor=grantor,
        )
    )
