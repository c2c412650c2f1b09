"""The 835, described once: the fields, how it is read, balanced and written."""

from edi.x12.balance_835 import Balance, ClaimBalance, balance, balance_claim
from edi.x12.parties import Address, Contact, Dated, Name, Party, Reference
from edi.x12.payment import Bpr, Trace
from edi.x12.reader_835 import RemittanceReader, read_835, read_claims
from edi.x12.remittance import (
    Adjustment,
    Amount,
    Claim,
    ClaimGroup,
    Line,
    Procedure,
    ProviderAdjustment,
    Quantity,
    Remark,
    Remittance,
)
from edi.x12.writer_835 import Unbalanced, write_835

__all__ = [
    "Address",
    "Adjustment",
    "Amount",
    "Balance",
    "Bpr",
    "Claim",
    "ClaimBalance",
    "ClaimGroup",
    "Contact",
    "Dated",
    "Line",
    "Name",
    "Party",
    "Procedure",
    "ProviderAdjustment",
    "Quantity",
    "Reference",
    "Remark",
    "Remittance",
    "RemittanceReader",
    "Trace",
    "Unbalanced",
    "balance",
    "balance_claim",
    "read_835",
    "read_claims",
    "write_835",
]
