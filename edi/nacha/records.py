"""The records of a Nacha file as read: each is its 94 characters, with named views of its fields.

A field is cut from the record when asked for, so a record costs its one string. How records stand
together is edi.nacha.files; what is wrong with them is edi.nacha.rules.
"""

from datetime import date
from typing import ClassVar

from edi.nacha import layouts
from edi.nacha.layouts import Layout


class Text:
    """A field as text, without the blanks that pad it on the right."""

    __slots__ = ("end", "start")

    def __init__(self, layout: Layout, name: str) -> None:
        self.start, self.end = layout[name].start, layout[name].end

    def __get__(self, record: "Record", owner: type | None = None) -> str:
        return record.text[self.start : self.end].rstrip(" ")


class Verbatim(Text):
    """A field exactly as it stands, blanks included."""

    __slots__ = ()

    def __get__(self, record: "Record", owner: type | None = None) -> str:
        return record.text[self.start : self.end]


class Number:
    """A numeric field as an int, or None where it is not digits: never zero by default."""

    __slots__ = ("end", "start")

    def __init__(self, layout: Layout, name: str) -> None:
        self.start, self.end = layout[name].start, layout[name].end

    def __get__(self, record: "Record", owner: type | None = None) -> int | None:
        text = record.text[self.start : self.end]
        # isdecimal and not isdigit: Latin-1 has superscript digits that int() refuses.
        return int(text) if text.isdecimal() else None


class Day:
    """A YYMMDD field as a date of this century, or None where it is none."""

    __slots__ = ("end", "start")

    def __init__(self, layout: Layout, name: str) -> None:
        self.start, self.end = layout[name].start, layout[name].end

    def __get__(self, record: "Record", owner: type | None = None) -> date | None:
        return parse_yymmdd(record.text[self.start : self.end])


def parse_yymmdd(text: str) -> date | None:
    """The date written YYMMDD, in 2000 to 2099, or None if there is no such day."""
    if len(text) != 6 or not (text.isascii() and text.isdecimal()):
        return None
    try:
        return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        return None


class Record:
    """One record: its line in the file (from 1) and its 94 characters."""

    __slots__ = ("line", "text")
    layout: ClassVar[Layout] = layouts.ADDENDA_OTHER

    def __init__(self, line: int, text: str) -> None:
        self.line = line
        self.text = text

    def __repr__(self) -> str:
        # Never the content: it holds account numbers and names.
        return f"<{self.layout.name}, line {self.line}>"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.text == other.text  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        return hash(self.text)

    def columns(self, field: str | None) -> tuple[int, int]:
        """The 1-based columns of a field; of the whole record where it has no such field."""
        found = self.layout.fields.get(field or "")
        return found.columns if found else (1, layouts.RECORD_LENGTH)


class FileHeader(Record):
    __slots__ = ()
    layout = layouts.FILE_HEADER
    priority_code = Verbatim(layout, "priority_code")
    immediate_destination = Text(layout, "immediate_destination")
    immediate_origin = Text(layout, "immediate_origin")
    creation_date = Day(layout, "creation_date")
    creation_time = Text(layout, "creation_time")
    file_id_modifier = Verbatim(layout, "file_id_modifier")
    record_size = Verbatim(layout, "record_size")
    blocking_factor = Verbatim(layout, "blocking_factor")
    format_code = Verbatim(layout, "format_code")
    destination_name = Text(layout, "destination_name")
    origin_name = Text(layout, "origin_name")
    reference_code = Text(layout, "reference_code")


class BatchHeader(Record):
    __slots__ = ()
    layout = layouts.BATCH_HEADER
    service_class = Verbatim(layout, "service_class")
    company_name = Text(layout, "company_name")
    discretionary_data = Text(layout, "discretionary_data")
    company_identification = Text(layout, "company_identification")
    sec_code = Verbatim(layout, "sec_code")
    description = Text(layout, "description")
    descriptive_date = Text(layout, "descriptive_date")
    effective_date = Day(layout, "effective_date")
    settlement_day = Text(layout, "settlement_day")
    originator_status = Verbatim(layout, "originator_status")
    odfi = Verbatim(layout, "odfi")
    batch_number = Number(layout, "batch_number")


