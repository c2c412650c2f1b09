"""At the cut-off: approved payments become one NACHA file, its remittances, and their queue rows.

One transaction: traces, file, transmissions and the payments' new states stand or fall together,
so a payment is in exactly one live file whatever crashes.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from edi.ground.errors import Unwritable
from edi.models.transmission import FileKind
from edi.services import sending
from hmsach.accounts.models import User
from hmsach.accounts.roles import system_user
from hmsach.audit.acts import act
from hmsach.db.bulk import set_state
from hmsach.lib.banking_days import BankingCalendar
from hmsach.lib.errors import Conflict, NotFound
from hmsach.lib.money import dollars
from hmsach.outbox.publish import publish
from payments import numbering, policies, to_nacha
from payments.calendar import (
    Cutoff,
    CutoffTime,
    effective_on,
    last_effective_date,
    next_cutoff,
)
from payments.closed_days import calendar as banking_calendar
from payments.models import BankProfile, Payment, PaymentBatch, PaymentFile, Refund, VendorInvoice
from payments.models.payee import AccountStatus
from payments.services.approvals import approval_in_force, void_approval
from payments.services.remittances_out import queue_remittance
from payments.services.traces import allocate_traces
from payments.states import BatchStatus, PaymentStatus, RefundStatus, VendorInvoiceStatus


class NothingToSend(Conflict):
    """No approved payment is due for the next file."""

    code = "nothing-to-send"


class NoChannel(Conflict):
    """The bank profile has no channel to send its file by."""

    code = "no-channel"


class ModifiersUsedUp(Conflict):
    """Thirty-six files left for this bank today; the next one must wait for tomorrow."""

    code = "modifiers-used-up"


class FileNotWritable(Conflict):
    """A value of a payment does not fit the bank's file as it is."""

    code = "file-not-writable"


@contextmanager
def refused_where_unwritable() -> Iterator[None]:
    """What the codecs refuse to write, said as a refusal of ours: its sentence names no value."""
    try:
        yield
    except Unwritable as error:
        raise FileNotWritable(str(error)) from error


@dataclass(frozen=True, slots=True)
class Leaving:
    """The cut-off a file is built for, and the calendar its dates follow."""

    profile: BankProfile
    cutoff: Cutoff
    calendar: BankingCalendar
    now: datetime


def build_due(*, now: datetime) -> list[PaymentFile]:
    """Build a file for every bank whose cut-off is within its lead time. Safe to call often:
    what has left is no longer waiting."""
    built = []
    for profile in BankProfile.objects.filter(active=True, channel__isnull=False):
        for leaving in _near_cutoffs(profile, now):
            built += _build_all(system_user(), leaving, "Cut-off reached")
    return built


def build_now(
    *, user: User, bank_profile_id: UUID, reason: str, now: datetime
) -> list[PaymentFile]:
    """Build by hand what the next cut-offs would take.

    Raises NotFound, NotAllowed, NoChannel, NothingToSend.
    """
    profile = BankProfile.objects.visible_to(user).filter(pk=bank_profile_id).first()
    if profile is None:
        raise NotFound("There is no such bank profile.")
    policies.check_can_build(user, profile.facility_id)
    built = []
    for leaving in _next_cutoffs(profile, now):
        built += _build_all(user, leaving, reason)
    if not built:
        raise NothingToSend()
    return built


def _near_cutoffs(profile: BankProfile, now: datetime) -> list[Leaving]:
    lead = timedelta(minutes=profile.lead_minutes)
    return [each for each in _next_cutoffs(profile, now) if each.cutoff.at - lead <= now]


def _next_cutoffs(profile: BankProfile, now: datetime) -> list[Leaving]:
    calendar = banking_calendar()
    times = [CutoffTime(row.closes_at, row.same_day) for row in profile.cutoffs.all()]
    zone = ZoneInfo(profile.time_zone)
    cutoffs = [
        next_cutoff(times, zone=zone, calendar=calendar, now=now, same_day=same_day)
        for same_day in (True, False)
    ]
    return [Leaving(profile, cutoff, calendar, now) for cutoff in cutoffs if cutoff is not None]


def _build_all(user: User, leaving: Leaving, reason: str) -> list[PaymentFile]:
    """As many files as the bank's limits ask for, each in an act of its own."""
    built = []
    while (file := _build_one(user, leaving, reason)) is not None:
        built.append(file)
    return built


def _build_one(user: User, leaving: Leaving, reason: str) -> PaymentFile | None:
    profile = leaving.profile
    if profile.channel is None:
        raise NoChannel()
    with refused_where_unwritable(), act(user, reason):
        payments = _due_payments(leaving)
        if not payments:
            return None
        _date_and_trace(payments, leaving)
        modifier, created_at = _modifier(leaving)
        content = to_nacha.build(
            profile=profile, payments=payments, modifier=modifier, created_at=created_at
        )
        file = _store(leaving, payments, modifier, created_at, content)
        for payment in payments:
            queue_remittance(payment=payment, profile=profile, now=leaving.now)
        publish(
            "payment_file.built",
            subject=f"payment_file:{file.pk}",
            facility_id=profile.facility_id,
            payload={
                "file_name": file.transmission.file_name,
                "entries": file.entry_count,
                "credit": dollars(file.credit_cents),
            },
        )
    return file


