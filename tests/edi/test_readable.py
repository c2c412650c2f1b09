"""A file as lines a person may read: nothing in them that only a reveal may show."""

from datetime import date, datetime

import pytest

from edi.models.transmission import FileKind
from edi.nacha.build import build_file
from edi.nacha.ctx import split_into_addenda
from edi.nacha.specs import BatchSpec, EntrySpec, FileSpec
from edi.readable import LINES_MAX, readable_lines

ORDER = (
    "ST*820*0001~BPR*C*10*C*ACH*CTX*01*071009988*DA*4407009911*1411111111**01*091000019*DA"
    "*7788990011*20261124~TRN*1*X1*1411111111~ENT*1~RMR*IV*I-1*PI*10~SE*6*0001~"
)


def entry(sec_code: str) -> EntrySpec:
    return EntrySpec(
        account_type="checking",
        direction="credit",
        routing_number="091000019",
        account_number="7788990011",
        amount_cents=1000,
        name="Quill Zzyzx",
        trace_number="071009980000001" if sec_code == "CTX" else "071009980000002",
        addenda=split_into_addenda(ORDER) if sec_code == "CTX" else (),
    )


def content(sec_code: str) -> bytes:
    batch = BatchSpec(
        company_name="NORTHSIDE",
        company_identification="1411111111",
        sec_code=sec_code,
        description="PAYMENT",
        effective_date=date(2026, 11, 24),
        odfi="07100998",
        entries=[entry(sec_code)],
    )
    spec = FileSpec(
        immediate_destination="071009988",
        immediate_origin="1411111111",
        created_at=datetime(2026, 11, 23, 9, 0),
        batches=[batch],
    )
    return build_file(spec)


@pytest.mark.parametrize("sec_code", ["CTX", "PPD"])
def test_no_account_number_is_readable_not_even_inside_addenda(sec_code):
    text = "\n".join(readable_lines(content(sec_code), FileKind.NACHA))
    assert "7788990011" not in text and "4407009911" not in text
    assert "••••0011" in text or "XXXXXX0011" in text


def test_a_persons_name_is_covered():
    assert "Zzyzx" not in "\n".join(readable_lines(content("PPD"), FileKind.NACHA))


def test_a_file_of_no_known_kind_shows_nothing_of_itself():
    assert "7788990011" not in "\n".join(readable_lines(b"7788990011", FileKind.UNKNOWN))


def test_a_long_file_is_cut_and_says_so():
    lines = readable_lines(
        b"BANKACK|1|a|b|ACCEPTED\n" + b"x\n" * 1000, FileKind.BANK_ACKNOWLEDGMENT
    )
    assert len(lines) == LINES_MAX + 1 and "left out" in lines[-1]
