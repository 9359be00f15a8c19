"""Who votes where no roll is frozen yet: as things stand, or as they stood when a planned ballot opened."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import and_, or_, select

from eca_policy.ballots.models import Ballot, RollEntry
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import VOTING
from eca_policy.members import queries as members
from eca_policy.members.models import Association
from eca_policy.members.standings import Standing, able_at, standings_at, standings_now


@dataclass(frozen=True)
class Line:
    """An association as it stands on the roll, or why it does not: `left_out`, and since which day."""

    association: Association
    weight: int
    left_out: str = ""
    since: date | None = None


def roll_on(at: datetime, ballot: Ballot | None = None) -> list[Line]:
    """Every association as it stands now; who could act for it is looked up once for all.

    With a ballot, a proxy for it counts as one for today does.
    """
    acting = {term.association_id for term in members.people_of(None, at=at) if term.role in VOTING}
    return list(roll_lines(standings_now(), acting | grantors_at(at, ballot)))


def roll_at_opening(ballot: Ballot) -> list[Line]:
    """Every association as it stood when the ballot opened, whatever happened since."""
    at = ballot.opens_at
    return list(roll_lines(standings_at(at), able_at(at) | grantors_at(at, ballot)))


def roll_lines(standings: Iterable[Standing], able: Collection[int | None]) -> Iterable[Line]:
    """Observers have no vote, nor have those suspended or without anybody entitled to act for them."""
    for each in standings:
        left_out, since = "", None
        if each.status == "suspended":
            left_out, since = "suspended", each.suspended_on
        elif each.status != "member":
            left_out = "observer"
        elif each.association.id not in able:
            left_out = "no_one_entitled"
        yield Line(each.association, each.weight, left_out, since)


def grantors_at(at: datetime, ballot: Ballot | None) -> set[int]:
    """The associations whose proxy for this ballot, or for a period with this day in it, stood."""
    day = members.today(at)
    in_period = and_(Proxy.starts_on <= day, Proxy.ends_on >= day)
    counting = in_period if ballot is None else or_(in_period, Proxy.ballot_id == ballot.id)
    stood = and_(Proxy.given_at <= at, or_(Proxy.revoked_at.is_(None), Proxy.revoked_at > at))
    return set(db.session.scalars(select(Proxy.grantor_id).where(stood, counting)))


def expected(ballot: Ballot) -> list[Line]:
    """The roll of a ballot that has none yet: as things stand, and from its opening instant as they stood
    then. Nobody is on the roll of one that was given up before.
    """
    if ballot.ended_at is not None:
        return []
    now = clock.now()  # what is shown now; what decides is frozen in its own transaction
    lines = roll_on(now, ballot) if now < ballot.opens_at else roll_at_opening(ballot)
    return counting_one(lines) if ballot.counts_one else lines


def counting_one(lines: Iterable[Line]) -> list[Line]:
    """Every association counts one."""
    return [replace(line, weight=1) for line in lines]


def entries(ballot: Ballot, lines: Iterable[Line]) -> list[RollEntry]:
    """The lines as the rows of the roll that they become when they are added."""
    return [
        RollEntry(
            ballot_id=ballot.id, association_id=line.association.id, association=line.association,
            weight=line.weight, left_out=line.left_out, left_out_since=line.since,
        )
        for line in lines
    ]  # fmt: skip


def expected_entries(ballot: Ballot) -> Sequence[RollEntry]:
    """`expected` as rows that nobody keeps, the associations with a vote first, by name."""
    made = entries(ballot, expected(ballot))
    return sorted(made, key=lambda each: (bool(each.left_out), each.association.name))
