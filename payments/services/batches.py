"""Taking a batch in, whole or not at all, and cancelling a payment before its file is built."""

from dataclasses import asdict
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError

from hmsach.accounts.models import Facility, User
from hmsach.audit.acts import act
from hmsach.db.bulk import bulk_insert
from hmsach.lib.banking_days import BankingCalendar
from hmsach.lib.errors import Conflict, DomainError, FieldError, InvalidInput, NotFound
from hmsach.outbox.publish import publish
from payments import policies, remittance_text
from payments.bodies import BatchBody, PaymentBody
from payments.calendar import Cutoff, CutoffTime, effective_on, next_cutoff
from payments.closed_days import calendar as banking_calendar
from payments.models import (
    BankProfile,
    Hold,
    Payment,
    PaymentBatch,
    PaymentFact,
    Refund,
    ReleaseRule,
    VendorInvoice,
)
from payments.models.payment import FactKind
from payments.rules import BatchSummary, Judgement, Rule, judge
from payments.services.intake import batch_faults
from payments.services.payees import KnownPayees, blocked_faults, resolve
from payments.states import BatchStatus, PaymentStatus, RefundStatus, VendorInvoiceStatus


class BatchRefused(InvalidInput):
    """The batch was refused."""

    code = "validation-failed"


class BatchExists(Conflict):
    """This external_id has been used before."""

    code = "external-id-taken"


class PaymentsExist(InvalidInput):
    """Some payments were sent before."""

    code = "external-id-taken"
    http_status = 409


class RefusedByRule(DomainError):
    """A release rule refuses this batch."""

    code = "refused-by-rule"


def accept_batch(
    *, client_id: str, user: User, body: BatchBody, body_hash: str, now: datetime
) -> PaymentBatch:
    """Store the batch with its payments, judged by the release rules; says batch.received.

    Raises BatchRefused with every fault, BatchExists or PaymentsExist for an external_id seen
    before, RefusedByRule, NotAllowed. Nothing is stored then.
    """
    facility = _facility(user, body)
    policies.check_can_prepare(user, facility.pk)
    profile = bank_profile_of(facility)
    calendar = banking_calendar()
    cutoff = cutoff_for(profile, calendar, same_day=body.same_day, now=now)
    _check_new(client_id, body)
    _check_sound(body, facility, profile, calendar, cutoff.effective_date)
    judgement = _judge(facility, body)
    effective = effective_on(
        body.effective_date or cutoff.effective_date, cutoff.effective_date, calendar
    )
    with act(user, "Batch received"):
        try:
            batch = _store_batch(
                client_id, user, facility, body, body_hash, effective, judgement, now
            )
            _store_payments(batch, body, judgement, now)
        except IntegrityError as error:
            # Two calls with one external_id at once: the unique constraints let one through.
            raise BatchExists() from error
        publish(
            "batch.received",
            subject=f"batch:{batch.batch_id}",
            facility_id=facility.pk,
            payload={
                "batch_id": batch.batch_id,
                "external_id": batch.external_id,
                "status": batch.status,
                "count": batch.count,
            },
        )
    return batch


def cutoff_for(
    profile: BankProfile, calendar: BankingCalendar, *, same_day: bool, now: datetime
) -> Cutoff:
    """The next cut-off of the bank at that speed. Raises BatchRefused where it has none."""
    times = [CutoffTime(row.closes_at, row.same_day) for row in profile.cutoffs.all()]
    cutoff = next_cutoff(
        times, zone=ZoneInfo(profile.time_zone), calendar=calendar, now=now, same_day=same_day
    )
    if cutoff is None:
        raise BatchRefused(
            [
                FieldError(
                    "/same_day",
                    "no-such-cutoff",
                    f"The bank takes no {'same-day' if same_day else 'next-day'} files.",
                )
            ]
        )
    return cutoff


def bank_profile_of(facility: Facility) -> BankProfile:
    """The bank that the facility pays through. Raises BatchRefused where none is set up."""
    profile = facility.bank_profiles.filter(active=True).order_by("created_at").first()
    if profile is None:
        raise BatchRefused(
            [FieldError("/facility", "no-bank-profile", "The facility has no bank to pay through.")]
        )
    return profile


def cancel_payment(*, user: User, payment_id: str, reason: str, now: datetime) -> Payment:
    """Cancel one payment before its file is built. Raises NotFound, NotAllowed, Conflict."""
    with act(user, reason):
        payment = (
            Payment.objects.visible_to(user)
            .select_for_update(of=("self",))
            .filter(payment_id=payment_id)
            .first()
        )
        if payment is None:
            raise NotFound("There is no such payment.")
        policies.check_can_prepare(user, payment.facility_id)
        payment.move_to(PaymentStatus.CANCELLED)
        PaymentFact.objects.create(payment=payment, kind=FactKind.CANCELLED, at=now, detail=reason)
        _close_purposes(payment)
        _cancel_emptied_batch(payment.batch)
        publish(
            "payment.cancelled",
            subject=f"payment:{payment.payment_id}",
            facility_id=payment.facility_id,
            payload={"payment_id": payment.payment_id, "external_id": payment.external_id},
        )
    return payment