def _due_payments(leaving: Leaving) -> list[Payment]:
    """Approved payments for this cut-off, oldest first, within the bank's limits, locked."""
    profile = leaving.profile
    _ask_again_where_edited(profile)
    waiting = (
        Payment.objects.filter(
            facility_id=profile.facility_id,
            status=PaymentStatus.APPROVED,
            same_day=leaving.cutoff.same_day,
            effective_date__lte=last_effective_date(leaving.cutoff, leaving.calendar),
            batch__status__in=_MAY_LEAVE,
        )
        .exclude(account__status=AccountStatus.BLOCKED)
        .select_related("payee", "account", "batch")
        .select_for_update(of=("self",), skip_locked=True, no_key=True)
        .order_by("batch__received_at", "sequence")[: profile.entries_max]
    )
    taken: list[Payment] = []
    total = 0
    for payment in waiting:
        if total + payment.amount_cents <= profile.file_cents_max:
            taken.append(payment)
            total += payment.amount_cents
    return taken


def _ask_again_where_edited(profile: BankProfile) -> None:
    """An edit after the approval voids it: such a batch waits for an approver again."""
    approved = PaymentBatch.objects.select_for_update(no_key=True).filter(
        facility_id=profile.facility_id, status=BatchStatus.APPROVED, approvals__isnull=False
    )
    for batch in set(approved):
        if approval_in_force(batch) is None:
            void_approval(batch)


# A batch partly sent may hold payments that were released from a hold later, or that came back
# when the bank refused a file.
_MAY_LEAVE = (
    BatchStatus.APPROVED,
    BatchStatus.BUILDING,
    BatchStatus.TRANSMITTED,
    BatchStatus.ACKNOWLEDGED,
    BatchStatus.SETTLED,
    BatchStatus.CLOSED,
    BatchStatus.REJECTED,
    BatchStatus.FAILED,
)


def _date_and_trace(payments: list[Payment], leaving: Leaving) -> None:
    """Give each its final effective date and trace; entries of one NACHA batch then ascend."""
    earliest = leaving.cutoff.effective_date
    for payment in payments:
        payment.effective_date = effective_on(payment.effective_date, earliest, leaving.calendar)
        payment.sec_code = to_nacha.sec_code_of(payment, leaving.profile)
    payments.sort(key=to_nacha.batch_key)
    traces = allocate_traces(leaving.profile.odfi_identification, len(payments))
    for payment, trace in zip(payments, traces, strict=True):
        payment.trace_number = trace
        payment.eft_trace = numbering.eft_trace(trace, f"{payment.effective_date:%y%m%d}")


def _modifier(leaving: Leaving) -> tuple[str, datetime]:
    created_at = leaving.now.astimezone(ZoneInfo(leaving.profile.time_zone))
    files = PaymentFile.objects.filter(bank_profile=leaving.profile, created_on=created_at.date())
    modifier = numbering.next_modifier(set(files.values_list("modifier", flat=True)))
    if modifier is None:
        raise ModifiersUsedUp()
    return modifier, created_at


def _store(
    leaving: Leaving,
    payments: list[Payment],
    modifier: str,
    created_at: datetime,
    content: bytes,
) -> PaymentFile:
    profile = leaving.profile
    file = PaymentFile(
        facility=profile.facility,
        bank_profile=profile,
        created_on=created_at.date(),
        modifier=modifier,
        batch_count=len({to_nacha.batch_key(payment) for payment in payments}),
        entry_count=len(payments),
        credit_cents=sum(payment.amount_cents for payment in payments),
    )
    assert profile.channel is not None
    file.transmission = sending.queue(
        channel=profile.channel,
        facility=profile.facility,
        kind=FileKind.NACHA,
        file_name=_file_name(profile, created_at.date(), modifier),
        content=content,
        subject=f"payment_file:{file.pk}",
        control_number=modifier,
    )
    file.save()
    for payment in payments:
        payment.file = file
        payment.move_to(PaymentStatus.PROCESSING)
    _schedule_purposes(payments)
    _start_batches(payments)
    return file


def _file_name(profile: BankProfile, day: date, modifier: str) -> str:
    return profile.file_name_pattern.format(code=profile.code, date=day, modifier=modifier)


def _schedule_purposes(payments: Iterable[Payment]) -> None:
    ids = [payment.pk for payment in payments]
    set_state(
        Refund.objects.filter(payment__in=ids, status=RefundStatus.APPROVED),
        to=RefundStatus.SCHEDULED,
    )
    set_state(
        VendorInvoice.objects.filter(payment__in=ids, status=VendorInvoiceStatus.APPROVED),
        to=VendorInvoiceStatus.SCHEDULED,
    )


def _start_batches(payments: Iterable[Payment]) -> None:
    ids = {payment.batch_id for payment in payments}
    for batch in PaymentBatch.objects.select_for_update(no_key=True).filter(pk__in=ids):
        if batch.transitions.allows(batch.status, BatchStatus.BUILDING):
            batch.move_to(BatchStatus.BUILDING)
