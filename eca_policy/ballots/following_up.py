"""The written vote after a broken silence: prepared when the silence began, it opens by itself."""

from datetime import datetime, timedelta

from eca_policy.ballots import messages
from eca_policy.ballots.conduct import Conduct
from eca_policy.ballots.freezing import freeze_now
from eca_policy.ballots.itemising import final_text, put_items
from eca_policy.ballots.models import Ballot, Procedure
from eca_policy.ballots.opening import note_opened, write_ballot
from eca_policy.ballots.proxies.claims import period_between
from eca_policy.ballots.roll import roll_on
from eca_policy.ballots.working_days import CLOSING_TIME, working_days_later
from eca_policy.lib.actor import Actor
from eca_policy.lib.clock import BRUSSELS
from eca_policy.lib.moments import instant
from eca_policy.papers.models import Paper

PUNCTUAL = timedelta(hours=1)
"""A job that runs so little later takes nothing from the vote, and adds no day to it."""


def open_written_vote(actor: Actor, paper: Paper, broken: Ballot, *, at: datetime) -> Ballot | None:
    """Open the vote on the same version, with a roll of its own that is weighed as that of the silence.

    None where by now no association has a vote: the clock asks nobody to see to that first.
    """
    prepared = broken.follow_up
    closes_at = end_of_vote(broken.closes_at, prepared["days"], at=at)
    conduct = Conduct.from_dict(prepared["conduct"])
    if all(line.left_out for line in roll_on(at, conduct=conduct, days=period_between(at, closes_at))):
        return None
    procedure = Procedure(
        name=prepared["name"], name_fi=prepared["name_fi"], rule=prepared["rule"],
        conduct=prepared["conduct"],
    )  # fmt: skip
    ballot = write_ballot(
        paper, broken.version, procedure, opened_by_id=broken.opened_by_id, opens_at=at,
        closes_at=closes_at, follow_up={}, counts_one=broken.counts_one,
    )  # fmt: skip
    ballot.follows_id = broken.id
    put_items(ballot, [final_text(1)], {1: procedure})
    weights = freeze_now(ballot, at=at)
    note_opened(actor, ballot, weights, at=at)
    messages.written_vote_opened(paper, ballot, broken, at=at)
    return ballot


def end_of_vote(closed_at: datetime, days: int, *, at: datetime) -> datetime:
    """17:00 in Brussels, so many working days after the close of the silence; where nobody saw that in time,
    after it was seen.
    """
    start = at if at - closed_at > PUNCTUAL else closed_at
    opens = start.astimezone(BRUSSELS).replace(tzinfo=None)
    return instant(datetime.combine(working_days_later(opens, days), CLOSING_TIME))
