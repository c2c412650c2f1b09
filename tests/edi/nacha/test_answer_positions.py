"""Every kind of 98 and 99 record: its fields stand, read and written, where typed lines have them.

Columns of the lines below, counted from 1:
         1         2         3         4         5         6         7         8         9
1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234
"""

# ruff: noqa: E501  (a record is 94 characters, and a line of the file holds it whole)
import pytest

from edi.nacha.codes import (
    CHANGE_CODES,
    CONTESTED_CODES,
    DISHONORED_CODES,
    REFUSED_CHANGE_CODES,
    RETURN_CODES,
)
from edi.nacha.corrected_data import CorrectedData, corrected_data
from edi.nacha.records import (
    ChangeAddenda,
    ContestedReturnAddenda,
    DishonoredReturnAddenda,
    RefusedChangeAddenda,
    ReturnAddenda,
    addenda_class,
)

ORIGINAL, RDFI = "123456780000041", "23456789"
OF_BANK, OF_OURS = "234567890000071", "123456780000009"

RETURNS = [
    (
        "799R03123456780000041      23456789                                            234567890000071",
        ("R03", "", ""),
    ),
    (
        "799R1412345678000004126110223456789                                            234567890000071",
        ("R14", "261102", ""),
    ),
    (
        "799R1512345678000004126103123456789SEEN AT BRANCH 7                            234567890000071",
        ("R15", "261031", "SEEN AT BRANCH 7"),
    ),
    (
        "799R17123456780000041      23456789QUESTIONABLE                                234567890000071",
        ("R17", "", "QUESTIONABLE"),
    ),
    (
        "799R90123456780000041      2345678912345678901234567890123456789012345678901234234567890000071",
        ("R90", "", "12345678901234567890123456789012345678901234"),
    ),
]

DISHONORED = [
    (
        "799R61123456780000041      23456789   23456789000007100102MISROUTED            123456780000009",
        ("R61", "001", "02", "MISROUTED"),
    ),
    (
        "799R62123456780000041      23456789   23456789000007133011                     123456780000009",
        ("R62", "330", "11", ""),
    ),
    (
        "799R67123456780000041      23456789   23456789000007133003                     123456780000009",
        ("R67", "330", "03", ""),
    ),
    (
        "799R68123456780000041      23456789   23456789000007136604LATE BY 3 DAYS       123456780000009",
        ("R68", "366", "04", "LATE BY 3 DAYS"),
    ),
    (
        "799R69123456780000041      23456789   2345678900000713300301*02*03*04*05*06*07 123456780000009",
        ("R69", "330", "03", "01*02*03*04*05*06*07"),
    ),
    (
        "799R70123456780000041      23456789   23456789000007133031                     123456780000009",
        ("R70", "330", "31", ""),
    ),
]

CONTESTED = [
    (
        "799R71123456780000041261120234567893232345678900000713300212345678000000933561 234567890000071",
        ("R71", "261120", "323", "02", "335", "61"),
    ),
    (
        "799R72123456780000041261120234567893232345678900000713300312345678000000933668 234567890000071",
        ("R72", "261120", "323", "03", "336", "68"),
    ),
    (
        "799R73123456780000041261120234567893232345678900000713300312345678000000933768 234567890000071",
        ("R73", "261120", "323", "03", "337", "68"),
    ),
    (
        "799R74123456780000041261120234567893232345678900000713300412345678000000933869 234567890000071",
        ("R74", "261120", "323", "04", "338", "69"),
    ),
    (
        "799R7512345678000004126112023456789   2345678900000713300312345678000000933967 234567890000071",
        ("R75", "261120", "", "03", "339", "67"),
    ),
    (
        "799R76123456780000041261120234567893232345678900000713300312345678000000934069 234567890000071",
        ("R76", "261120", "323", "03", "340", "69"),
    ),
    (
        "799R77123456780000041      234567893232345678900000713301112345678000000934162 234567890000071",
        ("R77", "", "323", "11", "341", "62"),
    ),
]

