"""Our banks: how each wants its files, when it stops taking them, which accounts are ours."""

from django.db import models

from hmsach.db.fields import BlindIndexField, CentsField, EncryptedTextField
from hmsach.db.records import Record, ScopedQuerySet


class BankProfile(Record):
    """How one facility originates at one bank. Reference: the bank's own file guide."""

    facility = models.ForeignKey("accounts.Facility", models.PROTECT, related_name="bank_profiles")
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    channel = models.ForeignKey(
        "edi.Channel", models.PROTECT, related_name="bank_profiles", null=True, blank=True
    )
    remittance_channel = models.ForeignKey(
        "edi.Channel",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="The clearing house that passes 835s on to payees without a channel.",
    )
    odfi_routing_number = models.CharField("ODFI routing number", max_length=9)
    immediate_destination = models.CharField(max_length=10)
    immediate_destination_name = models.CharField(max_length=23, blank=True)
    immediate_origin = models.CharField(max_length=10)
    immediate_origin_name = models.CharField(max_length=23, blank=True)
    company_name = models.CharField(max_length=16)
    company_id = models.CharField(max_length=10)
    time_zone = models.CharField(max_length=40, default="America/New_York")
    lead_minutes = models.PositiveIntegerField(
        default=15, help_text="How long before the bank's cut-off our file is built."
    )
    trn_terminator = models.CharField(max_length=1, default="~", choices=[("~", "~"), ("\\", "\\")])
    line_ending = models.CharField(
        max_length=4, default="LF", choices=[("LF", "LF"), ("CRLF", "CR LF")]
    )
    file_name_pattern = models.CharField(
        max_length=80,
        default="{code}_{date:%Y%m%d}_{modifier}.ach",
        help_text="Built from the profile's code, the creation date and the file's modifier.",
    )
    ctx_envelope = models.BooleanField("CTX with ISA and GS", default=True)
    entry_cents_max = CentsField(default=9_999_999_999)
    file_cents_max = CentsField(default=999_999_999_999)
    entries_max = models.PositiveIntegerField(default=10_000)
    active = models.BooleanField(default=True)

    objects = ScopedQuerySet.as_manager()
    facility_path = "facility"

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def odfi_identification(self) -> str:
        """The eight digits that begin our trace numbers."""
        return self.odfi_routing_number[:8]

    @property
    def tolerances(self) -> list[str]:
        """What the bank's own files may have against the rules; kept with its channel."""
        return list(self.channel.tolerances) if self.channel else []


class BankCutoff(Record):
    """A time of day, in the profile's zone, after which the bank takes the next file."""

    bank_profile = models.ForeignKey(BankProfile, models.PROTECT, related_name="cutoffs")
    closes_at = models.TimeField(help_text="In the bank profile's time zone.")
    same_day = models.BooleanField(default=False)

    objects = ScopedQuerySet.as_manager()
    facility_path = "bank_profile__facility"

    class Meta:
        ordering = ["closes_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["bank_profile", "closes_at", "same_day"], name="bank_cutoff_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.closes_at:%H:%M}{' same day' if self.same_day else ''}"


class BankAccount(Record):
    """An account of ours: payers' deposits arrive here, and it names the facility they are for."""

    facility = models.ForeignKey("accounts.Facility", models.PROTECT, related_name="bank_accounts")
    bank_profile = models.ForeignKey(
        BankProfile, models.PROTECT, related_name="accounts", null=True, blank=True
    )
    name = models.CharField(max_length=80)
    routing_number = models.CharField(max_length=9)
    account_number = EncryptedTextField()
    account_index = BlindIndexField(source="account_number", unique=True)
    last_four = models.CharField(max_length=4)

    objects = ScopedQuerySet.as_manager()
    facility_path = "facility"

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} ••••{self.last_four}"


class ClosedDay(Record):
    """A departure from the Federal Reserve's calendar: a day closed, or one open after all."""

    day = models.DateField(unique=True)
    open = models.BooleanField(default=False, help_text="Open although the rule says closed.")
    note = models.CharField(max_length=120)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {'open' if self.open else 'closed'}"


class TraceSequence(models.Model):
    """The last trace sequence given for one ODFI; never given twice within the return horizon.

    A counter, not a record: each trace stands on its payment.
    """

    odfi_identification = models.CharField(max_length=8, primary_key=True)
    last = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.odfi_identification}: {self.last}"
