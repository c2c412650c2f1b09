"""What workers do for payments; each makes one service call."""

from hmsach.celery import app
from hmsach.lib import clock
from payments.services.file_building import build_due
from payments.services.outcomes import settle_due


@app.task(name="payments.tasks.build_due")
def build_due_files() -> int:
    """Build the files of every bank whose cut-off is near."""
    return len(build_due(now=clock.now()))


@app.task(name="payments.tasks.settle_due")
def settle_due_payments() -> int:
    """Settle what has reached its effective date; finish what its return window has left."""
    return settle_due(now=clock.now())
