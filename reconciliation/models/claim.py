"""THE's open claims: what is owed, by whom, for which service."""

from django.db import models

from hmsach.db.fields import BlindIndexField, CentsField, EncryptedTextField
from hmsach.db.records import Record, ScopedQuerySet
from hmsach.db.stateful import Stateful, one_of, status_field
from reconciliation.models.payer import Payer
from reconciliation.states import CLAIM, ClaimStatus


class Claim(Record, Stateful):
    """An open item. `balance_cents` is THE's word; what we posted stands in allocations."""

    transitions = CLAIM

    facility = models.ForeignKey("accounts.Facility", models.PROTECT, related_name="claims")
    external_id = models.CharField(max_length=64)
    patient_control_number = models.CharField(
        max_length=38, db_index=True, help_text="CLP01 and CLM01: what the payer sends back."
    )
    payer = models.ForeignKey(Payer, models.PROTECT, related_name="claims")
    payer_control_number = models.CharField(max_length=50, blank=True, db_index=True)
    patient_last = EncryptedTextField(blank=True, default="")
    patient_first = EncryptedTextField(blank=True, default="")
    birth_date = EncryptedTextField(blank=True, default="", help_text="ISO 8601.")
    member_id = EncryptedTextField(blank=True, default="")
    patient_last_index = BlindIndexField(source="patient_last", normalize=str.casefold)
    member_id_index = BlindIndexField(source="member_id", normalize=str.upper)
    service_from = models.DateField()
    service_to = models.DateField()
    submitted_on = models.DateField(null=True, blank=True)
    charge_cents = CentsField()
    expected_cents = CentsField(null=True, blank=True)
    balance_cents = CentsField()
    status = status_field(ClaimStatus)

    objects = ScopedQuerySet.as_manager()
    facility_path = "facility"

    class Meta:
        ordering = ["external_id"]
        indexes = [
            models.Index(fields=["facility", "payer", "charge_cents", "service_from"]),
            models.Index(fields=["facility", "patient_control_number"]),
        ]
        constraints = [
            one_of("status", ClaimStatus, "claim_status"),
            models.UniqueConstraint(fields=["facility", "external_id"], name="claim_once"),
        ]

    def __str__(self) -> str:
        return self.external_id


class ClaimLine(Record):
    """A service line of a claim as THE billed it."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="lines")
    control_number = models.CharField(max_length=50)
    procedure = models.CharField(max_length=40)
    charge_cents = CentsField()

    objects = ScopedQuerySet.as_manager()
    facility_path = "claim__facility"

    class Meta:
        ordering = ["control_number"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "control_number"], name="claim_line_once")
        ]

    def __str__(self) -> str:
        return self.control_number
