"""Proxies as the rules know them, and the days on which they count; reads no database."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_

from eca_policy.ballots.models import Ballot
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.proxies.rules import Claim, Period
from eca_policy.lib.clock import BRUSSELS


def touches(period: Period) -> ColumnElement[bool]:
    """Given for a period that has a day in common with this one."""
    return and_(Proxy.starts_on <= period.last, Proxy.ends_on >= period.first)


def as_claim(proxy: Proxy) -> Claim:
    return Claim(proxy.id, proxy.grantor_id, proxy.holder_id, proxy.ballot_id is not None)


def days_of(ballot: Ballot) -> Period:
    """The days in Brussels on which the ballot is open."""
    return period_between(ballot.opens_at, ballot.closes_at)


def period_between(opens_at: datetime, closes_at: datetime) -> Period:
    """The days in Brussels from one instant to the other."""
    return Period(*(each.astimezone(BRUSSELS).date() for each in (opens_at, closes_at)))
