"""The files the sandbox bank writes: acknowledgement, returns, notices, deposits. Pure: bytes out.

When they are written, and that once, is edi.sandbox.bank's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from edi.ground.routing import is_routing_number
from edi.nacha.answers import batch_of_answers, notice_of, return_of
from edi.nacha.build import build_file
from edi.nacha.ctx import split_into_addenda
from edi.nacha.files import Batch, NachaFile
from edi.nacha.healthcare import trn_addenda
from edi.nacha.records import Entry, FileHeader
from edi.nacha.specs import BatchSpec, EntrySpec, FileSpec
from edi.sandbox.deposits import Deposit
from edi.sandbox.magic import MagicAnswer, answer_for, corrected_field
from edi.x12.segments import Row
from edi.x12.values import amount_text, date_text
from edi.x12.wrapping import wrap
from hmsach.lib.banking_days import FEDERAL

_MODIFIERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_TRACES = 10**7


@dataclass(frozen=True, slots=True)
class Verdict:
    """The bank's word on a file: accepted where `code` is blank, else the rule and a sentence."""

    code: str = ""
    sentence: str = ""

    @property
    def is_accepted(self) -> bool:
        return not self.code


def acknowledgment(file_name: str, digest: str, verdict: Verdict) -> bytes:
    """The one line of a BANKACK file. `digest` is the file's SHA-256 in hexadecimal."""
    fields = ["BANKACK", "1", file_name, digest]
    if verdict.is_accepted:
        fields.append("ACCEPTED")
    else:
        fields += ["REJECTED", verdict.code, verdict.sentence]
    return ("|".join(" ".join(each.split()).replace("|", "/") for each in fields) + "\n").encode()


class TraceNumbers:
    """Trace numbers of answers: a bank's eight digits and a sequence that rises with each."""

    def __init__(self, last: int) -> None:
        self.last = last

    def next(self, bank: str) -> str:
        """The next trace number of the bank (eight digits)."""
        self.last += 1
        return f"{bank}{self.last % _TRACES:07d}"


@dataclass(frozen=True, slots=True)
class _Met:
    """An entry that met its magic answer."""

    entry: Entry
    answer: MagicAnswer


def answers_file(
    file: NachaFile, *, notices: bool, traces: TraceNumbers, number: int
) -> bytes | None:
    """The returns, or the notices, for the entries of an accepted file; None if there are none.

    Answers stand in the original batches' headers, one batch for each receiving bank. The file is
    dated the banking day after the last effective date it answers.
    """
    batches = [spec for batch in file.batches for spec in _answer_batches(batch, notices, traces)]
    if not batches or file.header is None:
        return None
    day = FEDERAL.add(max(spec.effective_date for spec in batches), 1)
    at = datetime.combine(day, time(7 if notices else 6, number % 60))
    return build_file(_file_back(file.header, at, number, batches), author="bank")


def _file_back(
    header: FileHeader, at: datetime, number: int, batches: Sequence[BatchSpec]
) -> FileSpec:
    """A file to whoever sent the header: destination and origin change places."""
    bank, customer = header.immediate_destination.strip(), header.immediate_origin.strip()
    return FileSpec(
        # A customer known by its tax id is reached at the bank itself.
        immediate_destination=customer if is_routing_number(customer) else bank,
        immediate_origin=bank,
        created_at=at,
        file_id_modifier=_MODIFIERS[number % len(_MODIFIERS)],
        destination_name=header.origin_name,
        origin_name=header.destination_name,
        batches=batches,
    )


def _answer_batches(batch: Batch, notices: bool, traces: TraceNumbers) -> Iterator[BatchSpec]:
    met = [
        _Met(entry, answer)
        for entry in batch.entries
        if (answer := answer_for(entry)) is not None and answer.is_notice == notices
    ]
    met.sort(key=lambda each: each.entry.rdfi)
    for bank, group in groupby(met, key=lambda each: each.entry.rdfi):
        entries = [_answer(each, batch, traces.next(bank)) for each in group]
        settled_on = FEDERAL.add(_day(batch), 1)
        yield batch_of_answers(
            batch,
            entries,
            returning_bank=bank,
            settlement_day=settled_on.timetuple().tm_yday,
            notices=notices,
        )


def _day(batch: Batch) -> date:
    day = batch.header.effective_date
    assert day is not None, "an accepted file has real days"
    return day


