"""How the sandbox payer decides a claim: an open claim and a scenario to the claim of an 835.

Which claims stand in which remittance, and the money, are edi.sandbox.payer's.
"""

import hashlib
import random
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from edi.sandbox.scenarios import Scenario
from edi.x12.parties import Dated, Name, Reference
from edi.x12.remittance import Adjustment, Amount, Claim, Line, Procedure, Remark
from hmsach.lib.money import parse_dollars

UNKNOWN_REASON = "999"
_DENIALS = (("50", "N130"), ("197", "N54"), ("29", "N211"), ("16", "N290"), ("96", "N30"))


@dataclass(frozen=True, slots=True)
class OpenLine:
    control_number: str
    procedure: Procedure
    charge_cents: int


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """A claim as the platform sends it (contract/claims.json). Amounts in cents."""

    external_id: str
    control_number: str
    payer_external_id: str
    payer_name: str
    payer_tin: str
    patient: Mapping[str, str]
    service_from: date
    service_to: date
    submitted_on: date | None
    charge_cents: int
    expected_cents: int
    lines: tuple[OpenLine, ...]

    @classmethod
    def of(cls, claim: Mapping[str, Any]) -> "OpenClaim":
        """Raises KeyError, ValueError or InvalidAmount where the claim has not the shape."""
        charge_cents = parse_dollars(claim["charge"])
        expected = claim.get("expected")
        # Where the platform expects nothing, seven tenths are as good as any.
        expected_cents = parse_dollars(expected) if expected else charge_cents * 7 // 10
        submitted = claim.get("submitted_on")
        payer = claim["payer"]
        return cls(
            external_id=claim["external_id"],
            control_number=claim["patient_control_number"],
            payer_external_id=payer["external_id"],
            payer_name=plain(payer["name"]),
            payer_tin=payer["tin"],
            patient={name: plain(str(text or "")) for name, text in claim["patient"].items()},
            service_from=date.fromisoformat(claim["service_from"]),
            service_to=date.fromisoformat(claim["service_to"]),
            submitted_on=date.fromisoformat(submitted) if submitted else None,
            charge_cents=charge_cents,
            expected_cents=min(expected_cents, charge_cents),
            lines=_open_lines(claim.get("lines") or [], charge_cents),
        )

    @property
    def payer_control_number(self) -> str:
        digits = int(hashlib.sha256(self.external_id.encode()).hexdigest()[:12], 16)
        return f"ICN{digits % 10**10:010d}"


def plain(text: str) -> str:
    """The text as a payer's old machine writes it: letters without marks, no delimiters."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "".join(char for char in bare if char.isprintable() and char not in "*:~^")


def _open_lines(lines: list[Mapping[str, str]], charge_cents: int) -> tuple[OpenLine, ...]:
    """The lines, or none where they do not make up the charge: then the claim is decided whole."""
    found = []
    for line in lines:
        qualifier, code, *modifiers = line["procedure"].split(":")
        procedure = Procedure(qualifier, code, tuple(modifiers))
        found.append(OpenLine(line["control_number"], procedure, parse_dollars(line["charge"])))
    total_cents = sum(line.charge_cents for line in found)
    return tuple(found) if total_cents == charge_cents else ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What the payer makes of a claim: cents allowed, and who bears them."""

    allowed_cents: int
    patient_cents: int = 0
    patient_reason: str = "2"
    prior_payer_cents: int = 0
    reduction_reason: str = "45"
    remark: str = ""
    status_code: str = "1"

    @property
    def paid_cents(self) -> int:
        return self.allowed_cents - self.patient_cents - self.prior_payer_cents


def decide(claim: OpenClaim, scenario: Scenario, *, seed: str) -> Claim:
    """The claim as this payer pays it: balanced on line and claim level, the same each time."""
    rng = random.Random(f"decide {seed} {claim.external_id}")  # noqa: S311 -- sample data
    decided = priced(claim, _terms(claim, scenario, rng))
    if scenario is Scenario.TRANSPOSED:
        decided.control_number = transposed(claim.control_number)
    return decided


