"""Corrected data of notices, by position."""

import pytest

from edi.nacha.codes import CHANGE_CODES
from edi.nacha.corrected_data import CorrectedData, corrected_data, gaps, write_corrected_data


@pytest.mark.parametrize(
    ("code", "field29", "expected"),
    [
        ("C01", "12 34-56", CorrectedData(account_number="12 34-56")),
        ("C02", "021000021", CorrectedData(routing_number="021000021")),
        (
            "C03",
            "021000021   7 788990011223344",
            CorrectedData(routing_number="021000021", account_number="7 788990011223344"),
        ),
        ("C04", "LAKESIDE CLINIC LLC", CorrectedData(name="LAKESIDE CLINIC LLC")),
        ("C05", "32", CorrectedData(transaction_code="32")),
        (
            "C06",
            "12 34               32",
            CorrectedData(account_number="12 34", transaction_code="32"),
        ),
        (
            "C07",
            "0210000211234567          32",
            CorrectedData(
                routing_number="021000021", account_number="1234567", transaction_code="32"
            ),
        ),
        ("C09", "PATIENT 7", CorrectedData(identification="PATIENT 7")),
        ("C13", "", CorrectedData(text="")),
        ("C14", "IAT", CorrectedData(sec_code="IAT")),
        ("C99", "anything", CorrectedData(text="anything")),
    ],
)
def test_parts_are_read_by_position(code, field29, expected):
    assert corrected_data(code, field29.ljust(29)) == expected


@pytest.mark.parametrize("code", ["C01", "C02", "C03", "C04", "C05", "C06", "C07", "C09"])
def test_what_is_written_reads_back_without_text_in_the_gaps(code):
    values = CorrectedData(
        routing_number="021000021",
        account_number="1 23",
        transaction_code="32",
        name="LAKESIDE",
        identification="P7",
    )
    field29 = write_corrected_data(code, values)
    read = corrected_data(code, field29)
    assert len(field29) == 29
    assert gaps(code, field29).strip() == ""
    for name in ("routing_number", "account_number", "transaction_code", "name"):
        assert getattr(read, name) in (None, getattr(values, name))
    assert write_corrected_data(code, read) == field29


def test_value_too_long_for_its_part_is_refused():
    with pytest.raises(ValueError, match="C01 needs account_number"):
        write_corrected_data("C01", CorrectedData(account_number="1" * 18))


def test_repr_shows_no_value():
    assert "123" not in repr(CorrectedData(account_number="123456"))


def test_every_change_code_can_be_read():
    for code in CHANGE_CODES:
        corrected_data(code, " " * 29)
