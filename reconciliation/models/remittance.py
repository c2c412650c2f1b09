"""A payer's 835 as records: the remittance, its claims, lines and adjustments."""

from django.db import models

from hmsach.db.fields import BlindIndexField, CentsField, EncryptedTextField
from hmsach.db.records import Record, ScopedQuerySet
from hmsach.db.stateful import Stateful, one_of, status_field
from reconciliation.models.claim import Claim, ClaimLine
from reconciliation.models.payer import Payer
from reconciliation.states import MATCH, REMITTANCE, MatchStatus, RemittanceStatus


class Remittance(Record, Stateful):
    """One transaction set 835. Reassociation key: trace_number + payer_identifier."""

    transitions = REMITTANCE

    facility = models.ForeignKey("accounts.Facility", models.PROTECT, related_name="remittances")
    inbound_file = models.ForeignKey("edi.InboundFile", models.PROTECT, related_name="remittances")
    set_control = models.CharField("ST02", max_length=9)
    set_position = models.PositiveIntegerField(help_text="Its place among the file's sets, from 1.")
    payer = models.ForeignKey(
        Payer, models.PROTECT, null=True, blank=True, related_name="remittances"
    )
    payer_name = models.CharField(max_length=120)
    trace_number = models.CharField("TRN02", max_length=50, db_index=True)
    payer_identifier = models.CharField("TRN03", max_length=30, blank=True)
    payee_name = models.CharField(max_length=120)
    payee_npi = models.CharField("payee NPI", max_length=10, blank=True)
    payee_tin = models.CharField("payee TIN", max_length=9, blank=True)
    handling = models.CharField("BPR01", max_length=2)
    method = models.CharField("BPR04", max_length=3)
    amount_cents = CentsField("BPR02")
    paid_on = models.DateField(null=True, blank=True)
    claims_cents = CentsField(default=0, help_text="Sum of CLP04.")
    provider_adjustment_cents = CentsField(default=0, help_text="Sum of PLB.")
    off_cents = CentsField(default=0, help_text="What is missing for balance at set level.")
    imbalance = models.JSONField(default=list, blank=True, help_text="Where it does not balance.")
    findings = models.JSONField(default=list, blank=True)
    status = status_field(RemittanceStatus)
    received_at = models.DateTimeField(db_index=True)
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates"
    )

    objects = ScopedQuerySet.as_manager()
    facility_path = "facility"

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            one_of("status", RemittanceStatus, "remittance_status"),
            models.UniqueConstraint(
                fields=["inbound_file", "set_position"], name="remittance_once_per_set"
            ),
            models.UniqueConstraint(
                fields=["facility", "payer_identifier", "trace_number", "amount_cents"],
                condition=~models.Q(status=RemittanceStatus.DUPLICATE),
                name="remittance_once_by_trace",
            ),
        ]

    def __str__(self) -> str:
        return self.trace_number


class RemittedClaim(Record, Stateful):
    """One CLP: what the payer decided on one claim. `status` is the matching axis."""

    transitions = MATCH

    remittance = models.ForeignKey(Remittance, models.PROTECT, related_name="claims")
    facility = models.ForeignKey("accounts.Facility", models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(help_text="Its place in the set, from 1.")
    control_number = models.CharField("CLP01", max_length=38, db_index=True)
    status_code = models.CharField("CLP02", max_length=2)
    charge_cents = CentsField("CLP03")
    paid_cents = CentsField("CLP04")
    patient_responsibility_cents = CentsField("CLP05", default=0)
    filing_indicator = models.CharField("CLP06", max_length=2, blank=True)
    payer_control_number = models.CharField("CLP07", max_length=50, blank=True, db_index=True)
    original_control_number = models.CharField(
        "REF*F8", max_length=50, blank=True, help_text="The payer's number of what it corrects."
    )
    patient_last = EncryptedTextField(blank=True, default="")
    patient_first = EncryptedTextField(blank=True, default="")
    member_id = EncryptedTextField(blank=True, default="")
    member_id_index = BlindIndexField(source="member_id", normalize=str.upper)
    service_from = models.DateField(null=True, blank=True)
    service_to = models.DateField(null=True, blank=True)
    remarks = models.JSONField(default=list, blank=True)
    off_cents = CentsField(default=0)
    claim = models.ForeignKey(
        Claim, models.PROTECT, null=True, blank=True, related_name="remitted_claims"
    )
    method = models.CharField(
        max_length=8,
        blank=True,
        choices=[("AUTO", "By itself"), ("MANUAL", "By hand"), ("FORCED", "Forced")],
    )
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    reasons = models.JSONField(default=list, blank=True)
    status = status_field(MatchStatus)

    objects = ScopedQuerySet.as_manager()
    facility_path = "facility"

    class Meta:
        ordering = ["remittance", "position"]
        constraints = [
            one_of("status", MatchStatus, "remitted_claim_status"),
            models.UniqueConstraint(fields=["remittance", "position"], name="remitted_claim_once"),
            models.CheckConstraint(
                condition=~models.Q(status=MatchStatus.POSTED) | models.Q(claim__isnull=False),
                name="remitted_claim_posted_to_a_claim",
            ),
        ]

    def __str__(self) -> str:
        return self.control_number


class RemittedLine(Record):
    """One SVC: what the payer decided on one service."""

    remitted_claim = models.ForeignKey(RemittedClaim, models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    control_number = models.CharField("REF*6R", max_length=50, blank=True)
    procedure = models.CharField("SVC01", max_length=60)
    charge_cents = CentsField("SVC02")
    paid_cents = CentsField("SVC03")
    allowed_cents = CentsField("AMT*B6", null=True, blank=True)
    units = models.CharField("SVC05", max_length=15, blank=True)
    service_on = models.DateField(null=True, blank=True)
    remarks = models.JSONField(default=list, blank=True)
    claim_line = models.ForeignKey(
        ClaimLine, models.PROTECT, null=True, blank=True, related_name="remitted_lines"
    )

    objects = ScopedQuerySet.as_manager()
    facility_path = "remitted_claim__facility"

    class Meta:
        ordering = ["remitted_claim", "position"]

    def __str__(self) -> str:
        return self.procedure


class Adjustment(Record):
    """One CAS triplet, at claim or at line. A positive amount reduces what is paid."""

    remitted_claim = models.ForeignKey(RemittedClaim, models.PROTECT, related_name="adjustments")
    line = models.ForeignKey(
        RemittedLine, models.PROTECT, null=True, blank=True, related_name="adjustments"
    )
    position = models.PositiveIntegerField()
    group = models.CharField(max_length=2)
    reason = models.CharField(max_length=5)
    amount_cents = CentsField()
    quantity = models.CharField(max_length=15, blank=True)

    objects = ScopedQuerySet.as_manager()
    facility_path = "remitted_claim__facility"

    class Meta:
        ordering = ["remitted_claim", "position"]

    def __str__(self) -> str:
        return f"{self.group} {self.reason}"


class ProviderAdjustment(Record):
    """One PLB pair. A positive amount reduces what is paid, a negative one raises it."""

    remittance = models.ForeignKey(Remittance, models.PROTECT, related_name="provider_adjustments")
    position = models.PositiveIntegerField()
    provider_id = models.CharField(max_length=50)
    fiscal_date = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=2)
    reference = models.CharField(max_length=50, blank=True, db_index=True)
    amount_cents = CentsField()

    objects = ScopedQuerySet.as_manager()
    facility_path = "remittance__facility"

    class Meta:
        ordering = ["remittance", "position"]

    def __str__(self) -> str:
        return f"{self.reason} {self.reference}".strip()
