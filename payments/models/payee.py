"""Who is paid, and into which account."""

from django.db import models

from hmsach.db.fields import BlindIndexField, EncryptedTextField
from hmsach.db.records import Record, ScopedQuerySet
from hmsach.db.stateful import one_of


class PayeeKind(models.TextChoices):
    """A person's name is a patient's identifier; an organization's is not, but both are sealed."""

    ORGANIZATION = "ORGANIZATION", "Organization"
    PERSON = "PERSON", "Person"


class Payee(Record):
    """A provider, a vendor or a patient, by the name THE gives it."""

    facility = models.ForeignKey("accounts.Facility", models.PROTECT, related_name="payees")
    external_id = models.CharField(max_length=64)
    kind = models.CharField(
        max_length=16, choices=PayeeKind.choices, default=PayeeKind.ORGANIZATION
    )
    name = EncryptedTextField()
    name_index = BlindIndexField(source="name", normalize=str.casefold)
    npi = models.CharField("NPI", max_length=10, blank=True)
    tin = EncryptedTextField("TIN", blank=True, default="")
    tin_index = BlindIndexField(source="tin")
    remittance_channel = models.ForeignKey(
        "edi.Channel",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Where this payee's 835s go; else the bank profile's clearing house.",
    )

    objects = ScopedQuerySet.as_manager()
    facility_path = "facility"

    class Meta:
        ordering = ["external_id"]
        constraints = [
            one_of("kind", PayeeKind, "payee_kind"),
            models.UniqueConstraint(fields=["facility", "external_id"], name="payee_once"),
        ]

    def __str__(self) -> str:
        return self.external_id


class AccountStatus(models.TextChoices):
    """Whether money may go to an account."""

    UNVERIFIED = "unverified", "Not verified"
    VERIFIED = "verified", "Verified"
    BLOCKED = "blocked", "Blocked"
    REPLACED = "replaced", "Replaced"


class AccountType(models.TextChoices):
    """Checking or savings: it chooses the transaction code."""

    CHECKING = "CHECKING", "Checking"
    SAVINGS = "SAVINGS", "Savings"


class PayeeAccount(Record):
    """A payee's account. A change is a new row; the old one stays, replaced."""

    payee = models.ForeignKey(Payee, models.PROTECT, related_name="accounts")
    routing_number = models.CharField(max_length=9)
    account_number = EncryptedTextField()
    account_index = BlindIndexField(source="account_number")
    last_four = models.CharField(max_length=4)
    type = models.CharField(max_length=10, choices=AccountType.choices)
    status = models.CharField(
        max_length=12, choices=AccountStatus.choices, default=AccountStatus.UNVERIFIED
    )
    blocked_reason = models.CharField(max_length=200, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces"
    )

    objects = ScopedQuerySet.as_manager()
    facility_path = "payee__facility"

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            one_of("status", AccountStatus, "payee_account_status"),
            one_of("type", AccountType, "payee_account_type"),
            models.UniqueConstraint(
                fields=["payee", "routing_number", "account_index", "type"],
                name="payee_account_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()} ••••{self.last_four}"
