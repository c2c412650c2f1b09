"""The 835 as fields: read, balanced, written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi.x12.checking import check
from edi.x12.envelope import read
from edi.x12.remittance_835 import (
    Address,
    Adjustment,
    Amount,
    Bpr,
    Claim,
    Contact,
    Dated,
    Line,
    Name,
    Party,
    Procedure,
    ProviderAdjustment,
    Reference,
    Remark,
    Remittance,
    Trace,
    Unbalanced,
    balance,
    read_835,
    read_claims,
    write_835,
)
from edi.x12.segments import Delimiters, UnwritableElement, render_segments
from edi.x12.wrapping import wrap

File = Callable[..., bytes]


def remittance_of(data: bytes) -> Remittance:
    [interchange], _ = read(data)
    remittance, _ = read_835(next(interchange.sets))
    assert remittance is not None
    return remittance


def wrapped(remittance: Remittance, delimiters: Delimiters = Delimiters()) -> bytes:  # noqa: B008
    return wrap(
        [write_835(remittance, control="0001", delimiters=delimiters)],
        sender_qualifier="ZZ",
        sender_id="PAYERONE",
        receiver_qualifier="ZZ",
        receiver_id="HOSPITALTWO",
        interchange_control=7,
        group_control=7,
        at=datetime(2026, 11, 20, 9, 15),
        delimiters=delimiters,
    )


def test_the_header_is_read_into_fields(remittance_file: File) -> None:
    remittance = remittance_of(remittance_file())
    bpr = remittance.bpr
    assert (bpr.handling, bpr.amount_cents, bpr.method, bpr.format) == ("I", 15000, "ACH", "CCP")
    assert (bpr.payer_routing, bpr.payer_account) == ("021000021", "111222333")
    assert (bpr.payee_routing, bpr.payee_account) == ("011000015", "444555666")
    assert bpr.effective_date == date(2026, 11, 23)
    assert (remittance.trace.number, remittance.trace.payer_id) == ("EFT0001", "1999999999")
    assert remittance.production_date == date(2026, 11, 20)
    assert remittance.payer.name == "INVENTED HEALTH PLAN"
    assert remittance.payer.address == Address(("1 NOWHERE ROAD",), "SPRINGFIELD", "IL", "62701")
    assert remittance.payer.contacts[0].channels == [("TE", "5550100100")]
    assert (remittance.payee.npi, remittance.payee.tax_id) == ("1234567893", "123456789")


def test_a_claim_is_read_into_fields(remittance_file: File) -> None:
    data = remittance_file()
    claim, reversal = remittance_of(data).claims
    assert (claim.control_number, claim.status_code) == ("CLAIM1", "1")
    assert (claim.charge_cents, claim.paid_cents) == (30000, 20000)
    assert claim.patient_responsibility_cents == 5000
    assert (claim.payer_control_number, claim.facility_code) == ("PAYERCLAIM1", "11")
    assert claim.patient is not None and claim.patient.last == "DOE"
    assert (claim.statement_from, claim.statement_to) == (date(2026, 11, 1), date(2026, 11, 2))
    assert claim.group is not None and claim.group.number == "1"
    assert data[claim.position :].startswith(b"CLP*CLAIM1")
    assert reversal.is_reversal and reversal.patient_responsibility_cents is None
    assert reversal.adjustments == [Adjustment("CO", "45", -2000)]


def test_a_line_is_read_into_fields(remittance_file: File) -> None:
    first, second = remittance_of(remittance_file()).claims[0].lines
    assert first.procedure == Procedure("HC", "99213", ("25",))
    assert (first.charge_cents, first.paid_cents, first.units) == (10000, 5000, Decimal(1))
    assert (first.control_number, first.allowed_cents) == ("LINE1", 10000)
    assert first.service_date == date(2026, 11, 1)
    assert first.adjustments == [Adjustment("PR", "1", 5000)]
    assert second.remarks == [Remark("HE", "N130")]


def test_a_provider_adjustment_keeps_its_reference_whole(remittance_file: File) -> None:
    row = "PLB*1234567893*20261231*WO:CLAIM 9:X*-40*L6*10"
    first, second = remittance_of(remittance_file("PLB", row)).provider_adjustments
    assert (first.reason, first.reference, first.amount_cents) == ("WO", "CLAIM 9:X", -4000)
    assert (second.reason, second.reference, second.amount_cents) == ("L6", "", 1000)
    assert first.fiscal_date == date(2026, 12, 31)


def test_remarks_come_from_mia_and_moa(remittance_file: File) -> None:
    rows = ["MIA*0****N1***************N2*N3", "MOA***N4*N5", "DTM*232*20261101"]
    claim = remittance_of(remittance_file("DTM*232", rows)).claims[0]
    assert claim.remarks == ["N1", "N2", "N3", "N4", "N5"]


def test_claims_come_one_at_a_time(remittance_file: File) -> None:
    [interchange], _ = read(remittance_file())
    claims = read_claims(next(interchange.sets))
    assert next(claims).control_number == "CLAIM1"
    assert [claim.control_number for claim in claims] == ["CLAIM0"]


def test_a_claim_whose_amounts_cannot_be_read_is_not_given(remittance_file: File) -> None:
    data = remittance_file("CAS*CO*45*50", "CAS*CO*45*50.001")
    assert [claim.control_number for claim in remittance_of(data).claims] == ["CLAIM0"]
    report = check(data)
    assert report.transactions[0].claims == 2 and report.transactions[0].balanced is False


def test_a_remittance_without_payment_is_none(remittance_file: File) -> None:
    [interchange], _ = read(remittance_file("BPR", None))
    remittance, findings = read_835(next(interchange.sets))
    assert remittance is None and "RA01" in [f.rule for f in findings]


def test_unknown_segments_are_kept_and_written_again(remittance_file: File) -> None:
    data = remittance_file("AMT*B6", ["AMT*B6*100", "ZZZ*A:B*C"])
    remittance = remittance_of(data)
    assert remittance.claims[0].lines[0].others[0].elements == ("ZZZ", ("A", "B"), "C")
    rows = write_835(remittance)
    assert "ZZZ|A>B|C\\" in render_segments(rows, Delimiters("|", ">", "\\", "^"))


def test_what_is_read_is_written_byte_for_byte(remittance_file: File) -> None:
    data = remittance_file()
    assert wrapped(remittance_of(data)) == data


def test_a_remittance_without_lx_of_its_own_gets_one(remittance_file: File) -> None:
    remittance = remittance_of(remittance_file())
    for claim in remittance.claims:
        claim.group = None
    assert [row[1] for row in write_835(remittance) if row[0] == "LX"] == ["1"]


def test_a_seventh_triplet_and_a_seventh_pair_open_another_segment(remittance_file: File) -> None:
    remittance = remittance_of(remittance_file())
    remittance.claims[1].adjustments = [Adjustment("CO", "45", -200)] * 10
    item = remittance.provider_adjustments[0]
    remittance.provider_adjustments = [item._replace(amount_cents=-300)] * 10
    rows = write_835(remittance)
    assert [len(row) for row in rows if row[0] == "PLB"] == [15, 11]
    again = remittance_of(wrapped(remittance))
    assert again.claims[1].adjustments == remittance.claims[1].adjustments
    assert [a.amount_cents for a in again.provider_adjustments] == [-300] * 10


# Refusals of the writer ---------------------------------------------------------------------


def test_an_unbalanced_remittance_is_not_written(remittance_file: File) -> None:
    remittance = remittance_of(remittance_file())
    remittance.bpr.amount_cents += 1
    with pytest.raises(Unbalanced) as refusal:
        write_835(remittance)
    assert refusal.value.off_cents == 1


def test_an_unbalanced_line_is_not_written_even_if_the_claim_balances(
    remittance_file: File,
) -> None:
    remittance = remittance_of(remittance_file())
    claim = remittance.claims[0]
    claim.adjustments.append(claim.lines[0].adjustments.pop())
    with pytest.raises(Unbalanced):
        write_835(remittance)


def test_a_negative_payment_is_not_written() -> None:
    remittance = invented([[(100, 0, 0)]])
    remittance.provider_adjustments.append(ProviderAdjustment("1", None, "WO", "X", 200))
    remittance.bpr.amount_cents = -100
    with pytest.raises(ValueError, match="negative"):
        write_835(remittance)


@pytest.mark.parametrize("value", ["A*B", "A:B", "A~B", "A^B", "A\nB", "MÜLLER", "A\x00"])
def test_data_that_cannot_stand_in_a_file_is_refused(value: str, remittance_file: File) -> None:
    remittance = remittance_of(remittance_file())
    remittance.payer.name = value
    with pytest.raises(UnwritableElement) as refusal:
        write_835(remittance)
    assert refusal.value.code == "unwritable-element"
    assert value not in str(refusal.value)


def test_a_name_that_holds_another_files_delimiter_is_written(remittance_file: File) -> None:
    remittance = remittance_of(remittance_file())
    remittance.payer.name = "A*B"
    assert b"N1|PR|A*B\\" in wrapped(remittance, Delimiters("|", ">", "\\", "^"))


# Balance ------------------------------------------------------------------------------------

Amounts = list[list[tuple[int, int, int]]]


def invented(claims: Amounts) -> Remittance:
    """A balanced remittance: per claim, per line (charge, contractual, patient's share)."""
    made = [_claim(index, lines) for index, lines in enumerate(claims)]
    total = sum(claim.paid_cents for claim in made)
    plb = [ProviderAdjustment("1234567893", date(2026, 12, 31), "CS", "REF", min(total, 0))]
    return Remittance(
        Bpr("I" if total > 0 else "H", max(total, 0), "C", "NON" if total <= 0 else "ACH"),
        Trace("EFT0002", "1999999999"),
        Party(
            "PR",
            "PLAN",
            address=Address(("1 ROAD",), "CITY", "IL", "62701"),
            contacts=[Contact("BL", "DESK", [("TE", "5550100100")])],
        ),
        Party("PE", "HOSPITAL", "XX", "1234567893"),
        date(2026, 11, 20),
        claims=made,
        provider_adjustments=plb if total < 0 else [],
    )


def _claim(index: int, lines: list[tuple[int, int, int]]) -> Claim:
    made = [
        Line(
            Procedure("HC", f"9{position:04d}"),
            charge,
            charge - contract - share,
            units=Decimal(1),
            dates=[Dated("472", date(2026, 11, 1))],
            adjustments=[Adjustment("CO", "45", contract), Adjustment("PR", "1", share)],
            references=[Reference("6R", f"L{position}")],
            amounts=[Amount("B6", charge - contract)],
        )
        for position, (charge, contract, share) in enumerate(lines)
    ]
    return Claim(
        f"C{index}",
        "1",
        sum(line.charge_cents for line in made),
        sum(line.paid_cents for line in made),
        sum(share for _, _, share in lines),
        "12",
        f"P{index}",
        names=[Name("QC", "DOE", "ANN")],
        lines=made,
    )


cents = st.integers(min_value=-(10**7), max_value=10**7)
amounts = st.lists(
    st.lists(st.tuples(cents, cents, cents), min_size=1, max_size=3), min_size=1, max_size=4
)


@settings(max_examples=60, deadline=None)
@given(amounts)
def test_a_balanced_remittance_reads_back_balanced_and_whole(claims: Amounts) -> None:
    remittance = invented(claims)
    assert balance(remittance).is_balanced
    report = check(wrapped(remittance))
    assert [item.balanced for item in report.transactions] == [True]
    assert [f for f in report.findings if f.is_error] == []
    again = remittance_of(wrapped(remittance))
    assert write_835(again) == write_835(replace(remittance, control="0001"))


@settings(max_examples=60, deadline=None)
@given(amounts, st.integers(min_value=-500, max_value=500).filter(bool), st.data())
def test_one_changed_amount_is_off_by_just_that(
    claims: Amounts, change: int, data: st.DataObject
) -> None:
    remittance = invented(claims)
    claim_index = data.draw(st.integers(0, len(claims) - 1))
    line_index = data.draw(st.integers(0, len(claims[claim_index]) - 1))
    claim = remittance.claims[claim_index]
    line = claim.lines[line_index]
    match data.draw(st.sampled_from(["payment", "claim", "line", "adjustment"])):
        case "payment":
            remittance.bpr.amount_cents += change
            expected = (change, 0, 0)
        case "claim":
            claim.paid_cents += change
            expected = (-change, change, 0)
        case "line":
            line.paid_cents += change
            expected = (0, 0, change)
        case _:
            first = line.adjustments[0]
            line.adjustments[0] = first._replace(amount_cents=first.amount_cents + change)
            expected = (0, change, change)
    report = balance(remittance)
    off = report.claims[claim_index]
    assert (report.off_cents, off.off_cents, off.line_off_cents[line_index]) == expected
    assert not report.is_balanced
    assert sum(1 for item in report.claims if not item.is_balanced) == (expected[1:] != (0, 0))


def test_amounts_that_take_no_part_do_not_unbalance(remittance_file: File) -> None:
    rows = ["AMT*AU*1", "AMT*I*2", "QTY*CA*9", "SVC*HC:99213:25*100*50**1"]
    assert check(remittance_file("SVC*HC:99213", rows)).transactions[0].balanced is True


def test_a_positive_provider_adjustment_reduces_what_is_paid(remittance_file: File) -> None:
    remittance = remittance_of(remittance_file())
    paid = sum(claim.paid_cents for claim in remittance.claims)
    assert remittance.provider_adjustments[0].amount_cents == -3000
    assert remittance.bpr.amount_cents == paid + 3000
