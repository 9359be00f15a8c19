"""The clock's part: every minute, decide what has closed, say what has opened, remind who is missing.

Each ballot has a transaction of its own: one that fails is logged, and the others do not wait for it.
"""

from celery import shared_task

from eca_policy.ballots import queries, reminding
from eca_policy.ballots.due import attempt, settle
from eca_policy.ballots.secrecy.traces import wipe_owed
from eca_policy.lib import clock


@shared_task(name="ballots.settle_due", ignore_result=True)
def settle_due() -> None:
    """Decide every ballot whose close has come, and wipe what could not be wiped when a secret one ended."""
    for ballot_id in [ballot.id for ballot in queries.due_ballots(at=clock.now())]:
        attempt(settle, ballot_id, "decided")
    wipe_owed()


@shared_task(name="ballots.remind", ignore_result=True)
def remind() -> None:
    """Say that planned ballots are open, and remind those missing."""
    for ballot_id in reminding.unannounced(at=clock.now()):
        attempt(reminding.announce, ballot_id, "announced")
    for ballot_id in reminding.to_remind(at=clock.now()):
        attempt(reminding.remind, ballot_id, "reminded of")
