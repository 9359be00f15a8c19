"""What the worker does for the outbox, when the bell rings and every minute."""

from eca_policy.extensions import celery
from eca_policy.outbox import delivery


@celery.task(name="outbox.deliver")
def deliver() -> int:
    """Send what is due; run twice or never, nothing is lost."""
    return delivery.deliver()
