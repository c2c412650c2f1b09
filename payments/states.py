"""States of what goes out: batches, payments, refunds, invoices. Tables only, no acts."""

from django.db.models import TextChoices

from hmsach.lib.states import Transitions


class BatchStatus(TextChoices):
    """A summary of a batch; what became of each payment stands on the payment."""

    RECEIVED = "received", "Received"
    PENDING_APPROVAL = "pending_approval", "Waiting for approval"
    APPROVED = "approved", "Approved"
    BUILDING = "building", "Building the file"
    TRANSMITTED = "transmitted", "Sent to the bank"
    ACKNOWLEDGED = "acknowledged", "Accepted by the bank"
    SETTLED = "settled", "Settled"
    CLOSED = "closed", "Closed"
    REJECTED = "rejected", "Rejected by the bank"
    DENIED = "denied", "Denied"
    CANCELLED = "cancelled", "Cancelled"
    FAILED = "failed", "Failed, can be rebuilt"


BATCH = Transitions(
    "PaymentBatch",
    {
        BatchStatus.RECEIVED: [
            BatchStatus.PENDING_APPROVAL,
            BatchStatus.APPROVED,
            BatchStatus.DENIED,
            BatchStatus.CANCELLED,
        ],
        BatchStatus.PENDING_APPROVAL: [
            BatchStatus.APPROVED,
            BatchStatus.DENIED,
            BatchStatus.CANCELLED,
        ],
        BatchStatus.APPROVED: [
            BatchStatus.BUILDING,
            BatchStatus.PENDING_APPROVAL,
            BatchStatus.CANCELLED,
        ],
        BatchStatus.BUILDING: [
            BatchStatus.TRANSMITTED,
            BatchStatus.ACKNOWLEDGED,
            BatchStatus.REJECTED,
            BatchStatus.FAILED,
        ],
        BatchStatus.TRANSMITTED: [
            BatchStatus.ACKNOWLEDGED,
            BatchStatus.SETTLED,
            BatchStatus.REJECTED,
        ],
        BatchStatus.ACKNOWLEDGED: [BatchStatus.SETTLED, BatchStatus.REJECTED],
        BatchStatus.SETTLED: [BatchStatus.CLOSED],
        BatchStatus.FAILED: [BatchStatus.BUILDING, BatchStatus.APPROVED, BatchStatus.CANCELLED],
        BatchStatus.CLOSED: [],
        # Ends the first file, not the batch: its payments may leave again with another.
        BatchStatus.REJECTED: [BatchStatus.BUILDING, BatchStatus.CANCELLED],
        BatchStatus.DENIED: [],
        BatchStatus.CANCELLED: [],
    },
)


class PaymentStatus(TextChoices):
    """Where one payment stands. FINAL is a summary: a late return reopens it."""

    NEEDS_APPROVAL = "needs_approval", "Needs approval"
    APPROVED = "approved", "Approved"
    HELD = "held", "Held"
    PROCESSING = "processing", "In a file"
    SENT = "sent", "Sent"
    SETTLED = "settled", "Settled"
    FINAL = "final", "Final"
    RETURNED = "returned", "Returned"
    REVERSED = "reversed", "Reversed"
    DENIED = "denied", "Denied"
    CANCELLED = "cancelled", "Cancelled"


PAYMENT = Transitions(
    "Payment",
    {
        PaymentStatus.NEEDS_APPROVAL: [
            PaymentStatus.APPROVED,
            PaymentStatus.HELD,
            PaymentStatus.DENIED,
            PaymentStatus.CANCELLED,
        ],
        PaymentStatus.APPROVED: [
            PaymentStatus.PROCESSING,
            PaymentStatus.HELD,
            PaymentStatus.NEEDS_APPROVAL,
            PaymentStatus.CANCELLED,
        ],
        PaymentStatus.HELD: [
            PaymentStatus.NEEDS_APPROVAL,
            PaymentStatus.APPROVED,
            PaymentStatus.DENIED,
            PaymentStatus.CANCELLED,
        ],
        # Back to APPROVED only when the bank refused the whole file: then nothing was paid.
        PaymentStatus.PROCESSING: [
            PaymentStatus.SENT,
            PaymentStatus.RETURNED,
            PaymentStatus.APPROVED,
        ],
        PaymentStatus.SENT: [
            PaymentStatus.SETTLED,
            PaymentStatus.RETURNED,
            PaymentStatus.REVERSED,
            PaymentStatus.APPROVED,
        ],
        PaymentStatus.SETTLED: [
            PaymentStatus.FINAL,
            PaymentStatus.RETURNED,
            PaymentStatus.REVERSED,
        ],
        PaymentStatus.FINAL: [PaymentStatus.RETURNED, PaymentStatus.REVERSED],
        # A contested return or a return booked in error puts the payment back.
        PaymentStatus.RETURNED: [PaymentStatus.SETTLED],
        PaymentStatus.REVERSED: [PaymentStatus.SETTLED],
        PaymentStatus.DENIED: [],
        PaymentStatus.CANCELLED: [],
    },
)


