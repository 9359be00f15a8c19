"""The record of a paper: every step, who took it, for whom, and when."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from eca_policy import web
from eca_policy.accounts.models import Account
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.i18n import gettext as _
from eca_policy.members.models import Association
from eca_policy.pages.steps import step_in_words
from eca_policy.pages.views import pages
from eca_policy.papers.queries import access_paper
from eca_policy.record import queries
from eca_policy.record.models import Entry
from eca_policy.web import current_actor


@dataclass(frozen=True)
class Line:
    """One line of the record as it is shown."""

    number: int
    at: datetime
    actor: str
    association: str
    step: str
    hash: str


@pages.get("/papers/<reference>/record")
@web.signed_in
def record(reference: str) -> ResponseReturnValue:
    access = access_paper(current_actor(), reference, at=clock.now())
    access.require("record:read")
    lines = shown(list(queries.of_paper(access.paper.id)))
    return render_template("pages/record.html", paper=access.paper, lines=lines)


def shown(entries: list[Entry]) -> list[Line]:
    """The entries with today's names of people and associations, looked up once."""
    people = names(Account, {entry.actor_id for entry in entries})
    associations = names(Association, {entry.association_id for entry in entries})
    return [
        Line(
            number=entry.number,
            at=entry.at,
            actor=people.get(entry.actor_id, _("the clock")),
            association=associations.get(entry.association_id, ""),
            step=step_in_words(entry.verb, entry.details),
            hash=entry.hash,
        )
        for entry in entries
    ]


def names(table: type[Account] | type[Association], ids: set[int | None]) -> dict[int | None, str]:
    """Names by row number."""
    rows = db.session.execute(select(table.id, table.name).where(table.id.in_(ids - {None})))
    return dict(rows.all())
