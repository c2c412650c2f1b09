"""Covering accounts and names in place: nothing shown, and nothing changed for the rules."""

import pytest
from hypothesis import given, settings

from edi.nacha.mask import cover_message, mask, mask_account_field, masked, masked_entry
from edi.nacha.reader import parse, read
from edi.nacha.stream import check
from edi.nacha.writer import write
from tests.edi.nacha.damage import DAMAGED, data_of
from tests.edi.nacha.samples import BY_BANK, BY_ORIGINATOR, both, broken, bytes_of, drop, put

SAMPLES = [*BY_ORIGINATOR, *BY_BANK]


def _places(data):
    return [(each.rule, each.line, each.columns) for each in check(data).findings]


@pytest.mark.parametrize("sample", SAMPLES)
def test_masked_file_shows_no_account_or_name_and_keeps_its_widths(sample):
    data = bytes_of(sample)
    copy = write(mask(parse(data)))
    for secret in (b"4455667788", b"99-8877", b"7766554433", b"LAKESIDE", b"PAT SAMPLE"):
        assert secret not in copy
    assert [len(line) for line in copy.splitlines()] == [len(line) for line in data.splitlines()]


@pytest.mark.parametrize("sample", SAMPLES)
def test_masked_file_keeps_its_rules(sample):
    _, findings = read(write(mask(parse(bytes_of(sample)))))
    assert [each for each in findings if each.is_error] == []


@settings(max_examples=500, deadline=None)
@given(DAMAGED)
def test_a_check_of_the_copy_finds_the_same_in_the_same_places(data):
    copy = b"".join(masked(data))
    assert _places(copy) == _places(data)
    assert check(copy).summary.tally == check(data).summary.tally
    assert copy == write(mask(parse(data)))


@settings(max_examples=200, deadline=None)
@given(DAMAGED)
def test_covering_what_is_covered_changes_nothing(data):
    copy = b"".join(masked(data))
    assert b"".join(masked(copy)) == copy


def test_equal_accounts_stay_equal():
    data = data_of("many").replace(b"20000008", b"20000001")
    accounts = [e.account_number for b in parse(data).batches for e in b.entries]
    copies = [e.account_number for b in parse(b"".join(masked(data))).batches for e in b.entries]
    seen = {}
    for account, copy in zip(accounts, copies, strict=True):
        assert seen.setdefault(account, copy) == copy
    assert len(seen) < len(accounts)


def test_trn_stays_readable():
    assert b"TRN*1*EFT00017*1123456789~" in write(mask(parse(bytes_of("claims"))))


def test_text_after_a_trn_is_covered():
    copy = write(mask(parse(broken("claims", put(4, 40, "PAT SAMPLE")))))
    assert b"PAT SAMPLE" not in copy
    assert b"XXX XXXXXX" in copy


def test_entries_outside_a_batch_are_covered_too():
    assert b"4455667788" not in write(mask(parse(broken("claims", drop(2)))))


def test_text_after_the_control_is_covered_whatever_it_begins_with():
    copy = b"".join(masked(bytes_of("claims") + b"9 PAT SAMPLE 4455667788\n"))
    assert copy.endswith(b"9 XXX XXXXXX XXXXXXXXXX\n")


def test_text_beyond_the_record_is_covered():
    data = broken("claims", lambda lines: [*lines[:2], lines[2] + "PAT SAMPLE", *lines[3:]])
    assert b"PAT SAMPLE" not in b"".join(masked(data))


def test_account_where_a_routing_number_belongs_is_covered():
    data = broken("noticed", both(put(4, 4, "C02"), put(4, 36, "7766554433".ljust(29))))
    assert b"7766554433" not in b"".join(masked(data))


def test_a_letter_of_another_alphabet_is_covered_and_still_found():
    copy = b"".join(masked(broken("claims", put(3, 60, "\xe9"))))
    assert b"\xe9" not in copy
    assert b"\xd7" in copy


def test_questionable_and_the_fields_of_r69_stay_readable():
    data = broken("returned", both(put(4, 4, "R17"), put(4, 36, "QUESTIONABLE")))
    assert b"QUESTIONABLE" in b"".join(masked(data))
    assert b"01*03" in b"".join(masked(bytes_of("dishonored")))


def test_an_entry_by_itself_is_covered_with_its_addenda():
    entry = masked_entry(parse(bytes_of("ctx")).batches[0].entries[0])
    assert entry.account_number == "XXXXXX7788"
    assert "4455667788" not in "".join(each.text for each in entry.addenda)


@pytest.mark.parametrize(
    ("account", "covered"),
    [
        ("4455667788       ", "XXXXXX7788       "),
        ("123456           ", "XXXXXX           "),
        ("12-34 5678       ", "XX-XX 5678       "),
        ("  4455667788     ", "  XXXXXX7788     "),
        ("0000000000       ", "0000000000       "),
    ],
)
def test_last_four_of_a_long_account_stay(account, covered):
    assert mask_account_field(account) == covered


def test_message_of_a_ctx_payment_keeps_its_amount_and_invoice():
    copy = write(mask(parse(bytes_of("ctx"))))
    assert b"BPR*C*1250.00*C*ACH*CTX*XX*XXXXXXXXX*XX*XXXXXXXXXX~" in copy
    assert b"INVOICE-0000017**1250.00" in copy


def test_text_of_a_ctx_payment_that_is_no_message_is_covered_whole():
    assert cover_message("PAT SAMPLE, INVOICE 7") == "XXX XXXXXX, XXXXXXX X"


def test_text_between_segments_is_covered():
    assert cover_message("ST*820*0001~PAT SAMPLE~SE*3*0001~") == "ST*820*0001~XXX XXXXXX~SE*3*0001~"
