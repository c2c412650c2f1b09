"""Where each cent of a deposit went. Append-only: an allocation is undone by an opposite row."""

from typing import cast
from uuid import UUID

from django.db import models

from hmsach.db.fields import CentsField
from hmsach.db.records import AppendOnlyRecord, ScopedQuerySet
from hmsach.db.stateful import one_of
from reconciliation.models.claim import Claim
from reconciliation.models.deposit import Deposit
from reconciliation.models.remittance import ProviderAdjustment, Remittance, RemittedClaim


class AllocationKind(models.TextChoices):
    """What a row of money is for."""

    CLAIM = "claim", "Claim payment"
    TAKEBACK = "takeback", "Reversal of a claim payment"
    PROVIDER_ADJUSTMENT = "provider_adjustment", "Provider adjustment"


class Allocation(AppendOnlyRecord):
    """Cents of one deposit put to one remitted claim or provider adjustment.

    The signed amounts of a remittance's rows add up to its deposit: claims as paid (a takeback is
    negative), provider adjustments with the sign turned. `generation` makes the first posting
    unique (the guard against posting twice) and lets a later one follow an undoing.
    """

    facility = models.ForeignKey("accounts.Facility", models.PROTECT, related_name="+")
    remittance = models.ForeignKey(Remittance, models.PROTECT, related_name="allocations")
    deposit = models.ForeignKey(
        Deposit, models.PROTECT, related_name="allocations", null=True, blank=True
    )
    remitted_claim = models.ForeignKey(
        RemittedClaim, models.PROTECT, related_name="allocations", null=True, blank=True
    )
    claim = models.ForeignKey(
        Claim, models.PROTECT, related_name="allocations", null=True, blank=True
    )
    provider_adjustment = models.ForeignKey(
        ProviderAdjustment, models.PROTECT, related_name="allocations", null=True, blank=True
    )
    kind = models.CharField(max_length=20, choices=AllocationKind.choices)
    amount_cents = CentsField()
    generation = models.PositiveSmallIntegerField(default=1)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    method = models.CharField(max_length=8)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    reasons = models.JSONField(default=list, blank=True)
    rule_version = models.CharField(max_length=20)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    facility_path = "facility"

    class Meta:
        ordering = ["created_at"]
        constraints = [
            one_of("kind", AllocationKind, "allocation_kind"),
            models.UniqueConstraint(
                fields=["remitted_claim", "generation"],
                condition=models.Q(reverses__isnull=True, remitted_claim__isnull=False),
                name="allocation_claim_once",
            ),
            models.UniqueConstraint(
                fields=["provider_adjustment", "generation"],
                condition=models.Q(reverses__isnull=True, provider_adjustment__isnull=False),
                name="allocation_adjustment_once",
            ),
            models.CheckConstraint(
                condition=models.Q(remitted_claim__isnull=False, provider_adjustment__isnull=True)
                | models.Q(remitted_claim__isnull=True, provider_adjustment__isnull=False),
                name="allocation_has_one_target",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount_cents}"

    @property
    def row(self) -> RemittedClaim:
        """The remitted claim it places money for; only for rows that are a claim's."""
        return cast(RemittedClaim, self.remitted_claim)

    @property
    def row_id(self) -> UUID:
        """The key of `row`."""
        return cast(UUID, self.remitted_claim_id)

    @property
    def owed_id(self) -> UUID:
        """The key of the open claim it pays; only for rows that are a claim's."""
        return cast(UUID, self.claim_id)
