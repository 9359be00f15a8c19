"""The clock's part: every minute, decide what has closed, say what has opened, remind who is missing."""

import logging

from celery import shared_task

from eca_policy.ballots import queries, reminding, settling
from eca_policy.ballots.secrecy.traces import wipe_owed
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK
from eca_policy.transaction import transaction

log = logging.getLogger(__name__)


@shared_task(name="ballots.settle_due", ignore_result=True)
def settle_due() -> None:
    """Decide every ballot whose close has come, each in its own transaction: one that fails is reported, and
    the others do not wait for it. And wipe what could not be wiped when a secret ballot ended.
    """
    for ballot_id in [ballot.id for ballot in queries.due_ballots(at=clock.now())]:
        try:
            with transaction():
                settling.settle(CLOCK, queries.ballot(ballot_id))
        except Exception:
            log.exception("Ballot %s could not be decided.", ballot_id)
    wipe_owed()


@shared_task(name="ballots.remind", ignore_result=True)
def remind() -> None:
    """Say that planned ballots are open, and remind those missing, each in its own transaction."""
    for ballot_id in reminding.unannounced(at=clock.now()):
        with transaction():
            reminding.announce(CLOCK, ballot_id)
    for ballot_id in reminding.to_remind(at=clock.now()):
        with transaction():
            reminding.remind(CLOCK, ballot_id)
