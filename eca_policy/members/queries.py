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


def today(at: datetime) -> date:
    """The day of this instant in Brussels, where terms of office are counted."""
    return at.astimezone(BRUSSELS).date()


def terms_of(account: Account, *, at: datetime) -> Sequence[TermOfOffice]:
    """The terms a person holds at this instant (days are counted in Brussels)."""
    mine = current_terms(today(at)).where(TermOfOffice.account_id == account.id)
    return db.session.scalars(mine.order_by(TermOfOffice.id)).all()


def actor_for(account: Account, *, at: datetime) -> Actor:
    """The person with the terms they hold at this instant."""
    return acting(account, terms_of(account, at=at))


def acting(account: Account, terms: Sequence[TermOfOffice]) -> Actor:
    """The person with these terms."""
    return Actor(account.id, tuple(as_value(term) for term in terms), account.language)


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


def association(association_id: int, *, lock: bool = False) -> Association:
    """One association, or a 404; locked when something about it is about to change.

    The key is not locked: who votes writes lines in the record that point here, and would wait for us while
    holding the record, for which we wait.
    """
    for_update = {"key_share": True} if lock else None
    found = db.session.get(Association, association_id, with_for_update=for_update)
    if found is None:
        raise NotVisible(_("There is no such association."))
    return found


def association_with_code(code: str, *, lock: bool = False) -> Association:
    """The association of this code, or a 404; locked when it is about to change."""
    wanted = select(Association).where(Association.code == code.upper())
    found = db.session.scalar(wanted.with_for_update(key_share=True) if lock else wanted)
    if found is None:
        raise NotVisible(_("There is no such association."))
    return found


def term(term_id: int) -> TermOfOffice:
    """One term of office, or a 404."""
    found = db.session.get(TermOfOffice, term_id)
    if found is None:
        raise NotVisible(_("There is no such term of office."))
    return found


def in_place(association_id: int | None) -> Select[TermOfOffice]:
    """Every term there ever was in an association (None: in the secretariat)."""
    place = TermOfOffice.association_id
    return select(TermOfOffice).where(place.is_(None) if association_id is None else place == association_id)


def unended(association_id: int | None, *, lock: bool = False) -> Sequence[TermOfOffice]:
    """The terms in a place that nobody has ended: they hold, will hold, or have passed their last day."""
    wanted = in_place(association_id).where(TermOfOffice.ended_at.is_(None)).order_by(TermOfOffice.id)
    return db.session.scalars(wanted.with_for_update(of=TermOfOffice) if lock else wanted).all()


def terms_in(association_id: int | None) -> Sequence[TermOfOffice]:
    """Every term in a place, the latest first."""
    latest = (TermOfOffice.starts_on.desc(), TermOfOffice.id.desc())
    return db.session.scalars(in_place(association_id).order_by(*latest)).all()


def people_of(association_ids: Sequence[int] | None, *, at: datetime) -> Sequence[TermOfOffice]:
    """The current terms in these associations (None: in all), heads first."""
    terms = current_terms(today(at)).where(TermOfOffice.association_id.is_not(None))
    if association_ids is not None:
        terms = terms.where(TermOfOffice.association_id.in_(association_ids))
    return sorted(db.session.scalars(terms), key=lambda term: (ORDER[term.role], term.id))


def secretariat(*, at: datetime) -> Sequence[Account]:
    """The people of the secretariat."""
    terms = current_terms(today(at)).where(TermOfOffice.role == "secretariat")
    return [term.account for term in db.session.scalars(terms.order_by(TermOfOffice.id))]


ORDER = {"head": 0, "alternate": 1, "delegate": 2, "secretariat": 3}


def delegations(*, at: datetime) -> list[tuple[str, list[Account]]]:
    """Everybody in office: the secretariat under "", then each association by name, heads first."""
    groups: dict[str, list[Account]] = {}
    for term in people_of(None, at=at):
        if term.association is not None:
            groups.setdefault(term.association.name, []).append(term.account)
    everyone = [("", list(secretariat(at=at))), *sorted(groups.items())]
    return [(name, people) for name, people in everyone if people]
