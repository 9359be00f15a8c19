"""What comes in during a consultation: in time or late, by the instant read inside the lock."""

from datetime import datetime

from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language
from eca_policy.lib.moments import in_words
from eca_policy.papers.queries import Access, access_to
from eca_policy.papers.workflow import is_late
from eca_policy.permissions.who_may import may
from eca_policy.transaction import locked_now


class ConsultationClosed(RuleBroken):
    """It arrived at or after the instant the consultation closed."""


def received_in_time(access: Access, action: str) -> datetime:
    """The instant that decides, and the permission held against it; the paper must be locked.

    Read here and not before, because a request may wait for the lock while the consultation closes.
    """
    received = locked_now()
    now = access_to(access.actor, access.paper, at=received)
    closes_at = access.paper.consultation_closes_at
    could = may(action, now.roles, "consultation") and not now.may(action)
    if could and closes_at and is_late(now.stage, closes_at=closes_at, received=received):
        raise ConsultationClosed(
            _(
                "The consultation closed at %(closed)s; this arrived at %(arrived)s. What arrives at that"
                " instant or later is late, so it was not saved: keep your text.",
                closed=to_the_second(closes_at),
                arrived=to_the_second(received),
            )
        )
    now.require(action)
    return received


def to_the_second(at: datetime) -> str:
    """An instant for those who missed one: "4 May 2026, 17:00:00 CEST"."""
    return in_words(at, language(), with_seconds=True)
