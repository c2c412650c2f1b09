"""Money: exact both ways, and refused with a code and advice where it is not exact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hmsach.lib.errors import DomainError
from hmsach.lib.money import (
    AmountNotAString,
    AmountThirdDecimal,
    InvalidAmount,
    display_dollars,
    dollars,
    parse_dollars,
)

MAX_CENTS = 10**17 - 1


@given(st.integers(-MAX_CENTS, MAX_CENTS))
def test_dollars_and_parse_dollars_undo_each_other(cents: int) -> None:
    assert parse_dollars(dollars(cents)) == cents


@given(st.integers(-MAX_CENTS, MAX_CENTS))
def test_the_display_form_says_the_same_with_commas_and_a_sign(cents: int) -> None:
    assert display_dollars(cents).replace("$", "").replace(",", "") == dollars(cents)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1250.00", 125000),
        ("1250.5", 125050),
        ("1250", 125000),
        ("0.01", 1),
        (".5", 50),
        ("-0.05", -5),
        ("-0.00", 0),
        ("0007", 700),
    ],
)
def test_an_amount_reads_exactly(text: str, cents: int) -> None:
    assert parse_dollars(text) == cents


@pytest.mark.parametrize("text", ["1.000", "0.001", "-1250.005", ".123"])
def test_a_third_decimal_is_refused_even_if_zero(text: str) -> None:
    with pytest.raises(AmountThirdDecimal, match="two decimals") as caught:
        parse_dollars(text)
    assert caught.value.code == "amount-third-decimal"


@pytest.mark.parametrize("number", [1.5, 1, True, None, b"1.50"])
def test_an_amount_that_is_not_text_is_refused(number: object) -> None:
    with pytest.raises(AmountNotAString, match="sent as text") as caught:
        parse_dollars(number)  # type: ignore[arg-type]
    assert caught.value.code == "amount-not-a-string"


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("", "blank"),
        ("   ", "blank"),
        ("1,250.00", "comma"),
        ("$5.00", "currency sign"),
        ("1e3", "exponent"),
        ("1.5E-1", "exponent"),
        (" 1.00", "blanks around"),
        ("1.00\n", "blanks around"),
        ("+1.00", "not an amount"),
        ("1.", "not an amount"),
        (".", "not an amount"),
        ("-", "not an amount"),
        ("--1", "not an amount"),
        ("1-", "not an amount"),
        ("1.2.3", "not an amount"),
        ("NaN", "not an amount"),
        ("Infinity", "not an amount"),
        ("١٢", "not an amount"),
        ("1_000", "not an amount"),
        ("1" * 16, "more than 15 digits"),
    ],
)
def test_what_is_not_an_amount_is_refused_with_advice(text: str, advice: str) -> None:
    with pytest.raises(InvalidAmount, match=advice) as caught:
        parse_dollars(text)
    assert caught.value.code == "amount-invalid"


@given(st.text())
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    try:
        cents = parse_dollars(text)
    except InvalidAmount as error:
        assert isinstance(error, DomainError)
    else:
        assert type(cents) is int


@pytest.mark.parametrize("form", [dollars, display_dollars])
@pytest.mark.parametrize("wrong", [1.0, "100", True, None])
def test_cents_that_are_not_an_int_are_a_fault_of_the_caller(form, wrong) -> None:
    with pytest.raises(TypeError, match="Cents are an int"):
        form(wrong)


def test_a_person_reads_dollars_with_commas_and_the_minus_in_front() -> None:
    assert display_dollars(125000) == "$1,250.00"
    assert display_dollars(-100) == "-$1.00"
    assert display_dollars(123456789) == "$1,234,567.89"
