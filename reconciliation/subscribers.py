"""Facts of the floors below that need a person: each opens its item in the publisher's own
transaction, or closes it."""

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from hmsach.accounts.models import Facility
from hmsach.lib import clock
from hmsach.outbox.publish import EventDraft
from payments.models import Payment
from reconciliation.aging import close_of
from reconciliation.services.opening import close_exceptions, open_exception, unresolved
from reconciliation.states import ExceptionKind


def payment_returned(event: EventDraft) -> None:
    """A payment of ours came back."""
    payment, code = _payment(event), event.payload["code"]
    open_exception(
        kind=ExceptionKind.PAYMENT_RETURNED,
        facility_id=payment.facility_id,
        title=f"Payment returned: {code} {event.payload.get('title', '')}".strip(),
        amount_cents=payment.amount_cents,
        fingerprint=f"payment_returned:{payment.payment_id}:{code}",
        payment=payment,
    )


def return_unmatched(event: EventDraft) -> None:
    """A return or notice fits no payment of ours."""
    said = event.payload
    open_exception(
        kind=ExceptionKind.PAYMENT_RETURNED,
        facility_id=_facility_id(event),
        title=f"{said['code']} fits no payment: trace {said['original_trace_number']}",
        amount_cents=said["amount_cents"],
        advice="Find the entry it speaks of; ask the bank if it is none of ours.",
        fingerprint=(
            f"return_unmatched:{said['inbound_file_id']}:"
            f"{said['original_trace_number']}:{said['code']}"
        ),
        inbound_file_id=UUID(said["inbound_file_id"]),
    )


def noc_received(event: EventDraft) -> None:
    """A receiver's bank wants details changed, within six banking days."""
    payment, code = _payment(event), event.payload["code"]
    zone = ZoneInfo(Facility.objects.get(pk=payment.facility_id).timezone)
    apply_by = event.payload.get("apply_by")
    open_exception(
        kind=ExceptionKind.NOC_UNAPPLIED,
        facility_id=payment.facility_id,
        title=f"Change of bank details: {code} {event.payload.get('title', '')}".strip(),
        amount_cents=payment.amount_cents,
        fingerprint=f"noc:{payment.payment_id}:{code}",
        due_at=close_of(date.fromisoformat(apply_by), zone) if apply_by else None,
        payment=payment,
    )


def noc_settled(event: EventDraft) -> None:
    """Somebody took the correction over, or set it aside."""
    items = unresolved(kind=ExceptionKind.NOC_UNAPPLIED, payment=_payment(event))
    close_exceptions(items, resolution=f"notice {event.payload['outcome']}", now=clock.now())


def payment_held(event: EventDraft) -> None:
    """A payment is kept back."""
    payment = _payment(event)
    open_exception(
        kind=ExceptionKind.RELEASE_HOLD,
        facility_id=payment.facility_id,
        title=f"Payment held: {event.payload.get('hold', 'other').replace('_', ' ')}",
        amount_cents=payment.amount_cents,
        # A payment can be held again: each holding is an item of its own.
        fingerprint=_hold_fingerprint(payment),
        payment=payment,
    )


def _hold_fingerprint(payment: Payment) -> str:
    held = payment.exceptions.filter(kind=ExceptionKind.RELEASE_HOLD)
    done = held.filter(resolved_at__isnull=False).count()
    return f"hold:{payment.payment_id}:{done + 1}"


def payment_hold_released(event: EventDraft) -> None:
    """The hold is lifted, its item done."""
    payment = _payment(event)
    items = unresolved(kind=ExceptionKind.RELEASE_HOLD, payment=payment)
    close_exceptions(items, resolution="hold lifted", now=clock.now())


def transmission_rejected(event: EventDraft) -> None:
    """A file of ours was refused by its receiver, or could not be sent."""
    failed = event.type == "transmission.failed"
    _open_transmission(
        event,
        title="File could not be sent" if failed else "File refused by the partner",
        name="failed" if failed else "rejected",
        advice="",
    )


def transmission_unknown(event: EventDraft) -> None:
    """Nobody can tell by looking whether a file arrived; it is never sent again by itself."""
    _open_transmission(
        event,
        title="Outcome of a sent file is unknown",
        name="unknown",
        advice="Ask the partner whether the file arrived, then mark it sent or failed.",
    )


def transmission_settled(event: EventDraft) -> None:
    """The file is there after all: its item is done."""
    items = unresolved(
        kind=ExceptionKind.TRANSMISSION_REJECTED,
        transmission_id=UUID(event.payload["transmission_id"]),
    )
    close_exceptions(items, resolution="sent", now=clock.now())


def file_imported(event: EventDraft) -> None:
    """A file that had been set aside went through: its item is done."""
    items = unresolved(
        kind=ExceptionKind.FILE_QUARANTINED,
        inbound_file_id=UUID(event.payload["inbound_file_id"]),
    )
    # What of it could not be read stays before a person.
    whole = [item for item in items if item.fingerprint.startswith("file_quarantined:")]
    close_exceptions(whole, resolution="imported", now=clock.now())


def file_quarantined(event: EventDraft) -> None:
    """A file that came cannot be used as it is."""
    said = event.payload
    open_exception(
        kind=ExceptionKind.FILE_QUARANTINED,
        facility_id=_facility_id(event),
        title=f"File set aside: {said.get('code', 'unreadable')}",
        amount_cents=0,
        fingerprint=f"file_quarantined:{said['inbound_file_id']}",
        inbound_file_id=UUID(said["inbound_file_id"]),
    )


def _open_transmission(event: EventDraft, *, title: str, name: str, advice: str) -> None:
    transmission_id = event.payload["transmission_id"]
    open_exception(
        kind=ExceptionKind.TRANSMISSION_REJECTED,
        facility_id=_facility_id(event),
        title=f"{title}: {event.payload.get('kind', 'file')}",
        amount_cents=0,
        advice=advice,
        fingerprint=f"transmission_{name}:{transmission_id}",
        transmission_id=UUID(transmission_id),
    )


def _payment(event: EventDraft) -> Payment:
    return Payment.objects.get(payment_id=event.payload["payment_id"])


def _facility_id(event: EventDraft) -> UUID:
    if event.facility_id is None:
        raise ValueError(f"{event.type} names no facility.")
    return event.facility_id
