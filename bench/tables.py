"""The tables: which file, how much of it, and whose readers read it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.data import deposits, nacha, remittances
from bench.readers import bai2 as bai2_readers
from bench.readers import nacha as nacha_readers
from bench.readers import x12 as x12_readers
from bench.row import Row

Generator = Callable[[Path, int], None]


@dataclass(frozen=True, slots=True)
class Table:
    """One file of a codec and all who read it. `count` is how many of `unit` at scale 1."""

    codec: str
    title: str
    unit: str
    count: int
    write: Generator
    rows: tuple[Row, ...]

    def counts(self, scale: float) -> dict[int, int]:
        """How many of the unit for each divisor of the rows."""
        whole = max(1, int(self.count * scale))
        return {row.divisor: max(1, whole // row.divisor) for row in self.rows}


TABLES = (
    Table(
        "nacha",
        "NACHA: claim payments (CCD+, each with a TRN)",
        "entries",
        50_000,
        nacha.claim_payments,
        nacha_readers.ROWS,
    ),
    Table(
        "nacha",
        "NACHA: refunds (PPD, no addenda)",
        "entries",
        50_000,
        nacha.refunds,
        nacha_readers.ROWS,
    ),
    Table(
        "nacha",
        "NACHA: vendor payments (CTX, an 820 in the addenda of each)",
        "entries",
        10_000,
        nacha.vendor_payments,
        nacha_readers.ROWS,
    ),
    Table(
        "x12",
        "X12: 835 of short claims (one service, 11 segments)",
        "claims",
        100_000,
        remittances.short_claims,
        x12_readers.ROWS,
    ),
    Table(
        "x12",
        "X12: 835 of long claims (three services, 29 segments)",
        "claims",
        40_000,
        remittances.long_claims,
        x12_readers.ROWS,
    ),
    Table(
        "bai2",
        "BAI2: prior day (ACH credits, each with an 88 record)",
        "transactions",
        100_000,
        deposits.prior_day,
        bai2_readers.ROWS,
    ),
)
