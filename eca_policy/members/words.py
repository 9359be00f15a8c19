"""Offices in words: "Head of delegation, Finland"."""

from datetime import datetime

from eca_policy.extensions import db
from eca_policy.lib.clock import BRUSSELS
from eca_policy.lib.i18n import gettext as _
from eca_policy.members.models import TermOfOffice
from eca_policy.members.queries import current_terms


def role_in_words(role: str) -> str:
    return {
        "head": _("Head of delegation"),
        "alternate": _("Alternate"),
        "delegate": _("Delegate"),
        "secretariat": _("Secretariat"),
    }[role]


def office_in_words(term: TermOfOffice) -> str:
    """The office with its association."""
    if term.association is None:
        return role_in_words(term.role)
    return f"{role_in_words(term.role)}, {term.association.name}"


def offices(account_id: int, *, at: datetime) -> list[str]:
    """The offices this person holds now, in words."""
    mine = current_terms(at.astimezone(BRUSSELS).date()).where(TermOfOffice.account_id == account_id)
    return [office_in_words(term) for term in db.session.scalars(mine.order_by(TermOfOffice.id))]
