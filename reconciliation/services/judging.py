"""Holding what was posted against what was expected: denials, too little, too much, and where
each claim stands now."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from hmsach.db.bulk import set_state
from hmsach.lib.money import dollars
from reconciliation import decisions
from reconciliation.decisions import Decision
from reconciliation.models import Allocation, Claim, ReconciliationResult, RemittedClaim
from reconciliation.models.allocation import AllocationKind
from reconciliation.services import results
from reconciliation.services.posting_run import Run
from reconciliation.services.sums import PART, net_posted_cents
from reconciliation.states import ClaimStatus, ExceptionKind, ResultStatus


def judge(run: Run, posted: Sequence[Allocation]) -> None:
    """Items for what was posted and is not as expected; claims' new states."""
    claims = _claims({each.owed_id for each in posted})
    net = net_posted_cents(claims)
    owed = _owed_cents(claims.values())
    for each in posted:
        net[each.owed_id] += each.amount_cents
        if each.kind == AllocationKind.TAKEBACK:
            owed[each.owed_id] -= each.amount_cents
    moved: dict[ClaimStatus, list[UUID]] = defaultdict(list)
    for each in sorted(posted, key=reversals_first):
        claim, row = claims[each.owed_id], each.row
        decision = run.decision(row)
        _judge_claim(run, row, decision, claim, net[claim.pk], owed[claim.pk])
        claim.status = decisions.claim_status(decision, net_paid_cents=net[claim.pk])
    for claim in claims.values():
        moved[ClaimStatus(claim.status)].append(claim.pk)
    _move_claims(moved)


def reversals_first(each: Allocation) -> tuple[bool, int]:
    """A correction speaks last of the claim, wherever it stands in the set."""
    return each.kind != AllocationKind.TAKEBACK, each.row.position


def _judge_claim(
    run: Run, row: RemittedClaim, decision: Decision, claim: Claim, net: int, owed: int
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


def _denial_title(run: Run, row: RemittedClaim) -> str:
    codes = dict.fromkeys(f"{t.group} {t.reason}" for t in run.adjustments[row.pk])
    return f"Denied: {', '.join(codes)}"


def _claims(ids: set[UUID]) -> dict[UUID, Claim]:
    wanted, found = list(ids), {}
    for start in range(0, len(wanted), PART):
        rows = Claim.objects.select_for_update(no_key=True).filter(
            pk__in=wanted[start : start + PART]
        )
        found.update({row.pk: row for row in rows.order_by("pk")})
    return found


def _owed_cents(claims: Iterable[Claim]) -> dict[UUID, int]:
    """The ledger's balance, less what we posted and it has not answered yet."""
    owed = {claim.pk: claim.balance_cents for claim in claims}
    ids = list(owed)
    for start in range(0, len(ids), PART):
        waiting = ReconciliationResult.objects.filter(
            remitted_claim__claim__in=ids[start : start + PART],
            status__in=[ResultStatus.QUEUED, ResultStatus.DELIVERED],
        ).select_related("remitted_claim")
        for result in waiting.defer("body"):
            owed[result.remitted_claim.claim_id] -= results.paid_cents_of(result)
    return owed


def _move_claims(moved: dict[ClaimStatus, list[UUID]]) -> None:
    for status, ids in moved.items():
        for start in range(0, len(ids), PART):
            part = Claim.objects.filter(pk__in=ids[start : start + PART])
            set_state(part.exclude(status__in=[status, ClaimStatus.CLOSED]), to=status)
