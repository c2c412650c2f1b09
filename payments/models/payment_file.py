"""A file built for a bank at a cut-off: its entries, totals and modifier."""

from django.db import models

from hmsach.db.fields import CentsField
from hmsach.db.records import Record, ScopedQuerySet
from payments.models.bank import BankProfile


class PaymentFile(Record):
    """One NACHA file. Its bytes and its way to the bank are the transmission's."""

    facility = models.ForeignKey("accounts.Facility", models.PROTECT, related_name="payment_files")
    bank_profile = models.ForeignKey(BankProfile, models.PROTECT, related_name="files")
    transmission = models.OneToOneField(
        "edi.Transmission", models.PROTECT, related_name="payment_file"
    )
    created_on = models.DateField(help_text="In the bank's time zone, as in the file header.")
    modifier = models.CharField(max_length=1)
    batch_count = models.PositiveIntegerField()
    entry_count = models.PositiveIntegerField()
    credit_cents = CentsField()
    debit_cents = CentsField(default=0)
    voided_at = models.DateTimeField(
        null=True, blank=True, help_text="When the bank refused it whole; its payments are free."
    )

    objects = ScopedQuerySet.as_manager()
    facility_path = "facility"

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            # The operator's own test for a duplicate file; 36 modifiers are a day's most.
            models.UniqueConstraint(
                fields=["bank_profile", "created_on", "modifier"], name="payment_file_modifier_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.created_on:%Y-%m-%d} {self.modifier}"
