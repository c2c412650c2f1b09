"""The process that the crash tests kill: a world of its own, driven by one command a run.

Run as a script: `kill_child.py COMMAND [JSON]`; the answer is one JSON line.
"""

import json
import sys
from datetime import datetime

import django
from django.conf import settings

django.setup()
settings.EVENT_SUBSCRIBERS = {}  # this room alone
settings.EDI_STABLE_SECONDS = 0
settings.INBOUND_IMPORTERS = {
    "bank_acknowledgment": ["edi.services.acknowledgments.import_bank_acknowledgment"]
}

from django.core.management import call_command  # noqa: E402

from edi.models import Acknowledgment, Channel, InboundFile, Partner, Transmission  # noqa: E402
from edi.services import importing, receiving, sending  # noqa: E402
from hmsach import celery  # noqa: E402
from hmsach.accounts.models import Facility  # noqa: E402
from hmsach.accounts.roles import system_user  # noqa: E402
from hmsach.audit.acts import act  # noqa: E402

celery._send = lambda task_name: None


def setup(**wire: object) -> None:
    """An empty database with one bank and one channel to it."""
    call_command("migrate", verbosity=0, skip_checks=True)
    system_user()
    with act(None, "Crash world"):
        facility = Facility.objects.create(code="NORTH", name="North Hospital")
        bank = Partner.objects.create(code="BANK", name="First Test Bank", kind="bank")
        Channel.objects.create(
            partner=bank, facility=facility, code="bank", protocol="sftp", **wire
        )


def queue(*, names: list[str]) -> None:
    """The files wait to be sent."""
    channel = Channel.objects.select_related("facility").get()
    for name in names:
        with act(None, "A file for the bank"):
            sending.queue(
                channel=channel,
                facility=channel.facility,
                kind="nacha",
                file_name=name,
                content=f"101 {name}\n".encode() * 2000,
                subject="test:1",
            )


def send(*, at: str, names: list[str] | None = None) -> None:
    """Everything due is tried, as a worker would; `names` are queued first."""
    if names:
        queue(names=names)
    print(json.dumps("ready"), flush=True)
    while sending.send_due(now=datetime.fromisoformat(at)):
        pass


def settle(*, at: str) -> dict[str, object]:
    """Recovery has had its turn; then the status."""
    send(at=at)
    return status()


def take_in(*, at: str) -> None:
    """What waits at the bank is collected and imported."""
    now = datetime.fromisoformat(at)
    receiving.poll_due(now=now)
    while importing.import_due(now=now):
        pass


def status() -> dict[str, object]:
    """What the database holds of all this."""
    return {
        "sent": {
            row.file_name: [row.status, row.history.filter(status="sent").count()]
            for row in Transmission.objects.all()
        },
        "received": [
            [row.remote_name, row.status, row.collected_at is not None]
            for row in InboundFile.objects.order_by("received_at", "remote_name")
        ],
        "acknowledgments": Acknowledgment.objects.count(),
        "digests": {row.file_name: row.stored.sha256 for row in Transmission.objects.all()},
    }


if __name__ == "__main__":
    commands = {each.__name__: each for each in (setup, queue, send, settle, take_in, status)}
    answer = commands[sys.argv[1]](**json.loads(sys.argv[2]) if len(sys.argv) > 2 else {})
    print(json.dumps(answer), flush=True)