class Addenda(Record):
    """A 7 record of a type we keep without reading it."""

    __slots__ = ()
    layout = layouts.ADDENDA_OTHER
    addenda_type = Verbatim(layout, "addenda_type")


class TerminalAddenda(Addenda):
    """Addenda 02 of MTE, POS and SHR: at which terminal it was.

    For MTE the references are a description and the network, the authorization is the time.
    """

    __slots__ = ()
    layout = layouts.ADDENDA_02
    reference = Text(layout, "reference")
    terminal = Text(layout, "terminal")
    location = Text(layout, "location")
    terminal_city = Text(layout, "terminal_city")
    terminal_state = Text(layout, "terminal_state")
    trace_number = Verbatim(layout, "trace_number")


class InternationalAddenda(Addenda):
    """Addenda 10 to 18 of an IAT entry: each type has a layout and fields of its own."""

    __slots__ = ()

    @property
    def fields(self) -> dict[str, str]:
        """Its fields by name, without the blanks that pad them."""
        found = layouts.ADDENDA_INTERNATIONAL[self.text[1:3]].cut(self.text)
        return {name: text.rstrip(" ") for name, text in found.items() if name != "reserved"}


class PaymentAddenda(Addenda):
    """Addenda 05: 80 characters of payment related information."""

    __slots__ = ()
    layout = layouts.ADDENDA_05
    information = Verbatim(layout, "information")
    sequence = Number(layout, "sequence")
    entry_sequence = Verbatim(layout, "entry_sequence")


class CodedAddenda(Addenda):
    """Addenda 98 or 99: an answer to an entry sent earlier."""

    __slots__ = ()
    layout = layouts.ADDENDA_99
    code = Text(layout, "code")
    original_trace = Verbatim(layout, "original_trace")
    original_rdfi = Verbatim(layout, "original_rdfi")
    trace_number = Verbatim(layout, "trace_number")


class ChangeAddenda(CodedAddenda):
    """Addenda 98: a notification of change."""

    __slots__ = ()
    layout = layouts.ADDENDA_98
    corrected_data = Verbatim(layout, "corrected_data")


class RefusedChangeAddenda(CodedAddenda):
    """Addenda 98 with C61 to C69: we refuse a notification of change."""

    __slots__ = ()
    layout = layouts.ADDENDA_98_REFUSED
    corrected_data = Verbatim(layout, "corrected_data")
    change_code = Text(layout, "change_code")
    notice_sequence = Verbatim(layout, "notice_sequence")


class ReturnAddenda(CodedAddenda):
    """Addenda 99: a return."""

    __slots__ = ()
    layout = layouts.ADDENDA_99
    date_of_death = Text(layout, "date_of_death")
    information = Text(layout, "information")


class DishonoredReturnAddenda(CodedAddenda):
    """Addenda 99 with R61 to R70: the originating bank dishonors a return."""

    __slots__ = ()
    layout = layouts.ADDENDA_99_DISHONORED
    return_trace = Verbatim(layout, "return_trace")
    return_settlement_day = Text(layout, "return_settlement_day")
    return_reason = Verbatim(layout, "return_reason")
    information = Text(layout, "information")


class ContestedReturnAddenda(CodedAddenda):
    """Addenda 99 with R71 to R79: the receiving bank contests, or corrects its return."""

    __slots__ = ()
    layout = layouts.ADDENDA_99_CONTESTED
    date_returned = Text(layout, "date_returned")
    original_settlement_day = Text(layout, "original_settlement_day")
    return_trace = Verbatim(layout, "return_trace")
    return_settlement_day = Text(layout, "return_settlement_day")
    return_reason = Verbatim(layout, "return_reason")
    dishonored_trace = Verbatim(layout, "dishonored_trace")
    dishonored_settlement_day = Text(layout, "dishonored_settlement_day")
    dishonored_reason = Verbatim(layout, "dishonored_reason")


