"""The 7 records that follow an entry: remittances, returns, notices and what we only keep."""

from edi.nacha import layouts
from edi.nacha.record import Number, Record, Text, Verbatim


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
