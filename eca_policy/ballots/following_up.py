"""The written vote after a broken silence: prepared when the silence began, it opens by itself."""

from datetime import datetime, timedelta
from math import ceil

from eca_policy.ballots import messages
from eca_policy.ballots.freezing import freeze_now
from eca_policy.ballots.itemising import final_text, put_items
from eca_policy.ballots.models import Ballot, Procedure
from eca_policy.ballots.opening import note_opened, write_ballot
from eca_policy.ballots.roll import roll_on
from eca_policy.lib.actor import Actor
from eca_policy.lib.clock import BRUSSELS
from eca_policy.lib.moments import instant
from eca_policy.papers.models import Paper

PUNCTUAL = timedelta(hours=1)
"""A job that runs so little later takes nothing from the vote, and adds no day to it."""


def open_written_vote(actor: Actor, paper: Paper, broken: Ballot, *, at: datetime) -> Ballot | None:
    """Open the vote on the same version, with a roll of its own that is weighed as that of the silence; it
    closes at the hour the silence did.

    None where by now no association has a vote: the clock asks nobody to see to that first.
    """
    if all(line.left_out for line in roll_on(at)):
        return None
    prepared = broken.follow_up
    procedure = Procedure(
        name=prepared["name"], name_fi=prepared["name_fi"], rule=prepared["rule"],
        conduct=prepared["conduct"],
    )  # fmt: skip
    ballot = write_ballot(
        paper, broken.version, procedure, opened_by_id=broken.opened_by_id, opens_at=at,
        closes_at=end_of_vote(broken.closes_at, prepared["days"], at=at), follow_up={},
        counts_one=broken.counts_one,
    )  # fmt: skip
    put_items(ballot, [final_text(1)], {1: procedure})
    weights = freeze_now(ballot, at=at)
    note_opened(actor, ballot, weights, at=at)
    messages.ballot_opened(paper, ballot, at=at)
    return ballot


def end_of_vote(closed_at: datetime, days: int, *, at: datetime) -> datetime:
    """So many days after the close of the silence; where nobody saw that in time, after it was seen."""
    late = at - closed_at
    missed = ceil(late / timedelta(days=1)) if late > PUNCTUAL else 0
    return days_later(closed_at, days + missed)


def days_later(moment: datetime, days: int) -> datetime:
    """The same time by the clocks of Brussels so many days later, also across a change to summer time.

    An hour that the clocks skip that night is put off to the next hour there is.
    """
    local = moment.astimezone(BRUSSELS).replace(tzinfo=None) + timedelta(days=days)
    shifted = local.replace(tzinfo=BRUSSELS).astimezone(moment.tzinfo).astimezone(BRUSSELS)
    return instant(shifted.replace(tzinfo=None))