def _facility(user: User, body: BatchBody) -> Facility:
    facility = Facility.objects.visible_to(user).filter(code=body.facility, active=True).first()
    if facility is None:
        raise BatchRefused(
            [FieldError("/facility", "facility-unknown", "There is no such facility for you.")]
        )
    return facility


def _check_new(client_id: str, body: BatchBody) -> None:
    earlier = PaymentBatch.objects.filter(client_id=client_id, external_id=body.external_id).first()
    if earlier is not None:
        raise BatchExists(
            f"This external_id was used before, by batch {earlier.batch_id}.",
            pointer="/external_id",
        )
    taken = set(
        Payment.objects.filter(
            client_id=client_id, external_id__in=[p.external_id for p in body.payments]
        ).values_list("external_id", flat=True)
    )
    faults = [
        FieldError(
            f"/payments/{index}/external_id",
            "external-id-taken",
            "A payment with this external_id was sent before.",
        )
        for index, payment in enumerate(body.payments)
        if payment.external_id in taken
    ]
    if faults:
        raise PaymentsExist(faults, "Some payments were sent before; nothing was accepted.")


def _check_sound(
    body: BatchBody,
    facility: Facility,
    profile: BankProfile,
    calendar: BankingCalendar,
    earliest: date,
) -> None:
    if len(body.payments) > settings.API_PAYMENTS_MAX:
        fault = FieldError(
            "/payments",
            "too-many-payments",
            f"A batch holds at most {settings.API_PAYMENTS_MAX:,} payments; send several batches.",
        )
        raise BatchRefused([fault], "The batch is too large; nothing was accepted.")
    faults = batch_faults(body, profile=profile, calendar=calendar, earliest=earliest)
    faults += blocked_faults(facility=facility, payments=body.payments)
    if faults:
        faulty = {fault.pointer.split("/")[2] for fault in faults if "/payments/" in fault.pointer}
        sentence = (
            f"{len(faulty)} of {len(body.payments)} payments have errors; nothing was accepted."
            if faulty
            else "The batch has errors; nothing was accepted."
        )
        raise BatchRefused(faults, sentence)


def _judge(facility: Facility, body: BatchBody) -> Judgement:
    summary = BatchSummary(
        kind=body.kind,
        facility_id=facility.pk,
        total_cents=body.control.total,
        largest_cents=max(payment.amount for payment in body.payments),
    )
    rows = ReleaseRule.objects.filter(active=True).order_by("created_at")
    rules = [
        Rule(
            name=row.name,
            effect=row.effect,
            measures=row.measures,
            above_cents=row.above_cents,
            up_to_cents=row.up_to_cents,
            kind=row.kind,
            facility_id=row.facility_id,
        )
        for row in rows
    ]
    judgement = judge(summary, rules)
    if judgement.effect == "refuse":
        raise RefusedByRule(" ".join(judgement.sentences))
    return judgement


def _store_batch(
    client_id: str,
    user: User,
    facility: Facility,
    body: BatchBody,
    body_hash: str,
    effective: date,
    judgement: Judgement,
    now: datetime,
) -> PaymentBatch:
    batch = PaymentBatch.objects.create(
        client_id=client_id,
        prepared_by=user,
        facility=facility,
        external_id=body.external_id,
        body_hash=body_hash,
        kind=body.kind,
        same_day=body.same_day,
        requested_effective_date=body.effective_date,
        effective_date=effective,
        count=len(body.payments),
        total_cents=body.control.total,
        received_at=now,
        judgement=[asdict(line) for line in judgement.looked_at],
    )
    released = judgement.effect == "approve"
    batch.move_to(BatchStatus.APPROVED if released else BatchStatus.PENDING_APPROVAL)
    return batch


def _store_payments(
    batch: PaymentBatch, body: BatchBody, judgement: Judgement, now: datetime
) -> None:
    known = resolve(facility=batch.facility, payments=body.payments)
    payments = [
        _new_payment(batch, place, payment, known)
        for place, payment in enumerate(body.payments, start=1)
    ]
    holds = [
        hold
        for payment in payments
        if (hold := _hold_on(payment, known, judgement, now)) is not None
    ]
    bulk_insert(payments)
    bulk_insert(holds)
    bulk_insert([_fact(payment, FactKind.RECEIVED, now) for payment in payments])
    approved = [p for p in payments if p.status == PaymentStatus.APPROVED]
    bulk_insert([_fact(payment, FactKind.APPROVED, now, "By release rule") for payment in approved])
    _store_purposes(payments, body)
    for hold in holds:
        publish_held(hold)


