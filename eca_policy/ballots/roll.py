"""Who votes where no roll is frozen yet: as things stand, or as they stood when a planned ballot opened."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import and_, or_, select

from eca_policy.ballots.conduct import Conduct
from eca_policy.ballots.models import Ballot, RollEntry
from eca_policy.ballots.proxies import rules
from eca_policy.ballots.proxies.claims import as_claim, days_of, touches
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.proxies.rules import Period
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


def roll_on(at: datetime, *, conduct: Conduct, days: Period, ballot_id: int | None = None) -> list[Line]:
    """Every association as it stands now, for a ballot that is run so on these days; who could act for it is
    looked up once for all.
    """
    standings, terms = standings_now(), members.people_of(None, at=at)
    acting = {term.association_id for term in terms if term.role in VOTING}
    headed = {term.association_id for term in terms if term.role == "head"}
    proxied = grantors(at, members_with(standings, headed), conduct=conduct, days=days, ballot_id=ballot_id)
    return list(roll_lines(standings, acting | proxied))


def roll_now(ballot: Ballot, *, at: datetime) -> list[Line]:
    """The same for a ballot that is written already: a proxy for it counts as one for its days."""
    conduct = Conduct.from_dict(ballot.conduct)
    return roll_on(at, conduct=conduct, days=days_of(ballot), ballot_id=ballot.id)


def roll_at_opening(ballot: Ballot) -> list[Line]:
    """Every association as it stood when the ballot opened, whatever happened since."""
    at, conduct = ballot.opens_at, Conduct.from_dict(ballot.conduct)
    standings, headed = standings_at(at), able_at(at, ("head",))
    holders = members_with(standings, headed)
    proxied = grantors(at, holders, conduct=conduct, days=days_of(ballot), ballot_id=ballot.id)
    return list(roll_lines(standings, able_at(at, VOTING) | proxied))


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


def members_with(standings: Iterable[Standing], headed: Collection[int | None]) -> set[int]:
    """Those of the associations with a head that are members: only the head of a member uses a proxy."""
    return {
        each.association.id for each in standings if each.status == "member" and each.association.id in headed
    }


def grantors(
    at: datetime, holders: Collection[int], *, conduct: Conduct, days: Period, ballot_id: int | None
) -> set[int]:
    """The associations for which the head of another can vote on the ballot: each had given a proxy, for it
    or for a period with one of its days, to one of these holders, within the limit of the conduct.
    """
    if not conduct.most_proxies:
        return set()
    stood = and_(Proxy.given_at <= at, or_(Proxy.revoked_at.is_(None), Proxy.revoked_at > at))
    counting = touches(days) if ballot_id is None else or_(touches(days), Proxy.ballot_id == ballot_id)
    found = db.session.scalars(select(Proxy).where(stood, counting).order_by(Proxy.id)).unique()
    claims = rules.one_each(as_claim(each) for each in found if each.holder_id in holders)
    return {claim.grantor_id for claim in rules.within_limit(claims, most=conduct.most_proxies)}


def expected(ballot: Ballot) -> list[Line]:
    """The roll of a ballot that has none yet: as things stand, and from its opening instant as they stood
    then. Nobody is on the roll of one that was given up before.
    """
    if ballot.ended_at is not None:
        return []
    now = clock.now()  # what is shown now; what decides is frozen in its own transaction
    lines = roll_now(ballot, at=now) if now < ballot.opens_at else roll_at_opening(ballot)
    return counting_one(lines) if ballot.counts_one else lines


def counting_one(lines: Iterable[Line]) -> list[Line]:
    """Every association counts one."""
    return [replace(line, weight=1) for line in lines]


def entries(ballot: Ballot, lines: Iterable[Line]) -> list[RollEntry]:
    """The lines as the rows of the roll that they become when they are added."""
    return [
        RollEntry(
            ballot_id=ballot.id, association_id=line.association.id, association=line.association,
            code=line.association.code, weight=line.weight, left_out=line.left_out, left_out_since=line.since,
        )
        for line in lines
    ]  # fmt: skip


def expected_entries(ballot: Ballot) -> Sequence[RollEntry]:
    """`expected` as rows that nobody keeps, the associations with a vote first, by name."""
    made = entries(ballot, expected(ballot))
    return sorted(made, key=lambda each: (bool(each.left_out), each.association.name))
