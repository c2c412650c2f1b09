"""Taking deposits in, from the bank's NACHA entries and from 820s. Each is stored once, however
often and by whichever of the two it is told. Pairing is services/association's."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
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
from edi.x12.interchange import TransactionSet
from edi.x12.payment_820 import Payment820, read_820
from hmsach.db.fields import index_of
from hmsach.lib.money import dollars
from hmsach.outbox.publish import publish
from payments.models import BankAccount
from reconciliation.models import Deposit
from reconciliation.services.facilities import payee_facility
from reconciliation.services.opening import Draft, open_exceptions
from reconciliation.services.payers import resolve_payer
from reconciliation.states import ExceptionKind

DEPOSIT_CLASSES = frozenset({"CCD", "CTX", "PPD"})
SOURCE_OF_820 = "820"
# The model knows two sources of entries; a PPD credit is told like a CCD.
SOURCE_OF = {"CTX": "CTX"}


@dataclass(slots=True)
class DepositsTaken:
    """The deposits that were new, what was counted, and what is to be said of the file."""

    deposits: list[Deposit] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    findings: list[dict[str, Any]] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """What was counted, without zeros."""
        return {name: count for name, count in self.counted.items() if count}


@dataclass(frozen=True, slots=True)
class TraceOfPayment:
    """TRN02 and TRN03, and what else names the payer."""

    number: str = ""
    payer_identifier: str = ""
    names: tuple[str, ...] = ()


# NACHA ----------------------------------------------------------------------------------------


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
    _store(taken, deposit)


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
        return _trace_in_820(payment)
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


# 820 ------------------------------------------------------------------------------------------


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
            _store(taken, _deposit_of_820(payment, inbound_file, now))
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
    trace = _trace_in_820(payment)
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


def _trace_in_820(payment: Payment820) -> TraceOfPayment:
    return TraceOfPayment(
        payment.trace.number.strip()[:50],
        payment.trace.payer_id.strip()[:30],
        tuple(filter(None, [payment.payer.name])),
    )


# Storing --------------------------------------------------------------------------------------


def _store(taken: DepositsTaken, deposit: Deposit) -> None:
    if _same(deposit) is not None:
        taken.counted["already_booked"] += 1
        return
    other = _told_otherwise(deposit)
    if other is not None:
        _complete(other, deposit)
        taken.counted["already_booked"] += 1
        return
    deposit.save()
    taken.deposits.append(deposit)
    taken.counted["deposits"] += 1
    _say_received(deposit)


def _same(deposit: Deposit) -> Deposit | None:
    return Deposit.objects.filter(
        facility_id=deposit.facility_id,
        bank_reference=deposit.bank_reference,
        settled_on=deposit.settled_on,
        amount_cents=deposit.amount_cents,
    ).first()


def _told_otherwise(deposit: Deposit) -> Deposit | None:
    """The same credit from the other source: an entry and an 820 of one trace and amount."""
    if not deposit.trace_number:
        return None
    rows = Deposit.objects.select_for_update(of=("self",)).filter(
        facility_id=deposit.facility_id,
        trace_number=deposit.trace_number,
        amount_cents=deposit.amount_cents,
    )
    if deposit.source == SOURCE_OF_820:
        return rows.exclude(source=SOURCE_OF_820).first()
    return rows.filter(source=SOURCE_OF_820).first()


def _complete(known: Deposit, told: Deposit) -> None:
    """The bank's own entry knows better than an 820: its reference, day and account stay."""
    if told.source == SOURCE_OF_820:
        return
    for name in ("source", "bank_reference", "settled_on", "company_name", "company_id"):
        setattr(known, name, getattr(told, name))
    known.bank_account, known.description = told.bank_account, told.description
    known.save()


def _say_received(deposit: Deposit) -> None:
    publish(
        "deposit.received",
        subject=f"deposit:{deposit.deposit_id}",
        facility_id=deposit.facility_id,
        payload={
            "deposit_id": deposit.deposit_id,
            "amount": dollars(deposit.amount_cents),
            "settled_on": deposit.settled_on.isoformat(),
        },
    )
