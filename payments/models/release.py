"""Leave to pay: rules, approvals and holds."""

from django.db import models

from hmsach.db.fields import CentsField
from hmsach.db.records import AppendOnlyRecord, Record, ScopedQuerySet
from hmsach.db.stateful import one_of
from payments.models.batch import PaymentBatch, PaymentKind
from payments.models.payment import Payment


class RuleEffect(models.TextChoices):
    """What a rule does to a batch that it fits. The strictest of the fitting rules wins."""

    APPROVE = "approve", "Release by itself"
    ASK = "ask", "Ask for an approval"
    HOLD = "hold", "Hold"
    REFUSE = "refuse", "Refuse"


class ReleaseRule(Record):
    """A rule by kind and amount. Where none fits, a person is asked."""

    facility = models.ForeignKey(
        "accounts.Facility", models.PROTECT, related_name="release_rules", null=True, blank=True
    )
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=PaymentKind.choices, blank=True)
    above_cents = CentsField(
        default=0, help_text="Fits a batch whose largest payment or total is above this."
    )
    up_to_cents = CentsField(null=True, blank=True, help_text="And not above this, if given.")
    measures = models.CharField(
        max_length=10, choices=[("payment", "Largest payment"), ("batch", "Batch total")]
    )
    effect = models.CharField(max_length=8, choices=RuleEffect.choices)
    active = models.BooleanField(default=True)

    objects = ScopedQuerySet.as_manager()
    facility_path = "facility"

    class Meta:
        ordering = ["name"]
        constraints = [one_of("effect", RuleEffect, "release_rule_effect")]

    def __str__(self) -> str:
        return self.name


class Decision(models.TextChoices):
    """What a person said."""

    APPROVED = "approved", "Approved"
    DENIED = "denied", "Denied"
    VOIDED = "voided", "Voided by an edit"


class Approval(AppendOnlyRecord):
    """A person's decision on a batch as it stood: the digest tells which contents were seen."""

    batch = models.ForeignKey(PaymentBatch, models.PROTECT, related_name="approvals")
    decision = models.CharField(max_length=8, choices=Decision.choices)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    snapshot = models.CharField(max_length=64)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.get_decision_display()} {self.at:%Y-%m-%d %H:%M}"


class HoldReason(models.TextChoices):
    """What a hold is about."""

    LEGAL = "legal", "Legal"
    FRAUD = "fraud", "Fraud"
    COMPLIANCE = "compliance", "Compliance"
    BANK_CHANGE = "bank_change", "Bank details changed"
    DUPLICATE = "duplicate", "Possible duplicate"
    RULE = "rule", "Release rule"
    OTHER = "other", "Other"


class Hold(Record):
    """Something that keeps a payment back until a person lifts it."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=20, choices=HoldReason.choices)
    sentence = models.CharField(max_length=300)
    placed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    until = models.DateField(null=True, blank=True, help_text="When to look at it again.")
    released_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, blank=True
    )
    released_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    facility_path = "payment__facility"

    class Meta:
        ordering = ["-placed_at"]

    def __str__(self) -> str:
        return self.get_reason_display()
