"""Putting off the close of a ballot that is open: later only, with a reason, and everybody is told."""

from datetime import datetime
from typing import cast

from eca_policy.ballots import messages, queries
from eca_policy.ballots.locking import lock_ballot
from eca_policy.ballots.models import Ballot, Extension
from eca_policy.ballots.times import refuse_too_far
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import spoken
from eca_policy.papers.queries import access_paper
from eca_policy.papers.unreadable import readable_text
from eca_policy.record import service as record
from eca_policy.transaction import locked_now

LONGEST_REASON = 1000


class BallotNotOpen(RuleBroken):
    """Only a ballot that is open can be put off."""


class NotLater(RuleBroken):
    """Nobody may lose time that was promised."""


class Unexplained(RuleBroken):
    """Everybody is told why."""


def extend_ballot(
    actor: Actor, reference: str, number: int, *, closes_at: datetime, reason: str, at: datetime
) -> Extension:
    """Put off the close. The instant is read inside the lock: what has closed meanwhile stays closed."""
    access = access_paper(actor, reference, at=at, lock="share")
    access.require("ballot:extend")
    ballot = lock_ballot(queries.ballot_of(access, number), read=False)
    locked_at = locked_now()
    why = readable_text(reason, LONGEST_REASON).strip()
    refuse_unless_open(ballot, at=locked_at)
    refuse_earlier(ballot, closes_at)
    refuse_too_far(closes_at, since=locked_at)
    if not why:
        raise Unexplained(_("Say why the close is put off: everybody is told, and it stays on the page."))
    extension = Extension(
        ballot_id=ballot.id, closed_before=ballot.closes_at, closes_at=closes_at, reason=why,
        extended_by_id=cast(int, actor.account_id), extended_at=locked_at,
    )  # fmt: skip
    db.session.add(extension)
    ballot.closes_at = closes_at
    db.session.flush()
    db.session.expire(ballot, ["extensions"])
    record.write(
        actor, "ballot:extend", ("ballot", ballot.id), at=locked_at, paper_id=ballot.paper_id,
        closed_before=extension.closed_before.isoformat(), closes_at=closes_at.isoformat(), reason=why,
    )  # fmt: skip
    messages.ballot_extended(access.paper, ballot, extension, at=locked_at)
    return extension


def refuse_unless_open(ballot: Ballot, *, at: datetime) -> None:
    if queries.is_open(ballot, at=at):
        return
    if queries.is_ahead(ballot, at=at):
        raise BallotNotOpen(
            _("The ballot has not opened yet. Call it off, and open another with the close it needs.")
        )
    raise BallotNotOpen(
        _("The ballot closed at %(closed)s: its close cannot be put off.", closed=spoken(ballot.closes_at))
    )


def refuse_earlier(ballot: Ballot, closes_at: datetime) -> None:
    if closes_at <= ballot.closes_at:
        closes = spoken(ballot.closes_at)
        raise NotLater(_("The ballot closes at %(closes)s as it is. Choose a later close.", closes=closes))
