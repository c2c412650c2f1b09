"""Two people: whoever prepared a batch does not approve it, whatever else they may do."""

import pytest

from hmsach.accounts.roles import grant_role
from hmsach.audit.acts import act
from hmsach.lib.errors import NotAllowed, NotFound
from hmsach.outbox.models import Event
from payments.models import Approval, Payment, Refund, VendorInvoice
from payments.policies import SamePerson
from payments.services.approvals import (
    NothingToApprove,
    approval_in_force,
    approve_batch,
    deny_batch,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(send, vendor_batch):
    return send(vendor_batch)


def decide(how, user, batch, now):
    return how(user=user, batch_id=batch.batch_id, reason="Looked at it", now=now)


def test_an_approver_lets_a_batch_go_with_a_reason(waiting, approver, now):
    batch = decide(approve_batch, approver, waiting, now)
    assert batch.status == "approved" and Payment.objects.get().status == "approved"
    assert VendorInvoice.objects.get().status == "approved"
    assert batch.history.first().history_change_reason == "Looked at it"
    assert batch.history.first().history_user == approver
    assert Event.objects.filter(type="batch.approved").count() == 1


def test_who_prepared_it_is_refused_even_with_the_right(waiting, client_user, facility, now):
    with act(None, "Set up"):
        grant_role(user=client_user, role="approver", facility=facility)
    with pytest.raises(SamePerson):
        decide(approve_batch, client_user, waiting, now)
    assert not Approval.objects.exists()


def test_a_biller_and_a_treasurer_may_not_approve(waiting, biller, treasurer, now):
    for person in (biller, treasurer):
        with pytest.raises(NotAllowed):
            decide(approve_batch, person, waiting, now)


def test_an_approver_of_another_facility_does_not_find_it(
    waiting, elsewhere, django_user_model, now
):
    stranger = django_user_model.objects.create_user("sol")
    grant_role(user=stranger, role="approver", facility=elsewhere)
    with pytest.raises(NotFound):
        decide(approve_batch, stranger, waiting, now)


def test_a_denied_batch_pays_nothing(send, refund_batch, approver, now):
    batch = decide(deny_batch, approver, send(refund_batch), now)
    assert batch.status == "denied" and Payment.objects.get().status == "denied"
    assert Refund.objects.get().status == "denied"


def test_a_decided_batch_waits_for_nobody(waiting, approver, now):
    decide(approve_batch, approver, waiting, now)
    with pytest.raises(NothingToApprove):
        decide(deny_batch, approver, waiting, now)


def test_an_edit_voids_the_approval(waiting, approver, now):
    batch = decide(approve_batch, approver, waiting, now)
    assert approval_in_force(batch) is not None
    with act(None, "Edited"):
        payment = Payment.objects.get()
        payment.amount_cents += 1
        payment.save()
    assert approval_in_force(batch) is None
