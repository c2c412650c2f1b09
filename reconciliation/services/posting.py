"""Posting a remittance: each matched claim, takeback and provider adjustment gets its cents.

Append-only allocations by one insert; their unique keys are the guard against posting twice.
What does not fit opens an item and stays unallocated, to the cent; nothing is made to balance.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, Sum

from edi.x12.codes import REVERSAL
from hmsach.accounts.models import User
from hmsach.accounts.roles import system_user
from hmsach.db.act_context import require_act
from hmsach.db.bulk import bulk_insert, set_state
from hmsach.lib.money import dollars
from hmsach.outbox.publish import publish
from reconciliation import decisions
from reconciliation.decisions import Decision
from reconciliation.matching import RULE_VERSION, Candidate, Verdict
from reconciliation.models import (
    Adjustment,
    Allocation,
    Claim,
    Deposit,
    ReconciliationResult,
    Remittance,
    RemittedClaim,
    RemittedLine,
)
from reconciliation.models.allocation import AllocationKind
from reconciliation.services import provider_adjustments, results, takebacks
from reconciliation.services.line_up import AUTO, line_up
from reconciliation.services.opening import (
    Draft,
    close_exceptions,
    open_exceptions,
    unresolved,
)
from reconciliation.states import (
    ClaimStatus,
    DepositStatus,
    ExceptionKind,
    MatchStatus,
    RemittanceStatus,
    ResultStatus,
)

UNMATCHED_KINDS = (
    ExceptionKind.CLAIM_NOT_FOUND,
    ExceptionKind.MULTIPLE_CANDIDATES,
    ExceptionKind.AMOUNT_MISMATCH,
    ExceptionKind.TAKEBACK_UNLINKED,
)
TAKEBACK_REASONS = ["payer control number", "amount"]
_PART = 1000


@dataclass(slots=True)
class _Run:
    """What one posting works on."""

    remittance: Remittance
    deposit: Deposit | None
    now: datetime
    actor: User
    rows: list[RemittedClaim]
    verdicts: dict[UUID, Verdict] = field(default_factory=dict)
    allocations: list[Allocation] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    kinds: dict[UUID, list[ExceptionKind]] = field(default_factory=lambda: defaultdict(list))
    adjustments: dict[UUID, list[Adjustment]] = field(default_factory=lambda: defaultdict(list))
    lines: dict[UUID, list[RemittedLine]] = field(default_factory=lambda: defaultdict(list))

    def decision(self, row: RemittedClaim) -> Decision:
        """What the payer decided on the claim."""
        return decisions.decide(
            status_code=row.status_code,
            charge_cents=row.charge_cents,
            paid_cents=row.paid_cents,
            adjustments=self.adjustments[row.pk],
        )

    def draft(self, row: RemittedClaim, kind: ExceptionKind, title: str, cents: int) -> None:
        """An item on a remitted claim, which its result names too."""
        self.kinds[row.pk].append(kind)
        self.drafts.append(
            Draft(
                kind=kind,
                facility_id=row.facility_id,
                title=title,
                amount_cents=cents,
                fingerprint=f"{kind}:{row.pk}",
                links={
                    "remittance": self.remittance,
                    "remitted_claim": row,
                    "claim_id": row.claim_id,
                    "deposit": self.deposit,
                },
            )
        )


def post(remittance: Remittance, *, now: datetime) -> int:
    """Post whatever of the remittance is not posted yet; how many claims were. Inside an act.

    Afterwards deposit and remittance say whether all of it found its place. Posting again posts
    only what has become clear since. Raises ActRequired, IllegalTransition for a remittance that
    is not to be posted.
    """
    run = _begin(remittance, now)
    _line_up(run)
    _allocate(run)
    posted = [each for each in run.allocations if each.remitted_claim_id is not None]
    _read_details(run, [each.remitted_claim_id for each in posted])
    _judge(run, posted)
    _store(run, posted)
    _finish(run)
    return len(posted)


def refresh_statuses(remittance: Remittance, deposit: Deposit | None) -> None:
    """Deposit and remittance summarise their allocations again, after one was made or undone."""
    _summarise_remittance(remittance)
    if deposit is not None:
        _summarise_deposit(deposit)


def allocated_cents(deposit: Deposit) -> int:
    """The signed sum of what was put somewhere; the deposit's amount less this is unallocated."""
    return deposit.allocations.aggregate(cents=Sum("amount_cents"))["cents"] or 0


