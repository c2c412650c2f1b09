"""Keeping a payment back, and who may let it go again."""

import pytest

from hmsach.accounts.roles import grant_role
from hmsach.lib.errors import IllegalTransition, NotAllowed
from payments.models import Payment
from payments.policies import SamePerson
from payments.services.file_building import NothingToSend, build_now
from payments.services.holds import NotHeld, lift_holds, place_hold
from reconciliation.models import ExceptionItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment(send, rules, vendor_batch):
    send(vendor_batch)
    return Payment.objects.get()


def hold(user, payment, now):
    return place_hold(
        user=user, payment_id=payment.payment_id, reason="fraud", sentence="Ask the vendor", now=now
    )


def lift(user, payment, now):
    return lift_holds(user=user, payment_id=payment.payment_id, reason="Asked", now=now)


def test_a_held_payment_stays_out_of_the_file(payment, profile, treasurer, now):
    hold(treasurer, payment, now)
    with pytest.raises(NothingToSend):
        build_now(user=treasurer, bank_profile_id=profile.pk, reason="File", now=now)


def test_a_hold_opens_an_exception_and_lifting_it_closes_it(payment, treasurer, approver, now):
    hold(treasurer, payment, now)
    assert ExceptionItem.objects.get(kind="release_hold").status == "open"
    lift(approver, payment, now)
    assert ExceptionItem.objects.get(kind="release_hold").status == "resolved"
    assert Payment.objects.get().status == "approved"


def test_who_placed_a_hold_cannot_lift_it(payment, approver, now):
    hold(approver, payment, now)
    with pytest.raises(SamePerson):
        lift(approver, payment, now)


def test_who_prepared_a_payment_cannot_lift_its_hold(
    payment, treasurer, client_user, facility, now
):
    hold(treasurer, payment, now)
    grant_role(user=client_user, role="approver", facility=facility)
    with pytest.raises(SamePerson):
        lift(client_user, payment, now)


def test_a_biller_may_not_hold(payment, biller, now):
    with pytest.raises(NotAllowed):
        hold(biller, payment, now)


def test_a_payment_in_a_file_can_no_longer_be_held(payment, profile, treasurer, now):
    build_now(user=treasurer, bank_profile_id=profile.pk, reason="File", now=now)
    with pytest.raises(IllegalTransition):
        hold(treasurer, payment, now)


def test_what_is_not_held_cannot_be_lifted(payment, approver, now):
    with pytest.raises(NotHeld):
        lift(approver, payment, now)
