"""What a posted remittance leaves behind: allocations, states, items, results, to the cent."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reconciliation.models import (
    Allocation,
    Claim,
    Deposit,
    ExceptionItem,
    ReconciliationResult,
    Remittance,
    RemittedClaim,
)
from reconciliation.services.sums import allocated_cents
from reconciliation.services.tie_out import tie_out
from reconciliation.states import (
    ClaimStatus,
    DepositStatus,
    ExceptionKind,
    ExceptionStatus,
    MatchStatus,
    RemittanceStatus,
)
from tests.reconciliation.made_files import (
    credit,
    nacha,
    plb,
    remittance,
    remitted,
    reversal,
    x835,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def settle(import_835, import_nacha):
    """An 835 and the deposit that pays it."""
    count = iter(range(1, 1000))

    def both(claims, *, trace="TRN1", plbs=(), method="ACH"):
        number = next(count)
        advice = remittance(claims, trace=trace, plbs=plbs, method=method)
        import_835(x835(advice, control=number))
        if method == "ACH":
            import_nacha(nacha(credit(advice.amount_cents, trace, sequence=number)))

    return both


def open_kinds() -> list[str]:
    items = ExceptionItem.objects.exclude(status=ExceptionStatus.RESOLVED)
    return sorted(items.values_list("kind", flat=True))


def bodies() -> list[dict]:
    rows = ReconciliationResult.objects.order_by("sequence")
    return [json.loads(row.body) for row in rows]


def assert_conserved() -> None:
    for deposit in Deposit.objects.all():
        certificate = tie_out([deposit.facility_id])
        assert certificate.unexplained_cents == 0
        is_whole = allocated_cents(deposit) == deposit.amount_cents
        assert (deposit.status == DepositStatus.ALLOCATED) == is_whole


def test_a_paid_claim_is_posted_with_its_reasons(owe, settle):
    claim = owe("C-1")
    settle([remitted("C-1", paid=14000, share=1000)])
    row = Allocation.objects.get()
    assert (row.amount_cents, row.method, row.score) == (14000, "AUTO", 100)
    assert row.reasons == ["patient control number", "charge", "service date", "payer"]
    claim.refresh_from_db()
    assert claim.status == ClaimStatus.PARTIALLY_PAID
    assert RemittedClaim.objects.get().status == MatchStatus.POSTED
    assert open_kinds() == []
    assert_conserved()


def test_a_claim_paid_whole_is_paid(owe, settle):
    owe("C-1")
    settle([remitted("C-1")])
    assert Claim.objects.get().status == ClaimStatus.PAID
    assert bodies()[0]["status"] == "PAID"


def test_posting_twice_posts_once(owe, settle, import_nacha):
    owe("C-1")
    settle([remitted("C-1")])
    import_nacha(nacha(credit(15000), credit(100, "X", sequence=77)))
    assert Allocation.objects.count() == ReconciliationResult.objects.count() == 1


def test_a_claim_not_found_leaves_its_cents_unallocated(owe, settle):
    owe("C-1")
    settle([remitted("C-1"), remitted("C-9", paid=7000, charge=9000)])
    deposit = Deposit.objects.get()
    assert deposit.amount_cents - allocated_cents(deposit) == 7000
    assert deposit.status == DepositStatus.PARTIALLY_ALLOCATED
    assert Remittance.objects.get().status == RemittanceStatus.PARTIALLY_POSTED
    item = ExceptionItem.objects.get()
    assert item.kind == ExceptionKind.CLAIM_NOT_FOUND and item.amount_cents == 7000
    assert_conserved()


def test_a_claim_that_comes_later_completes_the_posting(owe, settle):
    settle([remitted("C-1")])
    assert open_kinds() == ["claim_not_found"]
    owe("C-1")
    assert open_kinds() == []
    assert Deposit.objects.get().status == DepositStatus.ALLOCATED
    assert Remittance.objects.get().status == RemittanceStatus.POSTED


def test_a_denied_claim_is_posted_with_nothing_and_opens_a_denial(owe, settle):
    owe("C-1"), owe("C-2")
    settle([remitted("C-1"), remitted("C-2", paid=0, reason="50")])
    item = ExceptionItem.objects.get()
    assert item.kind == ExceptionKind.DENIAL and item.amount_cents == 20000
    assert Claim.objects.get(external_id="C-2").status == ClaimStatus.DENIED
    told = next(body for body in bodies() if body["claim_id"] == "C-2")
    assert told["status"] == "DENIED" and told["exceptions"] == ["denial"]
    assert Deposit.objects.get().status == DepositStatus.ALLOCATED


def test_a_claim_all_the_patients_is_no_denial(owe, settle):
    owe("C-1"), owe("C-2")
    settle([remitted("C-1"), remitted("C-2", paid=0, share=15000)])
    assert open_kinds() == []


@pytest.mark.parametrize(
    ("paid", "share", "kind", "cents"),
    [
        (13000, 1000, "underpayment", 1000),
        (16000, 0, "overpayment", 1000),
        (14000, 1000, None, 0),
        (15000, 1, "overpayment", 1),
    ],
)
def test_paid_is_held_against_what_was_expected(owe, settle, paid, share, kind, cents):
    owe("C-1")
    settle([remitted("C-1", paid=paid, share=share)])
    found = [(item.kind, item.amount_cents) for item in ExceptionItem.objects.all()]
    assert found == ([(kind, cents)] if kind else [])


def test_a_second_payment_of_a_paid_claim_is_an_overpayment(owe, settle):
    owe("C-1")
    settle([remitted("C-1")])
    settle([remitted("C-1", icn="OTHER")], trace="TRN2")
    assert open_kinds() == ["overpayment"]
    assert_conserved()


# Takebacks ------------------------------------------------------------------------------------


def test_a_takeback_is_linked_to_what_it_takes_back_and_corrected_in_one(owe, settle):
    owe("C-1"), owe("C-2")
    paid = remitted("C-1", paid=14000, share=1000)
    settle([paid])
    original = Allocation.objects.get()
    settle([reversal(paid), remitted("C-1", icn="ICNC-1A"), remitted("C-2")], trace="TRN2")
    taken = Allocation.objects.get(kind="takeback")
    assert taken.reverses == original and taken.amount_cents == -14000
    assert Claim.objects.get(external_id="C-1").status == ClaimStatus.PAID
    assert open_kinds() == []
    statuses = [(b["claim_id"], b["status"], b["paid"]) for b in bodies()]
    assert ("C-1", "REVERSED", "-140.00") in statuses
    assert_conserved()


def test_the_correction_may_stand_before_its_reversal(owe, settle):
    owe("C-1"), owe("C-2")
    paid = remitted("C-1", paid=14000, share=1000)
    settle([paid])
    settle([remitted("C-1", icn="ICNC-1A"), reversal(paid), remitted("C-2")], trace="TRN2")
    assert open_kinds() == []
    assert Claim.objects.get(external_id="C-1").status == ClaimStatus.PAID


def test_a_reversal_alone_makes_the_claim_owed_again(owe, settle):
    owe("C-1"), owe("C-2")
    paid = remitted("C-1")
    settle([paid])
    settle([reversal(paid), remitted("C-2", paid=18000)], trace="TRN2")
    assert Claim.objects.get(external_id="C-1").status == ClaimStatus.OPEN


def test_a_takeback_of_nothing_known_is_not_posted(owe, settle):
    owe("C-1")
    settle([remitted("C-1"), reversal(remitted("OLD-1", paid=3000))])
    item = ExceptionItem.objects.get()
    assert item.kind == ExceptionKind.TAKEBACK_UNLINKED and item.amount_cents == 3000
    assert Allocation.objects.get().amount_cents == 15000
    assert Deposit.objects.get().status == DepositStatus.PARTIALLY_ALLOCATED
    assert_conserved()


def test_a_takeback_that_came_before_its_payment_is_linked_when_that_comes(owe, settle):
    owe("C-1"), owe("C-2")
    paid = remitted("C-1")
    settle([reversal(paid), remitted("C-2", paid=18000)], trace="TRN2")
    assert "takeback_unlinked" in open_kinds()
    settle([paid])
    assert Allocation.objects.get(kind="takeback").reverses.remittance.trace_number == "TRN1"
    assert "takeback_unlinked" not in open_kinds()
    assert Claim.objects.get(external_id="C-1").status == ClaimStatus.OPEN
    assert_conserved()


def test_a_payment_is_taken_back_only_once(owe, settle):
    owe("C-1"), owe("C-2"), owe("C-3")
    paid = remitted("C-1")
    settle([paid])
    settle([reversal(paid), remitted("C-2", paid=18000)], trace="TRN2")
    settle([reversal(paid), remitted("C-3", paid=18000)], trace="TRN3")
    assert Allocation.objects.filter(kind="takeback").count() == 1
    assert "takeback_unlinked" in open_kinds()


# Provider adjustments -------------------------------------------------------------------------


def test_interest_is_posted_and_done(owe, settle):
    owe("C-1")
    settle([remitted("C-1")], plbs=[plb("L6", -75)])
    assert Allocation.objects.get(kind="provider_adjustment").amount_cents == 75
    assert open_kinds() == []
    assert_conserved()


def test_a_recovery_without_counterpart_is_an_open_item(owe, settle):
    owe("C-1")
    settle([remitted("C-1")], plbs=[plb("WO", 2500, "ICN-OLD")])
    assert Allocation.objects.get(kind="provider_adjustment").amount_cents == -2500
    item = ExceptionItem.objects.get()
    assert item.kind == ExceptionKind.PLB_OPEN and item.amount_cents == 2500
    assert_conserved()


def test_a_reason_nobody_knows_is_an_open_item(owe, settle):
    owe("C-1")
    settle([remitted("C-1")], plbs=[plb("ZZ", 10)])
    assert open_kinds() == ["plb_open"]


def test_a_forwarded_balance_closes_when_it_is_brought_back(owe, settle):
    owe("C-1"), owe("C-2")
    paid = remitted("C-1")
    settle([paid])
    settle([reversal(paid)], trace="TRN2", plbs=[plb("FB", -15000, "TRN2")], method="NON")
    assert open_kinds() == ["plb_open"]
    settle([remitted("C-2", paid=18000)], trace="TRN3", plbs=[plb("FB", 15000, "TRN2")])
    assert "plb_open" not in open_kinds()
    assert_conserved()


def test_a_recovery_and_its_refund_in_one_set_net_to_nothing(owe, settle):
    owe("C-1")
    settle([remitted("C-1")], plbs=[plb("WO", 2500, "R1"), plb("72", -2500, "R1")])
    assert open_kinds() == []


# Results --------------------------------------------------------------------------------------


def test_a_result_has_exactly_the_shape_of_the_contract(owe, settle):
    owe("C-1")
    settle([remitted("C-1", paid=14000, share=1000, lines=True)])
    body = bodies()[0]
    deposit = Deposit.objects.get()
    assert body == {
        "result_id": ReconciliationResult.objects.get().result_id,
        "sequence": 1,
        "kind": "CLAIM_POSTED",
        "facility": "NORTHSIDE",
        "claim_id": "C-1",
        "remittance": {
            "trace_number": "TRN1",
            "payer_tin": "360000017",
            "payer": "Meadow Health Plan",
            "paid_on": "2026-11-20",
            "amount": "140.00",
        },
        "deposit": {
            "id": deposit.deposit_id,
            "bank_reference": "071000010000001",
            "settled_on": "2026-11-20",
        },
        "status": "PARTIALLY_PAID",
        "charge": "200.00",
        "paid": "140.00",
        "patient_responsibility": "10.00",
        "contractual": "50.00",
        "adjustments": [
            {"group": "CO", "reason": "45", "amount": "50.00", "line": "L1"},
            {"group": "PR", "reason": "2", "amount": "10.00", "line": "L1"},
        ],
        "remarks": [],
        "match": {
            "method": "AUTO",
            "score": 100,
            "reasons": ["patient control number", "charge", "service date", "payer"],
        },
        "exceptions": [],
    }


def test_results_are_numbered_without_gaps(owe, settle):
    for number in range(1, 5):
        owe(f"C-{number}")
    settle([remitted("C-1"), remitted("C-2")])
    settle([remitted("C-3"), remitted("C-8"), remitted("C-4")], trace="TRN2")
    assert [body["sequence"] for body in bodies()] == [1, 2, 3, 4]


# The law --------------------------------------------------------------------------------------

payments = st.tuples(
    st.integers(0, 20000), st.integers(0, 2000), st.booleans(), st.sampled_from(["45", "50", "999"])
)
adjustments = st.tuples(st.sampled_from(["L6", "WO", "FB", "ZZ", "CS"]), st.integers(-500, 500))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    claims=st.lists(payments, min_size=1, max_size=5),
    plbs=st.lists(adjustments, max_size=3),
    unknown_takeback=st.integers(0, 3000),
)
def test_every_cent_of_a_deposit_is_allocated_or_openly_waits(
    owe, settle, facility, claims, plbs, unknown_takeback, request
):
    run = request.node.stash.setdefault(RUN, [0])
    run[0] += 1
    advised = []
    for place, (paid, share, known, reason) in enumerate(claims):
        number = f"K{run[0]}-{place}"
        if known:
            owe(number)
        share = min(share, 20000 - paid)
        advised.append(remitted(number, paid=paid, share=share, reason=reason))
    if unknown_takeback:
        advised.append(reversal(remitted(f"OLD-{run[0]}", paid=unknown_takeback)))
    rows = [plb(reason, cents, f"R{run[0]}-{n}") for n, (reason, cents) in enumerate(plbs) if cents]
    total = sum(c.paid_cents for c in advised) - sum(p.amount_cents for p in rows)
    if total <= 0:
        return
    settle(advised, trace=f"T{run[0]}", plbs=rows)
    deposit = Deposit.objects.get(trace_number=f"T{run[0]}")
    unmatched = sum(
        row.paid_cents
        for row in RemittedClaim.objects.filter(remittance=deposit.remittance)
        if row.status != MatchStatus.POSTED
    )
    assert deposit.amount_cents == total == allocated_cents(deposit) + unmatched
    assert tie_out([facility.pk]).unexplained_cents == 0


RUN = pytest.StashKey[list[int]]()
