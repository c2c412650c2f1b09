"""What becomes of a file and its payments: sent, accepted, refused, settled, final."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from hmsach.accounts.roles import system_user
from hmsach.audit.acts import act
from hmsach.db.bulk import bulk_insert, set_state
from payments.calendar import returns_expected_by
from payments.closed_days import calendar as banking_calendar
from payments.models import (
    BankProfile,
    Payment,
    PaymentBatch,
    PaymentFact,
    PaymentFile,
    Refund,
    VendorInvoice,
)
from payments.models.payment import FactKind
from payments.services.facts import publish_batch
from payments.states import BatchStatus, PaymentStatus, RefundStatus, VendorInvoiceStatus

SETTLE_LIMIT = 10_000


def file_sent(*, transmission_id: UUID, now: datetime) -> None:
    """The file is in the bank's folder: its payments are sent, its batches transmitted."""
    file = _file_of(transmission_id)
    if file is None:
        return
    payments = _in_state(file, PaymentStatus.PROCESSING)
    _facts(payments, FactKind.SUBMITTED, now, f"In {file.transmission.file_name}")
    set_state(payments, to=PaymentStatus.SENT)
    _step_batches(file, BatchStatus.TRANSMITTED)


def file_acknowledged(*, transmission_id: UUID, now: datetime) -> None:
    """The bank accepts the file. Sent payments stay sent: accepted is a fact, not a state."""
    file = _file_of(transmission_id)
    if file is None:
        return
    _facts(file.payments.all(), FactKind.ACKNOWLEDGED, now, "By the bank")
    _step_batches(file, BatchStatus.ACKNOWLEDGED)


def file_rejected(*, transmission_id: UUID, now: datetime, reason: str) -> None:
    """The bank refuses the whole file: nothing was paid, so its payments wait for another file.

    They lose the file and the trace (both stand in their history) and are approved again.
    """
    file = _file_of(transmission_id)
    if file is None or file.voided_at is not None:
        return
    file.voided_at = now
    file.save()
    payments = file.payments.filter(status__in=[PaymentStatus.PROCESSING, PaymentStatus.SENT])
    _facts(payments, FactKind.REJECTED, now, reason[:200])
    batches = list(_batches(file))
    set_state(
        payments,
        to=PaymentStatus.APPROVED,
        extra={"file_id": None, "trace_number": "", "eft_trace": ""},
    )
    for batch in batches:
        if batch.transitions.allows(batch.status, BatchStatus.REJECTED):
            batch.move_to(BatchStatus.REJECTED)


def settle_due(*, now: datetime, limit: int = SETTLE_LIMIT) -> int:
    """Payments whose effective date has come are settled; whose return window passed, final.

    Returns how many changed. The bank reports no settlement of a credit: it settles on its
    effective date unless returned (Nacha, settlement of credits).
    """
    calendar = banking_calendar()
    changed = 0
    for profile in BankProfile.objects.all():
        today = now.astimezone(ZoneInfo(profile.time_zone)).date()
        sent = Payment.objects.filter(
            file__bank_profile=profile, status=PaymentStatus.SENT, effective_date__lte=today
        )
        for day in sorted(set(sent.values_list("effective_date", flat=True))):
            expected_by = returns_expected_by(day, calendar)
            changed += _settle(sent.filter(effective_date=day), day, expected_by, now, limit)
        changed += _finish(profile, today, now, limit)
    return changed


def _settle(payments, day: date, expected_by: date, now: datetime, limit: int) -> int:
    with act(system_user(), "Effective date reached"):
        ids = list(
            payments.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True)[
                :limit
            ]
        )
        due = Payment.objects.filter(pk__in=ids)
        batches = set(due.values_list("batch_id", flat=True))
        _facts(due, FactKind.SETTLED, now, "")
        _pay_purposes(ids)
        set_state(
            due,
            to=PaymentStatus.SETTLED,
            extra={"settled_on": day, "returns_expected_by": expected_by},
        )
        for batch in PaymentBatch.objects.select_for_update(no_key=True).filter(pk__in=batches):
            _settle_batch(batch)
    return len(ids)


def _finish(profile: BankProfile, today: date, now: datetime, limit: int) -> int:
    """The return window has passed once the day it ends has begun."""
    passed = Payment.objects.filter(
        file__bank_profile=profile,
        status=PaymentStatus.SETTLED,
        returns_expected_by__lt=today,
    )
    with act(system_user(), "Return window passed"):
        ids = list(
            passed.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True)[:limit]
        )
        due = Payment.objects.filter(pk__in=ids)
        batches = set(due.values_list("batch_id", flat=True))
        _facts(due, FactKind.WINDOW_PASSED, now, "")
        set_state(
            Refund.objects.filter(payment__in=ids, status=RefundStatus.PAID),
            to=RefundStatus.CLOSED,
        )
        set_state(
            VendorInvoice.objects.filter(payment__in=ids, status=VendorInvoiceStatus.PAID),
            to=VendorInvoiceStatus.CLOSED,
        )
        set_state(due, to=PaymentStatus.FINAL)
        for batch in PaymentBatch.objects.select_for_update(no_key=True).filter(pk__in=batches):
            _close_batch(batch)
    return len(ids)


def _pay_purposes(payment_ids: list[UUID]) -> None:
    set_state(
        Refund.objects.filter(payment__in=payment_ids, status=RefundStatus.SCHEDULED),
        to=RefundStatus.PAID,
    )
    set_state(
        VendorInvoice.objects.filter(payment__in=payment_ids, status=VendorInvoiceStatus.SCHEDULED),
        to=VendorInvoiceStatus.PAID,
    )


def _settle_batch(batch: PaymentBatch) -> None:
    """A batch is settled when none of its payments still travels."""
    travelling = [PaymentStatus.PROCESSING, PaymentStatus.SENT, PaymentStatus.APPROVED]
    if batch.payments.filter(status__in=travelling).exists():
        return
    if batch.transitions.allows(batch.status, BatchStatus.SETTLED):
        batch.move_to(BatchStatus.SETTLED)
        publish_batch("batch.settled", batch)


def _close_batch(batch: PaymentBatch) -> None:
    ended = [
        PaymentStatus.FINAL,
        PaymentStatus.RETURNED,
        PaymentStatus.REVERSED,
        PaymentStatus.DENIED,
        PaymentStatus.CANCELLED,
    ]
    if batch.payments.exclude(status__in=ended).exists():
        return
    if batch.transitions.allows(batch.status, BatchStatus.CLOSED):
        batch.move_to(BatchStatus.CLOSED)


def _file_of(transmission_id: UUID) -> PaymentFile | None:
    return (
        PaymentFile.objects.select_for_update(of=("self",), no_key=True)
        .select_related("transmission")
        .filter(transmission_id=transmission_id)
        .first()
    )


def _in_state(file: PaymentFile, status: PaymentStatus):
    return Payment.objects.filter(file=file, status=status)


def _facts(payments, kind: FactKind, now: datetime, detail: str) -> None:
    bulk_insert(
        [PaymentFact(payment=payment, kind=kind, at=now, detail=detail) for payment in payments]
    )


def _batches(file: PaymentFile):
    ids = set(file.payments.values_list("batch_id", flat=True))
    return PaymentBatch.objects.select_for_update(no_key=True).filter(pk__in=ids)


def _step_batches(file: PaymentFile, status: BatchStatus) -> None:
    for batch in _batches(file):
        if batch.status != status and batch.transitions.allows(batch.status, status):
            batch.move_to(status)
            publish_batch(f"batch.{status}", batch)
