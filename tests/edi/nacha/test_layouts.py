"""The tables of positions, held against the rulebook's for the records where others went wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi.nacha import layouts
from edi.nacha.errors import UnwritableField
from edi.nacha.layouts import Layout

TABLES = [value for value in vars(layouts).values() if isinstance(value, Layout)]

COLUMNS = {
    layouts.ENTRY: {"account_number": (13, 29), "amount_cents": (30, 39), "trace_number": (80, 94)},
    layouts.ENTRY_CTX: {"addenda_count": (55, 58), "name": (59, 74), "reserved": (75, 76)},
    layouts.ADDENDA_98: {"original_rdfi": (28, 35), "corrected_data": (36, 64)},
    layouts.ADDENDA_98_REFUSED: {"change_code": (65, 67), "notice_sequence": (68, 74)},
    layouts.ADDENDA_99: {"date_of_death": (22, 27), "information": (36, 79)},
    layouts.ADDENDA_99_DISHONORED: {
        "return_trace": (39, 53),
        "return_settlement_day": (54, 56),
        "return_reason": (57, 58),
        "information": (59, 79),
    },
    layouts.ADDENDA_99_CONTESTED: {
        "date_returned": (22, 27),
        "original_settlement_day": (36, 38),
        "return_trace": (39, 53),
        "dishonored_trace": (59, 73),
        "dishonored_settlement_day": (74, 76),
        "dishonored_reason": (77, 78),
    },
    layouts.BATCH_HEADER: {"settlement_day": (76, 78), "odfi": (80, 87)},
    layouts.BATCH_CONTROL: {"total_debits_cents": (21, 32), "odfi": (80, 87)},
    layouts.FILE_CONTROL: {"block_count": (8, 13), "total_credits_cents": (44, 55)},
}


def test_fields_stand_at_the_positions_of_the_rulebook():
    for table, fields in COLUMNS.items():
        for name, columns in fields.items():
            assert table[name].columns == columns, (table.name, name)


def test_table_that_is_not_94_wide_is_refused():
    with pytest.raises(AssertionError, match="covers 93"):
        Layout("short record", ("all", 93, "text"))


@given(st.sampled_from(TABLES), st.text(min_size=94, max_size=94))
def test_cut_fields_are_the_record_again(table, text):
    assert "".join(table.cut(text).values()) == text


def test_unknown_field_is_a_fault_of_ours():
    with pytest.raises(KeyError, match="nickname"):
        layouts.ENTRY.join({"nickname": "X"})


def test_constant_cannot_be_written_otherwise():
    with pytest.raises(UnwritableField):
        layouts.FILE_HEADER.join({"record_size": "096"})


@pytest.mark.parametrize("digits", ["²", "-1", "1.0", "٣"])
def test_numeric_field_takes_ascii_digits_only(digits):
    with pytest.raises(UnwritableField):
        layouts.ENTRY.join({"amount_cents": digits})
