"""Offices in words: "Head of delegation, Finland"."""

from eca_policy.lib.clock import BRUSSELS
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language
from eca_policy.lib.moments import date_in_words
from eca_policy.members.models import TermOfOffice


def role_in_words(role: str) -> str:
    return {
        "head": _("Head of delegation"),
        "alternate": _("Alternate"),
        "delegate": _("Delegate"),
        "secretariat": _("Secretariat"),
    }[role]


def status_in_words(status: str) -> str:
    return {"member": _("Member"), "observer": _("Observer"), "suspended": _("Suspended")}[status]


def office_in_words(term: TermOfOffice) -> str:
    """The office with its association."""
    if term.association is None:
        return role_in_words(term.role)
    return f"{role_in_words(term.role)}, {term.association.name}"


def term_days(term: TermOfOffice) -> str:
    """From which day until which, in the reader's language."""
    first = date_in_words(term.starts_on, language())
    last = term.ended_at.astimezone(BRUSSELS) if term.ended_at is not None else term.ends_on
    if last is None:
        return _("from %(first)s", first=first)
    return _("%(first)s to %(last)s", first=first, last=date_in_words(last, language()))
