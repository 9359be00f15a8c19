"""Who was a member with which weight, and for whom somebody could act, at an instant that has passed.

What is kept now says how things stand now. What was changed since then is in the record, which has the status
and the weight of an association in every line about it, and the instant of every appointment.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select

from eca_policy.extensions import db
from eca_policy.members.models import Association, TermOfOffice
from eca_policy.members.queries import associations, today
from eca_policy.record import queries as record
from eca_policy.record.models import Entry

CREATED, CHANGED, APPOINTED = "association:create", "association:change", "term:give"


@dataclass(frozen=True)
class Standing:
    """An association as it stood; `suspended_on` is None where it was not, or nobody knows since when."""

    association: Association
    status: str
    weight: int
    suspended_on: date | None = None


def standings_now() -> list[Standing]:
    """Every association, in the order of their names."""
    return [Standing(each, each.status, each.weight, each.suspended_on) for each in associations()]


def standings_at(at: datetime) -> list[Standing]:
    """Every association there was, in the order of their names."""
    later = record.since(at, (CREATED, CHANGED))
    changed = dict.fromkeys(entry.subject_id for entry in later)
    made = {entry.subject_id for entry in later if entry.verb == CREATED}
    found = []
    for association in associations():
        if association.id in made:
            continue
        before = last_known(association.id, at) if association.id in changed else None
        found.append(as_recorded(association, before, at) if before else as_kept(association, at))
    return found


def last_known(association_id: int, at: datetime) -> Entry | None:
    """The last line of the record about an association up to this instant."""
    return record.last_about(("association", association_id), (CREATED, CHANGED), until=at)


def as_recorded(association: Association, line: Entry, at: datetime) -> Standing:
    """As a line of the record has it, changed since."""
    status = line.details["status"]
    since = as_kept(association, at).suspended_on if status == "suspended" else None
    return Standing(association, status, line.details["weight"], since)


def as_kept(association: Association, at: datetime) -> Standing:
    """As the row has it: who was suspended on a later day was a member then."""
    since = association.suspended_on
    if since is not None and since > today(at):
        return Standing(association, "member", association.weight)
    return Standing(association, association.status, association.weight, since)


def able_at(at: datetime, roles: Collection[str]) -> set[int]:
    """The associations that had somebody in one of these offices."""
    day = today(at)
    appointed_later: Sequence[int | None] = [entry.subject_id for entry in record.since(at, (APPOINTED,))]
    query = select(TermOfOffice.association_id).where(
        TermOfOffice.role.in_(roles),
        TermOfOffice.association_id.is_not(None),
        TermOfOffice.starts_on <= day,
        or_(TermOfOffice.ends_on.is_(None), TermOfOffice.ends_on >= day),
        or_(TermOfOffice.ended_at.is_(None), TermOfOffice.ended_at > at),
        TermOfOffice.id.not_in(appointed_later),
    )
    return {one for one in db.session.scalars(query) if one is not None}
