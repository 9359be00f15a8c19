"""A ballot as somebody comes to look at it: the clock waits for no job, so what is due is decided now."""

from eca_policy.ballots import queries
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.settling import settle
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK, Actor
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import Access, access_paper
from eca_policy.transaction import transaction


def seen(actor: Actor, reference: str, number: int) -> tuple[Access, Ballot]:
    """The paper and its ballot, decided first when its close has come."""
    access = access_paper(actor, reference, at=clock.now())
    ballot = queries.ballot_of(access, number)
    if settle_if_due(ballot):
        access = access_paper(actor, reference, at=clock.now())
    return access, queries.ballot_of(access, number)


def settle_if_due(ballot: Ballot) -> bool:
    """Decide the ballot now if its close has come and nobody has; true when something may have changed.

    A ballot that was found tied waits for the casting vote, which decides it, or for the end of its paper.
    """
    if ballot.ended_at is not None or clock.now() < ballot.closes_at:
        return False
    if queries.was_found_tied(ballot) and stage_of(ballot) == "decision":
        return False
    with transaction():
        settle(CLOCK, ballot)
    return True


def stage_of(ballot: Ballot) -> str:
    """Where the paper of the ballot is."""
    return db.session.get_one(Paper, ballot.paper_id).stage
