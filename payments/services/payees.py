"""Payees and their accounts as a batch names them: found or made, by sets. Decides nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from hmsach.accounts.models import Facility
from hmsach.db.bulk import bulk_insert
from hmsach.db.fields import index_of
from hmsach.lib.errors import FieldError
from payments.bodies import PayeeBody, PaymentBody
from payments.models import NoticeOfChange, Payee, PayeeAccount
from payments.models.payee import AccountStatus
from payments.models.returned import NoticeStatus

AccountKey = tuple[UUID, str, str, str]


@dataclass(slots=True)
class KnownPayees:
    """The payees and accounts of a batch, and which accounts are new to a payee we had paid."""

    payees: dict[str, Payee]
    accounts: dict[AccountKey, PayeeAccount]
    changed: set[UUID] = field(default_factory=set)
    to_correct: set[UUID] = field(default_factory=set)

    def account_of(self, body: PayeeBody) -> PayeeAccount:
        """The account row that a payment's body names."""
        return self.accounts[_key(self.payees[body.external_id], body)]


def resolve(*, facility: Facility, payments: list[PaymentBody]) -> KnownPayees:
    """Every payee and account of the payments stored, new ones inserted by sets.

    An account that a payee we already know did not have before is in `changed`: changed bank
    details are the usual way in for fraud, so the payment to it is held; so is the first one to an
    account that a notice of change brought. In `to_correct` are accounts that a notice replaced,
    or asks to correct.
    """
    payees = _payees(facility, payments)
    known = KnownPayees(payees, _accounts(payees))
    had_accounts = {key[0] for key in known.accounts}
    fresh: list[PayeeAccount] = []
    for payment in payments:
        payee = payees[payment.payee.external_id]
        key = _key(payee, payment.payee)
        if key not in known.accounts:
            account = _new_account(payee, payment.payee)
            known.accounts[key] = account
            fresh.append(account)
            if payee.pk in had_accounts:
                known.changed.add(account.pk)
    bulk_insert(fresh)
    known.changed |= _corrected_and_unpaid(known.accounts.values())
    known.to_correct = _with_open_notice(known.accounts.values())
    return known


def blocked_faults(*, facility: Facility, payments: list[PaymentBody]) -> list[FieldError]:
    """A fault for each payment to an account that a return has blocked. Reads only."""
    ids = {payment.payee.external_id for payment in payments}
    payees = {
        payee.external_id: payee
        for payee in Payee.objects.filter(facility=facility, external_id__in=ids)
    }
    accounts = _accounts(payees)
    faults = []
    for index, payment in enumerate(payments):
        payee = payees.get(payment.payee.external_id)
        account = accounts.get(_key(payee, payment.payee)) if payee else None
        if account is not None and account.status == AccountStatus.BLOCKED:
            faults.append(
                FieldError(
                    f"/payments/{index}/payee/account",
                    "account-blocked",
                    f"This account is blocked: {account.blocked_reason} Ask for new details.",
                )
            )
    return faults


def _payees(facility: Facility, payments: list[PaymentBody]) -> dict[str, Payee]:
    bodies = {payment.payee.external_id: payment.payee for payment in payments}
    known = {
        payee.external_id: payee
        for payee in Payee.objects.filter(facility=facility, external_id__in=bodies)
    }
    fresh = []
    for external_id, body in bodies.items():
        if external_id in known:
            _follow_changes(known[external_id], body)
        else:
            known[external_id] = _new_payee(facility, body)
            fresh.append(known[external_id])
    bulk_insert(fresh)
    return known


def _new_payee(facility: Facility, body: PayeeBody) -> Payee:
    return Payee(
        facility=facility,
        external_id=body.external_id,
        kind=body.kind,
        name=body.name,
        npi=body.npi or "",
        tin=body.tin or "",
    )


def _follow_changes(payee: Payee, body: PayeeBody) -> None:
    """THE owns a payee's name and numbers; the history keeps what they were."""
    wished = (body.kind, body.name, body.npi or payee.npi, body.tin or payee.tin)
    if (payee.kind, payee.name, payee.npi, payee.tin) != wished:
        payee.kind, payee.name, payee.npi, payee.tin = wished
        payee.save()


def _accounts(payees: dict[str, Payee]) -> dict[AccountKey, PayeeAccount]:
    ids = [payee.pk for payee in payees.values()]
    return {
        (row.payee_id, row.routing_number, row.account_index, row.type): row
        for row in PayeeAccount.objects.filter(payee__in=ids)
    }


def _key(payee: Payee, body: PayeeBody) -> AccountKey:
    index = index_of(PayeeAccount, "account_index", body.account.account_number)
    return payee.pk, body.account.routing_number, index, body.account.type


def _new_account(payee: Payee, body: PayeeBody) -> PayeeAccount:
    return PayeeAccount(
        payee=payee,
        routing_number=body.account.routing_number,
        account_number=body.account.account_number,
        last_four=body.account.account_number[-4:],
        type=body.account.type,
    )


def _corrected_and_unpaid(accounts: Iterable[PayeeAccount]) -> set[UUID]:
    ids = [account.pk for account in accounts]
    rows = PayeeAccount.objects.filter(pk__in=ids, replaces__isnull=False, payments__isnull=True)
    return set(rows.values_list("pk", flat=True))


def _with_open_notice(accounts: Iterable[PayeeAccount]) -> set[UUID]:
    rows = list(accounts)
    open_notices = NoticeOfChange.objects.filter(
        payment__account__in=[account.pk for account in rows], status=NoticeStatus.RECEIVED
    )
    asked = set(open_notices.values_list("payment__account_id", flat=True))
    return asked | {account.pk for account in rows if account.status == AccountStatus.REPLACED}
