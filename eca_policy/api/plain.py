"""Instants and names as plain JSON."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import select

from eca_policy.accounts.models import Account
from eca_policy.extensions import db
from eca_policy.members.models import Association


def instant(at: datetime) -> str:
    """ISO 8601 in UTC."""
    return at.astimezone(UTC).isoformat()


def instant_or_none(at: datetime | None) -> str | None:
    return instant(at) if at is not None else None


def codes(association_ids: Iterable[int | None]) -> dict[int | None, str]:
    """The codes of these associations, in one query."""
    wanted = {each for each in association_ids if each is not None}
    rows = db.session.execute(select(Association.id, Association.code).where(Association.id.in_(wanted)))
    return {row.id: row.code for row in rows}


def names(account_ids: Iterable[int | None]) -> dict[int | None, str]:
    """The names of these people, in one query."""
    wanted = {each for each in account_ids if each is not None}
    rows = db.session.execute(select(Account.id, Account.name).where(Account.id.in_(wanted)))
    return {row.id: row.name for row in rows}
