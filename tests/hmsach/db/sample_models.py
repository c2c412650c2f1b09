"""Models that use every base and column of hmsach.db; their app is in no settings."""

from django.db import models

from hmsach.db.fields import (
    BlindIndexField,
    CentsField,
    EncryptedBinaryField,
    EncryptedTextField,
)
from hmsach.db.leases import Leased
from hmsach.db.records import AppendOnlyRecord, Record


class Kind(models.TextChoices):
    CHECKING = "checking"
    SAVINGS = "savings"


def digits(text):
    return "".join(char for char in text if char.isdigit())


class Payee(Record):
    code = models.SlugField(unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.CHECKING)
    status = models.CharField(max_length=12, default="new")
    amount_cents = CentsField(default=0)
    account_number = EncryptedTextField(blank=True, default="")
    account_index = BlindIndexField(source="account_number", normalize=digits)
    note = EncryptedTextField(null=True, blank=True)
    scan = EncryptedBinaryField(null=True)
    tags = models.JSONField(default=dict)
    paid_on = models.DateField(null=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")

    class Meta:
        app_label = "samples"


class Letter(Record, Leased):
    subject = models.CharField(max_length=40)
    answers = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        app_label = "samples"


class Receipt(AppendOnlyRecord):
    payee = models.ForeignKey(Payee, models.PROTECT, related_name="receipts")
    text = EncryptedTextField()

    class Meta:
        app_label = "samples"


TABLES = [Payee, Payee.history.model, Letter, Letter.history.model, Receipt]
PROTECTED = [Payee.history.model, Letter.history.model, Receipt]
