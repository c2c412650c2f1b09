"""The 6 records, each with its addenda: a layout and named fields for every SEC code."""

from edi.nacha import layouts
from edi.nacha.addenda import Addenda, CodedAddenda
from edi.nacha.record import Number, Record, Text, Verbatim


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