class RefundStatus(TextChoices):
    """A patient refund, from the wish to the closed books."""

    REQUESTED = "requested", "Requested"
    PENDING_APPROVAL = "pending_approval", "Waiting for approval"
    APPROVED = "approved", "Approved"
    SCHEDULED = "scheduled", "Scheduled"
    PAID = "paid", "Paid"
    CLOSED = "closed", "Closed"
    RETURNED = "returned", "Returned"
    DENIED = "denied", "Denied"


REFUND = Transitions(
    "Refund",
    {
        RefundStatus.REQUESTED: [
            RefundStatus.PENDING_APPROVAL,
            RefundStatus.APPROVED,
            RefundStatus.DENIED,
        ],
        RefundStatus.PENDING_APPROVAL: [RefundStatus.APPROVED, RefundStatus.DENIED],
        RefundStatus.APPROVED: [
            RefundStatus.SCHEDULED,
            RefundStatus.PENDING_APPROVAL,
            RefundStatus.DENIED,
        ],
        RefundStatus.SCHEDULED: [
            RefundStatus.PAID,
            RefundStatus.RETURNED,
            RefundStatus.APPROVED,
        ],
        RefundStatus.PAID: [RefundStatus.CLOSED, RefundStatus.RETURNED],
        RefundStatus.CLOSED: [RefundStatus.RETURNED],
        RefundStatus.RETURNED: [RefundStatus.REQUESTED, RefundStatus.PAID],
        RefundStatus.DENIED: [],
    },
)


class VendorInvoiceStatus(TextChoices):
    """A vendor's invoice, from receipt to closed."""

    RECEIVED = "received", "Received"
    ON_HOLD = "on_hold", "On hold"
    APPROVED = "approved", "Approved"
    SCHEDULED = "scheduled", "Scheduled"
    PAID = "paid", "Paid"
    CLOSED = "closed", "Closed"
    DISPUTED = "disputed", "Disputed"
    VOID = "void", "Void"


VENDOR_INVOICE = Transitions(
    "VendorInvoice",
    {
        VendorInvoiceStatus.RECEIVED: [
            VendorInvoiceStatus.ON_HOLD,
            VendorInvoiceStatus.APPROVED,
            VendorInvoiceStatus.DISPUTED,
            VendorInvoiceStatus.VOID,
        ],
        VendorInvoiceStatus.ON_HOLD: [
            VendorInvoiceStatus.RECEIVED,
            VendorInvoiceStatus.APPROVED,
            VendorInvoiceStatus.DISPUTED,
            VendorInvoiceStatus.VOID,
        ],
        VendorInvoiceStatus.APPROVED: [
            VendorInvoiceStatus.SCHEDULED,
            VendorInvoiceStatus.ON_HOLD,
            VendorInvoiceStatus.VOID,
        ],
        VendorInvoiceStatus.SCHEDULED: [
            VendorInvoiceStatus.PAID,
            VendorInvoiceStatus.APPROVED,
        ],
        VendorInvoiceStatus.PAID: [VendorInvoiceStatus.CLOSED, VendorInvoiceStatus.APPROVED],
        VendorInvoiceStatus.CLOSED: [VendorInvoiceStatus.APPROVED],
        VendorInvoiceStatus.DISPUTED: [],
        VendorInvoiceStatus.VOID: [],
    },
)
