"""Keeping a payment back, and letting it go again."""

from datetime import datetime

from hmsach.accounts.models import User
from hmsach.audit.acts import act
from hmsach.lib.errors import Conflict
from hmsach.outbox.publish import publish
from payments import policies
from payments.models import Hold, Payment
from payments.services.facts import publish_held
from payments.states import BatchStatus, PaymentStatus


class NotHeld(Conflict):
    """This payment is not held."""

    code = "not-held"


def place_hold(*, user: User, payment_id: str, reason: str, sentence: str, now: datetime) -> Hold:
    """Keep a payment out of files until the hold is lifted. `reason` is one of Hold's reasons.

    Raises NotFound, NotAllowed, IllegalTransition once the payment is in a file.
    """
    with act(user, sentence):
        payment = _locked(user, payment_id)
        policies.check_can_hold(user, payment)
        if payment.status != PaymentStatus.HELD:
            payment.move_to(PaymentStatus.HELD)
        hold = Hold.objects.create(
            payment=payment, reason=reason, sentence=sentence[:300], placed_by=user, placed_at=now
        )
        publish_held(hold)
    return hold


def lift_holds(*, user: User, payment_id: str, reason: str, now: datetime) -> Payment:
    """Lift every hold of a payment; it goes back to where its batch's leave puts it.

    Raises NotFound, NotAllowed, SamePerson, NotHeld.
    """
    with act(user, reason):
        payment = _locked(user, payment_id)
        holds = list(payment.holds.filter(released_at__isnull=True))
        if payment.status != PaymentStatus.HELD or not holds:
            raise NotHeld()
        for hold in holds:
            policies.check_can_release_hold(user, payment, hold.placed_by_id)
            hold.released_by, hold.released_at = user, now
            hold.save()
        payment.move_to(_standing(payment))
        publish(
            "payment.hold_released",
            subject=f"payment:{payment.payment_id}",
            facility_id=payment.facility_id,
            payload={"payment_id": payment.payment_id, "external_id": payment.external_id},
        )
    return payment


def _standing(payment: Payment) -> PaymentStatus:
    asked = payment.batch.status in (BatchStatus.RECEIVED, BatchStatus.PENDING_APPROVAL)
    return PaymentStatus.NEEDS_APPROVAL if asked else PaymentStatus.APPROVED


def _locked(user: User, payment_id: str) -> Payment:
    payment: Payment = Payment.objects.select_related("batch").locked_for(
        user, "There is no such payment.", payment_id=payment_id
    )
    return payment
