"""Two people: whoever prepared a batch does not approve it. Approve and deny, on every path."""

import hashlib
from datetime import datetime

from hmsach.accounts.models import User
from hmsach.accounts.roles import system_user
from hmsach.audit.acts import act
from hmsach.db.bulk import bulk_insert, set_state
from hmsach.lib import clock
from hmsach.lib.errors import Conflict
from payments import policies
from payments.models import Approval, Payment, PaymentBatch, PaymentFact, Refund, VendorInvoice
from payments.models.payment import FactKind
from payments.models.release import Decision
from payments.services.facts import publish_batch
from payments.states import BatchStatus, PaymentStatus, RefundStatus, VendorInvoiceStatus


class NothingToApprove(Conflict):
    """This batch does not wait for an approval."""

    code = "nothing-to-approve"


def approve_batch(*, user: User, batch_id: str, reason: str, now: datetime) -> PaymentBatch:
    """Approve a waiting batch: its payments may leave with the next file; held ones stay held.

    Raises NotFound, NotAllowed, SamePerson for whoever prepared it, NothingToApprove.
    """
    with act(user, reason):
        batch = _waiting_batch(user, batch_id)
        _record(batch, user, Decision.APPROVED, reason, now)
        waiting = Payment.objects.filter(batch=batch, status=PaymentStatus.NEEDS_APPROVAL)
        facts = [
            PaymentFact(payment=payment, kind=FactKind.APPROVED, at=now) for payment in waiting
        ]
        _follow(waiting, RefundStatus.APPROVED, VendorInvoiceStatus.APPROVED)
        set_state(waiting, to=PaymentStatus.APPROVED)
        bulk_insert(facts)
        batch.move_to(BatchStatus.APPROVED)
        publish_batch("batch.approved", batch)
    return batch


def deny_batch(*, user: User, batch_id: str, reason: str, now: datetime) -> PaymentBatch:
    """Deny a waiting batch: none of its payments will be paid. Raises as approve_batch."""
    with act(user, reason):
        batch = _waiting_batch(user, batch_id)
        _record(batch, user, Decision.DENIED, reason, now)
        waiting = Payment.objects.filter(
            batch=batch, status__in=[PaymentStatus.NEEDS_APPROVAL, PaymentStatus.HELD]
        )
        _follow(waiting, RefundStatus.DENIED, VendorInvoiceStatus.VOID)
        set_state(waiting, to=PaymentStatus.DENIED)
        batch.move_to(BatchStatus.DENIED)
        publish_batch("batch.denied", batch)
    return batch


def snapshot(batch: PaymentBatch) -> str:
    """A digest of what an approver sees: each payment, its payee, account and amount."""
    rows = batch.payments.order_by("sequence").values_list(
        "payment_id", "amount_cents", "payee_id", "account_id", "effective_date"
    )
    text = "\n".join(";".join(map(str, row)) for row in rows)
    return hashlib.sha256(text.encode()).hexdigest()


def approval_in_force(batch: PaymentBatch) -> Approval | None:
    """The approval that covers the batch as it stands now, or None: an edit voids approvals."""
    newest = batch.approvals.order_by("-at").first()
    if newest is None or newest.decision != Decision.APPROVED:
        return None
    return newest if newest.snapshot == snapshot(batch) else None


def void_approval(batch: PaymentBatch) -> None:
    """The batch was edited after its approval: it and its payments wait for an approver again."""
    Approval.objects.create(
        batch=batch,
        decision=Decision.VOIDED,
        decided_by=system_user(),
        at=clock.now(),
        reason="The batch was edited after it was approved.",
        snapshot=snapshot(batch),
    )
    approved = Payment.objects.filter(batch=batch, status=PaymentStatus.APPROVED)
    set_state(approved, to=PaymentStatus.NEEDS_APPROVAL)
    batch.move_to(BatchStatus.PENDING_APPROVAL)
    publish_batch("batch.pending_approval", batch)


def _waiting_batch(user: User, batch_id: str) -> PaymentBatch:
    batch: PaymentBatch = PaymentBatch.objects.locked_for(
        user, "There is no such batch.", batch_id=batch_id
    )
    policies.check_can_approve(user, batch)
    if batch.status != BatchStatus.PENDING_APPROVAL:
        raise NothingToApprove(
            f"The batch is {batch.get_status_display().lower()}; it waits for no approval."
        )
    return batch


def _record(
    batch: PaymentBatch, user: User, decision: Decision, reason: str, now: datetime
) -> None:
    Approval.objects.create(
        batch=batch,
        decision=decision,
        decided_by=user,
        at=now,
        reason=reason[:300],
        snapshot=snapshot(batch),
    )


def _follow(payments, refund_to: RefundStatus, invoice_to: VendorInvoiceStatus) -> None:
    """Refunds and invoices go with their payments; to be called while these still wait."""
    ids = list(payments.values_list("pk", flat=True))
    set_state(
        Refund.objects.filter(payment__in=ids, status=RefundStatus.PENDING_APPROVAL), to=refund_to
    )
    set_state(
        VendorInvoice.objects.filter(payment__in=ids, status=VendorInvoiceStatus.RECEIVED),
        to=invoice_to,
    )
