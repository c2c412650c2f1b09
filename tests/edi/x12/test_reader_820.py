"""An 820 read entity by entity and item by item: what is given, and what is not kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from edi.x12.checking import check
from edi.x12.envelope import read
from edi.x12.payment_820 import Entity, PaidItem, PaymentReader, read_820

File = Callable[..., bytes]


def reader_of(data: bytes) -> PaymentReader:
    [interchange], _ = read(data)
    return PaymentReader(next(interchange.sets))


def test_an_entity_is_given_before_its_items_and_without_them(payment_file: File) -> None:
    reader = reader_of(payment_file("ENT*1", ["ENT*1", "ADX*-10*52"]))
    entity, *items = reader.details()
    assert isinstance(entity, Entity) and entity.items == []
    assert [each.amount_cents for each in entity.adjustments] == [-1000]
    assert [each.reference for each in items if isinstance(each, PaidItem)] == ["INV-1", "INV-2"]
    assert (reader.item_count, reader.paid_cents, reader.beside_cents) == (2, 90000, -1000)
    assert reader.off_cents == 1000


def test_an_entity_that_pays_nothing_is_given_too(payment_file: File) -> None:
    details = list(reader_of(payment_file("ENT*1", ["ENT*1", "ENT*2"])).details())
    assert [each.id for each in details if isinstance(each, Entity)] == ["1", "2"]


def test_passing_through_finds_what_reading_all_of_it_finds(payment_file: File) -> None:
    data = payment_file("RMR*IV*INV-1", "RMR*IV*INV-1**490.01*500*10")
    reader = reader_of(data)
    reader.run()
    [interchange], _ = read(data)
    payment, findings = read_820(next(interchange.sets))
    assert payment is not None and reader.off_cents == payment.off_cents == -1
    assert reader.findings == findings
    assert {finding.rule for finding in findings} == {"PA03", "PA04"}


def test_what_is_wrong_very_often_is_counted(
    payment_file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edi.x12.finding_list.MOST_OF_A_RULE", 3)
    off = ["RMR*IV*INV-1**490*500*10", *["RMR*IV*X**1*2"] * 5]
    found = check(payment_file("RMR*IV*INV-1", off)).findings
    off_items = [finding for finding in found if finding.rule == "PA04"]
    assert len(off_items) == 4
    assert any(each.message.startswith("2 more findings") for each in off_items)


def test_of_a_set_that_breaks_off_nothing_is_missed_that_may_have_followed(
    payment_file: File,
) -> None:
    data = payment_file()
    report = check(data[: data.index(b"RMR*IV*INV-2")])
    assert report.transactions[0].balanced is False
    assert not {each.rule for each in report.findings} & {"PA01", "PA03"}
    report = check(data[: data.index(b"N1*PR")])
    assert "PA01" not in {each.rule for each in report.findings}
    report = check(data[: data.index(b"TRN*1")])
    assert [each.segment for each in report.findings if each.rule == "PA01"] == ["TRN"]
