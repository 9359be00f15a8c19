"""When a ballot may open and close: not before it is there, and not in a year that was mistyped."""

from datetime import datetime, timedelta

from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import spoken

LONGEST = timedelta(days=366)
"""What is open is never called off, so that a year too far would keep a paper for good."""


class CloseInThePast(RuleBroken):
    """A ballot must still be open when it opens."""


class OpeningInThePast(RuleBroken):
    """A stored instant at which a ballot opens lies ahead."""


class OpeningTooFar(RuleBroken):
    """A ballot is planned a year ahead at most."""


class CloseTooFar(RuleBroken):
    """A ballot is open for a year at most, and put off by a year at most."""


def refuse_wrong_times(opens_at: datetime | None, closes_at: datetime, *, at: datetime) -> None:
    """A ballot opens now or later, and closes after that; neither lies further ahead than a year."""
    if opens_at is not None and opens_at <= at:
        raise OpeningInThePast(
            _("This instant has passed already. Open the ballot at once, or choose a later one.")
        )
    if opens_at is not None and opens_at > at + LONGEST:
        raise OpeningTooFar(
            _("A ballot is planned at most %(days)s days ahead. Choose an opening until %(latest)s.",
              days=LONGEST.days, latest=spoken(at + LONGEST))
        )  # fmt: skip
    if closes_at <= (opens_at or at):
        raise CloseInThePast(_("The ballot would already be closed. Choose a later end."))
    refuse_too_far(closes_at, since=opens_at or at)


def refuse_too_far(closes_at: datetime, *, since: datetime) -> None:
    """The close lies at most so many days after the opening, or after the moment it is put off."""
    latest = since + LONGEST
    if closes_at > latest:
        raise CloseTooFar(
            _("A ballot is open for at most %(days)s days. Choose a close until %(latest)s.",
              days=LONGEST.days, latest=spoken(latest))
        )  # fmt: skip
