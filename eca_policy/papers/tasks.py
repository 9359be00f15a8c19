"""The clock's part: every minute, write down which consultations have come to their end."""

from celery import shared_task

from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK
from eca_policy.papers import queries, service
from eca_policy.transaction import transaction


@shared_task(name="papers.settle_due", ignore_result=True)
def settle_due() -> None:
    """Settle every consultation whose end has come, each in its own transaction."""
    for paper_id in [paper.id for paper in queries.due_consultations(at=clock.now())]:
        with transaction():
            service.settle_consultation(CLOCK, paper_id)
