"""What came in: claims owed, remittances, deposits, the allocations between them, the work left."""

from reconciliation.models.allocation import Allocation
from reconciliation.models.claim import Claim, ClaimLine
from reconciliation.models.deposit import Deposit
from reconciliation.models.exception_item import ExceptionItem, ExceptionNote
from reconciliation.models.payer import Payer, PayerAlias
from reconciliation.models.remittance import (
    Adjustment,
    ProviderAdjustment,
    Remittance,
    RemittedClaim,
    RemittedLine,
)
from reconciliation.models.result import LedgerAnswer, ReconciliationResult, ResultSequence

__all__ = [
    "Adjustment",
    "Allocation",
    "Claim",
    "ClaimLine",
    "Deposit",
    "ExceptionItem",
    "ExceptionNote",
    "LedgerAnswer",
    "Payer",
    "PayerAlias",
    "ProviderAdjustment",
    "ReconciliationResult",
    "Remittance",
    "RemittedClaim",
    "RemittedLine",
    "ResultSequence",
]
