"""Lining up remitted claims with our open ones: rows to facts, the pure matcher, facts to rows.

Writes nothing: it changes the instances, stored or not, and says which.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from edi.x12.codes import REVERSAL
from reconciliation import matching
from reconciliation.matching import Owed, Remitted, Verdict
from reconciliation.models import Claim, ClaimLine, Remittance, RemittedClaim, RemittedLine
from reconciliation.states import ClaimStatus, MatchStatus

AUTO = "AUTO"
_PART = 1000


@dataclass(slots=True)
class LineUp:
    """Verdicts by remitted claim, and the remitted claims whose row is no longer as it was."""

    verdicts: dict[UUID, Verdict] = field(default_factory=dict)
    changed: list[RemittedClaim] = field(default_factory=list)


def line_up(rows: Sequence[RemittedClaim], remittance: Remittance) -> LineUp:
    """Each payment among the rows is matched to its claim, or unmatched, as things stand now.

    Rows matched by hand, posted or undone are left alone, and count as taken.
    """
    free = [row for row in rows if _is_free(row)]
    owed = list(_owed(free, remittance))
    facts = [_remitted(row, remittance) for row in free]
    verdicts = matching.match_claims(facts, owed)
    result = LineUp(verdicts)  # type: ignore[arg-type]
    for row in free:
        verdict = verdicts.get(row.pk)
        if verdict is not None and _apply(row, verdict):
            result.changed.append(row)
    return result


def line_up_lines(lines: Iterable[RemittedLine], claims: Iterable[RemittedClaim]) -> None:
    """Each line of a matched claim names our line, where one fits alone."""
    claim_of = {row.pk: row.claim_id for row in claims if row.claim_id is not None}
    ours: dict[UUID, list[matching.Line]] = defaultdict(list)
    for part in _parts(list(set(claim_of.values()))):
        for line in ClaimLine.objects.filter(claim__in=part):
            ours[line.claim_id].append(_line(line))
    theirs: dict[UUID, list[RemittedLine]] = defaultdict(list)
    for row in lines:
        theirs[row.remitted_claim_id].append(row)
    for remitted_id, remitted in theirs.items():
        if remitted_id not in claim_of:
            continue
        found = matching.match_lines(map(_line, remitted), ours[claim_of[remitted_id]])
        for row in remitted:
            row.claim_line_id = found.get(row.pk)  # type: ignore[assignment]


def remitted_fact(row: RemittedClaim, remittance: Remittance) -> Remitted:
    """What the matcher needs to know of a remitted claim."""
    return _remitted(row, remittance)


def owed_fact(claim: Claim) -> Owed:
    """What the matcher needs to know of a claim of ours."""
    return Owed(
        claim.pk,
        claim.patient_control_number,
        claim.charge_cents,
        claim.service_from,
        claim.payer_id,
        claim.status != ClaimStatus.CLOSED,
    )


def _is_free(row: RemittedClaim) -> bool:
    return row.status in (MatchStatus.UNMATCHED, MatchStatus.MATCHED) and row.method in ("", AUTO)


def _apply(row: RemittedClaim, verdict: Verdict) -> bool:
    """Whether the row has another claim, or none, after the verdict."""
    if row.claim_id == verdict.claim:
        return False
    found = verdict.claim is not None
    row.claim_id = verdict.claim  # type: ignore[assignment]
    row.method = AUTO if found else ""
    row.score = verdict.score if found else None
    row.reasons = list(verdict.candidates[0].agrees) if found else []
    row.status = MatchStatus.MATCHED if found else MatchStatus.UNMATCHED
    return True


def _remitted(row: RemittedClaim, remittance: Remittance) -> Remitted:
    return Remitted(
        row.pk,
        row.control_number,
        row.charge_cents,
        row.service_from,
        remittance.payer_id,
        row.status_code == REVERSAL,
    )


def _owed(rows: Sequence[RemittedClaim], remittance: Remittance) -> Iterator[Owed]:
    """Our claims of the same numbers, and those that a wrong number could have meant."""
    columns = ("pk", "patient_control_number", "charge_cents", "service_from", "payer_id", "status")
    of_facility = Claim.objects.filter(facility_id=remittance.facility_id)
    found: dict[UUID, tuple[Any, ...]] = {}
    numbers = {row.control_number for row in rows}
    for part in _parts(sorted(numbers)):
        for values in of_facility.filter(patient_control_number__in=part).values_list(*columns):
            found[values[0]] = values
    known = {values[1] for values in found.values()}
    strangers = [row for row in rows if row.control_number not in known]
    for values in _of_same_rest(strangers, remittance, of_facility, columns):
        found[values[0]] = values
    for pk, number, charge, day, payer, status in found.values():
        yield Owed(pk, number, charge, day, payer, status != ClaimStatus.CLOSED)


def _of_same_rest(
    rows: list[RemittedClaim], remittance: Remittance, claims: Any, columns: tuple[str, ...]
) -> Iterator[tuple[Any, ...]]:
    """By the covering index: same payer, one of the charges, one of the days."""
    if remittance.payer_id is None:
        return
    for part in _parts(rows):
        days = {row.service_from for row in part if row.service_from}
        charges = {row.charge_cents for row in part}
        yield from claims.filter(
            payer_id=remittance.payer_id, charge_cents__in=charges, service_from__in=days
        ).values_list(*columns)


def _line(row: RemittedLine | ClaimLine) -> matching.Line:
    return matching.Line(row.pk, row.control_number, row.procedure, row.charge_cents)


def _parts(values: Sequence[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), _PART):
        yield list(values[start : start + _PART])
