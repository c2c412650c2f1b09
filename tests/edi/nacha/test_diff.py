"""What differs between two files: found, put in its place, and masked."""

import pytest
from hypothesis import given, settings

from edi.nacha.diff import diff
from edi.nacha.reader import parse
from tests.edi.nacha.damage import DAMAGED, FORMS, data_of
from tests.edi.nacha.samples import broken, bytes_of, drop, insert, put


def _diff(before, after):
    return diff(parse(before), parse(after))


def _said(found):
    return [(each.what, each.record, each.line_before, each.line_after) for each in found]


@settings(max_examples=150, deadline=None)
@given(DAMAGED)
def test_a_file_is_the_same_as_itself_and_no_other_bytes_are(data):
    assert _diff(data, data).is_same
    assert _diff(data, data + b"\n").is_same is False


def test_entry_left_out_is_removed_with_its_addenda():
    found = _diff(bytes_of("claims"), broken("claims", drop(5, 6))).differences
    assert _said(found) == [("removed", "entry", 5, 0), ("removed", "addenda 05", 6, 0)]
    assert {each.trace for each in found} == {"••••0002"}


def test_entry_put_in_is_added():
    new = bytes_of("mixed").decode().splitlines()[2].replace("0000001", "0000009")
    found = _diff(bytes_of("mixed"), broken("mixed", insert(4, new))).differences
    assert _said(found) == [("added", "entry", 0, 4)]


def test_entries_in_another_order_are_a_difference_of_order_alone():
    lines = data_of("many").splitlines(keepends=True)
    swapped = b"".join([*lines[:2], *lines[4:6], *lines[2:4], *lines[6:]])
    found = _diff(data_of("many"), swapped)
    assert _said(found.differences) == [("changed", "order of records", 0, 0)]


def test_batch_is_matched_by_its_header_though_its_number_is_another():
    found = _diff(bytes_of("mixed"), broken("mixed", put(5, 88, "0000007"))).differences
    (change,) = found[0].fields
    assert _said(found) == [("changed", "batch header", 5, 5)]
    assert (change.name, change.before, change.after) == ("batch_number", "0000002", "0000007")


def test_whole_batch_is_removed_record_by_record():
    found = _diff(bytes_of("mixed"), broken("mixed", drop(2, 3, 4))).differences
    assert [each.line_before for each in found] == [2, 3, 4]


@pytest.mark.parametrize(
    ("line", "column", "text", "name"),
    [
        (3, 13, "9988776655", "account_number"),
        (3, 55, "PAT SAMPLE     ", "name"),
        (4, 10, "XFT", "information"),
    ],
)
def test_changed_values_are_masked(line, column, text, name):
    (found,) = _diff(bytes_of("claims"), broken("claims", put(line, column, text))).differences
    (change,) = found.fields
    assert change.name == name
    assert change.before.startswith("••••")
    assert len(change.after) <= 8


def test_other_line_ends_are_a_difference_of_their_own():
    found = _diff(data_of("claims"), FORMS["CR LF"](data_of("claims"))).differences
    assert _said(found) == [("changed", "line ends", 0, 0)]


def test_totals_stand_before_and_after():
    found = _diff(bytes_of("mixed"), broken("mixed", drop(7)))
    assert (found.before.debits_cents, found.after.debits_cents) == (40, 0)
