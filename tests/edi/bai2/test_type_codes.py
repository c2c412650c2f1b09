"""Type codes and currencies: what they say, and that the table holds together."""

import pytest

from edi.bai2.currencies import DECIMALS, decimals_of, display
from edi.bai2.references import RAILS
from edi.bai2.type_codes import TYPE_CODES, direction_of, type_code_of


@pytest.mark.parametrize(
    ("code", "direction"),
    [
        ("010", None),
        ("100", "credit"),
        ("142", "credit"),
        ("399", "credit"),
        ("400", "debit"),
        ("475", "debit"),
        ("699", "debit"),
        ("701", None),
        ("721", "credit"),
        ("760", "debit"),
        ("890", None),
        ("910", None),
        ("920", "credit"),
        ("959", "credit"),
        ("960", "debit"),
        ("999", "debit"),
        ("1", None),
        ("1A2", None),
        ("²00", None),
    ],
)
def test_direction_is_that_of_the_range(code, direction):
    assert direction_of(code) == direction


def test_table_is_in_order_and_every_row_has_its_words():
    assert list(TYPE_CODES) == sorted(TYPE_CODES)
    assert len(TYPE_CODES) > 400
    for code, row in TYPE_CODES.items():
        assert row.code == code and row.label == row.label.strip() != ""
        assert row.may_be_detail != row.may_be_item
        # Whatever moves money says which way; only 890 and statuses do not.
        assert (row.direction is None) == (row.level == "status" or code == "890")


def test_codes_of_the_banks_own_are_known_by_their_range():
    assert type_code_of("905").level == "status"
    assert type_code_of("930").may_be_detail and type_code_of("930").may_be_item
    assert type_code_of("087") is None
    assert type_code_of("9²0") is None


def test_rails_are_of_credits_alone():
    assert {direction_of(code) for code in RAILS} == {"credit"}


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (125_000, "USD", "1,250.00"),
        (125_000, "JPY", "125,000"),
        (125_000, "kwd", "125.000"),
        (-5, "USD", "-0.05"),
        (5, "", "0.05"),
    ],
)
def test_amounts_are_shown_with_the_decimals_of_their_currency(amount, currency, text):
    assert display(amount, currency) == text


def test_currencies_are_three_capitals():
    assert all(len(code) == 3 and code.isalpha() and code.isupper() for code in DECIMALS)
    assert {decimals_of(code) for code in DECIMALS} == {0, 2, 3}
