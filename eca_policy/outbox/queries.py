"""Reading the outbox: for its pages and for the health check."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from eca_policy.extensions import db
from eca_policy.lib.errors import NotVisible
from eca_policy.lib.i18n import gettext as _
from eca_policy.outbox.models import Mail

UNSENT = ("waiting", "sending")
PAGE = 50


@dataclass(frozen=True)
class Backlog:
    """How much mail has not left; `oldest_at` is when the oldest was written, None when nothing waits."""

    waiting: int
    oldest_at: datetime | None


def backlog() -> Backlog:
    """What waits to leave now."""
    row = db.session.execute(
        select(func.count(), func.min(Mail.created_at)).where(Mail.state.in_(UNSENT))
    ).one()
    return Backlog(*row)


def mails(*, page: int) -> tuple[Sequence[Mail], int]:
    """One page of mails, the newest first, and the number of pages; none of them sealed."""
    shown = Mail.is_sealed.is_(False)
    total = db.session.scalar(select(func.count()).select_from(Mail).where(shown)) or 0
    query = select(Mail).where(shown).order_by(Mail.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    return db.session.scalars(query).all(), max(1, -(-total // PAGE))


def mail(number: int) -> Mail:
    """One mail, or a 404: for one that is sealed too."""
    found = db.session.get(Mail, number)
    if found is None or found.is_sealed:
        raise NotVisible(_("There is no such mail."))
    return found
