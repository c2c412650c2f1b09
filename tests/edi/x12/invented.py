"""Strategies for remittances, payments and answers that are sound by construction: what a writer
of ours may be given. Names and numbers are invented."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from edi.x12.ack_999 import Acknowledgment, ElementNote, SegmentNote, SetVerdict
from edi.x12.payment_820 import Adjustment820, Entity, PaidItem, Payment820
from edi.x12.remittance_835 import (
    Address,
    Adjustment,
    Amount,
    Bpr,
    Claim,
    ClaimGroup,
    Contact,
    Dated,
    Line,
    Name,
    Party,
    Procedure,
    ProviderAdjustment,
    Quantity,
    Reference,
    Remark,
    Remittance,
    Trace,
)

NPI = "1234567893"
SETTLES = date(2026, 11, 23)
words = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=2, max_size=20)
cents = st.integers(1, 99_999_999)
days = st.dates(date(2026, 1, 1), date(2026, 10, 31))


def plain(value: Any) -> Any:
    """A value without the places where it stood in a file, to be compared."""
    if is_dataclass(value):
        names = [f.name for f in fields(value) if f.name not in ("position", "number_in_set")]
        kept = {name: getattr(value, name) for name in names if name != "at"}
        if not isinstance(value, Trace):
            kept.pop("number", None)
        if isinstance(value, ClaimGroup):
            kept["number"] = value.number
        return {name: plain(item) for name, item in kept.items()}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        places = ("position", "number", "element")
        return tuple(plain(v) for name, v in value._asdict().items() if name not in places)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


@st.composite
def adjustments(draw: st.DrawFn, total_cents: int) -> list[Adjustment]:
    """Adjustments of any sign that come to the total, neighbours of one group together."""
    free = draw(st.lists(st.integers(-50_000, 50_000).filter(bool), max_size=7))
    amounts = [*free, total_cents - sum(free)]
    groups = sorted(draw(st.sampled_from(["CO", "OA", "PI"])) for _ in amounts)
    reasons = st.sampled_from(["1", "23", "45", "97", "253", "B7"])
    quantities = st.none() | st.integers(1, 99).map(Decimal)
    return [
        Adjustment(group, draw(reasons), amount, draw(quantities))
        for group, amount in zip(groups, amounts, strict=True)
        if amount
    ]


@st.composite
def lines(draw: st.DrawFn, sign: int) -> Line:
    charge, off = draw(cents) * sign, draw(st.integers(0, 99_999)) * sign
    line = Line(
        Procedure("HC", draw(st.sampled_from(["99213", "71046", "J1100"])), ("25",)),
        charge,
        charge - off,
        draw(st.sampled_from(["", "0450"])),
        draw(st.none() | st.integers(1, 99).map(Decimal)),
    )
    line.dates = [Dated("472", draw(days))]
    line.adjustments = draw(adjustments(off))
    line.references = [Reference("6R", draw(words))]
    line.amounts = [Amount("B6", abs(charge))]
    line.remarks = draw(
        st.lists(
            st.sampled_from([Remark("HE", "N130"), Remark("HE", "M15")]), max_size=2, unique=True
        )
    )
    return line


@st.composite
def claims(draw: st.DrawFn, number: int) -> Claim:
    sign = draw(st.sampled_from([1, 1, 1, -1]))
    with_lines = draw(st.lists(lines(sign), max_size=3))
    own = draw(st.integers(0, 99_999)) * sign if not with_lines else 0
    charge = sum(line.charge_cents for line in with_lines) or draw(cents) * sign
    paid = sum(line.paid_cents for line in with_lines) if with_lines else charge - own
    share = draw(st.integers(0, 9_999)) if sign > 0 else 0
    if with_lines:
        with_lines[0].adjustments += [Adjustment("PR", "2", share)] if share else []
        with_lines[0].paid_cents -= share
    claim = Claim(
        f"{draw(words)}{number}",
        "22" if sign < 0 else draw(st.sampled_from("123")),
        charge,
        paid - share,
    )
    claim.patient_responsibility_cents = share if sign > 0 else None
    claim.filing_indicator, claim.payer_control_number = "12", f"{draw(words)}{number}"
    claim.facility_code, claim.frequency = "11", "1"
    claim.adjustments = [] if with_lines else draw(adjustments(own))
    if share and not with_lines:
        claim.adjustments = [*claim.adjustments, Adjustment("PR", "1", share)]
    claim.names = [Name("QC", draw(words), draw(words), id_qualifier="MI", id=draw(words))]
    claim.references = draw(st.sampled_from([[], [Reference("F8", "OLDNUMBER")]]))
    first = draw(days)
    claim.dates = [Dated("232", first), Dated("233", first)]
    claim.quantities = draw(st.sampled_from([[], [Quantity("CA", Decimal(3))]]))
    claim.lines = with_lines
    return claim


@st.composite
def remittances(draw: st.DrawFn) -> Remittance:
    """A balanced 835 that a check finds nothing in."""
    group = ClaimGroup("1")
    every = [draw(claims(number)) for number in range(draw(st.integers(1, 5)))]
    for claim in every:
        claim.group = group
    provider = [
        ProviderAdjustment(NPI, date(2026, 12, 31), reason, draw(words), amount)
        for reason, amount in draw(
            st.lists(
                st.tuples(
                    st.sampled_from(["L6", "CS", "72"]), st.integers(-9_999, 9_999).filter(bool)
                ),
                max_size=8,
            )
        )
    ]
    paid = sum(c.paid_cents for c in every) - sum(p.amount_cents for p in provider)
    if paid < 0:
        provider.append(ProviderAdjustment(NPI, date(2026, 12, 31), "FB", "EFT0001", paid))
    bpr = (
        payment(max(paid, 0), "I") if paid > 0 else Bpr("H", 0, "C", "NON", effective_date=SETTLES)
    )
    payer = Party(
        "PR", draw(words), "XV", "12345", Address(("1 NOWHERE ROAD",), "SPRINGFIELD", "IL", "62701")
    )
    payer.references = [Reference("2U", draw(words))]
    payer.contacts = [Contact("BL", "HELP DESK", [("TE", "5550100100")])]
    payee = Party("PE", draw(words), "XX", NPI, references=[Reference("TJ", "123456789")])
    return Remittance(
        bpr,
        Trace(f"EFT{draw(words)}", "1999999999"),
        payer,
        payee,
        production_date=date(2026, 11, 20),
        control="0001",
        version="005010X221A1",
        claims=every,
        provider_adjustments=provider,
    )


def payment(amount_cents: int, handling: str, layout: str = "CCP") -> Bpr:
    """An ACH payment with both banks."""
    bpr = Bpr(
        handling,
        amount_cents,
        "C",
        "ACH",
        layout,
        "01",
        "021000021",
        "DA",
        "111222333",
        "1999999999",
    )
    bpr.payee_routing_qualifier, bpr.payee_routing = "01", "011000015"
    bpr.payee_account_type, bpr.payee_account = "DA", "444555666"
    bpr.effective_date = SETTLES
    return bpr


@st.composite
def items(draw: st.DrawFn) -> PaidItem:
    gross, discount = draw(cents), draw(st.none() | st.integers(1, 999))
    beside = draw(st.lists(st.integers(-999, 999).filter(bool), max_size=3))
    paid = gross - (discount or 0) + sum(beside)
    item = PaidItem("IV", draw(words), paid, gross, discount, draw(st.sampled_from(["", "PI"])))
    item.references = [Reference("PO", draw(words))]
    item.dates = [Dated("003", draw(days))]
    item.adjustments = [Adjustment820(amount, "52") for amount in beside]
    return item


@st.composite
def payments(draw: st.DrawFn) -> Payment820:
    """A vendor payment that foots, item by item and in all."""
    every = draw(st.lists(items(), min_size=1, max_size=4))
    total = sum(item.paid_cents or 0 for item in every)
    if total < 0:
        every, total = [], 0
    entity = Entity("1", items=every)
    payer, payee = Party("PR", draw(words)), Party("PE", draw(words))
    result = Payment820(payment(total, "C", "CTX"), Trace(draw(words), "1999999999"), payer, payee)
    result.entities, result.control, result.version = [entity], "0001", "005010"
    result.references = draw(st.sampled_from([[], [Reference("14", "ACCOUNT7")]]))
    return result


@st.composite
def verdicts(draw: st.DrawFn, number: int) -> SetVerdict:
    verdict = SetVerdict("835", f"{number:04d}", draw(st.sampled_from("AER")))
    if verdict.verdict == "R":
        verdict.codes = draw(st.sampled_from([("5",), ("5", "I5")]))
        note = SegmentNote("CLP", draw(st.integers(2, 999_999)), "8", "2100")
        note.elements = [ElementNote("3", "6", "782", draw(st.sampled_from(["", "X"])))]
        verdict.segments = [note]
    return verdict


@st.composite
def acknowledgments(draw: st.DrawFn) -> Acknowledgment:
    """An answer whose counts are right."""
    sets = [draw(verdicts(number)) for number in range(1, draw(st.integers(2, 6)))]
    accepted = sum(item.is_accepted for item in sets)
    answer = Acknowledgment("HP", str(draw(st.integers(1, 999_999_999))), "005010X221A1", sets)
    clean = all(item.verdict == "A" for item in sets)
    partly = "P" if accepted else "R"
    answer.verdict = partly if accepted < len(sets) else "A" if clean else "E"
    answer.included = answer.received = len(sets)
    answer.accepted, answer.control = accepted, "0001"
    return answer


@st.composite
def premiums(draw: st.DrawFn) -> Payment820:
    """An organisation's premium (005010X218) that foots; what was paid before is corrected above
    the items."""
    every = draw(st.lists(items(), min_size=1, max_size=4))
    for item in every:
        item.qualifier, item.action, item.discount_cents = "11", "", None
        item.paid_cents = (item.gross_cents or 0) + sum(a.amount_cents for a in item.adjustments)
        item.references, item.dates = [Reference("18", draw(words))], []
    entity = Entity("1", "2L", "FI", "987654321", items=every)
    entity.adjustments = [Adjustment820(draw(st.integers(1, 999)), "53")]
    total = sum(item.paid_cents or 0 for item in every) + entity.adjustments[0].amount_cents
    if total < 0:
        every[0].adjustments, every[0].paid_cents = [], every[0].gross_cents
        total = sum(item.paid_cents or 0 for item in every) + entity.adjustments[0].amount_cents
    payer, payee = (Party(role, draw(words), "FI", "123456789") for role in ("PR", "PE"))
    trace = Trace(draw(words), "1999999999", type="3")
    result = Payment820(payment(max(total, 0), "I"), trace, payer, payee)
    result.entities, result.control, result.version = [entity], "0001", "005010X218"
    result.references = [Reference("14", "GROUP7")]
    return result
