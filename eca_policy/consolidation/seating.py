"""Taking a seat at the desk: permission, the one holder, and the text as it is. Every verb begins here."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from eca_policy.consolidation import queries
from eca_policy.consolidation.models import Consolidation
from eca_policy.consolidation.queries import Laid
from eca_policy.consolidation.rules import Group
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import ChangedMeanwhile, NotAllowed, NotVisible
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.queries import Access, access_paper
from eca_policy.record import service as record


class NoDesk(NotVisible):
    """No desk is open on this paper."""


class NotTheHolder(NotAllowed):
    """One person at a time changes a desk."""


class DeskChanged(ChangedMeanwhile):
    """What was chosen from is no longer what lies on the desk."""


class DeskBehindText(ChangedMeanwhile):
    """The text was saved or issued since the desk was opened."""


@dataclass(frozen=True)
class Seat:
    """Somebody at the desk they hold, with what lies on it."""

    access: Access
    laid: Laid
    at: datetime

    @property
    def row(self) -> Consolidation:
        return self.laid.row

    @property
    def account_id(self) -> int:
        return cast(int, self.access.actor.account_id)


def seat_at(actor: Actor, reference: str, *, at: datetime) -> Seat:
    """The desk with all that lies on it, for its holder, on the text as it is now."""
    access, row = desk_to_change(actor, reference, at=at)
    if queries.is_superseded(row, access.paper):
        raise text_moved_on()
    return Seat(access, queries.laid_out(row), at)


def text_moved_on() -> DeskBehindText:
    return DeskBehindText(
        _("The text has moved on since this desk was opened. Go on with the new text; your choices are kept.")
    )


def desk_to_change(actor: Actor, reference: str, *, at: datetime) -> tuple[Access, Consolidation]:
    """The open desk, for the one who holds it."""
    access, row = desk_of(actor, reference, at=at)
    if row.holder_id != actor.account_id:
        raise NotTheHolder(
            _("%(name)s holds the desk now; only one person at a time changes it.", name=row.holder.name)
        )
    return access, row


def desk_of(actor: Actor, reference: str, *, at: datetime) -> tuple[Access, Consolidation]:
    """The open desk, for anyone who may decide on amendments; the paper is locked."""
    access = access_paper(actor, reference, at=at, lock="update")
    access.require("amendment:decide")
    row = queries.open_desk(access.paper)
    if row is None:
        raise NoDesk(_("There is no open desk on this paper."))
    return access, row


def group_named(seat: Seat, label: str) -> Group:
    """The group with this amendment, where it still lies on the desk."""
    for group in seat.laid.desk.groups:
        if label in group.labels:
            return group
    raise DeskChanged(_("Amendment %(label)s is no longer tabled: it was withdrawn meanwhile.", label=label))


def require_seen(seat: Seat, place: str, seen: str) -> None:
    """Refuse what was written for another state of the place."""
    if place not in seat.laid.desk.places:
        raise DeskChanged(_("This paragraph is no longer in the text."))
    if seat.laid.desk.token(place) != seen:
        raise DeskChanged(
            _("This paragraph was changed meanwhile. Look at it as it is now, and choose again.")
        )


def touch(row: Consolidation, *, at: datetime) -> None:
    """Count the desk on: whoever has an older state before them is told."""
    row.changed_at = at if at != row.changed_at else at.replace(microsecond=(at.microsecond + 1) % 1_000_000)
    db.session.flush()


def note(access: Access, verb: str, row: Consolidation, *, at: datetime, **details: int) -> None:
    """The line in the record."""
    record.write(access.actor, verb, ("consolidation", row.id), at=at, paper_id=access.paper.id, **details)
