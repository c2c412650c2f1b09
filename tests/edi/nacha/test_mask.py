"""Covering accounts and names in place."""

import pytest

from edi.nacha.mask import cover_message, mask, mask_account_field
from edi.nacha.reader import parse, read
from edi.nacha.writer import write
from tests.edi.nacha.samples import BY_BANK, BY_ORIGINATOR, broken, bytes_of, drop

SAMPLES = [*BY_ORIGINATOR, *BY_BANK]


@pytest.mark.parametrize("sample", SAMPLES)
def test_masked_file_shows_no_account_or_name_and_keeps_its_widths(sample):
    data = bytes_of(sample)
    masked = write(mask(parse(data)))
    for secret in (b"4455667788", b"99-8877", b"7766554433", b"LAKESIDE", b"PAT SAMPLE"):
        assert secret not in masked
    assert [len(line) for line in masked.splitlines()] == [len(line) for line in data.splitlines()]


@pytest.mark.parametrize("sample", SAMPLES)
def test_masked_file_keeps_its_rules(sample):
    _, findings = read(write(mask(parse(bytes_of(sample)))))
    assert [each for each in findings if each.is_error] == []


def test_trn_stays_readable():
    assert b"TRN*1*EFT00017*1123456789~" in write(mask(parse(bytes_of("claims"))))


def test_entries_outside_a_batch_are_covered_too():
    assert b"4455667788" not in write(mask(parse(broken("claims", drop(2)))))


@pytest.mark.parametrize(
    ("account", "covered"),
    [
        ("4455667788       ", "XXXXXX7788       "),
        ("123456           ", "XXXXXX           "),
        ("12-34 5678       ", "XX-XX 5678       "),
        ("  4455667788     ", "  XXXXXX7788     "),
    ],
)
def test_last_four_of_a_long_account_stay(account, covered):
    assert mask_account_field(account) == covered


def test_message_of_a_ctx_payment_keeps_its_amount_and_invoice():
    masked = write(mask(parse(bytes_of("ctx"))))
    assert b"BPR*C*1250.00*C*ACH*CTX*XX*XXXXXXXXX*XX*XXXXXXXXXX~" in masked
    assert b"INVOICE-0000017**1250.00" in masked


def test_text_of_a_ctx_payment_that_is_no_message_is_covered_whole():
    assert cover_message("PAT SAMPLE, INVOICE 7") == "XXX XXXXXX, XXXXXXX X"
