"""Money that reached our account, as the bank reported it."""

from django.db import models

from hmsach.db.fields import CentsField
from hmsach.db.records import Record, ScopedQuerySet
from hmsach.db.stateful import Stateful, one_of, status_field
from hmsach.lib.ids import public_id
from reconciliation.models.payer import Payer
from reconciliation.models.remittance import Remittance
from reconciliation.states import DEPOSIT, DepositStatus


def new_deposit_id() -> str:
    """A public deposit id."""
    return public_id("d")


class Deposit(Record, Stateful):
    """One credit. Always: amount = allocated + unallocated, the latter being the difference."""

    transitions = DEPOSIT

    deposit_id = models.CharField(
        max_length=32, unique=True, default=new_deposit_id, editable=False
    )
    facility = models.ForeignKey("accounts.Facility", models.PROTECT, related_name="deposits")
    inbound_file = models.ForeignKey(
        "edi.InboundFile", models.PROTECT, null=True, blank=True, related_name="deposits"
    )
    bank_account = models.ForeignKey(
        "payments.BankAccount", models.PROTECT, null=True, blank=True, related_name="deposits"
    )
    source = models.CharField(
        max_length=8,
        choices=[("CCD", "CCD+ entry"), ("CTX", "CTX entry"), ("820", "820 file")],
    )
    bank_reference = models.CharField(max_length=40, db_index=True)
    company_name = models.CharField(max_length=40, blank=True)
    company_id = models.CharField(max_length=10, blank=True, db_index=True)
    description = models.CharField(max_length=10, blank=True)
    trace_number = models.CharField("TRN02", max_length=50, blank=True, db_index=True)
    payer_identifier = models.CharField("TRN03", max_length=30, blank=True)
    payer = models.ForeignKey(Payer, models.PROTECT, null=True, blank=True, related_name="deposits")
    amount_cents = CentsField()
    settled_on = models.DateField(db_index=True)
    remittance = models.ForeignKey(
        Remittance, models.PROTECT, null=True, blank=True, related_name="deposits"
    )
    associated_by = models.CharField(max_length=60, blank=True, help_text="The rung that held.")
    status = status_field(DepositStatus, DepositStatus.RECEIVED)

    objects = ScopedQuerySet.as_manager()
    facility_path = "facility"

    class Meta:
        ordering = ["-settled_on", "-created_at"]
        constraints = [
            one_of("status", DepositStatus, "deposit_status"),
            # The same deposit reported twice is one.
            models.UniqueConstraint(
                fields=["facility", "bank_reference", "settled_on", "amount_cents"],
                name="deposit_once",
            ),
        ]

    def __str__(self) -> str:
        return self.bank_reference
