"""Rules of an 835 that can be judged from the file alone. Whether payer, claim or original are
known to us is judged elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from edi.ground.amounts import dollars
from edi.ground.federal_holidays import is_known_closed
from edi.ground.npi import is_npi
from edi.ground.routing import is_routing_number
from edi.x12.balance_835 import ClaimBalance
from edi.x12.codes import (
    ADJUSTMENT_GROUPS,
    CLAIM_STATUSES,
    HANDLINGS,
    KNOWN_ADJUSTMENT_REASONS,
    METHODS,
    PROVIDER_ADJUSTMENT_REASONS,
    REVERSAL,
    is_remark_code,
)
from edi.x12.findings import ERROR, WARNING
from edi.x12.remittance import Adjustment, Claim, Line, Remittance, day_of

# Rule, level, segment, sentence.
Objection = tuple[str, str, str, str]

# The guide's advice for one set; more is read all the same.
MANY_CLAIMS = 10_000
_MOST_AMOUNTS, _MOST_QUANTITIES, _MOST_REMARKS = 13, 14, 99


def claim_objections(claim: Claim, off: ClaimBalance) -> list[Objection]:
    """What is wrong with one claim and its lines."""
    found: list[Objection] = []
    if not off.is_balanced:
        found.extend(_balance(off))
    _codes(claim, found)
    _sums(claim, found)
    _shape(claim, found)
    status = claim.status_code
    if status == "4" and claim.paid_cents > 0:
        found.append(
            ("RA28", WARNING, "CLP", "A patient not recognised was paid for all the same.")
        )
    if claim.charge_cents < 0 and status != REVERSAL:
        message = "The charge is negative, and the claim is no reversal."
        found.append(("RA26", WARNING, "CLP", message))
    first, last = day_of(claim.dates, "232"), day_of(claim.dates, "233")
    if first is not None and last is not None and last < first:
        found.append(("RA26", WARNING, "DTM", "The service ends before it begins."))
    return found


def _balance(off: ClaimBalance) -> Iterator[Objection]:
    if off.off_cents:
        yield "RA05", ERROR, "CLP", f"The claim is off by {dollars(off.off_cents)}."
    for index, cents in enumerate(off.line_off_cents, start=1):
        if cents:
            yield "RA06", ERROR, "SVC", f"Service line {index} is off by {dollars(cents)}."


def _codes(claim: Claim, found: list[Objection]) -> None:
    if claim.status_code not in CLAIM_STATUSES:
        found.append(("RA10", WARNING, "CLP", "CLP02 is no claim status of version 5010."))
    _adjustment_codes(claim.adjustments, found)
    for line in claim.lines:
        _adjustment_codes(line.adjustments, found)
        if line.remarks:
            _line_remarks(line, found)
    if claim.inpatient or claim.outpatient:
        for code in claim.remarks:
            if not is_remark_code(code):
                message = "A remark code has not the shape of one."
                found.append(("RA13", WARNING, "MOA", message))


def _line_remarks(line: Line, found: list[Objection]) -> None:
    for remark in line.remarks:
        if remark.list_qualifier == "HE" and not is_remark_code(remark.code):
            found.append(("RA13", WARNING, "LQ", "A remark code has not the shape of one."))
    if len(line.remarks) > _MOST_REMARKS:
        found.append(("XS06", WARNING, "LQ", "A line has more LQ than the guide allows."))


def _adjustment_codes(adjustments: list[Adjustment], found: list[Objection]) -> None:
    for group, reason, _, _ in adjustments:
        if group not in ADJUSTMENT_GROUPS:
            found.append(("RA11", WARNING, "CAS", "CAS01 is not CO, OA, PI or PR."))
        if reason not in KNOWN_ADJUSTMENT_REASONS:
            message = "An adjustment reason is not a code known here."
            found.append(("RA13", WARNING, "CAS", message))


def _sums(claim: Claim, found: list[Objection]) -> None:
    charged = paid = 0
    share = _patient_share(claim.adjustments)
    for line in claim.lines:
        charged += line.charge_cents
        paid += line.paid_cents
        share += _patient_share(line.adjustments)
    if claim.lines and charged != claim.charge_cents:
        off = dollars(charged - claim.charge_cents)
        found.append(("RA07", WARNING, "CLP", f"The lines' charges differ from CLP03 by {off}."))
    if claim.lines and paid != claim.paid_cents:
        off = dollars(paid - claim.paid_cents)
        found.append(("RA08", WARNING, "CLP", f"The lines' payments differ from CLP04 by {off}."))
    if share != (claim.patient_responsibility_cents or 0) and claim.status_code != REVERSAL:
        message = "CLP05 differs from the patient's share in CAS."
        found.append(("RA09", WARNING, "CLP", message))


def _patient_share(adjustments: list[Adjustment]) -> int:
    total = 0
    for adjustment in adjustments:
        if adjustment[0] == "PR":
            total += adjustment[2]
    return total


def _shape(claim: Claim, found: list[Objection]) -> None:
    roles = [name.role for name in claim.names]
    if "QC" not in roles:
        found.append(("XS05", ERROR, "NM1", "NM1*QC, the patient, is missing."))
    if len(set(roles)) != len(roles):
        found.append(("XS06", WARNING, "NM1", "A claim names the same role twice."))
    if len(claim.control_number) > 38:
        found.append(("XS09", WARNING, "CLP", "CLP01 is longer than 38 characters."))
    elif not claim.control_number:
        found.append(("XS09", WARNING, "CLP", "CLP01, our claim number, is blank."))
    if len(claim.amounts) > _MOST_AMOUNTS or len(claim.quantities) > _MOST_QUANTITIES:
        message = "A claim has more AMT or QTY than the guide allows."
        found.append(("XS06", WARNING, "CLP", message))
    for name in claim.names:
        if name.id_qualifier == "XX" and not is_npi(name.id):
            found.append(("RA30", WARNING, "NM1", "An NPI has a wrong check digit."))


# The set ------------------------------------------------------------------------------------


def header_objections(remittance: Remittance, st03: str) -> Iterator[Objection]:
    """What is wrong with payment, trace and parties of a remittance."""
    if remittance.bpr.amount_cents < 0:
        yield "RA03", ERROR, "BPR", "BPR02 is negative."
    yield from _bpr(remittance)
    yield from _trace(remittance)
    yield from _parties(remittance)
    if remittance.production_date is None:
        yield "XS05", WARNING, "DTM", "DTM*405, the production date, is missing."
    if st03 and remittance.version.startswith("005010"):
        yield "RA31", WARNING, "ST", "ST03 is not used in an 835 of version 5010."


def _bpr(remittance: Remittance) -> Iterator[Objection]:
    bpr = remittance.bpr
    banks = (bpr.payer_routing, bpr.payer_account, bpr.payee_routing, bpr.payee_account)
    if bpr.handling not in HANDLINGS or bpr.method not in METHODS:
        yield "XS09", WARNING, "BPR", "BPR01 or BPR04 is no code of the guide."
    if bpr.method == "ACH" and not (bpr.format and all(banks)):
        yield "RA16", WARNING, "BPR", "An ACH payment lacks its format or one of the two banks."
    if bpr.method == "CHK" and any(banks):
        yield "RA16", WARNING, "BPR", "A cheque names bank accounts."
    if bpr.effective_date is None:
        yield "RA17", WARNING, "BPR", "BPR16 is not a date."
    elif bpr.method == "ACH" and is_known_closed(bpr.effective_date):
        yield "RA17", WARNING, "BPR", "BPR16 is not a banking day."
    is_notice = bpr.amount_cents == 0 and bpr.method == "NON"
    if bpr.handling == "H" and not is_notice:
        yield "RA27", WARNING, "BPR", "BPR01 is H, but BPR02 is not zero or BPR04 is not NON."
    sides = (
        (bpr.payer_routing_qualifier, bpr.payer_routing),
        (bpr.payee_routing_qualifier, bpr.payee_routing),
    )
    for qualifier, routing in sides:
        if qualifier == "01" and routing and not is_routing_number(routing):
            yield "RA30", WARNING, "BPR", "A routing number has a wrong check digit or prefix."


def _trace(remittance: Remittance) -> Iterator[Objection]:
    trace, bpr = remittance.trace, remittance.bpr
    if not trace.number.strip():
        yield "RA18", ERROR, "TRN", "TRN02, the trace number, is blank."
    elif len(trace.number) > 50:
        yield "XS09", WARNING, "TRN", "TRN02 is longer than 50 characters."
    if trace.type != "1":
        yield "RA18", ERROR, "TRN", "TRN01 is not 1."
    if len(trace.payer_id) != 10:
        yield "RA18", WARNING, "TRN", "TRN03 has not ten characters."
    if bpr.originating_company_id and bpr.originating_company_id != trace.payer_id:
        yield "RA19", WARNING, "BPR", "BPR10 differs from TRN03."
    if bpr.originating_company_id and bpr.supplemental_code != trace.supplemental:
        yield "RA19", WARNING, "BPR", "BPR11 differs from TRN04."


def _parties(remittance: Remittance) -> Iterator[Objection]:
    payer, payee = remittance.payer, remittance.payee
    address = payer.address
    if payer.role and (address is None or not address.lines):
        yield "XS05", ERROR, "N3", "The payer's N3 is missing."
    if payer.role and (address is None or not address.city):
        yield "XS05", ERROR, "N4", "The payer's N4 is missing."
    if payer.role and not any(contact.function == "BL" for contact in payer.contacts):
        yield "XS05", WARNING, "PER", "PER*BL, the payer's business contact, is missing."
    if payee.npi and not is_npi(payee.npi):
        yield "RA30", WARNING, "N1", "The payee's NPI has a wrong check digit."


def footer_objections(
    remittance: Remittance, claims: int, has_groups: bool, off_cents: int | None
) -> Iterator[Objection]:
    """What is wrong with the set as a whole; `off_cents` is None where it cannot be told."""
    if off_cents is None:
        yield "RA04", ERROR, "BPR", "The balance cannot be told: an amount cannot be read."
    elif off_cents:
        message = f"The payment is off by {dollars(off_cents)}."
        yield "RA04", ERROR, "BPR", message
    if claims and not has_groups:
        yield "XS05", WARNING, "LX", "LX is missing."
    if claims > MANY_CLAIMS:
        yield "XS06", WARNING, "CLP", "The set has more than 10,000 claims."
    handling, provider = remittance.bpr.handling, remittance.provider_adjustments
    if handling == "I" and not claims and not provider:
        yield "RA22", WARNING, "BPR", "BPR01 is I, but there is neither a claim nor a PLB."
    if handling == "D" and (claims or provider):
        yield "RA22", WARNING, "BPR", "BPR01 is D, and its detail is not to be posted."
    yield from _provider(remittance)


def _provider(remittance: Remittance) -> Iterator[Objection]:
    for item in remittance.provider_adjustments:
        if item.reason not in PROVIDER_ADJUSTMENT_REASONS:
            yield "RA14", WARNING, "PLB", "A PLB reason is not a code known here."
        if item.reason == "FB" and item.amount_cents < 0 and remittance.bpr.amount_cents:
            yield "RA23", WARNING, "PLB", "A balance is forwarded although something is paid."