def _answer(met: _Met, batch: Batch, trace_number: str) -> EntrySpec:
    code = met.answer.code
    if met.answer.is_notice:
        corrected = corrected_field(code, met.entry)
        return notice_of(
            met.entry, batch, code=code, corrected_data=corrected, trace_number=trace_number
        )
    return return_of(
        met.entry,
        batch,
        code=code,
        trace_number=trace_number,
        information=met.answer.information,
    )


def deposits_file(deposits: Sequence[Deposit], *, number: int) -> bytes:
    """Received entries for our account: a batch for each sender, day and kind of deposit.

    Every deposit has its trace number. Raises UnwritableField or UnwritableFile on values that
    break a rule of the network.
    """
    ordered = sorted(deposits, key=_batch_key)
    batches = [_deposit_batch(key, list(group)) for key, group in groupby(ordered, key=_batch_key)]
    settled_on = max(deposit.settled_on for deposit in deposits)
    bank = deposits[0].account.routing_number
    return build_file(
        FileSpec(
            immediate_destination=bank,
            immediate_origin=bank,
            created_at=datetime.combine(settled_on, time(8 + number // 60 % 12, number % 60)),
            file_id_modifier=_MODIFIERS[number % len(_MODIFIERS)],
            destination_name=deposits[0].account.name[:23].strip(),
            origin_name="SANDBOX BANK",
            batches=batches,
        ),
        author="bank",
    )


_BatchKey = tuple[str, str, str, str, str, str]


def _batch_key(deposit: Deposit) -> _BatchKey:
    return (
        deposit.odfi,
        deposit.company_id,
        deposit.company_name,
        deposit.sec_code,
        deposit.description,
        deposit.settled_on.isoformat(),
    )


def _deposit_batch(key: _BatchKey, deposits: list[Deposit]) -> BatchSpec:
    odfi, company_id, company_name, sec_code, description, _ = key
    settled_on = deposits[0].settled_on
    ordered = sorted(deposits, key=lambda each: each.trace_number)
    return BatchSpec(
        company_name=company_name[:16].strip(),
        company_identification=company_id,
        sec_code=sec_code,
        description=description,
        effective_date=settled_on,
        odfi=odfi,
        settlement_day=settled_on.timetuple().tm_yday,
        entries=[_deposit_entry(each) for each in ordered],
    )


def _deposit_entry(deposit: Deposit) -> EntrySpec:
    width = 16 if deposit.invoices else 22
    return EntrySpec(
        account_type="checking",
        direction="credit",
        routing_number=deposit.account.routing_number,
        account_number=deposit.account.account_number,
        amount_cents=deposit.amount_cents,
        name=deposit.account.name[:width].strip(),
        trace_number=deposit.trace_number,
        addenda=_addenda(deposit),
    )


def _addenda(deposit: Deposit) -> Sequence[str]:
    if deposit.trn02:
        return [trn_addenda(deposit.trn02, deposit.company_id)]
    if deposit.invoices:
        return split_into_addenda(_remittance_text(deposit))
    return []


def _remittance_text(deposit: Deposit) -> str:
    """The 820 that runs through the addenda of a CTX."""
    number = int(deposit.trace_number[-7:]) or 1
    text = wrap(
        [_payment_order(deposit)],
        sender_qualifier="ZZ",
        sender_id=deposit.company_id,
        receiver_qualifier="ZZ",
        receiver_id=deposit.account.routing_number,
        interchange_control=number,
        group_control=number,
        at=datetime.combine(deposit.settled_on, time(5, 0)),
        line_end="",
    )
    return text.decode("ascii")


def _payment_order(deposit: Deposit) -> list[Row]:
    amount, day = amount_text(deposit.amount_cents), date_text(deposit.settled_on)
    rows: list[Row] = [
        ("ST", "820", "0001"),
        ("BPR", "C", amount, "C", "ACH", "CTX", *("",) * 10, day),
        ("TRN", "1", deposit.trace_number, deposit.company_id),
        ("N1", "PE", deposit.account.name),
        ("N1", "PR", deposit.company_name),
        ("ENT", "1"),
    ]
    for invoice in deposit.invoices:
        paid = amount_text(invoice.paid_cents)
        rows.append(("RMR", "IV", invoice.number, "", paid, paid))
    return [*rows, ("SE", str(len(rows) + 1), "0001")]