class Entry(Record):
    """A 6 record with the 7 records that follow it.

    `account_number` keeps leading and inner blanks. `amount_cents` is None where the field is not
    digits. `sec_code` is the batch's, in upper case.
    """

    __slots__ = ("addenda", "kind", "sec_code")
    layout = layouts.ENTRY
    transaction_code = Verbatim(layout, "transaction_code")
    rdfi = Verbatim(layout, "rdfi")
    check_digit = Verbatim(layout, "check_digit")
    account_number = Text(layout, "account_number")
    amount_cents = Number(layout, "amount_cents")
    identification = Text(layout, "identification")
    name = Text(layout, "name")
    discretionary_data = Text(layout, "discretionary_data")
    addenda_indicator = Verbatim(layout, "addenda_indicator")
    trace_number = Verbatim(layout, "trace_number")

    def __init__(self, line: int, text: str, sec_code: str) -> None:
        self.line = line
        self.text = text
        self.sec_code = sec_code
        self.addenda: list[Addenda] = []
        # Kept by edi.nacha.classify once all addenda are there: dozens of rules ask for it.
        self.kind: str | None = None

    @property
    def routing_number(self) -> str:
        """The receiving bank's nine digits (on a return: ours)."""
        return self.text[3:12]

    @property
    def is_credit(self) -> bool:
        """True if the transaction code counts on the credit side of the totals."""
        return self.text[2] in "1234"

    @property
    def answer(self) -> CodedAddenda | None:
        """The 98 or 99 that makes this entry a return or a notice, if it has one."""
        for each in self.addenda:
            if isinstance(each, CodedAddenda):
                return each
        return None


class CtxEntry(Entry):
    """An entry of CTX, ATX or TRX: its number of addenda stands in 55-58, its name is shorter."""

    __slots__ = ()
    layout = layouts.ENTRY_CTX
    addenda_count = Number(layout, "addenda_count")
    name = Text(layout, "name")


class AuthorizedEntry(Entry):
    """An entry of WEB or TEL: whether it is one of a series (R) or stands alone (S)."""

    __slots__ = ()
    payment_type = Text(Entry.layout, "discretionary_data")


class CheckEntry(Entry):
    """An entry of ARC, BOC or RCK: made of a check, whose serial number stands in 40-54."""

    __slots__ = ()
    check_serial = Text(Entry.layout, "identification")


class AcknowledgmentEntry(Entry):
    """An entry of ACK: acknowledges the entry whose trace number stands in 40-54."""

    __slots__ = ()
    original_trace = Text(Entry.layout, "identification")


class CardEntry(Entry):
    """An entry of POS: which kind of card transaction it was stands in 77-78."""

    __slots__ = ()
    transaction_type = Text(Entry.layout, "discretionary_data")


class _Unidentified(Entry):
    """What has something else where other entries have the receiver's identification."""

    __slots__ = ()

    @property
    def identification(self) -> str:  # type: ignore[override]
        return ""


class _Unnamed(_Unidentified):
    """What names no receiver either, and has codes of its own in 77-78."""

    __slots__ = ()

    @property
    def name(self) -> str:  # type: ignore[override]
        return ""

    @property
    def discretionary_data(self) -> str:  # type: ignore[override]
        return ""


class PopEntry(_Unidentified):
    """A check converted at a point of purchase, and where that was."""

    __slots__ = ()
    layout = layouts.ENTRY_POP
    check_serial = Text(layout, "check_serial")
    terminal_city = Text(layout, "terminal_city")
    terminal_state = Text(layout, "terminal_state")


class ItemEntry(_Unnamed):
    """An entry of XCK or TRC: a check that was destroyed or stays at its bank."""

    __slots__ = ()
    layout = layouts.ENTRY_ITEM
    check_serial = Text(layout, "check_serial")
    process_control = Text(layout, "process_control")
    item_research = Text(layout, "item_research")
    item_type = Text(layout, "item_type")


class SharedNetworkEntry(_Unnamed):
    """An entry of SHR: a card debit. `card_expiry` is MMYY."""

    __slots__ = ()
    layout = layouts.ENTRY_SHR
    card_expiry = Text(layout, "card_expiry")
    document_reference = Text(layout, "document_reference")
    card_account = Text(layout, "card_account")
    transaction_type = Text(layout, "transaction_type")


