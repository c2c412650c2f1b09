"""What ties a credit to a payment is found where it stands plainly, and nowhere else."""

from datetime import date

import pytest

from edi.bai2 import AchReference, Transaction, ach_reference_of, rail_of

TRN = "TRN*1*EFT00017*1123456789~"


def of(*text: str, code: str = "165", customer: str = "") -> AchReference | None:
    return ach_reference_of(Transaction(code, 50_000, customer_reference=customer, text_lines=text))


@pytest.mark.parametrize(
    ("code", "rail"),
    [
        ("142", "ach"),
        ("143", "ach"),
        ("164", "ach"),
        ("165", "ach"),
        ("166", "ach"),
        ("168", "ach"),
        ("169", "ach"),
        ("195", "wire"),
        ("206", "wire"),
        ("174", "other"),
        ("108", "other"),
        ("475", None),
        ("455", None),
        ("115", None),
    ],
)
def test_rail_is_that_of_the_type_code(code, rail):
    assert rail_of(Transaction(code, 1)) == rail
    found = of(TRN, code=code)
    assert (found and found.rail) == rail


@pytest.mark.parametrize(
    "text",
    [
        (TRN,),
        ("TRN*1*EFT00017*1123456789\\",),
        ("NORTHWIND PLAN HCCLAIMPMT TRN*1*EFT00017*1123456789~ MORE",),
        ("ADDENDA TRN*1*EFT0", "0017*11234", "56789~ MORE"),
        ("trn*1*EFT00017*1123456789~",),
        (TRN, "AND AGAIN", TRN),
    ],
)
def test_segment_is_found_in_the_text(text):
    found = of(*text)
    assert (found.reassociation_number, found.payer_id) == ("EFT00017", "1123456789")
    assert found.originating_company_supplement is None


def test_segment_is_found_in_the_customer_reference():
    assert of(customer=TRN).reassociation_number == "EFT00017"


def test_fourth_part_of_the_segment_is_kept():
    found = of("TRN*1*EFT00017*1123456789*999999999~")
    assert found.originating_company_supplement == "999999999"


@pytest.mark.parametrize(
    "text",
    [
        ("TRN*1*EFT00017*1123456789",),
        ("TRN*2*EFT00017*1123456789~",),
        ("TRN*1*EFT00017*12345~",),
        ("TRN*1**1123456789~",),
        ("XTRN*1*EFT00017*1123456789~",),
        (TRN, "TRN*1*EFT00018*1123456789~"),
        ("TRN*1*" + "9" * 51 + "*1123456789~",),
        ("EFT00017 1123456789",),
        ("TRN: EFT00017", "TRN*1*EFT00017*1123"),
    ],
)
def test_segment_that_is_not_whole_or_not_alone_is_none(text):
    assert of(*text) is None


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("TRACE NO 091000010000017", "trace_number", "091000010000017"),
        ("TRACE#:091000010000017", "trace_number", "091000010000017"),
        ("TRACE NUMBER: 091000010000017 X", "trace_number", "091000010000017"),
        ("TRACE NBR=091000010000017", "trace_number", "091000010000017"),
        ("TRN: EFT00017", "reassociation_number", "EFT00017"),
        ("TRN NO EFT00017 PAID", "reassociation_number", "EFT00017"),
        ("TRN# EFT00017", "reassociation_number", "EFT00017"),
        ("CO ID:1123456789", "company_id", "1123456789"),
        ("COMPANY ID 1123456789 NAME", "company_id", "1123456789"),
        ("ORIG ID:1123456789 DESC", "company_id", "1123456789"),
        ("ENTRY DESC:HCCLAIMPMT", "entry_description", "HCCLAIMPMT"),
        ("ENTRY DESC: HCCLAIMPMT  NAME", "entry_description", "HCCLAIMPMT"),
        ("CO ENTRY DESCR:HCCLAIMPMTSEC:CCD", "entry_description", "HCCLAIMPMT"),
        ("ENTRY DESCRIPTION VENDORPAY, TWO", "entry_description", "VENDORPAY"),
        ("Entry Description: BILL PMT; -, SEC: CCD", "entry_description", "BILL PMT"),
        ("EFF DATE 2026-11-24", "effective_date", date(2026, 11, 24)),
        ("EFF DATE: 11/24/2026", "effective_date", date(2026, 11, 24)),
        ("EFFECTIVE DATE:261124", "effective_date", date(2026, 11, 24)),
        ("EFF DATE 20261124", "effective_date", date(2026, 11, 24)),
        ("EED:101112", "effective_date", date(2010, 11, 12)),
    ],
)
def test_label_counts_where_its_value_has_the_form_of_its_field(text, field, value):
    assert of(text) == AchReference("ach", **{field: value})


@pytest.mark.parametrize(
    "text",
    [
        "TRACE NO 09100001000001",
        "TRACE NO 0910000100000177",
        "091000010000017",
        "CO ID:123456789",
        "CO ID:11234567890",
        "ID:1123456789",
        "TRN 123",
        "TRN: 2853102345TC",
        "RETRN: EFT00017",
        "ENTRY DESC:",
        "ENTRY DESC:MORETHANTENLETTERS",
        "EFF DATE 101112",
        "EFF DATE 261340",
        "EFF DATE 13/24/2026",
        "EFF DATE 2611241",
        "",
    ],
)
def test_label_with_anything_else_is_none(text):
    assert of(text) is None


def test_two_values_under_one_label_are_none():
    assert of("TRACE NO 091000010000017", "TRACE NO 091000010000018") is None
    assert of("TRACE NO 091000010000017", "TRACE# 091000010000017") is not None


def test_label_does_not_run_over_the_end_of_a_line():
    assert of("CO ID:12345", "67890") is None


def test_a_whole_text_of_a_bank_gives_all_it_says():
    found = of(
        "ORIG CO NAME:NORTHWIND PLAN  ORIG ID:1123456789 CO ENTRY DESCR:HCCLAIMPMTSEC:CCD",
        "TRACE#:091000010000017 EED:261124 IND ID:LAKESIDE",
        "TRN*1*EFT00017*1123456789\\",
    )
    assert found == AchReference(
        rail="ach",
        trace_number="091000010000017",
        reassociation_number="EFT00017",
        payer_id="1123456789",
        company_id="1123456789",
        entry_description="HCCLAIMPMT",
        effective_date=date(2026, 11, 24),
    )
