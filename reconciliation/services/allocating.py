"""Where each cent of a remittance goes: claims, takebacks, provider adjustments. Rows are made,
not stored; what finds no place gets an item to be opened."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Max

from edi.x12.codes import REVERSAL
from reconciliation.matching import CLOSED, RULE_VERSION, Candidate
from reconciliation.models import Allocation, RemittedClaim
from reconciliation.models.allocation import AllocationKind
from reconciliation.services import provider_adjustments, takebacks
from reconciliation.services.line_up import AUTO, line_up
from reconciliation.services.posting_run import Run
from reconciliation.states import ExceptionKind, MatchStatus

TAKEBACK_REASONS = ["payer control number", "amount"]


def allocate(run: Run) -> None:
    """The run has its allocations, unstored, and drafts for what finds no place."""
    _line_up(run)
    payments = [row for row in run.rows if row.status_code != REVERSAL]
    reversals = [row for row in run.rows if row.status_code == REVERSAL]
    for row in payments:
        if row.claim_id is None:
            _draft_unmatched(run, row)
    generations = _generations(row for row in payments if row.claim_id is not None)
    run.allocations = [
        _of_claim(run, row, generations.get(row.pk, 0) + 1)
        for row in payments
        if row.claim_id is not None
    ]
    _take_back(run, reversals)
    _allocate_provider_adjustments(run)


def _line_up(run: Run) -> None:
    """Matches made on arrival are looked at again: a claim may have changed or come since."""
    lined = line_up(run.rows, run.remittance)
    run.verdicts = lined.verdicts
    for row in lined.changed:
        row.save()


def _of_claim(run: Run, row: RemittedClaim, generation: int) -> Allocation:
    return _allocation(
        run,
        kind=AllocationKind.CLAIM,
        amount_cents=row.paid_cents,
        remitted_claim=row,
        claim_id=row.claim_id,
        method=row.method,
        score=row.score,
        reasons=row.reasons,
        generation=generation,
    )


def _allocation(run: Run, **values: Any) -> Allocation:
    return Allocation(
        facility_id=run.remittance.facility_id,
        remittance=run.remittance,
        deposit=run.deposit,
        rule_version=RULE_VERSION,
        made_by=run.actor,
        created_at=run.now,
        **values,
    )


def _generations(rows: Iterable[RemittedClaim]) -> dict[UUID, int]:
    """How often a remitted claim was posted before; more than never only after an undoing."""
    ids = [row.pk for row in rows if row.method not in ("", AUTO)]
    again = Allocation.objects.filter(remitted_claim__in=ids, reverses__isnull=True).order_by()
    sums = again.values("remitted_claim_id").annotate(last=Max("generation"))
    return {row["remitted_claim_id"]: row["last"] for row in sums}


def _take_back(run: Run, reversals: Sequence[RemittedClaim]) -> None:
    known = takebacks.originals(reversals, run.remittance, own=list(run.allocations))
    for row in reversals:
        original = known.take(row)
        if original is None:
            title = "The payer takes back a payment that is not known here"
            run.draft(row, ExceptionKind.TAKEBACK_UNLINKED, title, abs(row.paid_cents))
            continue
        row.claim_id, row.method, row.score = original.claim_id, AUTO, 100
        row.reasons, row.status = TAKEBACK_REASONS, MatchStatus.MATCHED
        row.save()
        run.allocations.append(_of_takeback(run, row, original))


def _of_takeback(run: Run, row: RemittedClaim, original: Allocation) -> Allocation:
    return _allocation(
        run,
        kind=AllocationKind.TAKEBACK,
        amount_cents=row.paid_cents,
        remitted_claim=row,
        claim_id=original.claim_id,
        reverses=original,
        method=AUTO,
        score=100,
        reasons=TAKEBACK_REASONS,
    )


def _allocate_provider_adjustments(run: Run) -> None:
    rows = list(run.remittance.provider_adjustments.filter(allocations__isnull=True))
    run.allocations += [
        _allocation(
            run,
            kind=AllocationKind.PROVIDER_ADJUSTMENT,
            amount_cents=-row.amount_cents,
            provider_adjustment=row,
            method=AUTO,
        )
        for row in rows
    ]
    run.drafts += provider_adjustments.settle(rows, run.remittance, now=run.now)


def _draft_unmatched(run: Run, row: RemittedClaim) -> None:
    verdict = run.verdicts.get(row.pk)
    kind = verdict.kind if verdict is not None and verdict.kind else ExceptionKind.CLAIM_NOT_FOUND
    best = verdict.candidates[0] if verdict is not None and verdict.candidates else None
    run.draft(row, kind, _title(kind, best), row.paid_cents)


def _title(kind: ExceptionKind, best: Candidate | None) -> str:
    """What is wrong in words of the matcher; names and numbers are on the linked rows."""
    if kind == ExceptionKind.MULTIPLE_CANDIDATES:
        return "Several claims fit a remitted claim"
    if kind == ExceptionKind.AMOUNT_MISMATCH:
        return "A remitted claim agrees with ours but for its charge"
    if best is None:
        return "No claim of ours fits a remitted claim"
    if CLOSED in best.differs:
        return "A remitted claim speaks of one that the ledger closed"
    return f"No claim fits; the nearest differs in {', '.join(best.differs)}"