def _terms(claim: OpenClaim, scenario: Scenario, rng: random.Random) -> Terms:
    expected = claim.expected_cents
    share = min(rng.choice((2000, 3500, 5000, expected // 10, expected // 5)), expected // 2)
    reason = rng.choice(("1", "2", "3"))
    match scenario:
        case Scenario.DENIED:
            denial, remark = rng.choice(_DENIALS)
            return Terms(0, reduction_reason=denial, remark=remark)
        case Scenario.PAID_IN_FULL:
            return Terms(expected)
        case Scenario.UNDERPAID:
            less = max(expected * rng.randint(10, 25) // 100, 1)
            return Terms(max(expected - less, 0))
        case Scenario.OVERPAID:
            more = max(expected * rng.randint(5, 15) // 100, 1)
            return Terms(min(expected + more, claim.charge_cents))
        case Scenario.SECONDARY:
            return Terms(expected, prior_payer_cents=expected * 4 // 5, status_code="2")
        case Scenario.UNKNOWN_CODE:
            return Terms(expected, reduction_reason=UNKNOWN_REASON)
    return Terms(expected, share, reason)


def priced(claim: OpenClaim, terms: Terms) -> Claim:
    """The CLP loop for the terms; each line bears its part, to the cent."""
    lines = list(_lines(claim, terms))
    whole = [] if lines else list(_adjustments(terms, claim.charge_cents, terms.allowed_cents))
    patient = claim.patient
    member = ("MI", patient["member_id"]) if patient.get("member_id") else ("", "")
    return Claim(
        control_number=claim.control_number,
        status_code=terms.status_code,
        charge_cents=claim.charge_cents,
        paid_cents=terms.paid_cents,
        patient_responsibility_cents=terms.patient_cents,
        filing_indicator="12",
        payer_control_number=claim.payer_control_number,
        facility_code="11",
        frequency="1",
        adjustments=whole,
        names=[Name("QC", patient["last"], patient.get("first", ""), "", "", *member)],
        dates=_claim_dates(claim),
        lines=lines,
    )


def _claim_dates(claim: OpenClaim) -> list[Dated]:
    dates = [Dated("232", claim.service_from), Dated("233", claim.service_to)]
    return dates + ([Dated("050", claim.submitted_on)] if claim.submitted_on else [])


def _lines(claim: OpenClaim, terms: Terms) -> Iterator[Line]:
    charges = [line.charge_cents for line in claim.lines]
    allowed = shared_out(terms.allowed_cents, charges)
    parts = zip(
        claim.lines,
        allowed,
        shared_out(terms.patient_cents, allowed),
        shared_out(terms.prior_payer_cents, allowed),
        strict=True,
    )
    for line, allowed_cents, patient_cents, prior_cents in parts:
        own = Terms(
            allowed_cents, patient_cents, terms.patient_reason, prior_cents, terms.reduction_reason
        )
        yield Line(
            procedure=line.procedure,
            charge_cents=line.charge_cents,
            paid_cents=own.paid_cents,
            dates=[Dated("472", claim.service_from)],
            adjustments=list(_adjustments(own, line.charge_cents, allowed_cents)),
            references=[Reference("6R", line.control_number)],
            amounts=[Amount("B6", allowed_cents)] if allowed_cents else [],
            remarks=[Remark("HE", terms.remark)] if terms.remark else [],
        )


def _adjustments(terms: Terms, charge_cents: int, allowed_cents: int) -> Iterator[Adjustment]:
    if charge_cents != allowed_cents:
        yield Adjustment("CO", terms.reduction_reason, charge_cents - allowed_cents)
    if terms.prior_payer_cents:
        yield Adjustment("OA", "23", terms.prior_payer_cents)
    if terms.patient_cents:
        yield Adjustment("PR", terms.patient_reason, terms.patient_cents)


def shared_out(total_cents: int, weights_cents: list[int]) -> list[int]:
    """The total in parts by weight, exact to the cent; no part above its weight if the total is
    not above theirs. Zeros where the weights are zero."""
    whole, parts, so_far, given = sum(weights_cents), [], 0, 0
    for weight in weights_cents:
        so_far += weight
        upto = total_cents * so_far // whole if whole else 0
        parts.append(upto - given)
        given = upto
    return parts


def reversal_of(paid: Claim) -> Claim:
    """The 22 that takes the payment back: every amount negated, CLP05 blank."""
    return Claim(
        control_number=paid.control_number,
        status_code="22",
        charge_cents=-paid.charge_cents,
        paid_cents=-paid.paid_cents,
        filing_indicator=paid.filing_indicator,
        payer_control_number=paid.payer_control_number,
        facility_code=paid.facility_code,
        frequency=paid.frequency,
        adjustments=[_negated(each) for each in paid.adjustments],
        names=list(paid.names),
        dates=list(paid.dates),
        lines=[_reversed_line(line) for line in paid.lines],
    )


def _reversed_line(line: Line) -> Line:
    return Line(
        procedure=line.procedure,
        charge_cents=-line.charge_cents,
        paid_cents=-line.paid_cents,
        dates=list(line.dates),
        adjustments=[_negated(each) for each in line.adjustments],
        references=list(line.references),
    )


def _negated(adjustment: Adjustment) -> Adjustment:
    return adjustment._replace(amount_cents=-adjustment.amount_cents)


def correction_of(claim: OpenClaim, paid: Claim) -> Claim:
    """The claim paid anew without a patient's share, under the payer's next number."""
    corrected = priced(claim, Terms(claim.expected_cents))
    corrected.payer_control_number = f"{paid.payer_control_number}A"
    corrected.frequency = "7"
    corrected.references.append(Reference("F8", paid.payer_control_number))
    return corrected


def takeback_of_nothing(claim: OpenClaim, amount_cents: int) -> Claim:
    """A 22 for a payment that never was, under a control number nobody has."""
    digits = hashlib.sha256(f"takeback {claim.external_id}".encode()).hexdigest()
    return Claim(
        control_number=f"OLD-{int(digits[:8], 16) % 10**7:07d}",
        status_code="22",
        charge_cents=-amount_cents,
        paid_cents=-amount_cents,
        filing_indicator="12",
        payer_control_number=f"ICN{int(digits[8:18], 16) % 10**10:010d}",
        facility_code="11",
        frequency="1",
        names=[Name("QC", "Formerly", "Pat")],
        dates=_claim_dates(claim),
    )


def transposed(control_number: str) -> str:
    """The number with its last two neighbouring, different digits swapped; else with an X."""
    for at in range(len(control_number) - 2, -1, -1):
        left, right = control_number[at], control_number[at + 1]
        if left.isdigit() and right.isdigit() and left != right:
            return control_number[:at] + right + left + control_number[at + 2 :]
    return control_number + "X"
