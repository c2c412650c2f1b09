"""Matching by hand, and undoing what was posted by an opposite row. Nothing is ever deleted."""

from datetime import datetime
from uuid import UUID

from hmsach.accounts.models import User
from hmsach.audit.acts import act
from hmsach.lib.errors import Conflict, NotFound
from hmsach.outbox.publish import publish
from reconciliation import matching, policies
from reconciliation.matching import CHARGE, CLOSED, PAYER, RULE_VERSION
from reconciliation.models import Allocation, Claim, ReconciliationResult, RemittedClaim
from reconciliation.models.allocation import AllocationKind
from reconciliation.services import posting, results
from reconciliation.services.line_up import owed_fact, remitted_fact
from reconciliation.services.opening import open_exception
from reconciliation.services.sums import net_posted_cents
from reconciliation.services.turns import wait_for_turn
from reconciliation.states import (
    CLAIM,
    ClaimStatus,
    ExceptionKind,
    MatchStatus,
    RemittanceStatus,
)

# A person may overlook a date or a mistyped number; another amount or payer takes an approver.
FORCED_BY = {CHARGE, PAYER, CLOSED}
POSTABLE = (RemittanceStatus.POSTED, RemittanceStatus.PARTIALLY_POSTED)
WAITING = (RemittanceStatus.AWAITING_EFT, RemittanceStatus.ASSOCIATED)


class NotMatchable(Conflict):
    """This remitted claim cannot be matched."""

    code = "not-matchable"


class NotUndoable(Conflict):
    """This posting cannot be undone."""

    code = "not-undoable"


def match_by_hand(
    *, user: User, remitted_claim_id: UUID, claim_id: UUID, reason: str, now: datetime
) -> RemittedClaim:
    """A person says which claim the payer meant; it is posted at once if its money is here.

    Where charge or payer differ the match is forced, which only an approver may do. Raises
    NotFound, NotAllowed, NeedsApproval, NotMatchable.
    """
    with act(user, reason):
        wait_for_turn()
        row = _locked_row(user, remitted_claim_id)
        policies.check_can_work(user, row.facility_id)
        _check_matchable(row)
        claim = _claim_of(user, row, claim_id)
        seen = matching.compare(remitted_fact(row, row.remittance), owed_fact(claim))
        forced = bool(FORCED_BY & set(seen.differs))
        if forced:
            policies.check_can_force(user, row.facility_id)
        row.claim, row.method = claim, "FORCED" if forced else "MANUAL"
        row.score, row.reasons = seen.score, list(seen.agrees)
        row.move_to(MatchStatus.MATCHED)
        if row.remittance.status in POSTABLE:
            posting.post(row.remittance, now=now)
            row.refresh_from_db()
    return row


def undo_allocation(*, user: User, allocation_id: UUID, reason: str, now: datetime) -> Allocation:
    """The opposite row: the claim is owed again, THE is told, the cents are unallocated.

    Raises NotFound, NotAllowed, NotUndoable for what was undone before, taken back by the payer,
    or is no claim's payment.
    """
    with act(user, reason):
        wait_for_turn()
        original = _locked_allocation(user, allocation_id)
        policies.check_can_work(user, original.facility_id)
        _check_undoable(original)
        opposite = _opposite(original, user, now)
        opposite.save()
        row = original.row
        row.move_to(MatchStatus.REVERSED)
        _owe_again(original)
        _tell_ledger(row)
        _put_before_a_person(original, opposite, now)
        posting.refresh_statuses(original.remittance, original.deposit)
        _say_undone(original)
    return opposite


def _locked_row(user: User, pk: UUID) -> RemittedClaim:
    row: RemittedClaim = RemittedClaim.objects.select_related("remittance").locked_for(
        user, "There is no such remitted claim.", pk=pk
    )
    return row


def _check_matchable(row: RemittedClaim) -> None:
    if row.status not in (MatchStatus.UNMATCHED, MatchStatus.REVERSED):
        raise NotMatchable("It has its claim already; undo that first.")
    if row.status_code == "22":
        raise NotMatchable("A reversal follows the payment it takes back, not a claim.")
    if row.remittance.status not in (*POSTABLE, *WAITING):
        raise NotMatchable("Its remittance is not to be posted.")


def _claim_of(user: User, row: RemittedClaim, claim_id: UUID) -> Claim:
    seen = Claim.objects.visible_to(user).filter(facility_id=row.facility_id)
    claim = seen.filter(pk=claim_id).first()
    if claim is None:
        raise NotFound("There is no such claim at this facility.")
    return claim


def _locked_allocation(user: User, pk: UUID) -> Allocation:
    rows = Allocation.objects.select_related(
        "remitted_claim", "remittance__facility", "deposit", "claim"
    )
    found: Allocation = rows.locked_for(user, "There is no such posting.", pk=pk)
    return found


def _check_undoable(original: Allocation) -> None:
    if original.kind != AllocationKind.CLAIM or original.reverses_id is not None:
        raise NotUndoable("Only a claim's payment can be undone.")
    if Allocation.objects.filter(reverses=original).exists():
        raise NotUndoable("It was undone, or taken back by the payer, before.")


def _opposite(original: Allocation, user: User, now: datetime) -> Allocation:
    return Allocation(
        facility_id=original.facility_id,
        remittance=original.remittance,
        deposit=original.deposit,
        remitted_claim=original.remitted_claim,
        claim=original.claim,
        kind=original.kind,
        amount_cents=-original.amount_cents,
        generation=original.generation,
        reverses=original,
        method="MANUAL",
        reasons=["undone"],
        rule_version=RULE_VERSION,
        made_by=user,
        created_at=now,
    )


def _owe_again(original: Allocation) -> None:
    claim = Claim.objects.select_for_update(no_key=True).get(pk=original.claim_id)
    left = net_posted_cents([claim.pk])[claim.pk]
    target = ClaimStatus.PARTIALLY_PAID if left > 0 else ClaimStatus.OPEN
    if claim.status != ClaimStatus.CLOSED and CLAIM.allows(claim.status, target):
        claim.move_to(target)


def _tell_ledger(row: RemittedClaim) -> None:
    told = ReconciliationResult.objects.filter(remitted_claim=row, kind=results.POSTED)
    latest = told.order_by("-sequence").first()
    if latest is not None:
        results.reversal_of(latest, row=row).save()


def _put_before_a_person(original: Allocation, opposite: Allocation, now: datetime) -> None:
    """The cents are without a claim again: somebody must find the right one."""
    open_exception(
        kind=ExceptionKind.CLAIM_NOT_FOUND,
        facility_id=original.facility_id,
        title="A posting was undone; its cents wait for a claim",
        amount_cents=original.amount_cents,
        fingerprint=f"undone:{opposite.pk}",
        now=now,
        remittance=original.remittance,
        remitted_claim=original.remitted_claim,
        deposit=original.deposit,
    )


def _say_undone(original: Allocation) -> None:
    publish(
        "allocation.undone",
        subject=f"allocation:{original.pk}",
        facility_id=original.facility_id,
        payload={
            "allocation_id": str(original.pk),
            "remittance_id": str(original.remittance_id),
        },
    )
