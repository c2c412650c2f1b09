"""What people do about a notice of change: take the correction over, or set it aside.

Changed bank details are the usual way in for fraud, so the corrected account is a new row, and the
first payment to it is held until an approver other than the preparer lets it go: two people.
"""

from datetime import datetime
from uuid import UUID

from edi.ground.routing import routing_number_objection
from edi.nacha.corrected_data import corrected_data
from hmsach.accounts.models import User
from hmsach.accounts.policies import check_can
from hmsach.audit.acts import act
from hmsach.lib.errors import Conflict, DomainError
from hmsach.outbox.publish import publish
from payments.models import NoticeOfChange, PayeeAccount
from payments.models.payee import AccountStatus, AccountType
from payments.models.returned import NoticeStatus

# The transaction code's first digit tells checking from savings.
TYPES = {"2": AccountType.CHECKING, "3": AccountType.SAVINGS}


class NotToApply(Conflict):
    """This notice has been seen to already."""

    code = "notice-settled"


class CorrectionUnusable(DomainError):
    """The correction cannot be used; ask the bank, or set the notice aside."""

    code = "correction-unusable"


def apply_notice(*, user: User, notice_id: UUID, reason: str, now: datetime) -> PayeeAccount:
    """The corrected account is the payee's from now on; the old one is kept, replaced.

    Raises NotFound, NotAllowed, NotToApply, CorrectionUnusable where the data do not make an
    account (name corrections are never applied by themselves).
    """
    with act(user, reason):
        notice = _waiting(user, notice_id)
        old = notice.payment.account
        corrected = _corrected(notice, old)
        old.status, old.replaced_by = AccountStatus.REPLACED, corrected
        old.save()
        _settle(notice, NoticeStatus.APPLIED)
    return corrected


def refuse_notice(*, user: User, notice_id: UUID, reason: str, now: datetime) -> NoticeOfChange:
    """The notice is set aside: the account stays as it is. Raises as apply_notice."""
    with act(user, reason):
        notice = _waiting(user, notice_id)
        _settle(notice, NoticeStatus.REFUSED)
    return notice


def _waiting(user: User, notice_id: UUID) -> NoticeOfChange:
    notice: NoticeOfChange = NoticeOfChange.objects.select_related("payment__account").locked_for(
        user, "There is no such notice of change.", pk=notice_id
    )
    check_can(user, "manage_payee", notice.payment.facility_id)
    if notice.status != NoticeStatus.RECEIVED:
        raise NotToApply()
    return notice


def _corrected(notice: NoticeOfChange, old: PayeeAccount) -> PayeeAccount:
    said = corrected_data(notice.code, notice.corrected_data.ljust(29))
    routing = said.routing_number or old.routing_number
    number = said.account_number or old.account_number
    kind = TYPES.get((said.transaction_code or "")[:1], old.type)
    if (routing, number, kind) == (old.routing_number, old.account_number, old.type):
        raise CorrectionUnusable("The notice changes nothing of the account.")
    if objection := routing_number_objection(routing):
        raise CorrectionUnusable(objection)
    known = PayeeAccount.objects.filter(payee=old.payee, routing_number=routing, type=kind)
    same = next((row for row in known if row.account_number == number), None)
    return same or PayeeAccount.objects.create(
        payee=old.payee,
        routing_number=routing,
        account_number=number,
        last_four=number.strip()[-4:],
        type=kind,
    )


def _settle(notice: NoticeOfChange, status: NoticeStatus) -> None:
    notice.status = status
    notice.save()
    publish(
        "payment.noc_settled",
        subject=f"payment:{notice.payment.payment_id}",
        facility_id=notice.payment.facility_id,
        payload={"payment_id": notice.payment.payment_id, "code": notice.code, "outcome": status},
    )
