"""The Celery app and the wake-up: a task is named after commit, so no service imports a task."""

import logging
import os

from celery import Celery
from django.db import transaction

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hmsach.settings")
app = Celery("hmsach")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
log = logging.getLogger(__name__)


def wake(task_name: str) -> None:
    """After this transaction commits, ask a worker to run `task_name` soon.

    Only a nudge: the row is the queue, and the sweep finds it should the message be lost or the
    broker be away.
    """
    transaction.on_commit(lambda: _send(task_name), robust=True)


def _send(task_name: str) -> None:
    try:
        app.send_task(task_name, expires=60, retry=False)
    except Exception:
        log.warning("The broker did not take a wake-up for %s; the sweep will do it.", task_name)
