"""A Nacha file as a page for people: accounts masked, names covered, all else as it stands."""

from collections.abc import Iterator
from datetime import date

from edi.ground.amounts import display_dollars
from edi.ground.masking import mask as mask_account
from edi.nacha.assembly import Assembly, Sink
from edi.nacha.classify import EntryKind, classify
from edi.nacha.codes import (
    CHANGE_CODES,
    CONTESTED_CODES,
    DISHONORED_CODES,
    REFUSED_CHANGE_CODES,
    RETURN_CODES,
    SEC_CODES,
    TRANSACTION_CODES,
)
from edi.nacha.corrected_data import PARTS, corrected_data
from edi.nacha.ctx import join_addenda, scan_x12
from edi.nacha.files import Batch, Misplaced, NachaFile, Tally
from edi.nacha.healthcare import parse_trn
from edi.nacha.lines import Source, lines_of
from edi.nacha.mask import masked_entry
from edi.nacha.records import (
    ChangeAddenda,
    CodedAddenda,
    Entry,
    FileHeader,
    PaymentAddenda,
)
from edi.nacha.writer import write

WIDTH = 110

_ROW = (
    "{line:>7}  {kind:<20} {code:<2}  {rdfi:<9}  {account:<8}  {amount:>15}  {name:<20}  "
    "{trace:<15}"
)
_HEADING = _ROW.format(
    line="line",
    kind="what",
    code="",
    rdfi="routing",
    account="account",
    amount="amount",
    name="name (covered)",
    trace="trace",
).rstrip()
_UNDER = " " * 9
_SERVICE_CLASSES = {
    "200": "credits and debits",
    "220": "credits only",
    "225": "debits only",
    "280": "advices",
}
_TITLES = {
    code: row.title
    for table in (
        RETURN_CODES,
        DISHONORED_CODES,
        CONTESTED_CODES,
        CHANGE_CODES,
        REFUSED_CHANGE_CODES,
    )
    for code, row in table.items()
}


def show(file: NachaFile) -> Iterator[str]:
    """The lines of the page, each of at most 110 characters."""
    return shown(write(file))


def shown(data: Source) -> Iterator[str]:
    """The same page made in flat memory, for files of any size."""
    lines, page, number = lines_of(data), _Page(), 0
    assembly = Assembly(page)
    for piece in lines.pieces():
        for line, _ in lines.split(piece):
            number += 1
            assembly.take(number, line)
        yield from page.written()
    assembly.close()
    page.close()
    yield from page.written()


