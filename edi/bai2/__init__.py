"""BAI2 cash reports: what a bank says happened on an account, prior day and intraday. Pure.

    file, findings = read(data)
    report = check(data, tolerate={"no_slash"})
    for each in accounts(data): each.account, each.transactions
    data = write(File(...))

`python -m edi.bai2 --help` is the same from a shell.
"""

from edi.bai2.files import Account, File, Funds, Group, Item, Trailer, Transaction
from edi.bai2.judge import Report, check
from edi.bai2.mask import mask
from edi.bai2.reader import AccountReport, accounts, parse, read
from edi.bai2.references import AchReference, ach_reference_of, rail_of
from edi.bai2.tolerances import TOLERANCES
from edi.bai2.type_codes import TypeCode, type_code_of
from edi.bai2.writer import wrap, write
from edi.ground.errors import UnwritableField
from edi.ground.line_findings import Finding

__all__ = [
    "TOLERANCES",
    "Account",
    "AccountReport",
    "AchReference",
    "File",
    "Finding",
    "Funds",
    "Group",
    "Item",
    "Report",
    "Trailer",
    "Transaction",
    "TypeCode",
    "UnwritableField",
    "accounts",
    "ach_reference_of",
    "check",
    "mask",
    "parse",
    "rail_of",
    "read",
    "type_code_of",
    "wrap",
    "write",
]
