"""Who would vote if the roll were frozen now, and why the others would not."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from eca_policy.ballots.conduct import Conduct
from eca_policy.ballots.proxies.queries import grantors_on
from eca_policy.ballots.proxies.rules import Period
from eca_policy.lib.actor import VOTING
from eca_policy.members import queries as members
from eca_policy.members.models import Association


@dataclass(frozen=True)
class Line:
    """An association as it stands on the roll, or why it does not: `left_out`, and since which day."""

    association: Association
    weight: int
    left_out: str = ""
    since: date | None = None


def roll_on(at: datetime, *, conduct: Conduct, days: Period) -> list[Line]:
    """Every association, for a ballot that is run so on these days; who could act for it is looked up once
    for all.
    """
    acting = {term.association_id for term in members.people_of(None, at=at) if term.role in VOTING}
    able = acting | grantors_on(days, conduct, at=at)
    return list(roll_lines(members.associations(), able))


def roll_lines(associations: Iterable[Association], able: Collection[int | None]) -> Iterable[Line]:
    """Observers have no vote, nor have those suspended or without anybody entitled to act for them."""
    for association in associations:
        left_out, since = "", None
        if association.status == "suspended":
            left_out, since = "suspended", association.suspended_on
        elif association.status != "member":
            left_out = "observer"
        elif association.id not in able:
            left_out = "no_one_entitled"
        yield Line(association, association.weight, left_out, since)