NOTICES = [
    (
        "798C01123456780000041      2345678977 66554433 00017                           234567890000071",
        ("C01", {"account_number": "77 66554433 00017"}),
    ),
    (
        "798C02123456780000041      23456789313131310                                   234567890000071",
        ("C02", {"routing_number": "313131310"}),
    ),
    (
        "798C03123456780000041      23456789313131310   77 66554433 00017               234567890000071",
        ("C03", {"routing_number": "313131310", "account_number": "77 66554433 00017"}),
    ),
    (
        "798C04123456780000041      23456789LAKESIDE CLINIC OF ASH                      234567890000071",
        ("C04", {"name": "LAKESIDE CLINIC OF ASH"}),
    ),
    (
        "798C05123456780000041      2345678932                                          234567890000071",
        ("C05", {"transaction_code": "32"}),
    ),
    (
        "798C06123456780000041      2345678977 66554433 00017   32                      234567890000071",
        ("C06", {"account_number": "77 66554433 00017", "transaction_code": "32"}),
    ),
    (
        "798C07123456780000041      2345678931313131077 66554433 0001732                234567890000071",
        (
            "C07",
            {
                "routing_number": "313131310",
                "account_number": "77 66554433 00017",
                "transaction_code": "32",
            },
        ),
    ),
    (
        "798C08123456780000041      23456789SAMPLEXXFOREIGNBANK1234567890               234567890000071",
        ("C08", {"text": "SAMPLEXXFOREIGNBANK1234567890"}),
    ),
    (
        "798C09123456780000041      23456789PAYEE00010002000300045                      234567890000071",
        ("C09", {"identification": "PAYEE00010002000300045"}),
    ),
    (
        "798C13123456780000041      23456789NO TERMINATOR AFTER TRN                     234567890000071",
        ("C13", {"text": "NO TERMINATOR AFTER TRN"}),
    ),
    (
        "798C14123456780000041      23456789IAT                                         234567890000071",
        ("C14", {"sec_code": "IAT"}),
    ),
]

REFUSALS = [
    (
        "798C61123456780000041      234567897766554433                   C010000071     123456780000009",
        ("C61", "7766554433", "C01", "0000071"),
    ),
    (
        "798C62123456780000041      23456789313131310                    C020000072     123456780000009",
        ("C62", "313131310", "C02", "0000072"),
    ),
    (
        "798C63123456780000041      23456789313131310   7766554433       C030000073     123456780000009",
        ("C63", "313131310   7766554433", "C03", "0000073"),
    ),
    (
        "798C64123456780000041      23456789LAKESIDE CLINIC              C040000074     123456780000009",
        ("C64", "LAKESIDE CLINIC", "C04", "0000074"),
    ),
    (
        "798C65123456780000041      2345678932                           C050000075     123456780000009",
        ("C65", "32", "C05", "0000075"),
    ),
    (
        "798C66123456780000041      2345678977 66554433 00017   32       C060000076     123456780000009",
        ("C66", "77 66554433 00017   32", "C06", "0000076"),
    ),
    (
        "798C67123456780000041      2345678931313131077 66554433 0001732 C070000077     123456780000009",
        ("C67", "31313131077 66554433 0001732", "C07", "0000077"),
    ),
    (
        "798C68123456780000041      23456789PAYEE0001                    C099999999     123456780000009",
        ("C68", "PAYEE0001", "C09", "9999999"),
    ),
    (
        "798C69123456780000041      23456789                             C130000001     123456780000009",
        ("C69", "", "C13", "0000001"),
    ),
]


def _ids(rows):
    return [row[1][0] for row in rows]


def _read(line, kind):
    """The record as read from 94 characters, after a look at what all kinds share."""
    assert len(line) == 94
    record = addenda_class(line)(7, line)
    assert type(record) is kind
    assert record.addenda_type == line[1:3]
    assert (record.original_trace, record.original_rdfi) == (ORIGINAL, RDFI)
    return record