class _Page(Sink):
    """Lines for what passes."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.tally, self.batch_tally = Tally(), Tally()
        self.batches = self.misplaced_count = 0

    def written(self) -> Iterator[str]:
        """The lines written since it was last asked."""
        lines, self.lines = self.lines, []
        return (_fitted(line) for line in lines)

    def file_header(self, header: FileHeader) -> None:
        made = _day(header.creation_date)
        self.lines += [
            f"from   {header.immediate_origin.strip()}  {header.origin_name}",
            f"to     {header.immediate_destination.strip()}  {header.destination_name}",
            f"made   {made}, {_time(header.creation_time)}, file id {header.file_id_modifier}",
        ]

    def batch_begins(self, batch: Batch) -> None:
        self.batches += 1
        self.batch_tally = Tally()
        header = batch.header
        sec = SEC_CODES.get(batch.sec_code)
        sides = _SERVICE_CLASSES.get(header.service_class, "not a known service class")
        settled = header.settlement_day.strip(" ")
        number = "?" if header.batch_number is None else header.batch_number
        self.lines += [
            "",
            f"Batch {number}: {header.company_name} ({header.company_identification}), "
            f"{header.description or 'no description'}",
            f"  {batch.sec_code}, {sec.title if sec else 'not a known class'}; "
            f"{sides} ({header.service_class})",
            f"  effective {_day(header.effective_date)}; "
            + (f"settles on day {settled} of the year" if settled else "settlement not filled in"),
            _HEADING,
        ]

    def entry(self, entry: Entry, batch: Batch) -> None:
        self.batch_tally.take(entry)
        self.lines.append(_entry_row(entry))
        self.lines += [_UNDER + said for said in _said(entry)]

    def batch_ends(self, batch: Batch) -> None:
        self.tally.add(self.batch_tally)
        self.lines.append(f"{_UNDER}{_totals(self.batch_tally)}")

    def misplaced(self, misplaced: Misplaced) -> None:
        self.misplaced_count += 1

    def close(self) -> None:
        batches = "1 batch" if self.batches == 1 else f"{self.batches:,} batches"
        self.lines += ["", f"File: {batches}, {_totals(self.tally)}"]
        if self.misplaced_count:
            count = self.misplaced_count
            stand = "1 record stands" if count == 1 else f"{count:,} records stand"
            self.lines.append(f"{stand} out of place; `check` says where")


def _entry_row(entry: Entry) -> str:
    amount = entry.amount_cents
    copy = masked_entry(entry)
    return _ROW.format(
        line=entry.line,
        kind=_kind(entry),
        code=entry.transaction_code,
        rdfi=entry.routing_number,
        account=mask_account(entry.account_number.strip(" ")),
        amount="not a number" if amount is None else display_dollars(amount),
        name=copy.name[:20],
        trace=entry.text[79:],
    )


def _kind(entry: Entry) -> str:
    """What an entry is, in words."""
    kind = classify(entry)
    row = TRANSACTION_CODES.get(entry.transaction_code)
    direction = "credit" if entry.is_credit else "debit"
    if kind is EntryKind.RETURN:
        return f"return of a {direction}"
    if kind is EntryKind.ZERO_DOLLAR:
        return f"zero-dollar {direction}"
    if kind is EntryKind.PRENOTE:
        return f"prenote, {direction}"
    if kind is EntryKind.FORWARD and row:
        return f"{direction} {'to' if direction == 'credit' else 'from'} {row.account}"
    return "unknown code" if kind is EntryKind.FORWARD else kind.replace("_", " ")


def _said(entry: Entry) -> Iterator[str]:
    """What the addenda say, covered."""
    answer = entry.answer
    if answer is not None:
        yield from _answered(answer)
        return
    copy = masked_entry(entry)
    if entry.sec_code == "CTX" and entry.addenda:
        yield _message(copy)
        return
    for addenda in copy.addenda:
        if isinstance(addenda, PaymentAddenda):
            yield _payment(addenda.information)
        else:
            yield f"addenda {addenda.addenda_type}: {' '.join(addenda.text[3:83].split())}"


def _payment(information: str) -> str:
    trn = parse_trn(information)
    if trn is None:
        return information.rstrip(" ") or "addenda without text"
    more = f"; then {trn.rest}" if trn.rest else ""
    return f"TRN {trn.trn02} of payer {trn.trn03}{more}"


def _message(entry: Entry) -> str:
    """One line for the message that runs through the addenda of a CTX entry."""
    count = len(entry.addenda)
    text, addenda = join_addenda(entry), f"{count:,} addenda" if count != 1 else "1 addenda"
    segments = scan_x12(text)
    if segments is None:
        return f"{addenda}, no X12 message: {' '.join(text.split())}"
    opening = segments.first("ST")
    cents = segments.bpr02_cents
    paid = "no amount" if cents is None else display_dollars(cents)
    name = opening[1] if opening and len(opening) > 1 else "of no known kind"
    remitted = segments.count("RMR")
    items = "1 remittance" if remitted == 1 else f"{remitted:,} remittances"
    return f"{addenda}: X12 {name}, BPR {paid}, {items} (RMR)"


def _answered(answer: CodedAddenda) -> Iterator[str]:
    title = _TITLES.get(answer.code.upper(), "not a known code")
    yield f"{answer.code}: {title}; original trace {answer.original_trace.strip(' ') or 'missing'}"
    if isinstance(answer, ChangeAddenda) and answer.code.upper() in PARTS:
        yield f"now {_changed(answer)}"


def _changed(notice: ChangeAddenda) -> str:
    """The corrected values: numbers of banks and codes plain, the others masked."""
    code = notice.code.upper()
    values = corrected_data(code, notice.corrected_data)
    said = []
    for name, _, _ in PARTS[code]:
        value = (getattr(values, name) or "").strip(" ")
        is_plain = name in ("routing_number", "transaction_code", "sec_code")
        plain = value if is_plain and (value.isdecimal() or value == "IAT") else mask_account(value)
        said.append(f"{name.replace('_', ' ')} {'••••' if name == 'name' else plain or 'blank'}")
    return ", ".join(said)


def _day(day: date | None) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}" if day else "no date"


def _time(hhmm: str) -> str:
    return f"{hhmm[:2]}:{hhmm[2:]}" if len(hhmm) == 4 and hhmm.isdecimal() else "no time"


def _totals(tally: Tally) -> str:
    entries = "1 entry" if tally.entries == 1 else f"{tally.entries:,} entries"
    return (
        f"{entries}, debits {display_dollars(tally.debits_cents)}, "
        f"credits {display_dollars(tally.credits_cents)}"
    )


def _fitted(line: str) -> str:
    """What a terminal shows as it is meant: no control characters, no more than the width."""
    line = "".join(char if char.isprintable() else "?" for char in line).rstrip()
    return line if len(line) <= WIDTH else line[: WIDTH - 3] + "..."
