"""What the receiver's bank sends back: returns, and notices of change."""

from django.db import models

from hmsach.db.fields import EncryptedTextField
from hmsach.db.records import AppendOnlyRecord, Record, ScopedQuerySet
from hmsach.db.stateful import one_of
from payments.models.payment import Payment


class PaymentReturn(AppendOnlyRecord):
    """One return entry, attached to its payment. The same entry is never booked twice."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="returns")
    code = models.CharField(max_length=3)
    title = models.CharField(max_length=120, help_text="The code in our own words.")
    trace_number = models.CharField(max_length=15)
    original_trace_number = models.CharField(max_length=15)
    information = EncryptedTextField(blank=True, default="")
    date_of_death = EncryptedTextField(blank=True, default="", help_text="ISO 8601; R14, R15.")
    returned_on = models.DateField()
    inbound_file = models.ForeignKey("edi.InboundFile", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["trace_number", "code", "original_trace_number"], name="return_booked_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class NoticeStatus(models.TextChoices):
    """What was done about a notice of change."""

    RECEIVED = "received", "To apply"
    APPLIED = "applied", "Applied"
    REFUSED = "refused", "Refused"


class NoticeOfChange(Record):
    """The receiver's bank says that details differ. To apply within six banking days of receipt,
    or before the next entry, whichever is later (Nacha, notices of change)."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="notices")
    code = models.CharField(max_length=3)
    title = models.CharField(max_length=120)
    trace_number = models.CharField(max_length=15)
    original_trace_number = models.CharField(max_length=15)
    corrected_data = EncryptedTextField(blank=True, default="")
    received_on = models.DateField()
    apply_by = models.DateField()
    status = models.CharField(
        max_length=10, choices=NoticeStatus.choices, default=NoticeStatus.RECEIVED
    )
    inbound_file = models.ForeignKey("edi.InboundFile", models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    facility_path = "payment__facility"

    class Meta:
        ordering = ["-created_at"]
        verbose_name_plural = "notices of change"
        constraints = [
            one_of("status", NoticeStatus, "notice_status"),
            models.UniqueConstraint(
                fields=["trace_number", "code", "original_trace_number"], name="notice_booked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
