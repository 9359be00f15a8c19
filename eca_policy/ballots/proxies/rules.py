"""What holds of proxies: which one counts on a ballot, for how many a holder may vote, which days make sense.

Pure functions of plain values. A proxy is never passed on: only what a grantor gave a holder is ever looked
at, so whoever holds A's proxy and gives its own to C gives C one vote, its own.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

LONGEST_PERIOD = 366
LONGEST_TEXT = 2000

State = Literal["in_force", "coming", "over", "revoked", "lapsed"]
STATES: tuple[State, ...] = ("in_force", "coming", "over", "revoked", "lapsed")


@dataclass(frozen=True)
class Period:
    """Days in Brussels, the first and the last included."""

    first: date
    last: date

    def overlaps(self, other: "Period") -> bool:
        """Whether they have a day in common."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True)
class Claim:
    """That a holder may vote for a grantor on the ballot in question. Ids grow in the order of giving."""

    id: int
    grantor_id: int
    holder_id: int
    is_for_ballot: bool


def one_each(claims: Iterable[Claim]) -> list[Claim]:
    """One for each grantor, in the order of giving: what was given for the ballot goes before a period."""
    found: dict[int, Claim] = {}
    for claim in sorted(claims, key=lambda each: (not each.is_for_ballot, each.id)):
        found.setdefault(claim.grantor_id, claim)
    return sorted(found.values(), key=lambda each: each.id)


def within_limit(
    claims: Iterable[Claim], *, most: int, acted_for: Iterable[tuple[int, int]] = ()
) -> list[Claim]:
    """Those that a holder may use: it votes for `most` grantors, for those whose proxy came first.

    `acted_for` are the (holder, grantor) for whom a position stands already, also under a proxy revoked
    since: they come before all others.
    """
    served: dict[int, set[int]] = defaultdict(set)
    for holder_id, grantor_id in acted_for:
        served[holder_id].add(grantor_id)
    usable = []
    for claim in sorted(claims, key=lambda each: each.id):
        grantors = served[claim.holder_id]
        if claim.grantor_id in grantors or len(grantors) < most:
            grantors.add(claim.grantor_id)
            usable.append(claim)
    return usable


@dataclass(frozen=True)
class Span:
    """A time with its first and its last instant."""

    first: datetime
    last: datetime


def counts_from(stands: Span, ahead: Iterable[Span], ballot: Span) -> datetime | None:
    """When a proxy begins to count on a ballot that is open for this time; None for never.

    `ahead` are the spans, in their order, of what goes before it while it stands: for a period, the proxies
    that the same grantor gave for the ballot.
    """
    begins = max(stands.first, ballot.first)
    for other in ahead:
        if other.first < begins < other.last:
            begins = other.last
    return begins if begins <= stands.last and begins < ballot.last else None


def first_come(claims: Iterable[tuple[datetime, Claim]], *, most: int) -> set[tuple[int, int]]:
    """The (holder, grantor) for whom a holder may vote where nobody knows for whom it has: in the order in
    which their proxies began to count, used or not, over or not.

    What begins later comes later, so nobody who had a place loses it to another: over the whole ballot a
    holder votes for `most`, and the limit tells nobody who has voted.
    """
    found: dict[int, list[int]] = defaultdict(list)
    for _begins, claim in sorted(claims, key=lambda each: (each[0], each[1].id)):
        grantors = found[claim.holder_id]
        if claim.grantor_id not in grantors and len(grantors) < most:
            grantors.append(claim.grantor_id)
    return {(holder_id, each) for holder_id, grantors in found.items() for each in grantors}


def wrong_with(period: Period, *, today: date) -> Literal["", "backwards", "in_the_past", "too_long"]:
    """What is wrong with the days of a new proxy; "" for nothing."""
    if period.last < period.first:
        return "backwards"
    if period.first < today:
        return "in_the_past"
    return "too_long" if period.last - period.first >= timedelta(days=LONGEST_PERIOD) else ""


def most_at_once(periods: Collection[Period], within: Period) -> int:
    """How many of the periods hold on the same day, on the day within this one when there are most."""
    days = {within.first, *(each.first for each in periods if each.overlaps(within))}
    counts = (sum(each.first <= day <= each.last for each in periods) for day in days if within.first <= day)
    return max(counts, default=0)


def state_of_period(period: Period, *, today: date) -> State:
    """Of a proxy for a period that nobody revoked."""
    if today < period.first:
        return "coming"
    return "over" if period.last < today else "in_force"


def state_on_ballot(*, has_opened: bool, has_closed: bool, grantor_acted: bool) -> State:
    """Of a proxy for one ballot that nobody revoked."""
    if has_closed:
        return "over"
    if grantor_acted:
        return "lapsed"
    return "in_force" if has_opened else "coming"
