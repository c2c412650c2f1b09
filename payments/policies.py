"""Who may do what to payments. Each check raises NotAllowed with a sentence; services ask first."""

from hmsach.accounts.models import User
from hmsach.accounts.policies import can, check_can
from hmsach.lib.errors import NotAllowed
from payments.models import Payment, PaymentBatch


class SamePerson(NotAllowed):
    """Whoever prepared a batch cannot approve it; ask another approver."""

    code = "same-person"


def check_can_prepare(user: User, facility_id) -> None:
    """Raises NotAllowed unless the user may prepare payments there."""
    check_can(user, "prepare_payment", facility_id)


def check_can_approve(user: User, batch: PaymentBatch) -> None:
    """Raises NotAllowed without the right, SamePerson for whoever prepared the batch."""
    check_can(user, "approve_payment", batch.facility_id)
    if batch.prepared_by_id == user.pk:
        raise SamePerson()


def can_approve(user: User, batch: PaymentBatch) -> bool:
    """Whether `check_can_approve` would let the user pass."""
    return can(user, "approve_payment", batch.facility_id) and batch.prepared_by_id != user.pk


def check_can_hold(user: User, payment: Payment) -> None:
    """Anyone who may approve or release may also stop a payment."""
    if not can_hold(user, payment):
        check_can(user, "release_payment", payment.facility_id)


def can_hold(user: User, payment: Payment) -> bool:
    """Whether the user may place a hold."""
    return can(user, "release_payment", payment.facility_id) or can(
        user, "approve_payment", payment.facility_id
    )


def check_can_release_hold(user: User, payment: Payment, placed_by_id: int) -> None:
    """Lifting a hold takes an approver who neither prepared the payment nor placed the hold."""
    check_can(user, "approve_payment", payment.facility_id)
    if payment.batch.prepared_by_id == user.pk:
        raise SamePerson("Whoever prepared a payment cannot release it from a hold.")
    if placed_by_id == user.pk:
        raise SamePerson("Whoever placed a hold cannot lift it; ask another approver.")


def check_can_build(user: User, facility_id) -> None:
    """Raises NotAllowed unless the user may send files to the bank for that facility."""
    check_can(user, "release_payment", facility_id)
