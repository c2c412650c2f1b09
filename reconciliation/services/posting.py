"""Posting a remittance: each matched claim, takeback and provider adjustment gets its cents.

Append-only allocations by one insert; their unique keys are the guard against posting twice.
What does not fit opens an item and stays unallocated, to the cent; nothing is made to balance.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from hmsach.db.bulk import bulk_insert, set_state
from hmsach.outbox.publish import publish
from reconciliation.models import (
    Allocation,
    Claim,
    Deposit,
    ReconciliationResult,
    Remittance,
    RemittedClaim,
)
from reconciliation.services import results, takebacks
from reconciliation.services.allocating import allocate
from reconciliation.services.judging import judge, reversals_first
from reconciliation.services.opening import close_exceptions, open_exceptions, unresolved
from reconciliation.services.posting_run import Run, begin, read_details
from reconciliation.services.sums import PART, allocated_cents
from reconciliation.states import DepositStatus, ExceptionKind, MatchStatus, RemittanceStatus

UNMATCHED_KINDS = (
    ExceptionKind.CLAIM_NOT_FOUND,
    ExceptionKind.MULTIPLE_CANDIDATES,
    ExceptionKind.AMOUNT_MISMATCH,
    ExceptionKind.TAKEBACK_UNLINKED,
)


def post(remittance: Remittance, *, now: datetime) -> int:
    """Post whatever of the remittance is not posted yet; how many claims were. Inside an act.

    Afterwards deposit and remittance say whether all of it found its place. Posting again posts
    only what has become clear since. Raises ActRequired, IllegalTransition for a remittance that
    is not to be posted.
    """
    run = begin(remittance, now)
    allocate(run)
    posted = [each for each in run.allocations if each.remitted_claim_id is not None]
    read_details(run, [each.row_id for each in posted])
    judge(run, posted)
    _store(run, posted)
    _finish(run)
    for other in takebacks.waiting_for(posted, run.remittance):
        post(other, now=now)
    return len(posted)


def refresh_statuses(remittance: Remittance, deposit: Deposit | None) -> None:
    """Deposit and remittance summarise their allocations again, after one was made or undone."""
    _summarise_remittance(remittance)
    if deposit is not None:
        _summarise_deposit(deposit)


def _store(run: Run, posted: Sequence[Allocation]) -> None:
    bulk_insert(run.allocations)
    ids = [each.row_id for each in posted]
    for start in range(0, len(ids), PART):
        rows = RemittedClaim.objects.filter(pk__in=ids[start : start + PART])
        set_state(rows, to=MatchStatus.POSTED)
        settled = unresolved(kind__in=UNMATCHED_KINDS, remitted_claim__in=ids[start : start + PART])
        close_exceptions(settled, resolution="matched", now=run.now)
    open_exceptions(run.drafts, now=run.now)
    bulk_insert(_results(run, posted))


def _results(run: Run, posted: Sequence[Allocation]) -> list[ReconciliationResult]:
    claims = {each.owed_id for each in posted}
    names: dict[UUID, str] = {}
    wanted = list(claims)
    for start in range(0, len(wanted), PART):
        rows = Claim.objects.filter(pk__in=wanted[start : start + PART])
        names.update(rows.values_list("pk", "external_id"))
    told = [
        results.Posted(
            row=each.row,
            allocation=each,
            claim_external_id=names[each.owed_id],
            decision=run.decision(each.row),
            adjustments=run.adjustments[each.row_id],
            lines=run.lines[each.row_id],
            kinds=run.kinds[each.row_id],
        )
        for each in sorted(posted, key=reversals_first)
    ]
    return results.results_of(told, remittance=run.remittance, deposit=run.deposit)


def _finish(run: Run) -> None:
    refresh_statuses(run.remittance, run.deposit)
    publish(
        "remittance.posted",
        subject=f"remittance:{run.remittance.pk}",
        facility_id=run.remittance.facility_id,
        payload={
            "remittance_id": str(run.remittance.pk),
            "status": run.remittance.status,
            "posted": len(run.allocations),
            "exceptions": len(run.drafts),
        },
    )


def _summarise_remittance(remittance: Remittance) -> None:
    is_whole = not remittance.claims.exclude(status=MatchStatus.POSTED).exists()
    target = RemittanceStatus.POSTED if is_whole else RemittanceStatus.PARTIALLY_POSTED
    if remittance.status != target:
        remittance.move_to(target)


def _summarise_deposit(deposit: Deposit) -> None:
    is_whole = allocated_cents(deposit) == deposit.amount_cents
    target = DepositStatus.ALLOCATED if is_whole else DepositStatus.PARTIALLY_ALLOCATED
    if deposit.status != target:
        deposit.move_to(target)
