"""Wake-ups of this room: each is one service call, repeated while something is due."""

from edi.services import importing, receiving, sending
from hmsach.celery import app
from hmsach.lib import clock

ROUNDS_MAX = 500  # so that a fault that leaves rows due cannot hold a worker for ever


@app.task(name="edi.tasks.send_due")
def send_due() -> None:
    """Everything due to be sent was tried."""
    for _ in range(ROUNDS_MAX):
        if not sending.send_due(now=clock.now()):
            return


@app.task(name="edi.tasks.poll_due")
def poll_due() -> None:
    """Every partner's folder was looked into."""
    receiving.poll_due(now=clock.now())


@app.task(name="edi.tasks.import_due")
def import_due() -> None:
    """Everything that came was imported or set aside."""
    for _ in range(ROUNDS_MAX):
        if not importing.import_due(now=clock.now()):
            return
