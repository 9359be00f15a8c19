"""Offices in words: "Head of delegation, Finland"."""

from datetime import date

from babel.dates import format_date

from eca_policy.lib.clock import BRUSSELS
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language
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
    first = day_in_words(term.starts_on)
    if term.ended_at is not None:
        return _("%(first)s to %(last)s", first=first, last=day_in_words(term.ended_at.astimezone(BRUSSELS)))
    if term.ends_on is not None:
        return _("%(first)s to %(last)s", first=first, last=day_in_words(term.ends_on))
    return _("from %(first)s", first=first)


def day_in_words(day: date) -> str:
    return str(format_date(day, "d MMMM y", locale=language()))
