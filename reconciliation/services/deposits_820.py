"""Deposits that an 820 announces: ACH credits to us. The bank's own entry may tell the same one."""

from collections.abc import Sequence
from datetime import datetime

from edi.models import InboundFile
from edi.x12.interchange import TransactionSet
from edi.x12.payment_820 import Payment820, read_820
from hmsach.db.fields import index_of
from payments.models import BankAccount
from reconciliation.models import Deposit
from reconciliation.services.deposits_in import (
    SOURCE_OF_820,
    DepositsTaken,
    store,
    trace_in_820,
)
from reconciliation.services.facilities import payee_facility
from reconciliation.services.payers import resolve_payer


def take_payment_orders(
    sets: Sequence[TransactionSet], inbound_file: InboundFile, *, now: datetime
) -> DepositsTaken:
    """Every ACH credit among the 820s is a deposit; those that are none are told."""
    taken = DepositsTaken()
    for transaction in sets:
        payment, findings = read_820(transaction)
        taken.findings += [each.as_json() for each in findings]
        if payment is None or not payment.trace.number.strip() or payment.amount_cents < 0:
            taken.counted["unreadable"] += 1
        elif not _is_credit(payment):
            taken.counted["no_credit"] += 1
        else:
            store(taken, _deposit_of_820(payment, inbound_file, now))
    if taken.counted["unreadable"] == len(sets):
        return DepositsTaken(findings=taken.findings)
    return taken


def _is_credit(payment: Payment820) -> bool:
    bpr = payment.bpr
    return bpr.credit_or_debit == "C" and bpr.method == "ACH" and payment.amount_cents > 0


def _deposit_of_820(payment: Payment820, inbound_file: InboundFile, now: datetime) -> Deposit:
    account = _account_of_820(payment)
    facility = payee_facility(npi=payment.payee.npi, tin=payment.payee.tax_id)
    own = account.facility_id if account else facility.pk if facility else None
    trace = trace_in_820(payment)
    bpr = payment.bpr
    return Deposit(
        facility_id=own or inbound_file.facility_id,
        inbound_file=inbound_file,
        bank_account=account,
        source=SOURCE_OF_820,
        bank_reference=trace.number[:40],
        company_name=payment.payer.name[:40],
        company_id=bpr.originating_company_id[:10],
        trace_number=trace.number,
        payer_identifier=trace.payer_identifier,
        payer=resolve_payer(
            [trace.payer_identifier, bpr.originating_company_id, payment.payer.id], trace.names
        ),
        amount_cents=payment.amount_cents,
        settled_on=payment.effective_date or now.date(),
    )


def _account_of_820(payment: Payment820) -> BankAccount | None:
    bpr = payment.bpr
    if not bpr.payee_account.strip():
        return None
    index = index_of(BankAccount, "account_index", bpr.payee_account.strip())
    return BankAccount.objects.filter(account_index=index, routing_number=bpr.payee_routing).first()
