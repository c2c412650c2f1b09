"""Partners, the channels to them, and the control numbers their envelopes use up."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models

from edi.nacha.tolerances import FOR_IMPORT
from hmsach.db.fields import EncryptedTextField
from hmsach.db.leases import Leased
from hmsach.db.records import Record, ScopedQuerySet
from hmsach.db.stateful import one_of


class PartnerKind(models.TextChoices):
    """What the other side is to us."""

    BANK = "bank", "Bank"
    PAYER = "payer", "Payer"
    PAYEE = "payee", "Payee of ours"
    PLATFORM = "platform", "Billing platform"
    CLEARINGHOUSE = "clearinghouse", "Clearing house"


class Partner(Record):
    """Somebody we exchange files with."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=PartnerKind.choices)
    x12_qualifier = models.CharField("X12 qualifier", max_length=2, default="ZZ")
    x12_id = models.CharField("X12 id", max_length=15, blank=True)
    x12_version = models.CharField("X12 version", max_length=12, default="005010X221A1")
    agreement_from = models.DateField(
        "business associate agreement from",
        null=True,
        blank=True,
        help_text="Nothing that holds a patient's data leaves for this partner before this day.",
    )
    agreement_until = models.DateField("business associate agreement until", null=True, blank=True)
    active = models.BooleanField(default=True)

    objects = ScopedQuerySet.as_manager()
    facility_path = "channels__facility"

    class Meta:
        ordering = ["code"]
        constraints = [one_of("kind", PartnerKind, "partner_kind")]

    def __str__(self) -> str:
        return self.name

    def may_carry_patient_data(self, on: date) -> bool:
        """Whether a business associate agreement is in force on that day."""
        if self.agreement_from is None or on < self.agreement_from:
            return False
        return self.agreement_until is None or on <= self.agreement_until


class Protocol(models.TextChoices):
    """How bytes reach the partner."""

    SFTP = "sftp", "SFTP"
    DIRECTORY = "directory", "Directory"
    HTTPS = "https", "HTTPS"
    AS2 = "as2", "AS2"


def known_tolerances(names: object) -> None:
    """Raises ValidationError for a name that is no tolerance files may be imported with: a
    typing error would otherwise stop the channel's next file."""
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValidationError("This is a list of names.", code="tolerances-not-a-list")
    if unknown := sorted(set(names) - set(FOR_IMPORT)):
        message = f"No file is imported with {', '.join(unknown)}: there is no such tolerance."
        raise ValidationError(message, code="tolerance-unknown")


class Channel(Record, Leased):
    """One way to one partner for one facility. Its lease lets one sender at a time through."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="channels")
    facility = models.ForeignKey("accounts.Facility", models.PROTECT, related_name="channels")
    code = models.CharField(max_length=40, unique=True)
    protocol = models.CharField(max_length=12, choices=Protocol.choices)
    host = models.CharField(max_length=200, blank=True)
    port = models.PositiveIntegerField(null=True, blank=True)
    username = models.CharField(max_length=120, blank=True)
    password = EncryptedTextField(blank=True, default="")
    private_key = EncryptedTextField(blank=True, default="")
    host_key = models.TextField(
        blank=True, help_text="The server's public key, pinned: another key stops the channel."
    )
    url = models.URLField(max_length=400, blank=True)
    outbound_dir = models.CharField(max_length=400, blank=True, help_text="Where we put files.")
    inbound_dir = models.CharField(max_length=400, blank=True, help_text="Where we find files.")
    archive_dir = models.CharField(
        max_length=400, blank=True, help_text="Where a collected file is moved, if anywhere."
    )
    tolerances = models.JSONField(
        default=list,
        blank=True,
        validators=[known_tolerances],
        help_text="Named departures from the Nacha rules that files by this channel may have.",
    )
    active = models.BooleanField(default=True)
    last_polled_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()
    facility_path = "facility"
    unrecorded_fields = ("last_polled_at",)  # a look that found nothing is no event of record

    class Meta:
        ordering = ["code"]
        constraints = [one_of("protocol", Protocol, "channel_protocol")]

    def __str__(self) -> str:
        return self.code


class ControlNumber(models.Model):
    """The last number given out of one sequence; a number is never given twice.

    A counter, not a record: the transmission that used a number tells its history.
    """

    sequence = models.CharField(max_length=80, primary_key=True)
    last = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.sequence}: {self.last}"
