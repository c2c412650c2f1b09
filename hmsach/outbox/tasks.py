"""The relay's task: a wake-up, and the sweep of what is due. The rows are the queue."""

from celery import shared_task

from hmsach.lib import clock
from hmsach.outbox import relay


@shared_task(name="outbox.tasks.deliver_due")
def deliver_due() -> int:
    """Post the webhooks that are due now; how many were posted."""
    return relay.deliver_due(now=clock.now())
