"""Reading associations and terms of office."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import cast

from sqlalchemy import Select, or_, select

from eca_policy.accounts.models import Account
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor, Term, TermRole
from eca_policy.lib.clock import BRUSSELS
from eca_policy.lib.errors import NotVisible
from eca_policy.lib.i18n import gettext as _
from eca_policy.members.models import Association, TermOfOffice


def current_terms(on: date) -> Select[TermOfOffice]:
    """Terms of office that hold on this day."""
    return select(TermOfOffice).where(
        TermOfOffice.ended_at.is_(None),
        TermOfOffice.starts_on <= on,
        or_(TermOfOffice.ends_on.is_(None), TermOfOffice.ends_on >= on),
    )


def actor_for(account: Account, *, at: datetime) -> Actor:
    """The person with the terms they hold at this instant (days are counted in Brussels)."""
    mine = current_terms(at.astimezone(BRUSSELS).date()).where(TermOfOffice.account_id == account.id)
    return Actor(
        account_id=account.id,
        terms=tuple(as_value(term) for term in db.session.scalars(mine.order_by(TermOfOffice.id))),
        language=account.language,
    )


def as_value(term: TermOfOffice) -> Term:
    """A term as the plain value that verbs are given; a suspended association's people act as observers."""
    return Term(
        role=cast(TermRole, term.role),
        association_id=term.association_id,
        is_observer=term.association is not None and term.association.status != "member",
    )


def associations() -> Sequence[Association]:
    """All associations, in the order of their names."""
    return db.session.scalars(select(Association).order_by(Association.name)).all()


def association(association_id: int) -> Association:
    """One association, or a 404."""
    found = db.session.get(Association, association_id)
    if found is None:
        raise NotVisible(_("There is no such association."))
    return found


def association_with_code(code: str) -> Association:
    """One association by its code, such as "FI", or a 404."""
    found = db.session.scalar(select(Association).where(Association.code == code))
    if found is None:
        raise NotVisible(_("There is no such association."))
    return found


def people_of(association_ids: Sequence[int] | None, *, at: datetime) -> Sequence[TermOfOffice]:
    """The current terms in these associations (None: in all), heads first."""
    terms = current_terms(at.astimezone(BRUSSELS).date()).where(TermOfOffice.association_id.is_not(None))
    if association_ids is not None:
        terms = terms.where(TermOfOffice.association_id.in_(association_ids))
    return sorted(db.session.scalars(terms), key=lambda term: (ORDER[term.role], term.id))


def secretariat(*, at: datetime) -> Sequence[Account]:
    """The people of the secretariat."""
    terms = current_terms(at.astimezone(BRUSSELS).date()).where(TermOfOffice.role == "secretariat")
    return [term.account for term in db.session.scalars(terms.order_by(TermOfOffice.id))]


ORDER = {"head": 0, "alternate": 1, "delegate": 2}
