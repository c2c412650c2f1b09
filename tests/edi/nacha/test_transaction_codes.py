"""Which transaction code may stand where: every code with every SEC code and kind of entry."""

import pytest

from edi.nacha.codes import CONTESTED_CODES, DISHONORED_CODES, RETURN_CODES, SEC_CODES
from edi.nacha.reader import read
from tests.edi.nacha.cases import bases
from tests.edi.nacha.cases.recipes.recipe import changed, lf
from tests.edi.nacha.samples import both, put

ALL = [f"{number:02d}" for number in range(100)]
_BY_ACCOUNT = [
    ["21", "22", "23", "24", "26", "27", "28", "29"],
    ["31", "32", "33", "34", "36", "37", "38", "39"],
    ["41", "42", "43", "44", "46", "47", "48", "49"],
    ["51", "52", "53", "54", "55", "56"],
    ["81", "82", "83", "84", "85", "86", "87", "88"],
]
IN_THE_TABLE = [code for row in _BY_ACCOUNT for code in row]
RETURN_FAMILY = ["21", "26", "31", "36", "41", "46", "51", "56"]
ADVICE = ["81", "82", "83", "84", "85", "86", "87", "88"]
SECS_OF_ZERO_DOLLARS = {
    "24": "CCD CTX IAT ACK ATX",
    "34": "CCD CTX IAT ACK ATX",
    "29": "CCD CTX IAT",
    "39": "CCD CTX IAT",
    "44": "CCD CTX",
    "49": "CCD CTX",
    "54": "CCD CTX",
}
ONLY_DEBITS = ["ARC", "BOC", "POP", "RCK", "TEL", "XCK"]


def _rules(base, *changes):
    """The rules an entry in line 3 breaks, once changed."""
    lines = changed(base, *changes)() if changes else base()
    return {each.rule for each in read(lf(lines).encode())[1] if each.line == 3}


def _forward(sec, code):
    return _rules(bases.vendor, both(put(2, 51, sec), put(3, 2, code)))


@pytest.mark.parametrize("code", ALL)
def test_code_is_in_the_table_or_said_to_be_unknown(code):
    assert ("ED01" in _forward("CCD", code)) == (code not in IN_THE_TABLE)


@pytest.mark.parametrize("sec", SEC_CODES)
@pytest.mark.parametrize("code", SECS_OF_ZERO_DOLLARS)
def test_zero_dollar_code_belongs_to_its_sec_codes(sec, code):
    assert ("ED02" in _forward(sec, code)) == (sec not in SECS_OF_ZERO_DOLLARS[code].split())


@pytest.mark.parametrize("sec", SEC_CODES)
def test_81_to_88_and_adv_go_together(sec):
    for code in IN_THE_TABLE:
        if (code in ADVICE) != (sec == "ADV"):
            assert "ED02" in _forward(sec, code), code
    if sec == "ADV":
        assert all("ED02" not in _forward(sec, code) for code in ADVICE)


@pytest.mark.parametrize("code", IN_THE_TABLE)
@pytest.mark.parametrize("answer", [bases.returns, bases.dishonor, bases.contest, bases.change])
def test_answers_have_codes_of_the_return_family_and_no_others(answer, code):
    assert ("ED02" in _rules(answer, put(3, 2, code))) == (code not in RETURN_FAMILY)


@pytest.mark.parametrize("code", RETURN_FAMILY)
def test_code_of_the_return_family_needs_an_answer(code):
    assert "ED02" in _forward("CCD", code)


@pytest.mark.parametrize("sec", ["ACK", "ATX"])
@pytest.mark.parametrize("code", IN_THE_TABLE)
def test_acknowledgment_takes_24_or_34(sec, code):
    assert ("ED02" in _forward(sec, code)) == (code not in ("24", "34"))


@pytest.mark.parametrize("sec", SEC_CODES)
def test_credit_stands_under_a_debit_class_only_as_a_reversal(sec):
    reversal = put(2, 54, "REVERSAL".ljust(10))
    for code, wrong in (("22", sec in ONLY_DEBITS), ("27", sec == "CIE")):
        changes = both(put(2, 51, sec), put(3, 2, code))
        assert ("ED21" in _rules(bases.vendor, changes)) == wrong
        assert "ED21" not in _rules(bases.vendor, changes, reversal)


@pytest.mark.parametrize("sec", SEC_CODES)
def test_blank_name_is_an_error_a_warning_or_nothing_by_its_class(sec):
    lines = changed(bases.vendor, put(2, 51, sec), put(3, 40, " " * 37))()
    levels = {
        each.level for each in read(lf(lines).encode())[1] if each.rule == "ED14" and each.line == 3
    }
    asked = {"PPD": "E", "WEB": "E", "TEL": "E", "MTE": "E", "CCD": "W", "CTX": "W"}
    assert levels == set(asked.get(sec, ""))


@pytest.mark.parametrize("sec", SEC_CODES)
@pytest.mark.parametrize("code", ["22", "27", "32", "37", "42", "47", "52"])
def test_live_amount_of_zero_is_an_error_but_where_no_money_moves(sec, code):
    amount = put(3, 28, "0" * 12) if sec == "ADV" else put(3, 30, "0" * 10)
    moves_money = sec not in ("ACK", "ATX", "ENR", "DNE")
    assert ("ED11" in _rules(bases.vendor, put(2, 51, sec), put(3, 2, code), amount)) == moves_money


@pytest.mark.parametrize("code", [f"R{number:02d}" for number in range(100)])
def test_every_reason_is_known_or_said_to_be_unknown(code):
    lines = changed(bases.returns, put(4, 4, code))()
    rules = {
        each.rule
        for each in read(lf(lines).encode())[1]
        if each.line == 4 and each.columns == (4, 6)
    }
    known = code in RETURN_CODES.keys() | DISHONORED_CODES.keys() | CONTESTED_CODES.keys()
    disputed = "R61" <= code <= "R79"
    assert rules == (set() if known else {"RT13" if disputed else "RT01"})
