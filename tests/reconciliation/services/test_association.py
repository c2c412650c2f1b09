"""Deposits and remittances find each other, in either order, or say why they do not."""

from datetime import timedelta

import pytest

from reconciliation.models import Allocation, Deposit, ExceptionItem, Remittance
from reconciliation.services import association
from reconciliation.services.association import NotPairable
from reconciliation.services.clocks import look_after_clocks
from reconciliation.states import (
    DepositStatus,
    ExceptionKind,
    ExceptionStatus,
    RemittanceStatus,
)
from tests.reconciliation.made_files import (
    OTHER_TIN,
    credit,
    nacha,
    remittance,
    remitted,
    x820,
    x835,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def advice(owe) -> bytes:
    owe("C-1")
    return x835(remittance([remitted("C-1")]))


def assert_all_posted() -> None:
    deposit, row = Deposit.objects.get(), Remittance.objects.get()
    assert deposit.remittance == row and deposit.status == DepositStatus.ALLOCATED
    assert row.status == RemittanceStatus.POSTED
    assert Allocation.objects.get().amount_cents == deposit.amount_cents == 15000


def test_the_remittance_first_then_its_deposit(advice, import_835, import_nacha):
    import_835(advice)
    assert not Allocation.objects.exists()
    import_nacha(nacha(credit(15000)))
    assert_all_posted()
    assert Deposit.objects.get().associated_by == "TRN02, TRN03 and amount"


def test_the_deposit_first_then_its_remittance(advice, import_835, import_nacha):
    import_nacha(nacha(credit(15000)))
    assert Deposit.objects.get().status == DepositStatus.RECEIVED
    assert not ExceptionItem.objects.exists()  # expected is not an exception
    import_835(advice)
    assert_all_posted()


def test_the_second_rung_is_another_number_of_the_same_payer(advice, import_835, import_nacha):
    import_835(advice)
    import_nacha(nacha(credit(15000, payer_id="MEADOWHP01")))
    assert_all_posted()
    assert Deposit.objects.get().associated_by == "TRN02, amount and payer"


def test_trace_and_amount_of_another_payer_are_no_pair(
    advice, import_835, import_nacha, other_payer
):
    import_835(advice)
    import_nacha(nacha(credit(15000, payer_id=f"1{OTHER_TIN}"), company=f"1{OTHER_TIN}"))
    assert Deposit.objects.get().remittance is None
    assert not Allocation.objects.exists()


def test_another_amount_under_the_trace_is_a_mismatch_with_its_cents(
    advice, import_835, import_nacha
):
    import_835(advice)
    import_nacha(nacha(credit(14766)))
    item = ExceptionItem.objects.get()
    assert item.kind == ExceptionKind.AMOUNT_MISMATCH and item.amount_cents == 234
    assert item.deposit and item.remittance
    assert not Allocation.objects.exists()


def test_the_right_deposit_after_a_wrong_one_settles_the_mismatch(advice, import_835, import_nacha):
    import_835(advice)
    import_nacha(nacha(credit(14766)))
    import_nacha(nacha(credit(15000, sequence=2)))
    assert ExceptionItem.objects.get().status == ExceptionStatus.RESOLVED
    assert Remittance.objects.get().status == RemittanceStatus.POSTED


def test_two_deposits_that_fit_are_left_to_a_person(advice, import_835, import_nacha):
    import_nacha(nacha(credit(15000), credit(15000, sequence=2)))
    import_835(advice)
    kinds = set(ExceptionItem.objects.values_list("kind", flat=True))
    assert kinds == {ExceptionKind.MULTIPLE_CANDIDATES}
    assert not Allocation.objects.exists()


def test_a_deposit_without_a_trace_is_unidentified_at_once(import_nacha, payer):
    import_nacha(nacha(credit(9900, None)))
    assert Deposit.objects.get().status == DepositStatus.UNIDENTIFIED
    item = ExceptionItem.objects.get()
    assert item.kind == ExceptionKind.UNIDENTIFIED_DEPOSIT and item.amount_cents == 9900


def test_a_person_pairs_an_unidentified_deposit(advice, import_835, import_nacha, biller, now):
    import_835(advice)
    import_nacha(nacha(credit(15000, None)))
    association.pair_by_hand(
        user=biller,
        deposit_id=Deposit.objects.get().pk,
        remittance_id=Remittance.objects.get().pk,
        reason="The payer named it on the phone",
        now=now,
    )
    assert_all_posted()
    assert ExceptionItem.objects.get().status == ExceptionStatus.RESOLVED


def test_a_person_cannot_pair_what_differs_by_a_cent(advice, import_835, import_nacha, biller, now):
    import_835(advice)
    import_nacha(nacha(credit(14999, None)))
    with pytest.raises(NotPairable, match=r"0\.01"):
        association.pair_by_hand(
            user=biller,
            deposit_id=Deposit.objects.get().pk,
            remittance_id=Remittance.objects.get().pk,
            reason="Close enough",
            now=now,
        )


def test_no_deposit_is_waited_for_where_a_cheque_pays(owe, import_835):
    owe("C-1")
    import_835(x835(remittance([remitted("C-1")], method="CHK")))
    assert Remittance.objects.get().status == RemittanceStatus.POSTED
    assert Allocation.objects.get().deposit is None


# Clocks ---------------------------------------------------------------------------------------


def test_a_lonely_deposit_is_an_exception_only_after_three_business_days(import_nacha, payer, now):
    import_nacha(nacha(credit(15000)))  # settled on Friday 20 November
    look_after_clocks(now=now + timedelta(days=2))  # Wednesday: the third banking day
    assert not ExceptionItem.objects.exists()
    look_after_clocks(now=now + timedelta(days=4))  # Friday, after Thanksgiving
    assert ExceptionItem.objects.get().kind == ExceptionKind.EFT_WITHOUT_ERA
    look_after_clocks(now=now + timedelta(days=5))
    assert ExceptionItem.objects.count() == 1


def test_a_lonely_remittance_is_an_exception_only_after_four(advice, import_835, now):
    import_835(advice)
    look_after_clocks(now=now + timedelta(days=4))  # Friday 27: the fourth banking day
    assert not ExceptionItem.objects.exists()
    look_after_clocks(now=now + timedelta(days=7))
    assert ExceptionItem.objects.get().kind == ExceptionKind.ERA_WITHOUT_EFT


def test_the_other_half_closes_the_item_by_itself(advice, import_835, import_nacha, now):
    import_835(advice)
    look_after_clocks(now=now + timedelta(days=9))
    import_nacha(nacha(credit(15000)))
    item = ExceptionItem.objects.get()
    assert item.status == ExceptionStatus.RESOLVED and item.resolution == "other half came"
    assert_all_posted()


def test_a_mismatched_deposit_does_not_become_a_missing_one_too(
    advice, import_835, import_nacha, now
):
    import_835(advice)
    import_nacha(nacha(credit(14766)))
    look_after_clocks(now=now + timedelta(days=30))
    assert ExceptionItem.objects.get().kind == ExceptionKind.AMOUNT_MISMATCH


# Sources --------------------------------------------------------------------------------------


def test_the_same_entry_twice_is_one_deposit(import_nacha, payer):
    content = nacha(credit(15000))
    import_nacha(content)
    again = nacha(credit(15000), credit(500, "TRN9", sequence=9))
    assert import_nacha(again).counts == {"already_booked": 1, "deposits": 1}
    assert Deposit.objects.count() == 2


@pytest.mark.parametrize("first", ["820", "entry"])
def test_an_820_and_an_entry_of_one_trace_are_one_deposit(
    first, advice, import_835, import_820, import_nacha
):
    import_835(advice)
    steps = [lambda: import_820(x820(15000)), lambda: import_nacha(nacha(credit(15000)))]
    for step in steps if first == "820" else reversed(steps):
        step()
    assert_all_posted()
    assert Deposit.objects.get().source == "CCD"
    assert Deposit.objects.get().bank_reference == "071000010000001"


def test_a_ctx_entry_is_known_by_the_820_inside(advice, import_835, import_nacha):
    import_835(advice)
    text = x820(15000).decode().replace("\n", "")
    pieces = [text[at : at + 80] for at in range(0, len(text), 80)]
    outcome = import_nacha(nacha(credit(15000, addenda=pieces), sec_code="CTX"))
    assert outcome.counts == {"deposits": 1}
    assert_all_posted()
    assert Deposit.objects.get().source == "CTX"


def test_a_credit_to_an_unknown_account_is_set_aside_and_not_lost(import_nacha, payer, facility):
    outcome = import_nacha(nacha(credit(4200, account="555")))
    assert outcome.counts == {"set_aside": 1} and outcome.findings
    assert not Deposit.objects.exists()
    item = ExceptionItem.objects.get()
    assert item.kind == ExceptionKind.UNIDENTIFIED_DEPOSIT and item.amount_cents == 4200


def test_a_debit_is_put_before_a_person(import_nacha, payer):
    import_nacha(nacha(credit(4200, None, direction="debit")))
    assert not Deposit.objects.exists()
    assert ExceptionItem.objects.get().amount_cents == -4200