def net_posted_cents(claim_ids: Iterable[UUID]) -> dict[UUID, int]:
    """By claim, what was posted to it so far, takebacks and undoings taken off."""
    net: dict[UUID, int] = defaultdict(int)
    wanted = list(claim_ids)
    for start in range(0, len(wanted), _PART):
        sums = (
            Allocation.objects.filter(claim__in=wanted[start : start + _PART])
            .order_by()
            .values("claim_id")
            .annotate(cents=Sum("amount_cents"))
        )
        net.update({row["claim_id"]: row["cents"] for row in sums})
    return net


def _begin(remittance: Remittance, now: datetime) -> _Run:
    locked = Remittance.objects.select_for_update(of=("self",)).select_related("facility", "payer")
    remittance = locked.get(pk=remittance.pk)
    remittance.move_to(RemittanceStatus.POSTING)
    deposit = remittance.deposits.select_for_update(of=("self",)).first()
    waiting = remittance.claims.filter(status__in=[MatchStatus.UNMATCHED, MatchStatus.MATCHED])
    actor = require_act().actor or system_user()
    return _Run(remittance, deposit, now, actor, list(waiting.order_by("position")))


def _line_up(run: _Run) -> None:
    """Matches made on arrival are looked at again: a claim may have changed or come since."""
    lined = line_up(run.rows, run.remittance)
    run.verdicts = lined.verdicts
    for row in lined.changed:
        row.save()


# Allocations ----------------------------------------------------------------------------------


def _allocate(run: _Run) -> None:
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


def _of_claim(run: _Run, row: RemittedClaim, generation: int) -> Allocation:
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


def _allocation(run: _Run, **values: Any) -> Allocation:
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


def _take_back(run: _Run, reversals: Sequence[RemittedClaim]) -> None:
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


def _of_takeback(run: _Run, row: RemittedClaim, original: Allocation) -> Allocation:
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


def _allocate_provider_adjustments(run: _Run) -> None:
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


def _draft_unmatched(run: _Run, row: RemittedClaim) -> None:
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
    if "closed" in best.differs:
        return "A remitted claim speaks of one that the ledger closed"
    return f"No claim fits; the nearest differs in {', '.join(best.differs)}"


# Judging --------------------------------------------------------------------------------------


def _read_details(run: _Run, ids: Sequence[UUID]) -> None:
    wanted = set(ids)
    of_set = {"remitted_claim__remittance": run.remittance}
    for triplet in Adjustment.objects.filter(**of_set).order_by("position"):
        if triplet.remitted_claim_id in wanted:
            run.adjustments[triplet.remitted_claim_id].append(triplet)
    for line in RemittedLine.objects.filter(**of_set).order_by("position"):
        if line.remitted_claim_id in wanted:
            run.lines[line.remitted_claim_id].append(line)


def _judge(run: _Run, posted: Sequence[Allocation]) -> None:
    """Items for what was posted and is not as expected; claims' new states."""
    claims = _claims({each.claim_id for each in posted})
    net = net_posted_cents(claims)
    owed = _owed_cents(claims.values())
    for each in posted:
        net[each.claim_id] += each.amount_cents
        if each.kind == AllocationKind.TAKEBACK:
            owed[each.claim_id] -= each.amount_cents
    moved: dict[ClaimStatus, list[UUID]] = defaultdict(list)
    for each in sorted(posted, key=_reversals_first):
        claim, row = claims[each.claim_id], each.remitted_claim
        decision = run.decision(row)
        _judge_claim(run, row, decision, claim, net[claim.pk], owed[claim.pk])
        claim.status = decisions.claim_status(decision, net_paid_cents=net[claim.pk])
    for claim in claims.values():
        moved[ClaimStatus(claim.status)].append(claim.pk)
    _move_claims(moved)


def _reversals_first(each: Allocation) -> tuple[bool, int]:
    """A correction speaks last of the claim, wherever it stands in the set."""
    return each.kind != AllocationKind.TAKEBACK, each.remitted_claim.position