def publish_held(hold: Hold) -> None:
    """Say that a payment is held; the queue's item opens in the same transaction."""
    payment = hold.payment
    publish(
        "payment.held",
        subject=f"payment:{payment.payment_id}",
        facility_id=payment.facility_id,
        payload={
            "payment_id": payment.payment_id,
            "external_id": payment.external_id,
            "hold": hold.reason,
        },
    )


def _new_payment(batch: PaymentBatch, place: int, body: PaymentBody, known: KnownPayees) -> Payment:
    approved = batch.status == BatchStatus.APPROVED
    return Payment(
        batch=batch,
        facility=batch.facility,
        client_id=batch.client_id,
        external_id=body.external_id,
        kind=batch.kind,
        sequence=place,
        amount_cents=body.amount,
        payee=known.payees[body.payee.external_id],
        account=known.account_of(body.payee),
        effective_date=batch.effective_date,
        same_day=batch.same_day,
        remittance=remittance_text.dump(body),
        payer_name=body.payer.name[:60] if body.payer else "",
        payer_tin=body.payer.tin if body.payer else "",
        status=PaymentStatus.APPROVED if approved else PaymentStatus.NEEDS_APPROVAL,
    )


def _hold_on(
    payment: Payment, known: KnownPayees, judgement: Judgement, now: datetime
) -> Hold | None:
    """The hold that a payment starts under, if any; sets the payment's status to match."""
    reason = sentence = ""
    if payment.account_id in known.changed:
        reason, sentence = "bank_change", "First payment to bank details that differ from before."
    elif payment.account_id in known.to_correct:
        reason, sentence = (
            "bank_change",
            "A notice of change asks for other bank details than these.",
        )
    elif judgement.effect == "hold":
        reason, sentence = "rule", " ".join(judgement.sentences)
    if not reason:
        return None
    payment.status = PaymentStatus.HELD
    return Hold(
        payment=payment,
        reason=reason,
        sentence=sentence[:300],
        placed_by=payment.batch.prepared_by,
        placed_at=now,
    )


def _fact(payment: Payment, kind: FactKind, now: datetime, detail: str = "") -> PaymentFact:
    return PaymentFact(payment=payment, kind=kind, at=now, detail=detail)


def _store_purposes(payments: list[Payment], body: BatchBody) -> None:
    refunds: list[Refund] = []
    invoices: list[VendorInvoice] = []
    for payment, sent in zip(payments, body.payments, strict=True):
        approved = payment.status == PaymentStatus.APPROVED
        if sent.refund is not None and body.kind == "PATIENT_REFUND":
            refunds.append(_refund(payment, sent, approved))
        if body.kind == "VENDOR_PAYMENT":
            invoices += _invoices(payment, sent, approved)
    bulk_insert(refunds)
    bulk_insert(invoices)


def _refund(payment: Payment, sent: PaymentBody, approved: bool) -> Refund:
    assert sent.refund is not None
    return Refund(
        facility=payment.facility,
        payment=payment,
        amount_cents=payment.amount_cents,
        reason=sent.refund.reason,
        reference=sent.refund.claim_id or "",
        patient_account=sent.refund.patient_account or "",
        requested_at=sent.refund.requested_at,
        status=RefundStatus.APPROVED if approved else RefundStatus.PENDING_APPROVAL,
    )


def _invoices(payment: Payment, sent: PaymentBody, approved: bool) -> list[VendorInvoice]:
    return [
        VendorInvoice(
            facility=payment.facility,
            payee=payment.payee,
            payment=payment,
            number=invoice.number,
            purchase_order=invoice.purchase_order,
            invoice_date=invoice.date,
            due_on=invoice.due,
            gross_cents=invoice.gross,
            discount_cents=invoice.discount,
            paid_cents=invoice.paid,
            status=VendorInvoiceStatus.APPROVED if approved else VendorInvoiceStatus.RECEIVED,
        )
        for invoice in sent.invoices
    ]


def _close_purposes(payment: Payment) -> None:
    refund = Refund.objects.filter(payment=payment).first()
    if refund is not None:
        refund.move_to(RefundStatus.DENIED)
    for invoice in VendorInvoice.objects.filter(payment=payment):
        invoice.move_to(VendorInvoiceStatus.VOID)


def _cancel_emptied_batch(batch: PaymentBatch) -> None:
    gone = (PaymentStatus.CANCELLED, PaymentStatus.DENIED)
    if batch.payments.exclude(status__in=gone).exists():
        return
    batch = PaymentBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.transitions.allows(batch.status, BatchStatus.CANCELLED):
        batch.move_to(BatchStatus.CANCELLED)
        publish(
            "batch.cancelled",
            subject=f"batch:{batch.batch_id}",
            facility_id=batch.facility_id,
            payload={"batch_id": batch.batch_id, "external_id": batch.external_id},
        )
