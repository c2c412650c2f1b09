"""A Nacha file as a table for people: accounts masked, everything else as it stands."""

from collections.abc import Iterator

from edi.ground.amounts import display_dollars
from edi.ground.masking import mask as mask_account
from edi.nacha.classify import classify
from edi.nacha.codes import CHANGE_CODES, CONTESTED_CODES, DISHONORED_CODES, RETURN_CODES
from edi.nacha.files import Batch, NachaFile, Tally
from edi.nacha.records import Addenda, CodedAddenda, Entry, FileHeader, PaymentAddenda

_ENTRY_ROW = (
    "{line:>6}  {code:<2} {kind:<18} {rdfi:<9}  {account:<17}  {amount:>15}  {trace:<15}  {name}"
)
_TITLES = {
    code: row.title
    for table in (RETURN_CODES, DISHONORED_CODES, CONTESTED_CODES, CHANGE_CODES)
    for code, row in table.items()
}


def show(file: NachaFile) -> Iterator[str]:
    """The lines of the table."""
    if file.header is not None:
        yield from _file_header(file.header)
    for batch in file.batches:
        yield ""
        yield from _batch(batch)
    yield ""
    yield f"file: {len(file.batches)} batches, {_totals(file.tally())}"
    if file.strays:
        yield f"{len(file.strays)} records belong to no batch; `check` names them"


def _file_header(header: FileHeader) -> Iterator[str]:
    day = header.creation_date
    yield f"from   {header.immediate_origin.strip()}  {header.origin_name}".rstrip()
    yield f"to     {header.immediate_destination.strip()}  {header.destination_name}".rstrip()
    written = day.isoformat() if day else "no date"
    yield f"made   {written} {header.creation_time}  file id {header.file_id_modifier}"


def _batch(batch: Batch) -> Iterator[str]:
    header = batch.header
    day = header.effective_date
    yield (
        f"batch {header.batch_number}: {header.company_name} ({header.company_identification}) "
        f"{header.sec_code} {header.description}, effective {day.isoformat() if day else 'no date'}"
    )
    yield _ENTRY_ROW.format(
        line="line",
        code="",
        kind="kind",
        rdfi="routing",
        account="account",
        amount="amount",
        trace="trace",
        name="name",
    )
    for entry in batch.entries:
        yield _entry(entry)
        for addenda in entry.addenda:
            yield f"{addenda.line:>6}     {_addenda(addenda)}"
    yield f"        {_totals(batch.tally())}"


def _entry(entry: Entry) -> str:
    amount = entry.amount_cents
    return _ENTRY_ROW.format(
        line=entry.line,
        code=entry.transaction_code,
        kind=classify(entry).replace("_", " "),
        rdfi=entry.routing_number,
        account=mask_account(entry.account_number.strip(" ")),
        amount="not a number" if amount is None else display_dollars(amount),
        trace=entry.trace_number,
        name=entry.name,
    ).rstrip()


def _addenda(addenda: Addenda) -> str:
    if isinstance(addenda, PaymentAddenda):
        return addenda.information.rstrip(" ")
    if isinstance(addenda, CodedAddenda):
        title = _TITLES.get(addenda.code.upper(), "not a known code")
        return f"{addenda.code}: {title}; original trace {addenda.original_trace}"
    return f"addenda {addenda.addenda_type}"


def _totals(tally: Tally) -> str:
    return (
        f"{tally.entries} entries, debits {display_dollars(tally.debits_cents)}, "
        f"credits {display_dollars(tally.credits_cents)}"
    )
