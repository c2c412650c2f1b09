"""Nacha files of one kind of entry each: claim payments, refunds, vendor payments with an 820."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from random import Random

from edi.ground.routing import check_digit
from edi.nacha.build import build_file
from edi.nacha.ctx import split_into_addenda
from edi.nacha.healthcare import trn_addenda
from edi.nacha.specs import BatchSpec, EntrySpec, FileSpec

ODFI = "09100001"
COMPANY = "1987654321"
_BANKS = ("02100002", "12200024", "07100030", "11100001")
_ENTRIES_IN_BATCH = 10_000
_NAMES = ("LAKESIDE CLINIC", "OAK HILL HOSPITAL", "RIVER DENTAL", "PINE STREET IMAGING")
_PEOPLE = ("QUENTIN ZEBEDEE", "WILHELMINA OAKES", "PAT SAMPLE")


def claim_payments(path: Path, entries: int, seed: int = 7) -> None:
    """CCD+ entries, each with a TRN in one addenda."""
    _write(path, "CCD", "HCCLAIMPMT", _entries(entries, seed, "CCD"))


def refunds(path: Path, entries: int, seed: int = 7) -> None:
    """PPD entries without addenda."""
    _write(path, "PPD", "REFUND", _entries(entries, seed, "PPD"))


def vendor_payments(path: Path, entries: int, seed: int = 7) -> None:
    """CTX entries, each with an 820 of eight invoices over seven or so addenda."""
    _write(path, "CTX", "VENDORPAY", _entries(entries, seed, "CTX"))


def _entries(count: int, seed: int, sec_code: str) -> Iterator[EntrySpec]:
    chance = Random(seed)  # noqa: S311
    for number in range(1, count + 1):
        bank = chance.choice(_BANKS)
        cents = chance.randrange(100, 5_000_000)
        yield EntrySpec(
            account_type="checking",
            direction="credit",
            routing_number=bank + check_digit(bank),
            account_number=str(chance.randrange(10**8, 10**12)),
            amount_cents=cents,
            name=chance.choice(_PEOPLE if sec_code == "PPD" else _NAMES)[:16],
            trace_number=f"{ODFI}{number:07d}",
            identification=f"PAYEE{number:08d}",
            addenda=_addenda(sec_code, number, cents),
        )


def _addenda(sec_code: str, number: int, cents: int) -> list[str]:
    if sec_code == "CCD":
        return [trn_addenda(f"EFT{number:012d}", COMPANY)]
    return split_into_addenda(_message(number, cents)) if sec_code == "CTX" else []


def _message(number: int, cents: int) -> str:
    """ST to SE of an 820 over the entry's amount, in eight invoices."""
    shares = [cents // 8] * 7
    shares.append(cents - sum(shares))
    rows = [
        "ST*820*0001",
        f"BPR*C*{_dollars(cents)}*C*ACH*CTX*01*091000019*DA*620077118833",
        f"TRN*1*PAY{number:09d}",
        "ENT*1",
    ]
    for place, share in enumerate(shares):
        rows += [f"RMR*IV*INV-{number}-{place}**{_dollars(share)}", "DTM*003*20261001"]
    return "".join(row + "~" for row in [*rows, f"SE*{len(rows) + 1}*0001"])


def _dollars(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _write(path: Path, sec_code: str, description: str, entries: Iterator[EntrySpec]) -> None:
    every = list(entries)
    batches = [
        BatchSpec(
            company_name="NORTHWIND PLAN",
            company_identification=COMPANY,
            sec_code=sec_code,
            description=description,
            effective_date=date(2026, 11, 24),
            odfi=ODFI,
            entries=every[at : at + _ENTRIES_IN_BATCH],
        )
        for at in range(0, len(every), _ENTRIES_IN_BATCH)
    ]
    spec = FileSpec(
        immediate_destination=ODFI + check_digit(ODFI),
        immediate_origin=COMPANY,
        created_at=datetime(2026, 11, 23, 9, 30),
        destination_name="FIRST SAMPLE BANK",
        origin_name="NORTHWIND PLAN",
        batches=batches,
    )
    path.write_bytes(build_file(spec))