def _joined(record, **values):
    """The record written anew from its values: the layout must put each where it was read."""
    return record.layout.join(
        {"original_trace": ORIGINAL, "original_rdfi": RDFI, "trace_number": record.trace_number}
        | values
    )


@pytest.mark.parametrize(("line", "values"), RETURNS, ids=_ids(RETURNS))
def test_return_stands_at_its_positions(line, values):
    record = _read(line, ReturnAddenda)
    code, died, text = values
    assert (record.code, record.date_of_death, record.information) == values
    assert record.trace_number == OF_BANK
    assert _joined(record, code=code, date_of_death=died, information=text) == line


@pytest.mark.parametrize(("line", "values"), DISHONORED, ids=_ids(DISHONORED))
def test_dishonored_return_stands_at_its_positions(line, values):
    record = _read(line, DishonoredReturnAddenda)
    code, day, reason, text = values
    assert record.code == code
    assert record.return_trace == OF_BANK
    assert record.return_settlement_day == day
    assert record.return_reason == reason
    assert record.information == text
    assert record.trace_number == OF_OURS
    written = _joined(
        record,
        code=code,
        return_trace=OF_BANK,
        return_settlement_day=day,
        return_reason=reason,
        information=text,
    )
    assert written == line


@pytest.mark.parametrize(("line", "values"), CONTESTED, ids=_ids(CONTESTED))
def test_contested_return_stands_at_its_positions(line, values):
    record = _read(line, ContestedReturnAddenda)
    code, returned, settled, reason, day, dishonored = values
    assert record.code == code
    assert record.date_returned == returned
    assert record.original_settlement_day == settled
    assert record.return_trace == OF_BANK
    assert record.return_settlement_day == "330"
    assert record.return_reason == reason
    assert record.dishonored_trace == OF_OURS
    assert record.dishonored_settlement_day == day
    assert record.dishonored_reason == dishonored
    assert record.trace_number == OF_BANK
    written = _joined(
        record,
        code=code,
        date_returned=returned,
        original_settlement_day=settled,
        return_trace=OF_BANK,
        return_settlement_day="330",
        return_reason=reason,
        dishonored_trace=OF_OURS,
        dishonored_settlement_day=day,
        dishonored_reason=dishonored,
    )
    assert written == line


@pytest.mark.parametrize(("line", "values"), NOTICES, ids=_ids(NOTICES))
def test_notice_of_change_stands_at_its_positions(line, values):
    record = _read(line, ChangeAddenda)
    code, corrected = values
    assert record.code == code
    assert record.trace_number == OF_BANK
    assert corrected_data(code, record.corrected_data) == CorrectedData(**corrected)
    assert _joined(record, code=code, corrected_data=record.corrected_data) == line


@pytest.mark.parametrize(("line", "values"), REFUSALS, ids=_ids(REFUSALS))
def test_refused_notice_stands_at_its_positions(line, values):
    record = _read(line, RefusedChangeAddenda)
    code, data, change, sequence = values
    assert record.code == code
    assert record.corrected_data.rstrip(" ") == data
    assert (record.change_code, record.notice_sequence) == (change, sequence)
    assert record.trace_number == OF_OURS
    written = _joined(
        record, code=code, corrected_data=data, change_code=change, notice_sequence=sequence
    )
    assert written == line


def test_every_code_of_an_answer_has_its_line():
    assert set(_ids(DISHONORED)) == DISHONORED_CODES.keys()
    assert set(_ids(CONTESTED)) == CONTESTED_CODES.keys()
    assert set(_ids(NOTICES)) == CHANGE_CODES.keys()
    assert set(_ids(REFUSALS)) == REFUSED_CHANGE_CODES.keys()
    assert set(_ids(RETURNS)) <= RETURN_CODES.keys()


@pytest.mark.parametrize("code", RETURN_CODES)
def test_every_return_code_reads_as_a_return(code):
    line = RETURNS[0][0].replace("R03", code)
    assert _read(line, ReturnAddenda).code == code
