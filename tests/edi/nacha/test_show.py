"""The page a person reads: what it says of each kind of entry, how wide it is, what it hides."""

import pytest
from hypothesis import given, settings

from edi.nacha.reader import parse
from edi.nacha.show import WIDTH, show, shown
from tests.edi.nacha.damage import DAMAGED
from tests.edi.nacha.samples import (
    BY_BANK,
    BY_ORIGINATOR,
    broken,
    build_file,
    bytes_of,
    drop,
    noticed,
    put,
)

SAMPLES = [*BY_ORIGINATOR, *BY_BANK]


def _page(data):
    return list(shown(data))


@pytest.mark.parametrize("sample", SAMPLES)
def test_no_account_and_no_name_of_a_receiver_is_shown(sample):
    page = "\n".join(_page(bytes_of(sample)))
    for secret in ("4455667788", "99-8877", "7766554433", "LAKESIDE", "PAT SAMPLE"):
        assert secret not in page


@settings(max_examples=150, deadline=None)
@given(DAMAGED)
def test_every_line_fits_and_the_whole_file_gives_the_same_page(data):
    page = _page(data)
    assert all(len(line) <= WIDTH and line.isprintable() for line in page)
    assert page == list(show(parse(data)))


def test_batch_heading_says_who_what_and_when_in_words():
    page = _page(bytes_of("claims"))
    assert page[4:7] == [
        "Batch 1: NORTHWIND PLAN (1123456789), HCCLAIMPMT",
        "  CCD, payment between companies; credits only (220)",
        "  effective Tuesday 24 November 2026; settlement not filled in",
    ]


def test_entry_stands_in_columns_over_what_its_addenda_says():
    page = _page(bytes_of("claims"))
    assert page[8].split() == [
        *["3", "credit", "to", "checking", "22", "021000021", "••••7788", "$1,250.00"],
        *["XXXXXXXX", "XXXXXX", "091000010000001"],
    ]
    assert page[9].strip() == "TRN EFT00017 of payer 1123456789"
    assert page[-1] == "File: 1 batch, 2 entries, debits $0.00, credits $1,250.01"


@pytest.mark.parametrize(
    ("sample", "said"),
    [
        (
            "returned",
            "R03: no account, or the name does not fit it; original trace 091000010000001",
        ),
        ("returned", "return of a credit"),
        ("noticed", "C01: account number; original trace 091000010000001"),
        ("noticed", "now account number ••••4433"),
        ("refused", "C65: corrected data malformed"),
        ("dishonored", "R69: field error"),
        ("contested", "R73: the return was in time"),
        ("contested", "contested return"),
        ("ctx", "2 addenda: X12 820, BPR $1,250.00, 1 remittance (RMR)"),
        ("vendor", "RMR*IV*INV-7**1250.00"),
        ("mixed", "debit from checking"),
    ],
)
def test_addenda_and_kinds_are_said_in_words(sample, said):
    assert said in "\n".join(_page(bytes_of(sample)))


def test_notice_names_each_part_that_changed():
    data = build_file(noticed("C03", "021000021   7766554433"), author="bank")
    assert "now routing number 021000021, account number ••••4433" in "\n".join(_page(data))


def test_settlement_day_and_a_bad_amount_are_said():
    page = "\n".join(_page(broken("returned", put(3, 30, "12.50"))))
    assert "settles on day 330 of the year" in page
    assert "not a number" in page


def test_records_out_of_place_are_counted():
    assert "5 records stand out of place" in _page(broken("claims", drop(2)))[-1]
    assert "1 record stands out of place" in _page(bytes_of("claims") + b"END OF REPORT\n")[-1]
