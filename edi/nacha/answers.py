"""Returns and notices of given entries, as the receiving bank makes them; and the offset entry.

Nacha Operating Rules, Appendices Four and Five: the entry comes back as it was, except for the
transaction code, the routing number (now the originating bank's) and the trace number.
"""

from collections.abc import Sequence
from datetime import date

from edi.ground.routing import check_digit
from edi.nacha.codes import TRANSACTION_CODES, Account
from edi.nacha.errors import UnwritableField
from edi.nacha.files import Batch
from edi.nacha.records import Entry
from edi.nacha.specs import Answer, BatchSpec, EntrySpec, NoticeSpec, ReturnSpec


def return_of(
    entry: Entry,
    batch: Batch,
    *,
    code: str,
    trace_number: str,
    information: str = "",
    date_of_death: date | None = None,
) -> EntrySpec:
    """The return of a live entry or prenote; `trace_number` is the returning bank's own."""
    answer = ReturnSpec(
        code=code,
        original_trace=entry.trace_number,
        original_rdfi=entry.rdfi,
        date_of_death=date_of_death,
        information=information,
    )
    return _answered(entry, batch, answer, trace_number, entry.amount_cents or 0)


def notice_of(
    entry: Entry, batch: Batch, *, code: str, corrected_data: str, trace_number: str
) -> EntrySpec:
    """The notification of change for an entry: no money, and 29 characters by position."""
    answer = NoticeSpec(
        code=code,
        original_trace=entry.trace_number,
        original_rdfi=entry.rdfi,
        corrected_data=corrected_data,
    )
    return _answered(entry, batch, answer, trace_number, 0)


def _answered(
    entry: Entry, batch: Batch, answer: Answer, trace_number: str, amount_cents: int
) -> EntrySpec:
    row = TRANSACTION_CODES.get(entry.transaction_code)
    odfi = batch.header.odfi
    if row is None or not odfi.isdecimal():
        raise UnwritableField("transaction_code", "of the original entry is not a known one")
    return EntrySpec(
        account_type=row.account,
        direction=row.direction,
        routing_number=odfi + check_digit(odfi),
        account_number=entry.account_number,
        amount_cents=amount_cents,
        identification=entry.identification,
        name=entry.name,
        discretionary_data=entry.discretionary_data,
        trace_number=trace_number,
        answer=answer,
    )


def batch_of_answers(
    batch: Batch,
    entries: Sequence[EntrySpec],
    *,
    returning_bank: str,
    batch_number: int | None = None,
    settlement_day: int | None = None,
    notices: bool = False,
) -> BatchSpec:
    """The original batch header with the answering bank in it; SEC code COR for notices.

    `returning_bank` is eight digits. Answers of one kind only share a batch.
    """
    header = batch.header
    if header.effective_date is None:
        raise UnwritableField("effective_date", "of the original batch is not a day")
    return BatchSpec(
        company_name=header.company_name,
        company_identification=header.company_identification,
        sec_code="COR" if notices else batch.sec_code,
        description=header.description,
        descriptive_date=header.descriptive_date,
        discretionary_data=header.discretionary_data,
        effective_date=header.effective_date,
        odfi=returning_bank,
        entries=entries,
        batch_number=batch_number,
        settlement_day=settlement_day,
    )


def offset_of(
    entries: Sequence[EntrySpec],
    *,
    account_type: Account,
    routing_number: str,
    account_number: str,
    name: str,
    trace_number: str,
) -> EntrySpec:
    """The entry that balances a batch against the company's own account; it stands last.

    Raises UnwritableField if the entries balance already, as nothing is left to offset.
    """
    net = sum(
        each.amount_cents if each.direction == "credit" else -each.amount_cents for each in entries
    )
    if net == 0:
        raise UnwritableField("amount_cents", "of the offset would be zero")
    return EntrySpec(
        account_type=account_type,
        direction="debit" if net > 0 else "credit",
        routing_number=routing_number,
        account_number=account_number,
        amount_cents=abs(net),
        name=name,
        trace_number=trace_number,
    )
