"""Returns and notices of change, attached to the payment they speak of. Idempotent by entry."""

from dataclasses import dataclass
from datetime import date, datetime

from edi.models import InboundFile
from edi.nacha.codes import CHANGE_CODES, RETURN_CODES
from hmsach.outbox.publish import publish
from payments.calendar import NOTICE_BANKING_DAYS
from payments.closed_days import calendar as banking_calendar
from payments.models import (
    NoticeOfChange,
    Payment,
    PaymentFact,
    PaymentReturn,
    Refund,
    VendorInvoice,
)
from payments.models.payee import AccountStatus
from payments.models.payment import FactKind
from payments.states import PaymentStatus, RefundStatus, VendorInvoiceStatus

# After these no entry goes to the account again: closed, not found, malformed, dead, frozen, sold.
BLOCKING = {"R02", "R03", "R04", "R12", "R14", "R15", "R16", "R20"}


@dataclass(frozen=True, slots=True)
class ReturnedEntry:
    """What a return or notice says, free of its record layout."""

    code: str
    trace_number: str
    original_trace_number: str
    amount_cents: int
    company_id: str
    information: str
    date_of_death: date | None = None


def find_payment(entry: ReturnedEntry) -> Payment | None:
    """The one payment of ours with that trace; a notice carries no amount, a return must agree."""
    payment = (
        Payment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("account", "batch", "payee")
        .filter(trace_number=entry.original_trace_number)
        .exclude(trace_number="")
        .first()
    )
    if payment is not None and entry.amount_cents and entry.amount_cents != payment.amount_cents:
        return None
    return payment


def book_return(
    *, payment: Payment, entry: ReturnedEntry, inbound_file: InboundFile, now: datetime
) -> bool:
    """Attach a return: the payment is returned, a bad account blocked, the queue told.

    False, and nothing changed, if the same return entry was booked before.
    """
    if PaymentReturn.objects.filter(**_key(entry)).exists():
        return False
    code = RETURN_CODES.get(entry.code)
    title = code.title if code else "Unknown return code"
    PaymentReturn.objects.create(
        payment=payment,
        title=title,
        information=entry.information.strip(),
        date_of_death=entry.date_of_death.isoformat() if entry.date_of_death else "",
        returned_on=now.date(),
        inbound_file=inbound_file,
        **_key(entry),
    )
    PaymentFact.objects.create(
        payment=payment, kind=FactKind.RETURNED, at=now, detail=f"{entry.code} {title}"[:200]
    )
    if payment.status != PaymentStatus.RETURNED:
        payment.move_to(PaymentStatus.RETURNED)
    _return_purposes(payment)
    if entry.code in BLOCKING:
        _block(payment, f"{entry.code}, {title}.")
    publish(
        "payment.returned",
        subject=f"payment:{payment.payment_id}",
        facility_id=payment.facility_id,
        payload={
            "payment_id": payment.payment_id,
            "external_id": payment.external_id,
            "code": entry.code,
            "title": title,
        },
    )
    return True


def book_notice(
    *, payment: Payment, entry: ReturnedEntry, inbound_file: InboundFile, now: datetime
) -> bool:
    """Attach a notice of change; the payment stands, the details wait for a person.

    False, and nothing changed, if the same notice was booked before.
    """
    if NoticeOfChange.objects.filter(**_key(entry)).exists():
        return False
    code = CHANGE_CODES.get(entry.code)
    title = code.title if code else "Unknown change code"
    received_on = now.date()
    apply_by = banking_calendar().add(received_on, NOTICE_BANKING_DAYS)
    NoticeOfChange.objects.create(
        payment=payment,
        title=title,
        corrected_data=entry.information,
        received_on=received_on,
        apply_by=apply_by,
        inbound_file=inbound_file,
        **_key(entry),
    )
    PaymentFact.objects.create(
        payment=payment,
        kind=FactKind.NOTICE_OF_CHANGE,
        at=now,
        detail=f"{entry.code} {title}"[:200],
    )
    publish(
        "payment.noc_received",
        subject=f"payment:{payment.payment_id}",
        facility_id=payment.facility_id,
        payload={
            "payment_id": payment.payment_id,
            "external_id": payment.external_id,
            "code": entry.code,
            "title": title,
            "apply_by": apply_by.isoformat(),
        },
    )
    return True


def _key(entry: ReturnedEntry) -> dict[str, str]:
    return {
        "code": entry.code,
        "trace_number": entry.trace_number,
        "original_trace_number": entry.original_trace_number,
    }


def _return_purposes(payment: Payment) -> None:
    refund = Refund.objects.filter(payment=payment).first()
    if refund is not None and refund.transitions.allows(refund.status, RefundStatus.RETURNED):
        refund.move_to(RefundStatus.RETURNED)
    for invoice in VendorInvoice.objects.filter(payment=payment):
        if invoice.transitions.allows(invoice.status, VendorInvoiceStatus.APPROVED):
            invoice.move_to(VendorInvoiceStatus.APPROVED)


def _block(payment: Payment, why: str) -> None:
    account = payment.account
    account.status = AccountStatus.BLOCKED
    account.blocked_reason = f"an entry to it was returned, {why}"[:200]
    account.save()
