"""A prior-day BAI2 file: ACH deposits with their texts in 88 records, every total right."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

_ACCOUNTS = ("620077118833", "731190246688", "904182207551")
_CREDITS = ("142", "165")


def prior_day(path: Path, transactions: int, seed: int = 7) -> None:
    """One group of three accounts, each transaction with one 88 record."""
    chance = Random(seed)  # noqa: S311
    rows = ["01,091000019,HOSPITALTWO,261123,0600,1,80,,2/"]
    rows.append("02,HOSPITALTWO,091000019,1,261120,,USD,2/")
    control = 0
    for place, account in enumerate(_ACCOUNTS):
        count = transactions // 3 + (place < transactions % 3)
        total, records = _account(chance, account, count)
        control += total
        rows += records
    records_of_group = len(rows)
    rows.append(f"98,{control},{len(_ACCOUNTS)},{records_of_group}/")
    rows.append(f"99,{control},1,{len(rows) + 1}/")
    path.write_text("".join(row + "\n" for row in rows), encoding="ascii", newline="")


def _account(chance: Random, account: str, count: int) -> tuple[int, list[str]]:
    """The control total of the account and its records: what is received is the sum of them."""
    pairs = list(_transactions(chance, count))
    received = sum(cents for cents, _ in pairs)
    closing = received + 1_000_000
    opening = f"03,{account},USD,015,{closing},,,100,{received},{count},/"
    rows = [opening, *(row for _, both in pairs for row in both)]
    total = closing + 2 * received
    return total, [*rows, f"49,{total},{len(rows) + 1}/"]


def _transactions(chance: Random, count: int) -> Iterator[tuple[int, tuple[str, str]]]:
    for number in range(1, count + 1):
        cents = chance.randrange(100, 5_000_000)
        reference = f"{chance.randrange(10**14, 10**15)}"
        detail = f"16,{chance.choice(_CREDITS)},{cents},0,{reference},,NORTHWIND PLAN HCCLAIMPMT"
        yield cents, (detail, f"88,TRN*1*EFT{number:012d}*1987654321 CCD {reference}/")
