"""Rules of an 835 that can be judged from the file alone. Whether payer, claim or original are
known to us is judged elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from edi.ground.amounts import dollars
from edi.ground.federal_holidays import is_known_closed
from edi.ground.npi import is_npi
from edi.ground.routing import is_routing_number
from edi.x12.balance_835 import ClaimBalance
from edi.x12.codes import PROVIDER_ADJUSTMENT_REASONS, REVERSAL
from edi.x12.findings import ERROR, WARNING
from edi.x12.remittance import Adjustment, Claim, Remittance

# The guide's advice for one set; more is read all the same.
MANY_CLAIMS = 10_000


class Objection(NamedTuple):
    """Rule, level, segment, sentence, element; and the place (byte offset, number in the set),
    None where the segment's first one is meant."""

    rule: str
    level: str
    segment: str
    message: str
    element: int = 0
    place: tuple[int, int] | None = None


def claim_objections(claim: Claim, off: ClaimBalance) -> Iterator[Objection]:
    """What is wrong with the sums of one claim that was read whole."""
    place = (claim.position, claim.number)
    if not off.is_balanced:
        yield from _balance(claim, off, place)
    yield from _sums(claim, place)
    if claim.status_code == "4" and claim.paid_cents > 0:
        message = "A patient not recognised was paid for all the same."
        yield Objection("RA28", WARNING, "CLP", message, 2, place)
    if claim.charge_cents < 0 and claim.status_code != REVERSAL:
        message = "The charge is negative, and the claim is no reversal."
        yield Objection("RA26", WARNING, "CLP", message, 3, place)
    if claim.charge_cents > 0 and claim.paid_cents > 0 and claim.status_code == REVERSAL:
        message = "A reversal takes back what was paid, and this one pays."
        yield Objection("RA26", WARNING, "CLP", message, 3, place)


def _balance(claim: Claim, off: ClaimBalance, place: tuple[int, int]) -> Iterator[Objection]:
    if off.off_cents:
        message = f"The claim is off by {dollars(off.off_cents)}."
        yield Objection("RA05", ERROR, "CLP", message, 4, place)
    for index, (line, cents) in enumerate(zip(claim.lines, off.line_off_cents, strict=True), 1):
        if cents:
            message = f"Service line {index} is off by {dollars(cents)}."
            yield Objection("RA06", ERROR, "SVC", message, 3, (line.position, line.number))


def _sums(claim: Claim, place: tuple[int, int]) -> Iterator[Objection]:
    charged = paid = 0
    share = _patient_share(claim.adjustments)
    for line in claim.lines:
        charged += line.charge_cents
        paid += line.paid_cents
        share += _patient_share(line.adjustments)
    if claim.lines and charged != claim.charge_cents:
        message = (
            f"The lines' charges differ from CLP03 by {dollars(charged - claim.charge_cents)}."
        )
        yield Objection("RA07", WARNING, "CLP", message, 3, place)
    if claim.lines and paid != claim.paid_cents:
        message = f"The lines' payments differ from CLP04 by {dollars(paid - claim.paid_cents)}."
        yield Objection("RA08", WARNING, "CLP", message, 4, place)
    if share != (claim.patient_responsibility_cents or 0) and not claim.is_reversal:
        message = "CLP05 differs from the patient's share in CAS."
        yield Objection("RA09", WARNING, "CLP", message, 5, place)


def _patient_share(adjustments: list[Adjustment]) -> int:
    return sum(each.amount_cents for each in adjustments if each.group == "PR")


# The set ------------------------------------------------------------------------------------


def header_objections(
    remittance: Remittance, st03: str, at: Mapping[str, tuple[int, int]]
) -> Iterator[Objection]:
    """What is wrong with payment, trace and parties of a remittance; `at` says where "N1*PE" is."""
    if remittance.bpr.amount_cents < 0:
        yield Objection("RA03", ERROR, "BPR", "BPR02 is negative.", 2)
    yield from _bpr(remittance)
    yield from _trace(remittance)
    if remittance.payee.npi and not is_npi(remittance.payee.npi):
        message = "The payee's NPI has a wrong check digit."
        yield Objection("RA30", WARNING, "N1", message, 4, at.get("N1*PE"))
    if st03 and remittance.version.startswith("005010"):
        yield Objection("RA31", WARNING, "ST", "ST03 is not used in an 835 of version 5010.", 3)


