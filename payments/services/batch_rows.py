"""The rows a batch becomes: payments, payees, holds, refunds, invoices. Whether it may is decided
before."""

from dataclasses import asdict
from datetime import date, datetime

from hmsach.accounts.models import Facility, User
from hmsach.db.bulk import bulk_insert
from payments import remittance_text
from payments.bodies import BatchBody, PaymentBody
from payments.models import (
    Hold,
    Payment,
    PaymentBatch,
    PaymentFact,
    Refund,
    VendorInvoice,
)
from payments.models.payment import FactKind
from payments.rules import Judgement
from payments.services.facts import publish_held
from payments.services.payees import KnownPayees, resolve
from payments.states import BatchStatus, PaymentStatus, RefundStatus, VendorInvoiceStatus


def store_batch(
    client_id: str,
    user: User,
    facility: Facility,
    body: BatchBody,
    body_hash: str,
    effective: date,
    judgement: Judgement,
    now: datetime,
) -> PaymentBatch:
    """The batch's row, approved or waiting for an approver as its judgement says."""
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


def store_payments(
    batch: PaymentBatch, body: BatchBody, judgement: Judgement, now: datetime
) -> None:
    """The batch's payments with payees, holds, first facts, refunds and invoices, by sets."""
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
