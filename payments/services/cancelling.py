"""Cancelling a payment before its file is built."""

from datetime import datetime

from hmsach.accounts.models import User
from hmsach.audit.acts import act
from hmsach.outbox.publish import publish
from payments import policies
from payments.models import Payment, PaymentBatch, PaymentFact, Refund, VendorInvoice
from payments.models.payment import FactKind
from payments.services.facts import publish_batch
from payments.states import BatchStatus, PaymentStatus, RefundStatus, VendorInvoiceStatus


def cancel_payment(*, user: User, payment_id: str, reason: str, now: datetime) -> Payment:
    """Cancel one payment before its file is built. Raises NotFound, NotAllowed, Conflict."""
    with act(user, reason):
        payment: Payment = Payment.objects.locked_for(
            user, "There is no such payment.", payment_id=payment_id
        )
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
    batch = PaymentBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    if batch.transitions.allows(batch.status, BatchStatus.CANCELLED):
        batch.move_to(BatchStatus.CANCELLED)
        publish_batch("batch.cancelled", batch)
