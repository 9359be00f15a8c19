"""The verbs about who holds a desk, and who sees it."""

from datetime import datetime
from typing import cast

from eca_policy.consolidation import messages
from eca_policy.consolidation.seating import NotTheHolder, desk_of, desk_to_change, note, touch
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _


def show_draft(actor: Actor, reference: str, *, at: datetime) -> None:
    """Let everyone who reads the amendments see the draft, marked as not adopted."""
    access, row = desk_to_change(actor, reference, at=at)
    if row.shown_at is None:
        row.shown_at = at
        note(access, "consolidation:show", row, at=at)


def hide_draft(actor: Actor, reference: str, *, at: datetime) -> None:
    """Keep the draft to those who may see the desk."""
    access, row = desk_to_change(actor, reference, at=at)
    if row.shown_at is not None:
        row.shown_at = None
        note(access, "consolidation:hide", row, at=at)


def hand_over(actor: Actor, reference: str, account_id: int, *, at: datetime) -> None:
    """Give the desk to another rapporteur of the paper; its holder does, or the secretariat."""
    access, row = desk_of(actor, reference, at=at)
    if row.holder_id != actor.account_id and not actor.is_secretariat:
        raise NotTheHolder(_("%(name)s holds the desk, and can hand it over.", name=row.holder.name))
    others = [one.account for one in access.paper.rapporteurs if one.account_id != row.holder_id]
    to = next((account for account in others if account.id == account_id), None)
    if to is None:
        raise RuleBroken(_("Choose one of the other rapporteurs of this paper."))
    row.holder_id = to.id
    touch(row, at=at)
    note(access, "consolidation:hand_over", row, at=at, to=to.id)
    messages.tell_of_handing_over(access.paper, to, at=at)


def take_over(actor: Actor, reference: str, *, at: datetime) -> None:
    """Take the desk over from its holder, who is told."""
    access, row = desk_of(actor, reference, at=at)
    if row.holder_id == actor.account_id:
        raise RuleBroken(_("You hold the desk already."))
    former = row.holder
    row.holder_id = cast(int, actor.account_id)
    touch(row, at=at)
    note(access, "consolidation:take_over", row, at=at, former=former.id)
    db.session.refresh(row, ["holder"])
    messages.tell_of_taking_over(access.paper, former, row.holder, at=at)
