"""What payments do when the wires report: called in the reporting act's own transaction."""

from uuid import UUID

from hmsach.lib import clock
from hmsach.outbox.publish import EventDraft
from payments.services import outcomes


def transmission_sent(event: EventDraft) -> None:
    """Our file reached the bank."""
    if _is_ours(event):
        outcomes.file_sent(transmission_id=_id(event), now=clock.now())


def transmission_acknowledged(event: EventDraft) -> None:
    """The bank accepted our file."""
    if _is_ours(event):
        outcomes.file_acknowledged(transmission_id=_id(event), now=clock.now())


def transmission_rejected(event: EventDraft) -> None:
    """The bank refused our file."""
    if _is_ours(event):
        outcomes.file_rejected(
            transmission_id=_id(event),
            now=clock.now(),
            reason=event.payload.get("reason", "Refused by the bank"),
        )


def _is_ours(event: EventDraft) -> bool:
    return str(event.payload.get("carries", "")).startswith("payment_file:")


def _id(event: EventDraft) -> UUID:
    return UUID(event.payload["transmission_id"])
