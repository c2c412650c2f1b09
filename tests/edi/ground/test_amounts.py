"""Amounts of X12 text read exactly, and cents written for people."""

import pytest

from edi.ground.amounts import display_dollars, dollars, parse_cents


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("100", 10000),
        ("100.00", 10000),
        (".5", 50),
        ("-12.5", -1250),
        ("+3", 300),
        ("-.05", -5),
        ("000", 0),
        ("7.", 700),
    ],
)
def test_an_amount_is_read_exactly(text: str, cents: int) -> None:
    assert parse_cents(text) == cents


@pytest.mark.parametrize(
    "text", ["", " ", "1.234", "1e2", "1,000", "--1", ".", "1 ", "NaN", "٣", "9" * 5000, "1.2.3"]
)
def test_what_is_no_amount_is_never_zero(text: str) -> None:
    assert parse_cents(text) is None


def test_cents_are_written_with_two_decimals_and_for_people_with_a_sign_before_the_dollar():
    assert dollars(-5) == "-0.05"
    assert dollars(125_000) == "1250.00"
    assert display_dollars(-125_000_000) == "-$1,250,000.00"
