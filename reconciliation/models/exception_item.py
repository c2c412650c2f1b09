"""What a person must look at: one item, its owner, its clock, its amount, its notes."""

from django.db import models
from guardian.models import UserObjectPermissionBase

from hmsach.db.fields import CentsField, EncryptedTextField
from hmsach.db.records import AppendOnlyRecord, Record, ScopedQuerySet
from hmsach.db.stateful import Stateful, one_of, status_field
from reconciliation.models.claim import Claim
from reconciliation.models.deposit import Deposit
from reconciliation.models.remittance import ProviderAdjustment, Remittance, RemittedClaim
from reconciliation.states import EXCEPTION, ExceptionKind, ExceptionStatus


class ExceptionItem(Record, Stateful):
    """One piece of work. `fingerprint` keeps the same trouble from opening two items."""

    transitions = EXCEPTION

    facility = models.ForeignKey("accounts.Facility", models.PROTECT, related_name="exceptions")
    kind = models.CharField(max_length=24, choices=ExceptionKind.choices, db_index=True)
    title = models.CharField(max_length=200, help_text="What happened, without PHI.")
    advice = models.CharField(max_length=400, blank=True, help_text="What to do about it.")
    amount_cents = CentsField(default=0, help_text="What is at stake.")
    fingerprint = models.CharField(max_length=120)
    due_at = models.DateTimeField(db_index=True)
    owner = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="exceptions"
    )
    waiting_until = models.DateField(null=True, blank=True)
    waiting_for = models.CharField(max_length=80, blank=True)
    resolution = models.CharField(max_length=40, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    remittance = models.ForeignKey(
        Remittance, models.PROTECT, null=True, blank=True, related_name="exceptions"
    )
    remitted_claim = models.ForeignKey(
        RemittedClaim, models.PROTECT, null=True, blank=True, related_name="exceptions"
    )
    provider_adjustment = models.ForeignKey(
        ProviderAdjustment, models.PROTECT, null=True, blank=True, related_name="exceptions"
    )
    deposit = models.ForeignKey(
        Deposit, models.PROTECT, null=True, blank=True, related_name="exceptions"
    )
    claim = models.ForeignKey(
        Claim, models.PROTECT, null=True, blank=True, related_name="exceptions"
    )
    payment = models.ForeignKey(
        "payments.Payment", models.PROTECT, null=True, blank=True, related_name="exceptions"
    )
    inbound_file = models.ForeignKey(
        "edi.InboundFile", models.PROTECT, null=True, blank=True, related_name="exceptions"
    )
    transmission = models.ForeignKey(
        "edi.Transmission", models.PROTECT, null=True, blank=True, related_name="exceptions"
    )
    status = status_field(ExceptionStatus)

    objects = ScopedQuerySet.as_manager()
    facility_path = "facility"
    object_grants = "reconciliation.ExceptionItemGrant"

    class Meta:
        ordering = ["due_at"]
        verbose_name = "exception"
        constraints = [
            one_of("status", ExceptionStatus, "exception_status"),
            one_of("kind", ExceptionKind, "exception_kind"),
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=~models.Q(status=ExceptionStatus.RESOLVED),
                name="exception_open_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ExceptionItemGrant(UserObjectPermissionBase):
    """Leave for one person to see one item outside their facilities."""

    content_object = models.ForeignKey(ExceptionItem, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False


class ExceptionNote(AppendOnlyRecord):
    """What somebody wrote on an item. Sealed, since notes tend to name patients."""

    item = models.ForeignKey(ExceptionItem, models.PROTECT, related_name="notes")
    author = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = EncryptedTextField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