def _judge_claim(
    run: _Run, row: RemittedClaim, decision: Decision, claim: Claim, net: int, owed: int
) -> None:
    if decision.is_denied:
        run.draft(row, ExceptionKind.DENIAL, _denial_title(run, row), row.charge_cents)
        return
    missing = decisions.underpaid_cents(
        decision, net_paid_cents=net, expected_cents=claim.expected_cents
    )
    if missing:
        title = f"Paid {dollars(missing)} less than expected"
        run.draft(row, ExceptionKind.UNDERPAYMENT, title, missing)
    beyond = decisions.overpaid_cents(
        decision,
        net_paid_cents=net,
        charge_cents=claim.charge_cents,
        expected_cents=claim.expected_cents,
        owed_cents=owed,
    )
    if beyond:
        title = f"Paid {dollars(beyond)} more than is owed"
        run.draft(row, ExceptionKind.OVERPAYMENT, title, beyond)


def _denial_title(run: _Run, row: RemittedClaim) -> str:
    codes = dict.fromkeys(f"{t.group} {t.reason}" for t in run.adjustments[row.pk])
    return f"Denied: {', '.join(codes)}"


def _claims(ids: set[UUID]) -> dict[UUID, Claim]:
    wanted, found = list(ids), {}
    for start in range(0, len(wanted), _PART):
        rows = Claim.objects.select_for_update().filter(pk__in=wanted[start : start + _PART])
        found.update({row.pk: row for row in rows.order_by("pk")})
    return found


def _owed_cents(claims: Iterable[Claim]) -> dict[UUID, int]:
    """The ledger's balance, less what we posted and it has not answered yet."""
    owed = {claim.pk: claim.balance_cents for claim in claims}
    ids = list(owed)
    for start in range(0, len(ids), _PART):
        waiting = ReconciliationResult.objects.filter(
            remitted_claim__claim__in=ids[start : start + _PART],
            status__in=[ResultStatus.QUEUED, ResultStatus.DELIVERED],
        ).select_related("remitted_claim")
        for result in waiting.defer("body"):
            owed[result.remitted_claim.claim_id] -= results.paid_cents_of(result)
    return owed


def _move_claims(moved: dict[ClaimStatus, list[UUID]]) -> None:
    for status, ids in moved.items():
        for start in range(0, len(ids), _PART):
            part = Claim.objects.filter(pk__in=ids[start : start + _PART])
            set_state(part.exclude(status__in=[status, ClaimStatus.CLOSED]), to=status)


# Storing --------------------------------------------------------------------------------------


def _store(run: _Run, posted: Sequence[Allocation]) -> None:
    bulk_insert(run.allocations)
    ids = [each.remitted_claim_id for each in posted]
    for start in range(0, len(ids), _PART):
        rows = RemittedClaim.objects.filter(pk__in=ids[start : start + _PART])
        set_state(rows, to=MatchStatus.POSTED)
        settled = unresolved(
            kind__in=UNMATCHED_KINDS, remitted_claim__in=ids[start : start + _PART]
        )
        close_exceptions(settled, resolution="matched", now=run.now)
    open_exceptions(run.drafts, now=run.now)
    bulk_insert(_results(run, posted))


def _results(run: _Run, posted: Sequence[Allocation]) -> list[ReconciliationResult]:
    claims = {each.claim_id for each in posted}
    names: dict[UUID, str] = {}
    wanted = list(claims)
    for start in range(0, len(wanted), _PART):
        rows = Claim.objects.filter(pk__in=wanted[start : start + _PART])
        names.update(rows.values_list("pk", "external_id"))
    told = [
        results.Posted(
            row=each.remitted_claim,
            allocation=each,
            claim_external_id=names[each.claim_id],
            decision=run.decision(each.remitted_claim),
            adjustments=run.adjustments[each.remitted_claim_id],
            lines=run.lines[each.remitted_claim_id],
            kinds=run.kinds[each.remitted_claim_id],
        )
        for each in sorted(posted, key=_reversals_first)
    ]
    return results.results_of(told, remittance=run.remittance, deposit=run.deposit)


def _finish(run: _Run) -> None:
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
