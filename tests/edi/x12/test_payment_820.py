"""The 820 as fields: read, judged, written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from edi.x12.checking import check
from edi.x12.envelope import read, read_set
from edi.x12.payment_820 import (
    Adjustment820,
    Bpr,
    Dated,
    Entity,
    PaidItem,
    Party,
    Payment820,
    Reference,
    Trace,
    addenda_text,
    read_820,
    write_820,
)
from edi.x12.remittance_835 import Unbalanced
from edi.x12.segments import Delimiters, UnwritableElement
from edi.x12.wrapping import wrap

File = Callable[..., bytes]
BPR = "BPR*C*900*C*ACH*CTX*01*021000021*DA*111222333*1888888888**01*011000015*DA*444555666*20261123"


def payment_of(data: bytes) -> Payment820:
    [interchange], _ = read(data)
    payment, _ = read_820(next(interchange.sets))
    assert payment is not None
    return payment


def test_a_vendor_payment_is_read_into_fields(payment_file: File) -> None:
    payment = payment_of(payment_file())
    assert (payment.amount_cents, payment.trace.number) == (90000, "PAY0001")
    assert (payment.payer.name, payment.payee.name) == ("INVENTED HOSPITAL", "INVENTED VENDOR")
    [entity] = payment.entities
    first, second = entity.remittances
    assert (first.qualifier, first.reference) == ("IV", "INV-1")
    assert (first.paid_cents, first.gross_cents, first.discount_cents) == (49000, 50000, 1000)
    assert first.references == [Reference("PO", "ORDER1")]
    assert first.dates == [Dated("003", date(2026, 10, 1))]
    assert [(a.amount_cents, a.reason) for a in second.adjustments] == [
        (-4000, "01"),
        (-5000, "52"),
    ]
    assert payment.off_cents == 0 and first.off_cents == 0 and second.off_cents == 0


def test_items_without_an_entity_are_read(payment_file: File) -> None:
    payment = payment_of(payment_file("ENT", None))
    assert payment.entities[0].is_implied and len(list(payment.items)) == 2
    assert "ENT" not in [row[0] for row in write_820(payment)]


def test_an_adjustment_of_an_entity_is_added_to_the_total(payment_file: File) -> None:
    payment = payment_of(payment_file("ENT*1", ["ENT*1", "ADX*-10*52"]))
    assert payment.entities[0].adjustments[0].amount_cents == -1000
    assert payment.off_cents == 1000


def test_what_is_read_is_written_byte_for_byte(payment_file: File) -> None:
    data = payment_file()
    again = wrap(
        [write_820(payment_of(data))],
        sender_qualifier="ZZ",
        sender_id="PAYERONE",
        receiver_qualifier="ZZ",
        receiver_id="HOSPITALTWO",
        interchange_control=7,
        group_control=7,
        at=datetime(2026, 11, 20, 9, 15),
    )
    assert again == data


def test_the_text_of_addenda_reads_back() -> None:
    payment = Payment820(
        Bpr("C", 41000, "C", "ACH", "CTX", effective_date=date(2026, 11, 23)),
        Trace("PAY9"),
        Party("PR", "HOSPITAL"),
        Party("PE", "VENDOR"),
        [Entity("1", items=[PaidItem("IV", "INV-2", 41000, 50000, None)])],
    )
    payment.entities[0].items[0].adjustments.append(Adjustment820(-9000, "01"))
    marks = Delimiters("*", ">", "\\", "^")
    text = addenda_text(payment, control="0007", delimiters=marks)
    assert text.startswith("ST*820*0007\\BPR*C*410*C*ACH*CTX*") and "\n" not in text
    transaction, findings = read_set(text.encode(), marks)
    assert transaction is not None and findings == []
    again, found = read_820(transaction)
    assert found == [] and again is not None
    assert again.entities[0].items[0].adjustments[0].amount_cents == -9000


def test_st03_is_written_where_the_guide_requires_it(payment_file: File) -> None:
    payment = payment_of(payment_file())
    payment.version = "005010X218"
    rows = write_820(payment)
    assert rows[0] == ("ST", "820", "0001", "005010X218")
    assert [row[1] for row in rows if row[0] == "N1"] == ["PE", "PR"]


def test_a_payment_that_does_not_add_up_is_not_written(payment_file: File) -> None:
    payment = payment_of(payment_file())
    payment.bpr.amount_cents += 5
    with pytest.raises(Unbalanced) as refusal:
        write_820(payment)
    assert refusal.value.off_cents == 5
    payment.bpr.amount_cents -= 5
    payment.entities[0].items[0].gross_cents = 50001
    with pytest.raises(Unbalanced):
        write_820(payment)


def test_a_reference_that_holds_a_delimiter_is_refused(payment_file: File) -> None:
    payment = payment_of(payment_file())
    payment.entities[0].items[0].reference = "INV*1"
    with pytest.raises(UnwritableElement):
        write_820(payment)


CASES = [
    ("PA01", "error", "BPR", None),
    ("PA01", "error", "TRN", None),
    ("PA01", "error", "TRN", "TRN*1"),
    ("PA01", "warning", "N1*PR", None),
    ("PA02", "error", "BPR", BPR.replace("*900*", "*9OO*")),
    ("PA02", "error", "RMR*IV*INV-1", "RMR*IV*INV-1**490.001*500*10"),
    ("PA02", "error", "ADX*-40", "ADX**01"),
    ("PA03", "warning", "BPR", BPR.replace("*900*", "*901*")),
    ("PA04", "warning", "RMR*IV*INV-1", "RMR*IV*INV-1**490*500*11"),
    ("PA04", "warning", "ADX*-40", "ADX*-41*01"),
    ("PA05", "warning", "RMR*IV*INV-1", "RMR*IV***490*500*10"),
    ("XS06", "warning", "TRN", ["TRN*1*PAY0001"] * 2),
    ("XS07", "warning", "REF*PO", ["REF*PO*ORDER1", "ZZZ*1"]),
    ("XS08", "error", "DTM*003", "DTM*003*20261301"),
    ("XS08", "error", "BPR", BPR.replace("20261123", "20261199")),
]


@pytest.mark.parametrize(("rule", "level", "old", "new"), CASES)
def test_a_broken_rule_is_found_and_a_kept_one_is_not(
    rule: str, level: str, old: str, new: str | list[str] | None, payment_file: File
) -> None:
    assert check(payment_file()).findings == []
    found = check(payment_file(old, new)).findings
    assert (rule, level) in [(f.rule, f.level) for f in found]


def test_a_report_counts_items_and_says_the_total(payment_file: File) -> None:
    [report] = check(payment_file()).transactions
    assert (report.claims, report.total_cents, report.balanced) == (2, 90000, True)
    [report] = check(payment_file("BPR", BPR.replace("*900*", "*901*"))).transactions
    assert report.balanced is False
