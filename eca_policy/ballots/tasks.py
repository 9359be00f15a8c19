"""The clock's part: every minute, decide what has closed."""

from celery import shared_task

from eca_policy.ballots import queries, settling
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK
from eca_policy.transaction import transaction


@shared_task(name="ballots.settle_due", ignore_result=True)
def settle_due() -> None:
    """Decide every ballot whose close has come, each in its own transaction."""
    for ballot_id in [ballot.id for ballot in queries.due_ballots(at=clock.now())]:
        with transaction():
            settling.settle(CLOCK, queries.ballot(ballot_id))
