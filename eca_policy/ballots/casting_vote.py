"""The casting vote: a ballot that ends in a tie waits for it, where its procedure gives the chair one."""

from datetime import datetime

from eca_policy.ballots import queries
from eca_policy.ballots.casting import LONGEST_NOTE
from eca_policy.ballots.counting import Choice
from eca_policy.ballots.locking import lock_ballot
from eca_policy.ballots.models import Ballot, Decision
from eca_policy.ballots.settling import settle
from eca_policy.lib.actor import CLOCK, Actor
from eca_policy.lib.errors import ChangedMeanwhile, RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.queries import access_paper
from eca_policy.papers.unreadable import readable_text
from eca_policy.permissions.guard import require
from eca_policy.record import service as record
from eca_policy.transaction import locked_now

CHOICES = (Choice.IN_FAVOUR.value, Choice.AGAINST.value)


class NoCastingVote(RuleBroken):
    """There is no tie to break: the ballot runs, or its procedure gives nobody a casting vote."""


class DecidedAlready(ChangedMeanwhile):
    """Someone gave the casting vote first, or there was none to give."""


def give_casting_vote(
    actor: Actor, reference: str, number: int, *, choice: str, note: str, at: datetime
) -> Decision:
    """Enter how the chair breaks the tie; the ballot is decided with it. `note`: who gave it, and when."""
    access = access_paper(actor, reference, at=at, lock="update")
    require("ballot:break_tie", access.roles, "decision")
    ballot = lock_ballot(queries.ballot_of(access, number), read=False)
    given_at = locked_now()
    refuse_unless_waiting(ballot, given_at)
    said = readable_text(note, LONGEST_NOTE).strip()
    if choice not in CHOICES:
        raise RuleBroken(_("Choose one of the positions offered."))
    if not said:
        raise RuleBroken(_("Say who gave the casting vote, and when: it is kept with it."))
    ballot.casting_vote, ballot.casting_vote_note = choice, said
    ballot.casting_vote_by_id, ballot.casting_vote_at = actor.account_id, given_at
    record.write(
        actor, "ballot:break_tie", ("ballot", ballot.id), at=given_at, paper_id=ballot.paper_id,
        choice=choice, note=said,
    )  # fmt: skip
    decision = settle(CLOCK, ballot)
    if decision is None or decision.figures["casting_vote"] is None:
        raise NoCastingVote(_("This ballot did not end in a tie: nobody gives it a casting vote."))
    return decision


def refuse_unless_waiting(ballot: Ballot, given_at: datetime) -> None:
    """Over, not decided, and under a procedure that knows a casting vote."""
    if ballot.ended_at is not None:
        raise DecidedAlready(_("This ballot is decided already. Look at what it came to."))
    if not queries.awaits_casting_vote(ballot, at=given_at):
        raise NoCastingVote(_("This ballot did not end in a tie: nobody gives it a casting vote."))
