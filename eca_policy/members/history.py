"""What the secretariat did to an association and its people, as lines to read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from eca_policy.accounts.queries import names_of
from eca_policy.lib.i18n import gettext as _
from eca_policy.members.words import role_in_words, status_in_words
from eca_policy.record import queries as record
from eca_policy.record.models import Entry

VERBS = ("association:create", "association:change", "term:give", "term:end", "person:invite_again")


class Line(NamedTuple):
    """One step: when, who took it, what."""

    at: datetime
    actor: str
    step: str


def history(association_id: int | None) -> list[Line]:
    """The steps about one association (None: about the secretariat), the latest first."""
    entries = record.of_place(association_id, VERBS)
    names = names_of({entry.actor_id for entry in entries} | {holder(entry) for entry in entries})
    return [
        Line(
            at=entry.at,
            actor=names.get(entry.actor_id, _("the command line")),
            step=step_in_words(entry.verb, entry.details, names.get(holder(entry), "")),
        )
        for entry in entries
    ]


def holder(entry: Entry) -> int | None:
    """The person whose office the entry is about."""
    return entry.subject_id if entry.subject == "account" else entry.details.get("account")


def step_in_words(verb: str, details: Mapping[str, Any], name: str) -> str:
    """A line of the record as a sentence; `name` is the person's it is about."""
    role = role_in_words(details.get("role", "delegate"))
    facts = {
        "code": details.get("code", ""),
        "weight": details.get("weight", ""),
        "status": status_in_words(details.get("status", "member")),
    }
    return {
        "association:create": _("Created: %(code)s, weight %(weight)s, %(status)s", **facts),
        "association:change": _("Changed: %(code)s, weight %(weight)s, %(status)s", **facts),
        "term:give": _("Office given to %(name)s: %(role)s", name=name, role=role),
        "term:end": _("Term of %(name)s ended: %(role)s", name=name, role=role),
        "person:invite_again": _("Invitation sent again to %(name)s", name=name),
    }[verb]
