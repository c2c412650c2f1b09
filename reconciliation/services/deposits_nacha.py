"""Deposits out of the bank's NACHA file: forward credits to accounts of ours. What is none is put
before a person."""

from datetime import date, datetime, timedelta
from typing import Any

from edi.models import InboundFile
from edi.nacha.classify import EntryKind, classify
from edi.nacha.ctx import join_addenda
from edi.nacha.files import Batch, NachaFile
from edi.nacha.healthcare import parse_trn
from edi.nacha.records import Entry, PaymentAddenda
from edi.x12 import envelope
from edi.x12.findings import WARNING
from edi.x12.payment_820 import read_820
from hmsach.db.fields import index_of
from payments.models import BankAccount
from reconciliation.models import Deposit
from reconciliation.services.deposits_in import (
    DepositsTaken,
    TraceOfPayment,
    store,
    trace_in_820,
)
from reconciliation.services.opening import Draft, open_exceptions
from reconciliation.services.payers import resolve_payer
from reconciliation.states import ExceptionKind

DEPOSIT_CLASSES = frozenset({"CCD", "CTX", "PPD"})
# The model knows two sources of entries; a PPD credit is told like a CCD.
SOURCE_OF = {"CTX": "CTX"}


def take_entries(file: NachaFile, inbound_file: InboundFile, *, now: datetime) -> DepositsTaken:
    """Every forward entry: a deposit if it credits an account of ours, else put before a person.

    Prenotes and zero-dollar entries move no money and are counted; answers to our own entries are
    the payments room's.
    """
    taken = DepositsTaken()
    for batch in file.batches:
        for entry in batch.entries:
            kind = classify(entry)
            if kind == EntryKind.FORWARD:
                _take_entry(taken, file, batch, entry, inbound_file, now)
            elif kind in (EntryKind.PRENOTE, EntryKind.ZERO_DOLLAR):
                taken.counted["without_money"] += 1
    open_exceptions(taken.drafts, now=now)
    return taken


def _take_entry(
    taken: DepositsTaken,
    file: NachaFile,
    batch: Batch,
    entry: Entry,
    inbound_file: InboundFile,
    now: datetime,
) -> None:
    settled_on = settlement_date(file, batch) or now.date()
    if not entry.is_credit or batch.sec_code not in DEPOSIT_CLASSES:
        _put_aside(taken, "NE01", _other_title(batch, entry), entry, settled_on, inbound_file)
        return
    account = _account(entry)
    if account is None:
        title = "A credit to an account that is not known as ours"
        _put_aside(taken, "NE02", title, entry, settled_on, inbound_file)
        return
    deposit = _deposit_of(batch, entry, account, settled_on, inbound_file, taken)
    store(taken, deposit)


def settlement_date(file: NachaFile, batch: Batch) -> date | None:
    """The day the batch settled: the operator's Julian day near the file's, else the effective
    date (Nacha, batch header, settlement date)."""
    near = batch.header.effective_date or (file.header.creation_date if file.header else None)
    text = batch.header.settlement_day
    if not (text.isdecimal() and near is not None and 1 <= int(text) <= 366):
        return near
    days = [
        date(year, 1, 1) + timedelta(days=int(text) - 1)
        for year in (near.year - 1, near.year, near.year + 1)
    ]
    return min(days, key=lambda day: abs(day - near))


def _account(entry: Entry) -> BankAccount | None:
    number = entry.account_number.strip()
    if not number:
        return None
    index = index_of(BankAccount, "account_index", number)
    return BankAccount.objects.filter(
        account_index=index, routing_number=entry.routing_number
    ).first()


def _deposit_of(
    batch: Batch,
    entry: Entry,
    account: BankAccount,
    settled_on: date,
    inbound_file: InboundFile,
    taken: DepositsTaken,
) -> Deposit:
    header = batch.header
    trace = _trace_of(entry, taken)
    payer = resolve_payer(
        [trace.payer_identifier, header.company_identification],
        [*trace.names, header.company_name],
    )
    return Deposit(
        facility_id=account.facility_id,
        inbound_file=inbound_file,
        bank_account=account,
        source=SOURCE_OF.get(batch.sec_code, "CCD"),
        bank_reference=entry.trace_number.strip(),
        company_name=header.company_name,
        company_id=header.company_identification,
        description=header.description,
        trace_number=trace.number,
        payer_identifier=trace.payer_identifier,
        payer=payer,
        amount_cents=entry.amount_cents or 0,
        settled_on=settled_on,
    )


def _trace_of(entry: Entry, taken: DepositsTaken) -> TraceOfPayment:
    if entry.sec_code == "CTX":
        return _trace_in_ctx(entry, taken)
    for addenda in entry.addenda:
        if isinstance(addenda, PaymentAddenda):
            trn = parse_trn(addenda.information)
            if trn is not None:
                return TraceOfPayment(trn.trn02.strip()[:50], trn.trn03.strip()[:30])
    return TraceOfPayment()


def _trace_in_ctx(entry: Entry, taken: DepositsTaken) -> TraceOfPayment:
    """The 820 inside; its amount must be the entry's (PA07)."""
    interchanges, _ = envelope.read(join_addenda(entry).encode("latin-1"))
    for transaction in (each for one in interchanges for each in one.sets):
        payment = read_820(transaction)[0] if transaction.type == "820" else None
        if payment is None:
            continue
        if payment.amount_cents != entry.amount_cents:
            message = "The 820 inside a CTX entry has another amount than the entry."
            taken.findings.append(_finding("PA07", entry.line, message))
        return trace_in_820(payment)
    return TraceOfPayment()


def _other_title(batch: Batch, entry: Entry) -> str:
    if not entry.is_credit:
        return f"A debit of class {batch.sec_code} to an account of ours"
    return f"A credit of class {batch.sec_code}, which is not booked by itself"


def _put_aside(
    taken: DepositsTaken,
    rule: str,
    title: str,
    entry: Entry,
    settled_on: date,
    inbound_file: InboundFile,
) -> None:
    """No deposit, and not lost: a finding and an item with the amount."""
    taken.counted["set_aside"] += 1
    taken.findings.append(_finding(rule, entry.line, f"{title}."))
    cents = entry.amount_cents or 0
    reference = entry.trace_number.strip()
    taken.drafts.append(
        Draft(
            kind=ExceptionKind.UNIDENTIFIED_DEPOSIT,
            facility_id=inbound_file.facility_id,
            title=title,
            amount_cents=cents if entry.is_credit else -cents,
            fingerprint=f"entry:{inbound_file.partner_id}:{reference}:{settled_on}:{cents}",
            links={"inbound_file": inbound_file},
        )
    )


def _finding(rule: str, line: int, message: str) -> dict[str, Any]:
    return {"rule": rule, "level": WARNING, "line": line, "message": message}
