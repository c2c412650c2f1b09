"""Code tables: complete where the network's are, and consistent with each other."""

import pytest

from edi.nacha.codes import (
    CHANGE_CODES,
    CONTESTED_CODES,
    DISHONORED_CODES,
    RETURN_CODES,
    SEC_CODES,
    TRANSACTION_CODES,
    transaction_code,
)


@pytest.mark.parametrize(
    ("meaning", "code"),
    [
        (("checking", "credit", "live"), "22"),
        (("savings", "debit", "live"), "37"),
        (("checking", "credit", "prenote"), "23"),
        (("savings", "credit", "return"), "31"),
        (("checking", "debit", "return"), "26"),
        (("ledger", "debit", "zero_dollar"), "49"),
        (("loan", "credit", "live"), "52"),
        (("loan", "debit", "live"), "55"),
        (("loan", "debit", "return"), "56"),
    ],
)
def test_meaning_and_code_belong_together(meaning, code):
    row = TRANSACTION_CODES[code]
    assert transaction_code(*meaning) == code
    assert (row.account, row.direction, row.use) == meaning


@pytest.mark.parametrize("code", ["20", "25", "30", "35", "57", "58", "59", "00"])
def test_reserved_transaction_codes_are_not_in_the_table(code):
    assert code not in TRANSACTION_CODES


def test_return_codes_of_the_network_are_all_there():
    numbers = [*range(1, 48), *range(50, 54), *range(80, 86), 90]
    assert set(RETURN_CODES) == {f"R{number:02d}" for number in numbers}


def test_codes_that_meet_a_credit_are_those_of_the_table():
    impossible = {"R01", "R05", "R07", "R08", "R09", "R10", "R11", "R29", "R35"}
    debit_only = {code for code, row in RETURN_CODES.items() if row.meets_credit == "debit"}
    assert debit_only == impossible
    for code in ("R02", "R03", "R06", "R17", "R23", "R31", "R90"):
        assert RETURN_CODES[code].can_meet_credit


def test_dispute_codes_do_not_overlap_with_returns():
    assert set(DISHONORED_CODES) == {"R61", "R62", "R67", "R68", "R69", "R70"}
    assert set(CONTESTED_CODES) == {f"R{number}" for number in range(71, 78)}
    assert not set(RETURN_CODES) & (set(DISHONORED_CODES) | set(CONTESTED_CODES))


def test_change_codes_are_those_in_use():
    assert set(CHANGE_CODES) == {f"C{n:02d}" for n in (*range(1, 10), 13, 14)}


def test_every_row_has_a_title_and_something_to_do():
    for table in (RETURN_CODES, DISHONORED_CODES, CONTESTED_CODES, CHANGE_CODES):
        for code, row in table.items():
            assert row.code == code
            assert row.title
            assert row.to_do.endswith(".")


def test_we_originate_three_sec_codes():
    assert {code for code, row in SEC_CODES.items() if row.originated} == {"CCD", "PPD", "CTX"}
