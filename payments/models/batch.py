"""A batch as THE sent it: whole or not at all."""

from django.db import models

from hmsach.db.fields import CentsField
from hmsach.db.records import Record, ScopedQuerySet
from hmsach.db.stateful import Stateful, one_of, status_field
from hmsach.lib.ids import public_id
from payments.states import BATCH, BatchStatus


class PaymentKind(models.TextChoices):
    """Why money leaves; it chooses the entry class and the description."""

    CLAIM_REMITTANCE = "CLAIM_REMITTANCE", "Claim remittance"
    PATIENT_REFUND = "PATIENT_REFUND", "Patient refund"
    VENDOR_PAYMENT = "VENDOR_PAYMENT", "Vendor payment"


def new_batch_id() -> str:
    """A public batch id, such as b_01JD8Q2M3V9Y7K5T0XW4R6ZP1C."""
    return public_id("b")


class PaymentBatch(Record, Stateful):
    """One call to /ach/payments. (client, external_id) is unique for ever."""

    transitions = BATCH

    batch_id = models.CharField(max_length=32, unique=True, default=new_batch_id, editable=False)
    facility = models.ForeignKey("accounts.Facility", models.PROTECT, related_name="batches")
    client_id = models.CharField(max_length=100, help_text="The API client that sent it.")
    external_id = models.CharField(max_length=64)
    body_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, choices=PaymentKind.choices)
    same_day = models.BooleanField(default=False)
    requested_effective_date = models.DateField(null=True, blank=True)
    effective_date = models.DateField()
    count = models.PositiveIntegerField()
    total_cents = CentsField()
    prepared_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    status = status_field(BatchStatus)
    received_at = models.DateTimeField(db_index=True)
    judgement = models.JSONField(
        default=list, blank=True, help_text="Each release rule looked at, and what it said."
    )

    objects = ScopedQuerySet.as_manager()
    facility_path = "facility"

    class Meta:
        ordering = ["-received_at"]
        verbose_name_plural = "payment batches"
        constraints = [
            one_of("status", BatchStatus, "batch_status"),
            one_of("kind", PaymentKind, "batch_kind"),
            models.UniqueConstraint(
                fields=["client_id", "external_id"], name="batch_external_id_for_ever"
            ),
        ]

    def __str__(self) -> str:
        return self.external_id
