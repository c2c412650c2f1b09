"""One 835 as read, to rows not yet stored. No queries: facility and payer are told."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from edi.models import InboundFile
from edi.x12.balance_835 import ClaimBalance, balance_claim
from edi.x12.codes import KNOWN_ADJUSTMENT_REASONS
from edi.x12.remittance import Adjustment as Cas
from edi.x12.remittance import Claim, Line, Procedure
from edi.x12.remittance import Remittance as Read835
from hmsach.lib.money import dollars
from reconciliation.models import (
    Adjustment,
    Payer,
    ProviderAdjustment,
    Remittance,
    RemittedClaim,
    RemittedLine,
)


@dataclass(slots=True)
class RemittanceRows:
    """A remittance with all its rows, and the adjustment reasons that nobody here knows."""

    remittance: Remittance
    claims: list[RemittedClaim] = field(default_factory=list)
    lines: list[RemittedLine] = field(default_factory=list)
    adjustments: list[Adjustment] = field(default_factory=list)
    provider_adjustments: list[ProviderAdjustment] = field(default_factory=list)
    unknown_codes: Counter[str] = field(default_factory=Counter)

    @property
    def every(self) -> Iterator[models.Model]:
        """All rows, in the order in which they refer to each other."""
        yield self.remittance
        yield from self.claims
        yield from self.lines
        yield from self.adjustments
        yield from self.provider_adjustments


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a set stood, whose it is, and who sent it."""

    inbound_file: InboundFile
    set_position: int
    facility_id: UUID
    payer: Payer | None
    received_at: datetime


def rows_of(
    read: Read835, *, origin: Origin, off_cents: int, findings: list[dict[str, Any]]
) -> RemittanceRows:
    """The rows of the set, its three balances taken. Statuses are the models' defaults."""
    rows = RemittanceRows(_remittance(read, origin, off_cents, findings))
    imbalance = _set_imbalance(off_cents)
    for place, claim in enumerate(read.claims, 1):
        off = balance_claim(claim)
        imbalance += _claim_imbalance(place, off)
        _add_claim(rows, place, claim, off)
    for place, item in enumerate(read.provider_adjustments, 1):
        rows.provider_adjustments.append(
            ProviderAdjustment(
                remittance=rows.remittance,
                position=place,
                provider_id=item.provider_id,
                fiscal_date=item.fiscal_date,
                reason=item.reason,
                reference=item.reference,
                amount_cents=item.amount_cents,
            )
        )
    rows.remittance.imbalance = imbalance
    return rows


def too_long(rows: Iterable[models.Model]) -> str | None:
    """The name of a column whose value does not fit, or None. Identifiers are never cut."""
    widths: dict[type[models.Model], list[tuple[str, str, int]]] = {}
    for row in rows:
        model = type(row)
        if model not in widths:
            widths[model] = [
                (each.attname, str(each.verbose_name), each.max_length)
                for each in model._meta.concrete_fields
                if isinstance(each, models.CharField) and each.max_length
            ]
        for name, title, width in widths[model]:
            if len(getattr(row, name) or "") > width:
                return title
    return None


def _remittance(
    read: Read835, origin: Origin, off_cents: int, findings: list[dict[str, Any]]
) -> Remittance:
    return Remittance(
        facility_id=origin.facility_id,
        inbound_file=origin.inbound_file,
        set_control=read.control,
        set_position=origin.set_position,
        payer=origin.payer,
        payer_name=read.payer.name[:120],
        trace_number=read.trace.number.strip(),
        payer_identifier=read.trace.payer_id.strip(),
        payee_name=read.payee.name[:120],
        payee_npi=read.payee.npi,
        payee_tin=read.payee.tax_id.replace("-", ""),
        handling=read.bpr.handling,
        method=read.bpr.method,
        amount_cents=read.amount_cents,
        paid_on=read.bpr.effective_date or read.production_date,
        claims_cents=sum(claim.paid_cents for claim in read.claims),
        provider_adjustment_cents=sum(item.amount_cents for item in read.provider_adjustments),
        off_cents=off_cents,
        findings=findings,
        received_at=origin.received_at,
    )


def _add_claim(rows: RemittanceRows, place: int, claim: Claim, off: ClaimBalance) -> None:
    patient, insured = claim.patient, claim.name_in_role("IL")
    member = next((name.id for name in (patient, insured) if name and name.id), "")
    row = RemittedClaim(
        remittance=rows.remittance,
        facility_id=rows.remittance.facility_id,
        position=place,
        control_number=claim.control_number.strip(),
        status_code=claim.status_code,
        charge_cents=claim.charge_cents,
        paid_cents=claim.paid_cents,
        patient_responsibility_cents=claim.patient_responsibility_cents or 0,
        filing_indicator=claim.filing_indicator,
        payer_control_number=claim.payer_control_number,
        original_control_number=claim.original_control_number,
        patient_last=patient.last if patient else "",
        patient_first=patient.first if patient else "",
        member_id=member,
        service_from=claim.statement_from,
        service_to=claim.statement_to,
        remarks=list(dict.fromkeys(claim.remarks)),
        off_cents=off.off_cents,
    )
    rows.claims.append(row)
    _add_adjustments(rows, row, None, claim.adjustments)
    for line_place, line in enumerate(claim.lines, 1):
        _add_line(rows, row, line_place, line)


def _add_line(rows: RemittanceRows, claim: RemittedClaim, place: int, line: Line) -> None:
    row = RemittedLine(
        remitted_claim=claim,
        position=place,
        control_number=line.control_number,
        procedure=procedure_text(line.procedure),
        charge_cents=line.charge_cents,
        paid_cents=line.paid_cents,
        allowed_cents=line.allowed_cents,
        units="" if line.units is None else f"{line.units.normalize():f}",
        service_on=line.service_date,
        remarks=[remark.code for remark in line.remarks],
    )
    rows.lines.append(row)
    _add_adjustments(rows, claim, row, line.adjustments)


def procedure_text(procedure: Procedure) -> str:
    """Qualifier, code and modifiers as THE writes them: HC:99285 or HC:99285:25."""
    return ":".join((procedure.qualifier, procedure.code, *filter(None, procedure.modifiers)))


def _add_adjustments(
    rows: RemittanceRows, claim: RemittedClaim, line: RemittedLine | None, triplets: list[Cas]
) -> None:
    for triplet in triplets:
        place = len(rows.adjustments) + 1
        rows.adjustments.append(
            Adjustment(
                remitted_claim=claim,
                line=line,
                position=place,
                group=triplet.group,
                reason=triplet.reason,
                amount_cents=triplet.amount_cents,
                quantity="" if triplet.quantity is None else f"{triplet.quantity:f}",
            )
        )
        if triplet.reason not in KNOWN_ADJUSTMENT_REASONS:
            rows.unknown_codes[triplet.reason] += abs(triplet.amount_cents)


def _set_imbalance(off_cents: int) -> list[dict[str, Any]]:
    if not off_cents:
        return []
    return [{"level": "set", "loop": "BPR", "off_cents": off_cents, "off": dollars(off_cents)}]


def _claim_imbalance(place: int, off: ClaimBalance) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if off.off_cents:
        found.append({"level": "claim", "loop": "2100", "claim": place, **_off(off.off_cents)})
    for line, cents in enumerate(off.line_off_cents, 1):
        if cents:
            found.append(
                {"level": "line", "loop": "2110", "claim": place, "line": line, **_off(cents)}
            )
    return found


def _off(cents: int) -> dict[str, Any]:
    return {"off_cents": cents, "off": dollars(cents)}
