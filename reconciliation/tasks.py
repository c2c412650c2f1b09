"""The room's tasks: wake-ups and the sweep of what is due. The rows are the queue."""

from celery import shared_task

from hmsach.lib import clock
from reconciliation.services import clocks, result_posting


@shared_task(name="reconciliation.tasks.post_results")
def post_results() -> int:
    """Post queued results to the billing platform; how many it took."""
    return result_posting.post_due(now=clock.now())


@shared_task(name="reconciliation.tasks.look_after_clocks")
def look_after_clocks() -> int:
    """Open items for halves that are overdue, wake those whose day has come; how many."""
    return clocks.look_after_clocks(now=clock.now())
