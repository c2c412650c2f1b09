"""What a NACHA file from the bank says of our payments: returns and notices. Deposits go above."""

from datetime import date, datetime

from edi import nacha_reading
from edi.models import InboundFile
from edi.nacha.classify import EntryKind, classify
from edi.nacha.files import Batch
from edi.nacha.records import CodedAddenda, Entry, ReturnAddenda, parse_yymmdd
from edi.services.importing import ImportOutcome
from hmsach.outbox.publish import publish
from payments.services.returns import ReturnedEntry, book_notice, book_return, find_payment

RETURNS = {EntryKind.RETURN}
NOTICES = {EntryKind.NOTICE_OF_CHANGE}
# Read, kept, and put before a person: the dispute chain goes through the bank.
DISPUTES = {EntryKind.DISHONORED_RETURN, EntryKind.CONTESTED_RETURN, EntryKind.REFUSED_NOTICE}


def import_nacha(inbound_file: InboundFile, content: bytes, *, now: datetime) -> ImportOutcome:
    """Book each return and notice on its payment; what matches none is said, never dropped.

    Raises Quarantine where the file cannot be trusted. A second import books nothing twice.
    """
    file, findings = nacha_reading.read_or_quarantine(inbound_file, content)
    counts = {"returns": 0, "notices": 0, "already_booked": 0, "unmatched": 0}
    for batch in file.batches:
        for entry in batch.entries:
            kind = classify(entry)
            if kind in RETURNS | NOTICES | DISPUTES:
                counts[_book(kind, batch, entry, inbound_file, now)] += 1
    return ImportOutcome(counts={k: v for k, v in counts.items() if v}, findings=findings)


def _book(
    kind: EntryKind, batch: Batch, entry: Entry, inbound_file: InboundFile, now: datetime
) -> str:
    answer = entry.answer
    assert answer is not None
    said = _said(batch, entry, answer)
    payment = None if kind in DISPUTES else find_payment(said)
    if payment is None or payment.facility_id != inbound_file.facility_id:
        _say_unmatched(said, inbound_file)
        return "unmatched"
    book = book_return if kind in RETURNS else book_notice
    if not book(payment=payment, entry=said, inbound_file=inbound_file, now=now):
        return "already_booked"
    return "returns" if kind in RETURNS else "notices"


def _said(batch: Batch, entry: Entry, answer: CodedAddenda) -> ReturnedEntry:
    return ReturnedEntry(
        code=answer.code,
        trace_number=answer.trace_number.strip() or entry.trace_number,
        original_trace_number=answer.original_trace.strip(),
        amount_cents=entry.amount_cents or 0,
        company_id=batch.header.company_identification,
        information=str(
            getattr(answer, "corrected_data", "") or getattr(answer, "information", "")
        ).rstrip(),
        date_of_death=_date_of_death(answer),
    )


def _date_of_death(answer: CodedAddenda) -> date | None:
    return parse_yymmdd(answer.date_of_death) if isinstance(answer, ReturnAddenda) else None


def _say_unmatched(said: ReturnedEntry, inbound_file: InboundFile) -> None:
    publish(
        "return.unmatched",
        subject=f"inbound_file:{inbound_file.pk}",
        facility_id=inbound_file.facility_id,
        payload={
            "inbound_file_id": str(inbound_file.pk),
            "code": said.code,
            "original_trace_number": said.original_trace_number,
            "amount_cents": said.amount_cents,
        },
    )
