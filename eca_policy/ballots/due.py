"""A ballot as somebody comes to look at it: the clock waits for no job, so what is due is done now."""

import logging
from collections.abc import Callable

from eca_policy.ballots import freezing, queries, settling
from eca_policy.ballots.models import Ballot, Decision
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK, Actor
from eca_policy.papers.queries import Access, access_paper
from eca_policy.transaction import transaction

log = logging.getLogger(__name__)


def seen(actor: Actor, reference: str, number: int) -> tuple[Access, Ballot]:
    """The paper and its ballot: with its roll when it has opened, decided when its close has come."""
    access = access_paper(actor, reference, at=clock.now())
    ballot = queries.ballot_of(access, number)
    if brought_up_to_date(ballot):
        access = access_paper(actor, reference, at=clock.now())
    return access, queries.ballot_of(access, number)


def brought_up_to_date(ballot: Ballot) -> bool:
    """Do what the clock says about the ballot and nobody has done; true when something may have changed.

    A ballot that was found tied waits for the casting vote, which decides it.
    """
    now = clock.now()
    if ballot.ended_at is not None or now < ballot.opens_at or queries.was_found_tied(ballot):
        return False
    if now >= ballot.closes_at:
        attempt(settle, ballot.id, "decided")
        return True
    if not ballot.has_roll:
        attempt(freezing.freeze, ballot.id, "opened")
        return True
    return False


def settle(actor: Actor, ballot_id: int) -> Decision | None:
    """Decide the ballot, by its row number."""
    return settling.settle(actor, queries.ballot(ballot_id))


def attempt(verb: Callable[[Actor, int], object], ballot_id: int, what: str) -> None:
    """One act of the clock in a transaction of its own. What fails is logged and tried again by whoever comes
    next: until then readers see the ballot as it is, and no other ballot waits for it.
    """
    try:
        with transaction():
            verb(CLOCK, ballot_id)
    except Exception:
        log.exception("Ballot %s could not be %s.", ballot_id, what)
