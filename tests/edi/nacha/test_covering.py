"""What a finding shows of a field: codes and amounts plain, accounts, names and numbers masked."""

import pytest

from edi.ground.line_findings import as_json
from edi.nacha.covering import PLAIN_FIELDS, shown_value
from edi.nacha.reader import parse, read
from tests.edi.nacha.samples import broken, bytes_of, put
from tests.edi.nacha.test_rules import CASES


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("transaction_code", "22"),
        ("rdfi", "02100002"),
        ("amount_cents", "0000125000"),
        ("account_number", "••••7788"),
        ("identification", "••••0001"),
        ("trace_number", "••••0001"),
        ("name", "••••"),
        ("discretionary_data", ""),
        (None, ""),
        ("no_such_field", ""),
    ],
)
def test_value_of_an_entrys_field(field, value):
    entry = parse(bytes_of("claims")).batches[0].entries[0]
    assert shown_value(entry, field) == value


def test_free_text_and_corrected_data_are_dots_alone():
    notice = parse(bytes_of("noticed")).batches[0].entries[0].addenda[0]
    payment = parse(bytes_of("vendor")).batches[0].entries[0].addenda[0]
    assert shown_value(notice, "corrected_data") == "••••"
    assert shown_value(payment, "information") == "••••"


def test_what_is_no_number_in_a_numbers_place_is_masked():
    entry = parse(broken("claims", put(3, 30, "4455667X88"))).batches[0].entries[0]
    assert shown_value(entry, "amount_cents") == "••••7X88"


def test_no_finding_shows_an_account_a_name_or_a_trace():
    secrets = ("4455667788", "7766554433", "99-8877", "LAKESIDE", "PAT SAMPLE", "091000010000001")
    for _, sample, mutation, _ in CASES:
        for finding in read(broken(sample, mutation))[1]:
            said = as_json(finding)
            assert not [each for each in secrets if each in f"{said['message']} {said['value']}"]


def test_names_and_numbers_are_never_plain():
    assert not PLAIN_FIELDS & {
        *(
            "account_number",
            "name",
            "identification",
            "trace_number",
            "information",
            "card_account",
        ),
        *("corrected_data", "original_trace", "company_identification", "content"),
    }
