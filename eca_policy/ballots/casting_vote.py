"""The casting vote: a ballot that ends in a tie waits for it, where its procedure gives the chair one."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from eca_policy.ballots import queries
from eca_policy.ballots.casting import LONGEST_NOTE
from eca_policy.ballots.counting import Choice
from eca_policy.ballots.locking import lock_ballot
from eca_policy.ballots.models import Ballot, CastingVote, Decision, Item
from eca_policy.ballots.settling import settle
from eca_policy.ballots.ties import ties_of
from eca_policy.extensions import db
from eca_policy.lib.actor import CLOCK, Actor
from eca_policy.lib.errors import ChangedMeanwhile, RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.models import Paper
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


def give_casting_votes(
    actor: Actor, reference: str, number: int, *, choices: Mapping[int, str], note: str, at: datetime
) -> Decision | None:
    """Enter how the chair breaks the ties, by the numbers of the items; the ballot is decided with it.

    `note`: who gave it, and when; it names people, so it stays out of the record. None where another item
    waits now, which had lapsed without these votes.
    """
    access = access_paper(actor, reference, at=at, lock="update")
    require("ballot:break_tie", access.roles, "decision")
    ballot = lock_ballot(queries.ballot_of(access, number), read=False)
    given_at = locked_now()
    refuse_unless_over(access.paper, ballot, given_at)
    tied = ties_of(ballot)
    said = readable_text(note, LONGEST_NOTE).strip()
    refuse_unless_whole(tied, choices, said)
    for item in tied:
        item.casting_vote = CastingVote(
            choice=choices[item.number], note=said, entered_by_id=actor.account_id, entered_at=given_at
        )
    db.session.flush()
    record.write(
        actor, "ballot:break_tie", ("ballot", ballot.id), at=given_at, paper_id=ballot.paper_id,
        choices={str(item.number): choices[item.number] for item in tied},
    )  # fmt: skip
    return settle(CLOCK, ballot)


def refuse_unless_over(paper: Paper, ballot: Ballot, given_at: datetime) -> None:
    """Over, not decided, and about a paper that can be."""
    if paper.stage == "withdrawn":
        raise NoCastingVote(_("The paper was withdrawn: nothing is decided about it any more."))
    if ballot.ended_at is not None:
        raise DecidedAlready(_("This ballot is decided already. Look at what it came to."))
    if given_at < ballot.closes_at:
        raise NoCastingVote(_("This ballot did not end in a tie: nobody gives it a casting vote."))


def refuse_unless_whole(tied: Sequence[Item], choices: Mapping[int, str], said: str) -> None:
    """There is a tie, each has its vote, and it is said who gave it."""
    if not tied:
        raise NoCastingVote(_("This ballot did not end in a tie: nobody gives it a casting vote."))
    if any(choices.get(item.number) not in CHOICES for item in tied):
        raise RuleBroken(_("Choose one of the positions offered."))
    if not said:
        raise RuleBroken(_("Say who gave the casting vote, and when: it is kept with it."))
