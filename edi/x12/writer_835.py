"""Writing an 835: a remittance into segments, only if all three balances hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from edi.ground.amounts import dollars
from edi.ground.errors import Unwritable
from edi.x12.balance_835 import balance
from edi.x12.remittance import (
    Adjustment,
    Claim,
    ClaimGroup,
    Line,
    Procedure,
    ProviderAdjustment,
    Remittance,
)
from edi.x12.segments import DEFAULT_DELIMITERS, Delimiters, Element, Row, render_segment
from edi.x12.values import amount_text, date_text, quantity_text

_TRIPLETS = 6


class Unbalanced(Unwritable):
    """The remittance does not balance, so it is not written. `off_cents` is its size."""

    code = "unbalanced-remittance"

    def __init__(self, message: str, off_cents: int) -> None:
        super().__init__(message)
        self.off_cents = off_cents


def write_835(
    remittance: Remittance, *, control: str = "", delimiters: Delimiters = DEFAULT_DELIMITERS
) -> list[Row]:
    """The segments ST to SE of a remittance; `control` is ST02 (else the remittance's own).

    Raises Unbalanced where a line, a claim or the payment is off, ValueError where BPR02 is
    negative, and UnwritableElement where data hold a delimiter or an unprintable character.
    """
    _refuse_unbalanced(remittance)
    if remittance.bpr.amount_cents < 0:
        raise ValueError("An 835 never pays a negative amount: forward the balance by PLB*FB.")
    number = control or remittance.control or "0001"
    rows = [("ST", "835", number), *_body(remittance)]
    rows.append(("SE", str(len(rows) + 1), number))
    for row in rows:
        render_segment(row, delimiters)
    return rows


def _refuse_unbalanced(remittance: Remittance) -> None:
    report = balance(remittance)
    if report.off_cents:
        message = f"The payment is off by {dollars(report.off_cents)}."
        raise Unbalanced(message, report.off_cents)
    for claim in report.unbalanced_claims:
        off = claim.off_cents or next(cents for cents in claim.line_off_cents if cents)
        raise Unbalanced(f"A claim or one of its lines is off by {dollars(off)}.", off)


def _body(remittance: Remittance) -> Iterator[Row]:
    yield remittance.bpr.row()
    early, late = _split(remittance)
    yield from early
    yield remittance.trace.row()
    if remittance.currency:
        yield ("CUR", "PR", remittance.currency)
    if remittance.receiver_id:
        yield ("REF", "EV", remittance.receiver_id)
    if remittance.version_id:
        yield ("REF", "F2", remittance.version_id)
    yield from late
    if remittance.production_date:
        yield ("DTM", "405", date_text(remittance.production_date))
    for party in (remittance.payer, remittance.payee, *remittance.parties):
        if party.role:
            yield from party.rows()
    yield from _claims(remittance.claims)
    yield from _provider_adjustments(remittance.provider_adjustments)


def _split(remittance: Remittance) -> tuple[list[Row], list[Row]]:
    """Raw header segments: notes stand before TRN, all others after it."""
    rows: list[Row] = [other.elements for other in remittance.others]
    return [r for r in rows if r[0] == "NTE"], [r for r in rows if r[0] != "NTE"]


def _claims(claims: Iterable[Claim]) -> Iterator[Row]:
    default = ClaimGroup("1")
    current: ClaimGroup | None = None
    for claim in claims:
        # A claim without a group of its own stands in the one before it.
        group = claim.group or current or default
        if group is not current:
            current = group
            yield ("LX", group.number)
            yield from (summary.elements for summary in group.summaries)
        yield from _claim(claim)


def _claim(claim: Claim) -> Iterator[Row]:
    share = claim.patient_responsibility_cents
    yield (
        "CLP",
        claim.control_number,
        claim.status_code,
        amount_text(claim.charge_cents),
        amount_text(claim.paid_cents),
        "" if share is None else amount_text(share),
        claim.filing_indicator,
        claim.payer_control_number,
        claim.facility_code,
        claim.frequency,
        claim.patient_status,
        claim.drg,
        claim.drg_weight,
        claim.discharge_fraction,
    )
    yield from _adjustments(claim.adjustments)
    yield from (name.row() for name in claim.names)
    if claim.inpatient:
        yield ("MIA", *claim.inpatient)
    if claim.outpatient:
        yield ("MOA", *claim.outpatient)
    yield from (reference.row() for reference in claim.references)
    yield from (dated.row() for dated in claim.dates)
    yield from (contact.row() for contact in claim.contacts)
    yield from _measures(claim)
    yield from (other.elements for other in claim.others)
    for line in claim.lines:
        yield from _line(line)


def _line(line: Line) -> Iterator[Row]:
    original = line.original_procedure
    yield (
        "SVC",
        _procedure(line.procedure),
        amount_text(line.charge_cents),
        amount_text(line.paid_cents),
        line.revenue_code,
        "" if line.units is None else quantity_text(line.units),
        _procedure(original) if original else "",
        "" if line.original_units is None else quantity_text(line.original_units),
    )
    yield from (dated.row() for dated in line.dates)
    yield from _adjustments(line.adjustments)
    yield from (reference.row() for reference in line.references)
    yield from _measures(line)
    yield from (("LQ", remark.list_qualifier, remark.code) for remark in line.remarks)
    yield from (other.elements for other in line.others)


def _measures(holder: Claim | Line) -> Iterator[Row]:
    yield from (("AMT", a.qualifier, amount_text(a.amount_cents)) for a in holder.amounts)
    yield from (("QTY", q.qualifier, quantity_text(q.quantity)) for q in holder.quantities)


def _procedure(procedure: Procedure) -> Element:
    modifiers = procedure.modifiers
    if procedure.description:
        modifiers = (*modifiers, *("",) * (4 - len(modifiers)), procedure.description)
    return (procedure.qualifier, procedure.code, *modifiers)


def _adjustments(adjustments: Iterable[Adjustment]) -> Iterator[Row]:
    """CAS segments: neighbours of one group together, six triplets at most in each."""
    for group, members in groupby(adjustments, key=lambda adjustment: adjustment.group):
        triplets = [_triplet(adjustment) for adjustment in members]
        for first in range(0, len(triplets), _TRIPLETS):
            part = triplets[first : first + _TRIPLETS]
            yield ("CAS", group, *(text for triplet in part for text in triplet))


def _triplet(adjustment: Adjustment) -> tuple[str, str, str]:
    quantity = "" if adjustment.quantity is None else quantity_text(adjustment.quantity)
    return adjustment.reason, amount_text(adjustment.amount_cents), quantity


def _provider_adjustments(adjustments: Iterable[ProviderAdjustment]) -> Iterator[Row]:
    """PLB segments: neighbours of one provider and fiscal date together, six pairs at most."""
    for (provider_id, day), members in groupby(adjustments, key=lambda a: a[:2]):
        pairs = [((a.reason, a.reference), amount_text(a.amount_cents)) for a in members]
        for first in range(0, len(pairs), _TRIPLETS):
            flat: list[Element] = [part for pair in pairs[first : first + 6] for part in pair]
            yield ("PLB", provider_id, date_text(day) if day else "", *flat)
