"""What a payment is for, where that has a life of its own: refunds and vendors' invoices."""

from django.db import models

from hmsach.db.fields import CentsField, EncryptedTextField
from hmsach.db.records import Record, ScopedQuerySet
from hmsach.db.stateful import Stateful, one_of, status_field
from payments.models.payee import Payee
from payments.models.payment import Payment
from payments.states import REFUND, VENDOR_INVOICE, RefundStatus, VendorInvoiceStatus


class Refund(Record, Stateful):
    """Money owed back to a patient. Its reason lives a floor up; here it is only a reference."""

    transitions = REFUND

    facility = models.ForeignKey("accounts.Facility", models.PROTECT, related_name="refunds")
    payment = models.OneToOneField(
        Payment, models.PROTECT, related_name="refund", null=True, blank=True
    )
    amount_cents = CentsField()
    reason = models.CharField(max_length=40)
    reference = models.CharField(max_length=64, help_text="Opaque to payments: THE's claim id.")
    patient_account = EncryptedTextField(blank=True, default="")
    requested_at = models.DateTimeField(null=True, blank=True)
    status = status_field(RefundStatus)

    objects = ScopedQuerySet.as_manager()
    facility_path = "facility"

    class Meta:
        ordering = ["-created_at"]
        constraints = [one_of("status", RefundStatus, "refund_status")]

    def __str__(self) -> str:
        return self.reference


class VendorInvoice(Record, Stateful):
    """A vendor's invoice or credit memo that a payment settles."""

    transitions = VENDOR_INVOICE

    facility = models.ForeignKey("accounts.Facility", models.PROTECT, related_name="invoices")
    payee = models.ForeignKey(Payee, models.PROTECT, related_name="invoices")
    payment = models.ForeignKey(
        Payment, models.PROTECT, related_name="invoices", null=True, blank=True
    )
    number = models.CharField(max_length=40)
    purchase_order = models.CharField(max_length=40, blank=True)
    invoice_date = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    gross_cents = CentsField()
    discount_cents = CentsField(default=0)
    paid_cents = CentsField()
    status = status_field(VendorInvoiceStatus)

    objects = ScopedQuerySet.as_manager()
    facility_path = "facility"

    class Meta:
        ordering = ["payee", "number"]
        constraints = [one_of("status", VendorInvoiceStatus, "vendor_invoice_status")]

    def __str__(self) -> str:
        return self.number
