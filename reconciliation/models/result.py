"""What we tell THE's ledger, and what it answers."""

from django.db import models

from hmsach.db.fields import CentsField, EncryptedTextField
from hmsach.db.leases import Leased
from hmsach.db.records import AppendOnlyRecord, Record, ScopedQuerySet
from hmsach.db.stateful import Stateful, one_of, status_field
from hmsach.lib.ids import public_id
from reconciliation.models.remittance import RemittedClaim
from reconciliation.states import RESULT, ResultStatus


def new_result_id() -> str:
    """A public result id."""
    return public_id("r")


class ResultSequence(models.Model):
    """The last sequence number given to a result. One row; a counter, not a record."""

    last = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.last)


class ReconciliationResult(Record, Leased, Stateful):
    """One outcome for THE. `sequence` has no gaps, so a reader can prove it has them all."""

    transitions = RESULT

    result_id = models.CharField(max_length=32, unique=True, default=new_result_id, editable=False)
    sequence = models.BigIntegerField(unique=True)
    facility = models.ForeignKey("accounts.Facility", models.PROTECT, related_name="results")
    kind = models.CharField(
        max_length=20,
        choices=[("CLAIM_POSTED", "Claim posted"), ("CLAIM_REVERSED", "Claim posting undone")],
    )
    remitted_claim = models.ForeignKey(RemittedClaim, models.PROTECT, related_name="results")
    claim_external_id = models.CharField(max_length=64, db_index=True)
    body = EncryptedTextField(help_text="The JSON that THE receives.")
    status = status_field(ResultStatus)
    next_try_at = models.DateTimeField(null=True, blank=True, db_index=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()
    facility_path = "facility"

    class Meta:
        ordering = ["sequence"]
        verbose_name = "result"
        constraints = [one_of("status", ResultStatus, "result_status")]

    def __str__(self) -> str:
        return self.result_id


class LedgerAnswer(AppendOnlyRecord):
    """One item of THE's answer. (client, source_id) is unique, so a repeat changes nothing."""

    client_id = models.CharField(max_length=100)
    source_id = models.CharField(max_length=64)
    facility = models.ForeignKey("accounts.Facility", models.PROTECT, related_name="+")
    result = models.ForeignKey(ReconciliationResult, models.PROTECT, related_name="answers")
    outcome = models.CharField(
        max_length=10,
        choices=[("POSTED", "Posted"), ("ADJUSTED", "Adjusted"), ("REFUSED", "Refused")],
    )
    amount_cents = CentsField(null=True, blank=True)
    balance_cents = CentsField(null=True, blank=True)
    ledger_reference = models.CharField(max_length=64, blank=True)
    reason = EncryptedTextField(blank=True, default="")

    objects = ScopedQuerySet.as_manager()
    facility_path = "facility"

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["client_id", "source_id"], name="ledger_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.ledger_reference}"