class IatEntry(_Unnamed):
    """An international entry: read so that it is not lost, and sent to a person.

    The receiver's name stands in its addenda.
    """

    __slots__ = ()
    layout = layouts.ENTRY_IAT
    account_number = Text(layout, "account_number")
    addenda_count = Number(layout, "addenda_count")


class AdvEntry(Entry):
    """An accounting advice of the operator: it has no trace number, and totals of its own width."""

    __slots__ = ()
    layout = layouts.ENTRY_ADV
    account_number = Text(layout, "account_number")
    amount_cents = Number(layout, "amount_cents")

    @property
    def identification(self) -> str:  # type: ignore[override]
        return ""

    @property
    def is_credit(self) -> bool:
        """In 81 to 88 the odd codes are credits."""
        return self.text[2] in "1357"


class BatchControl(Record):
    __slots__ = ()
    layout = layouts.BATCH_CONTROL
    service_class = Verbatim(layout, "service_class")
    entry_addenda_count = Number(layout, "entry_addenda_count")
    entry_hash = Number(layout, "entry_hash")
    total_debits_cents = Number(layout, "total_debits_cents")
    total_credits_cents = Number(layout, "total_credits_cents")
    company_identification = Text(layout, "company_identification")
    authentication_code = Text(layout, "authentication_code")
    odfi = Verbatim(layout, "odfi")
    batch_number = Number(layout, "batch_number")


class AdvBatchControl(BatchControl):
    __slots__ = ()
    layout = layouts.BATCH_CONTROL_ADV
    total_debits_cents = Number(layout, "total_debits_cents")
    total_credits_cents = Number(layout, "total_credits_cents")

    @property
    def company_identification(self) -> str:  # type: ignore[override]
        return ""

    @property
    def authentication_code(self) -> str:  # type: ignore[override]
        return ""


class FileControl(Record):
    __slots__ = ()
    layout = layouts.FILE_CONTROL
    batch_count = Number(layout, "batch_count")
    block_count = Number(layout, "block_count")
    entry_addenda_count = Number(layout, "entry_addenda_count")
    entry_hash = Number(layout, "entry_hash")
    total_debits_cents = Number(layout, "total_debits_cents")
    total_credits_cents = Number(layout, "total_credits_cents")


class AdvFileControl(FileControl):
    __slots__ = ()
    layout = layouts.FILE_CONTROL_ADV
    total_debits_cents = Number(layout, "total_debits_cents")
    total_credits_cents = Number(layout, "total_credits_cents")


ENTRY_CLASSES: dict[str, type[Entry]] = {
    "CTX": CtxEntry,
    "ATX": CtxEntry,
    "TRX": CtxEntry,
    "IAT": IatEntry,
    "ADV": AdvEntry,
    "WEB": AuthorizedEntry,
    "TEL": AuthorizedEntry,
    "ARC": CheckEntry,
    "BOC": CheckEntry,
    "RCK": CheckEntry,
    "ACK": AcknowledgmentEntry,
    "POS": CardEntry,
    "POP": PopEntry,
    "XCK": ItemEntry,
    "TRC": ItemEntry,
    "SHR": SharedNetworkEntry,
}


def entry_class(sec_code: str) -> type[Entry]:
    """The layout an entry of this SEC code has."""
    return ENTRY_CLASSES.get(sec_code, Entry)


def addenda_class(text: str) -> type[Addenda]:
    """What a 7 record is, by its type and, for 98 and 99, by its code."""
    match text[1:3]:
        case "05":
            return PaymentAddenda
        case "98":
            return RefusedChangeAddenda if text[3:5] in ("C6", "c6") else ChangeAddenda
        case "99":
            return _return_class(text[3:6].upper())
        case "02":
            return TerminalAddenda
        case other:
            known = other in layouts.ADDENDA_INTERNATIONAL
            return InternationalAddenda if known else Addenda


def _return_class(code: str) -> type[CodedAddenda]:
    if "R61" <= code <= "R70":
        return DishonoredReturnAddenda
    if "R71" <= code <= "R79":
        return ContestedReturnAddenda
    return ReturnAddenda
