"""Values inside elements: amounts, dates, quantities, identifiers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from edi.ground.amounts import parse_cents
from edi.x12.values import (
    amount_text,
    is_time,
    parse_date,
    parse_quantity,
    parse_short_date,
    quantity_text,
)


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_an_amount_written_is_the_amount_read(cents: int) -> None:
    assert parse_cents(amount_text(cents)) == cents


def test_an_amount_is_written_without_needless_zeros() -> None:
    assert [amount_text(c) for c in (1250, 1200, -5, 0, 1205)] == [
        "12.5",
        "12",
        "-0.05",
        "0",
        "12.05",
    ]


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert parse_date("20260228") == date(2026, 2, 28)
    assert parse_date("20260230") is None
    assert parse_date("260228") is None
    assert parse_short_date("260228") == date(2026, 2, 28)
    assert parse_short_date("20260228") is None


def test_a_time_has_two_to_four_pairs() -> None:
    assert is_time("0915") and is_time("235959") and is_time("23595999")
    assert not is_time("2400") and not is_time("915") and not is_time("")


def test_a_quantity_keeps_its_decimals() -> None:
    assert parse_quantity("1.125") == Decimal("1.125")
    assert parse_quantity("x") is None
    assert quantity_text(Decimal("2.50")) == "2.5"
    assert quantity_text(Decimal("1E+2")) == "100"
