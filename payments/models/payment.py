"""One payment, and the facts that gather on it."""

from django.db import models

from hmsach.db.fields import CentsField, EncryptedTextField
from hmsach.db.records import AppendOnlyRecord, Record, ScopedQuerySet
from hmsach.db.stateful import Stateful, one_of, status_field
from hmsach.lib.ids import public_id
from payments.models.batch import PaymentBatch, PaymentKind
from payments.models.payee import Payee, PayeeAccount
from payments.models.payment_file import PaymentFile
from payments.states import PAYMENT, PaymentStatus


def new_payment_id() -> str:
    """A public payment id."""
    return public_id("p")


class Payment(Record, Stateful):
    """An amount owed to a payee's account. It stands in at most one live file."""

    transitions = PAYMENT

    payment_id = models.CharField(
        max_length=32, unique=True, default=new_payment_id, editable=False
    )
    batch = models.ForeignKey(PaymentBatch, models.PROTECT, related_name="payments")
    facility = models.ForeignKey("accounts.Facility", models.PROTECT, related_name="payments")
    client_id = models.CharField(max_length=100)
    external_id = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, choices=PaymentKind.choices)
    sequence = models.PositiveIntegerField(help_text="Its place in the batch, from 1.")
    amount_cents = CentsField()
    payee = models.ForeignKey(Payee, models.PROTECT, related_name="payments")
    account = models.ForeignKey(PayeeAccount, models.PROTECT, related_name="payments")
    effective_date = models.DateField()
    same_day = models.BooleanField(default=False)
    remittance = EncryptedTextField(
        blank=True, default="", help_text="The claims or invoices it pays, as THE sent them, JSON."
    )
    payer_name = models.CharField(max_length=60, blank=True)
    payer_tin = models.CharField("payer TIN", max_length=9, blank=True)
    status = status_field(PaymentStatus)
    file = models.ForeignKey(
        PaymentFile, models.PROTECT, null=True, blank=True, related_name="payments"
    )
    sec_code = models.CharField("SEC code", max_length=3, blank=True)
    trace_number = models.CharField(max_length=15, blank=True, db_index=True)
    eft_trace = models.CharField(
        "TRN02", max_length=50, blank=True, db_index=True, help_text="The same in the 835."
    )
    settled_on = models.DateField(null=True, blank=True)
    returns_expected_by = models.DateField(null=True, blank=True)
    reissue_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reissues"
    )

    objects = ScopedQuerySet.as_manager()
    facility_path = "facility"

    class Meta:
        ordering = ["batch", "sequence"]
        indexes = [models.Index(fields=["facility", "status", "effective_date"])]
        constraints = [
            one_of("status", PaymentStatus, "payment_status"),
            models.CheckConstraint(
                condition=models.Q(amount_cents__gt=0), name="payment_amount_above_zero"
            ),
            models.UniqueConstraint(
                fields=["client_id", "external_id"], name="payment_external_id_for_ever"
            ),
            models.UniqueConstraint(
                fields=["trace_number"],
                condition=~models.Q(trace_number=""),
                name="payment_trace_once",
            ),
            # A payment whose money may be on its way has a file, and one that waits has none.
            models.CheckConstraint(
                condition=models.Q(
                    status__in=["processing", "sent", "settled", "final", "returned", "reversed"],
                    file__isnull=False,
                )
                | models.Q(
                    status__in=["needs_approval", "approved", "held", "denied", "cancelled"],
                    file__isnull=True,
                ),
                name="payment_file_fits_status",
            ),
        ]

    def __str__(self) -> str:
        return self.external_id


class FactKind(models.TextChoices):
    """What can be known of a payment."""

    RECEIVED = "received", "Received"
    APPROVED = "approved", "Approved"
    SUBMITTED = "submitted", "Submitted to the bank"
    ACKNOWLEDGED = "acknowledged", "Accepted by the bank"
    REJECTED = "rejected", "Rejected by the bank"
    SETTLED = "settled", "Settled"
    WINDOW_PASSED = "window_passed", "Return window passed"
    RETURNED = "returned", "Returned"
    NOTICE_OF_CHANGE = "notice_of_change", "Notice of change"
    CANCELLED = "cancelled", "Cancelled"


class PaymentFact(AppendOnlyRecord):
    """Something that happened to a payment, with its time. Facts append and never change."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="facts")
    kind = models.CharField(max_length=20, choices=FactKind.choices)
    at = models.DateTimeField()
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "created_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"
