"""A report as a page for people: accounts masked, amounts in the account's currency, codes in
words. It is written while the file is read, so a large one is no matter."""

import re
from collections.abc import Iterator

from edi.bai2.currencies import DEFAULT, display
from edi.bai2.files import MODIFIERS, STATUSES, Account, File, Group, Item, Transaction
from edi.bai2.lines import Source
from edi.bai2.reader import AccountReport, accounts
from edi.bai2.references import AchReference, ach_reference_of
from edi.bai2.type_codes import type_code_of
from edi.ground.masking import mask

_ROW = "{line:>7}  {code:<4}{label:<38} {amount:>20}  {more}"
# A run of digits that could be an account.
_LONG_NUMBER = re.compile(r"[0-9]{7,}")
_FUNDS = {
    "Z": "available at an unknown time",
    "0": "available at once",
    "1": "available in a day",
    "2": "available in two days",
    "S": "available in parts",
    "V": "available on a day",
    "D": "available in parts",
}
_LABELS = (
    ("trace_number", "trace"),
    ("reassociation_number", "reassociation"),
    ("payer_id", "payer"),
    ("company_id", "company"),
    ("entry_description", "entry"),
    ("effective_date", "effective"),
)


def show(data: Source) -> Iterator[str]:
    """The lines of the page; a report without accounts gives one that says so."""
    file: File | None = None
    group: Group | None = None
    is_empty = True
    for report in accounts(data):
        is_empty = False
        if report.file is not file:
            file = report.file
            yield from _file(file)
        if report.group is not group:
            group = report.group
            yield from _group(group)
        yield from _account(report)
    if is_empty:
        yield "the file reports no account"


def _file(file: File) -> Iterator[str]:
    made = file.created_on.isoformat() if file.created_on else "no day"
    yield f"from  {file.sender}"
    yield f"to    {file.receiver}"
    yield f"made  {made} {file.created_time}, file {file.file_id}"


def _group(group: Group) -> Iterator[str]:
    yield ""
    status = STATUSES.get(group.status, "no known status")
    receiver = f" for {group.ultimate_receiver}" if group.ultimate_receiver else ""
    yield f"group of {group.originator}{receiver}: {status}, {_as_of(group)}"


def _as_of(group: Group) -> str:
    day = group.as_of_date.isoformat() if group.as_of_date else "no day"
    hour = "end of day" if group.is_end_of_day else group.as_of_time
    when = f"as of {day} {hour}".rstrip()
    return (
        f"{when}, {MODIFIERS[group.as_of_modifier]}" if group.as_of_modifier in MODIFIERS else when
    )


def _account(report: AccountReport) -> Iterator[str]:
    account, group = report.account, report.group
    currency = account.currency or group.currency or DEFAULT
    kind = "intraday" if group.is_intraday else "prior day"
    yield ""
    number = mask(account.number) or "without a number"
    yield f"account {number}  {currency}  {kind}, {_as_of(group)}"
    yield from _items(account, currency)
    credits = debits = count = 0
    for transaction in report.transactions:
        yield from _transaction(transaction, currency)
        count += 1
        cents = transaction.amount_cents or 0
        credits += cents if transaction.direction == "credit" else 0
        debits += cents if transaction.direction == "debit" else 0
    yield (
        f"         {count} transactions, credits {display(credits, currency)}, "
        f"debits {display(debits, currency)}"
    )


def _items(account: Account, currency: str) -> Iterator[str]:
    for item in account.items:
        yield _row(item, item.type_code, currency, _count(item))


def _count(item: Item) -> str:
    parts = [] if item.item_count is None else [f"items: {item.item_count}"]
    if item.funds.kind in _FUNDS:
        parts.append(_FUNDS[item.funds.kind])
    return ", ".join(parts)


def _transaction(transaction: Transaction, currency: str) -> Iterator[str]:
    parts = []
    if transaction.bank_reference:
        parts.append(f"bank {transaction.bank_reference}")
    if transaction.customer_reference:
        parts.append(f"customer {_covered(transaction.customer_reference)}")
    if transaction.funds.kind in _FUNDS:
        parts.append(_FUNDS[transaction.funds.kind])
    yield _row(transaction, transaction.type_code, currency, ", ".join(parts))
    if reference := ach_reference_of(transaction):
        yield f"             {_reference(reference)}"
    for text in transaction.text_lines:
        yield f"             {_covered(text)}"


def _row(what: Item | Transaction, code: str, currency: str, more: str) -> str:
    row = type_code_of(code)
    debit = isinstance(what, Transaction) and what.direction == "debit"
    cents = what.amount_cents
    amount = "" if cents is None else display(-cents if debit else cents, currency)
    label = row.label if row else "unknown type code"
    line = _ROW.format(line=what.line, code=code, label=label[:38], amount=amount, more=more)
    return line.rstrip()


def _reference(reference: AchReference) -> str:
    values = [(label, getattr(reference, name)) for name, label in _LABELS]
    return ", ".join(f"{label} {value}" for label, value in values if value is not None)


def _covered(text: str) -> str:
    return _LONG_NUMBER.sub(lambda found: mask(found.group()), text)
