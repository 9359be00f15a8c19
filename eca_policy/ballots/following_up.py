"""The written vote after a broken silence: prepared when the silence began, it opens by itself."""

from datetime import datetime, timedelta

from eca_policy.ballots import messages
from eca_policy.ballots.itemising import final_text, put_items
from eca_policy.ballots.models import Ballot, Procedure
from eca_policy.ballots.opening import freeze_roll, note_opened, write_ballot
from eca_policy.lib.actor import Actor
from eca_policy.lib.clock import BRUSSELS
from eca_policy.lib.moments import instant
from eca_policy.papers.models import Paper


def open_written_vote(actor: Actor, paper: Paper, broken: Ballot, *, at: datetime) -> Ballot:
    """Open the vote on the same version, with a roll of its own; it closes at the hour the silence did."""
    prepared = broken.follow_up
    procedure = Procedure(
        name=prepared["name"], name_fi=prepared["name_fi"], rule=prepared["rule"],
        conduct=prepared["conduct"],
    )  # fmt: skip
    ballot = write_ballot(
        paper, broken.version, procedure, opened_by_id=broken.opened_by_id, opens_at=at,
        closes_at=days_later(broken.closes_at, prepared["days"]), follow_up={},
    )  # fmt: skip
    put_items(ballot, [final_text(1)], {1: procedure})
    weights = freeze_roll(ballot, at=at)
    note_opened(actor, ballot, weights, at=at)
    messages.ballot_opened(paper, ballot, at=at)
    return ballot


def days_later(moment: datetime, days: int) -> datetime:
    """The same time by the clocks of Brussels so many days later, also across a change to summer time.

    An hour that the clocks skip that night is put off to the next hour there is.
    """
    local = moment.astimezone(BRUSSELS).replace(tzinfo=None) + timedelta(days=days)
    shifted = local.replace(tzinfo=BRUSSELS).astimezone(moment.tzinfo).astimezone(BRUSSELS)
    return instant(shifted.replace(tzinfo=None))
