"""Matching by hand, forcing with a second right, and undoing by an opposite row."""

import json

import pytest

from hmsach.lib.errors import NotAllowed, NotFound
from reconciliation.models import (
    Allocation,
    Claim,
    Deposit,
    ExceptionItem,
    ReconciliationResult,
    RemittedClaim,
)
from reconciliation.policies import NeedsApproval
from reconciliation.services.allocations import (
    NotMatchable,
    NotUndoable,
    match_by_hand,
    undo_allocation,
)
from reconciliation.services.sums import allocated_cents
from reconciliation.services.tie_out import tie_out
from reconciliation.states import (
    ClaimStatus,
    DepositStatus,
    ExceptionStatus,
    MatchStatus,
)
from tests.reconciliation.made_files import credit, nacha, remittance, remitted, reversal, x835

pytestmark = pytest.mark.django_db


@pytest.fixture
def posted(owe, import_835, import_nacha):
    """One claim that matched, one whose number the payer mistyped."""
    owe("C-1"), owe("C-2")
    import_835(x835(remittance([remitted("C-1"), remitted("C-X", paid=14000)])))
    import_nacha(nacha(credit(29000)))
    return RemittedClaim.objects.get(control_number="C-X")


def by_hand(user, row, now, claim="C-2"):
    return match_by_hand(
        user=user,
        remitted_claim_id=row.pk,
        claim_id=Claim.objects.get(external_id=claim).pk,
        reason="The number is mistyped",
        now=now,
    )


def undo(user, now, **lookup):
    return undo_allocation(
        user=user, allocation_id=Allocation.objects.get(**lookup).pk, reason="Wrong claim", now=now
    )


def test_a_mistyped_number_is_matched_by_hand_and_posted(posted, biller, now):
    row = by_hand(biller, posted, now)
    assert (row.status, row.method) == (MatchStatus.POSTED, "MANUAL")
    made = Allocation.objects.get(remitted_claim=row)
    assert made.amount_cents == 14000 and made.made_by == biller
    assert "patient control number" not in made.reasons
    assert Deposit.objects.get().status == DepositStatus.ALLOCATED
    assert not ExceptionItem.objects.filter(kind="claim_not_found").exclude(
        status=ExceptionStatus.RESOLVED
    )
    told = json.loads(ReconciliationResult.objects.order_by("-sequence")[0].body)
    assert told["match"]["method"] == "MANUAL" and told["match"]["score"] == 60


def test_another_charge_takes_an_approver(posted, owe, biller, supervisor, now):
    owe("C-3", charge="300.00", balance="300.00", lines=[])
    with pytest.raises(NeedsApproval):
        by_hand(biller, posted, now, claim="C-3")
    row = by_hand(supervisor, posted, now, claim="C-3")
    assert row.method == "FORCED"


def test_a_match_by_hand_waits_for_the_deposit(owe, import_835, import_nacha, biller, now):
    owe("C-2")
    import_835(x835(remittance([remitted("C-X")])))
    row = by_hand(biller, RemittedClaim.objects.get(), now)
    assert row.status == MatchStatus.MATCHED and not Allocation.objects.exists()
    import_nacha(nacha(credit(15000)))
    assert Allocation.objects.get().method == "MANUAL"


def test_what_has_its_claim_is_not_matched_again(posted, biller, now):
    with pytest.raises(NotMatchable):
        by_hand(biller, RemittedClaim.objects.get(control_number="C-1"), now)


def test_nobody_from_elsewhere_matches(posted, elsewhere, now):
    from tests.reconciliation.conftest import person

    stranger = person("sven", "biller", elsewhere)
    with pytest.raises(NotFound):
        by_hand(stranger, posted, now)


def test_undoing_leaves_both_rows_and_the_cents_open(posted, biller, facility, now):
    opposite = undo(biller, now, remitted_claim__control_number="C-1")
    assert opposite.amount_cents == -15000 and opposite.reverses is not None
    assert Allocation.objects.count() == 2
    claim = Claim.objects.get(external_id="C-1")
    assert claim.status == ClaimStatus.OPEN
    deposit = Deposit.objects.get()
    assert allocated_cents(deposit) == 0
    assert deposit.status == DepositStatus.PARTIALLY_ALLOCATED
    told = json.loads(ReconciliationResult.objects.order_by("-sequence")[0].body)
    assert (told["kind"], told["status"], told["paid"]) == ("CLAIM_REVERSED", "REVERSED", "-150.00")
    assert tie_out([facility.pk]).is_clean


def test_undone_once_is_undone(posted, biller, now):
    lookup = {"remitted_claim__control_number": "C-1", "reverses__isnull": True}
    undo(biller, now, **lookup)
    with pytest.raises(NotUndoable):
        undo(biller, now, **lookup)


def test_after_undoing_another_claim_can_be_matched(posted, biller, facility, now):
    undo(biller, now, remitted_claim__control_number="C-1")
    row = by_hand(biller, RemittedClaim.objects.get(control_number="C-1"), now)
    again = Allocation.objects.get(remitted_claim=row, generation=2)
    assert again.claim.external_id == "C-2" and again.amount_cents == 15000
    assert tie_out([facility.pk]).is_clean


def test_what_the_payer_took_back_is_not_undone_too(owe, import_835, import_nacha, biller, now):
    owe("C-1"), owe("C-2")
    paid = remitted("C-1")
    import_835(x835(remittance([paid], method="CHK")))
    import_835(
        x835(
            remittance([reversal(paid), remitted("C-2", paid=18000)], trace="T2", method="CHK"),
            control=2,
        )
    )
    with pytest.raises(NotUndoable):
        undo(biller, now, remitted_claim__control_number="C-1", kind="claim")
    with pytest.raises(NotUndoable):
        undo(biller, now, kind="takeback")


def test_undoing_needs_the_right_and_a_reason(posted, facility, biller, now):
    from hmsach.audit.acts import ReasonRequired
    from tests.reconciliation.conftest import person

    officer = person("cora", "compliance", facility)
    with pytest.raises(NotAllowed):
        undo(officer, now, remitted_claim__control_number="C-1")
    with pytest.raises(ReasonRequired):
        undo_allocation(user=biller, allocation_id=Allocation.objects.get().pk, reason=" ", now=now)