def _bpr(remittance: Remittance) -> Iterator[Objection]:
    bpr = remittance.bpr
    banks = (bpr.payer_routing, bpr.payer_account, bpr.payee_routing, bpr.payee_account)
    if bpr.method == "ACH" and not (bpr.format and all(banks)):
        yield Objection(
            "RA16", WARNING, "BPR", "An ACH payment lacks its format or one of the two banks.", 4
        )
    if bpr.method == "CHK" and any(banks):
        yield Objection("RA16", WARNING, "BPR", "A cheque names bank accounts.", 4)
    if bpr.effective_date is None:
        yield Objection("RA17", WARNING, "BPR", "BPR16 is not a date.", 16)
    elif bpr.method == "ACH" and is_known_closed(bpr.effective_date):
        yield Objection("RA17", WARNING, "BPR", "BPR16 is not a banking day.", 16)
    is_notice = bpr.amount_cents == 0 and bpr.method == "NON"
    if bpr.handling == "H" and not is_notice:
        yield Objection(
            "RA27", WARNING, "BPR", "BPR01 is H, but BPR02 is not zero or BPR04 is not NON.", 1
        )
    sides = (
        (7, bpr.payer_routing_qualifier, bpr.payer_routing),
        (13, bpr.payee_routing_qualifier, bpr.payee_routing),
    )
    for element, qualifier, routing in sides:
        if qualifier == "01" and routing and not is_routing_number(routing):
            yield Objection(
                "RA30",
                WARNING,
                "BPR",
                "A routing number has a wrong check digit or prefix.",
                element,
            )


def _trace(remittance: Remittance) -> Iterator[Objection]:
    trace, bpr = remittance.trace, remittance.bpr
    if not trace.number.strip():
        yield Objection("RA18", ERROR, "TRN", "TRN02, the trace number, is blank.", 2)
    if trace.type != "1":
        yield Objection("RA18", ERROR, "TRN", "TRN01 is not 1.", 1)
    if len(trace.payer_id) != 10:
        yield Objection("RA18", WARNING, "TRN", "TRN03 has not ten characters.", 3)
    if bpr.originating_company_id and bpr.originating_company_id != trace.payer_id:
        yield Objection("RA19", WARNING, "BPR", "BPR10 differs from TRN03.", 10)
    if bpr.originating_company_id and bpr.supplemental_code != trace.supplemental:
        yield Objection("RA19", WARNING, "BPR", "BPR11 differs from TRN04.", 11)


def footer_objections(
    remittance: Remittance, claims: int, off_cents: int | None
) -> Iterator[Objection]:
    """What is wrong with the set as a whole; `off_cents` is None where it cannot be told."""
    if off_cents is None:
        yield Objection(
            "RA04", ERROR, "BPR", "The balance cannot be told: an amount cannot be read.", 2
        )
    elif off_cents:
        message = f"The payment is off by {dollars(off_cents)}."
        yield Objection("RA04", ERROR, "BPR", message, 2)
    if claims > MANY_CLAIMS:
        yield Objection("XS06", WARNING, "CLP", "The set has more than 10,000 claims.")
    handling, provider = remittance.bpr.handling, remittance.provider_adjustments
    if handling == "I" and not claims and not provider:
        yield Objection(
            "RA22", WARNING, "BPR", "BPR01 is I, but there is neither a claim nor a PLB.", 1
        )
    if handling == "D" and (claims or provider):
        yield Objection(
            "RA22", WARNING, "BPR", "BPR01 is D, and its detail is not to be posted.", 1
        )
    yield from _provider(remittance)


def _provider(remittance: Remittance) -> Iterator[Objection]:
    for item in remittance.provider_adjustments:
        place = (item.position, item.number)
        if item.reason not in PROVIDER_ADJUSTMENT_REASONS:
            yield Objection(
                "RA14",
                WARNING,
                "PLB",
                "A PLB reason is not a code known here.",
                item.element,
                place,
            )
        if item.reason == "FB" and item.amount_cents < 0 and remittance.bpr.amount_cents:
            yield Objection(
                "RA23",
                WARNING,
                "PLB",
                "A balance is forwarded although something is paid.",
                item.element,
                place,
            )
