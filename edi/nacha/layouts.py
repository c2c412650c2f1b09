"""One table per Nacha record: the same positions slice what is read and join what is written.

Positions follow the Nacha Operating Rules, Appendix Three. What a value must be is a rule's
business (edi.nacha.rules), not the layout's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from edi.nacha.errors import UnwritableField

RECORD_LENGTH = 94

# text: left-justified, blank-filled. number: right-justified, zero-filled. digits: exactly as many
# digits as the field is wide. reserved: blank. verbatim: of our own or another's making, kept as
# it stands. date, day: digits or blanks, judged by a rule of their own.
Kind = Literal["text", "number", "digits", "reserved", "verbatim", "date", "day"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: 0-based `start`, exclusive `end`, how it is padded, and its fixed value if any."""

    name: str
    start: int
    end: int
    kind: Kind
    constant: str | None = None

    @property
    def width(self) -> int:
        return self.end - self.start

    @property
    def columns(self) -> tuple[int, int]:
        """1-based, inclusive, as the rulebook counts."""
        return self.start + 1, self.end

    def write(self, value: str | int | None) -> str:
        """The value at the field's width; raises UnwritableField rather than cut or change it."""
        text = self.constant if value is None and self.constant is not None else value
        if text is None or (text == "" and self.kind != "digits"):
            return ("0" if self.kind == "number" else " ") * self.width
        return self._padded(str(text))

    def _padded(self, text: str) -> str:
        if len(text) > self.width:
            raise UnwritableField(self.name, f"is longer than its {self.width} positions")
        if not (text.isascii() and text.isprintable()):
            raise UnwritableField(self.name, "holds a character that is not printable ASCII")
        if self.constant is not None and text != self.constant:
            raise UnwritableField(self.name, f"is always {self.constant}")
        if self.kind in ("number", "digits"):
            return self._digits(text)
        return text.ljust(self.width)

    def _digits(self, text: str) -> str:
        if not text.isdecimal():
            raise UnwritableField(self.name, "takes digits only")
        if self.kind == "digits" and len(text) != self.width:
            raise UnwritableField(self.name, f"takes exactly {self.width} digits")
        return text.zfill(self.width)


class Layout:
    """The fields of one record, in order, 94 positions in all."""

    def __init__(
        self, name: str, *rows: tuple[str, int, Kind] | tuple[str, int, Kind, str]
    ) -> None:
        self.name = name
        self.fields: dict[str, Field] = {}
        start = 0
        for row in rows:
            constant = row[3] if len(row) == 4 else None
            self.fields[row[0]] = Field(row[0], start, start + row[1], row[2], constant)
            start += row[1]
        if start != RECORD_LENGTH or len(self.fields) != len(rows):
            raise AssertionError(f"The layout of the {name} covers {start} positions.")

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields.values())

    def __getitem__(self, name: str) -> Field:
        return self.fields[name]

    def cut(self, text: str) -> dict[str, str]:
        """Every field of a 94-character record as it stands, padding included."""
        return {field.name: text[field.start : field.end] for field in self}

    def join(self, values: Mapping[str, str | int]) -> str:
        """The 94-character record; fields not given are blank, zero or their fixed value.

        Raises UnwritableField where a value does not fit as it is, KeyError for a field the
        record does not have.
        """
        if unknown := values.keys() - self.fields.keys():
            raise KeyError(f"The {self.name} has no field {', '.join(sorted(unknown))}.")
        return "".join(field.write(values.get(field.name)) for field in self)


FILE_HEADER = Layout(
    "file header",
    ("record_type", 1, "digits", "1"),
    ("priority_code", 2, "digits", "01"),
    ("immediate_destination", 10, "verbatim"),
    ("immediate_origin", 10, "verbatim"),
    ("creation_date", 6, "date"),
    ("creation_time", 4, "date"),
    ("file_id_modifier", 1, "text"),
    ("record_size", 3, "digits", "094"),
    ("blocking_factor", 2, "digits", "10"),
    ("format_code", 1, "digits", "1"),
    ("destination_name", 23, "text"),
    ("origin_name", 23, "text"),
    ("reference_code", 8, "text"),
)

BATCH_HEADER = Layout(
    "batch header",
    ("record_type", 1, "digits", "5"),
    ("service_class", 3, "digits"),
    ("company_name", 16, "text"),
    ("discretionary_data", 20, "verbatim"),
    ("company_identification", 10, "verbatim"),
    ("sec_code", 3, "text"),
    ("description", 10, "text"),
    ("descriptive_date", 6, "text"),
    ("effective_date", 6, "date"),
    ("settlement_day", 3, "day"),
    ("originator_status", 1, "text"),
    ("odfi", 8, "digits"),
    ("batch_number", 7, "number"),
)

ENTRY = Layout(
    "entry",
    ("record_type", 1, "digits", "6"),
    ("transaction_code", 2, "digits"),
    ("rdfi", 8, "digits"),
    ("check_digit", 1, "digits"),
    ("account_number", 17, "verbatim"),
    ("amount_cents", 10, "number"),
    ("identification", 15, "text"),
    ("name", 22, "text"),
    ("discretionary_data", 2, "verbatim"),
    ("addenda_indicator", 1, "digits"),
    ("trace_number", 15, "digits"),
)

ENTRY_CTX = Layout(
    "CTX entry",
    ("record_type", 1, "digits", "6"),
    ("transaction_code", 2, "digits"),
    ("rdfi", 8, "digits"),
    ("check_digit", 1, "digits"),
    ("account_number", 17, "verbatim"),
    ("amount_cents", 10, "number"),
    ("identification", 15, "text"),
    ("addenda_count", 4, "number"),
    ("name", 16, "text"),
    ("reserved", 2, "reserved"),
    ("discretionary_data", 2, "verbatim"),
    ("addenda_indicator", 1, "digits"),
    ("trace_number", 15, "digits"),
)

# Classes of checks and cards: read so that nothing is lost; we never write them.
_ENTRY_HEAD: tuple[tuple[str, int, Kind] | tuple[str, int, Kind, str], ...] = (
    ("record_type", 1, "digits", "6"),
    ("transaction_code", 2, "digits"),
    ("rdfi", 8, "digits"),
    ("check_digit", 1, "digits"),
    ("account_number", 17, "verbatim"),
    ("amount_cents", 10, "number"),
)
_ENTRY_TAIL: tuple[tuple[str, int, Kind], ...] = (
    ("addenda_indicator", 1, "digits"),
    ("trace_number", 15, "digits"),
)

ENTRY_POP = Layout(
    "POP entry",
    *_ENTRY_HEAD,
    ("check_serial", 9, "verbatim"),
    ("terminal_city", 4, "verbatim"),
    ("terminal_state", 2, "verbatim"),
    ("name", 22, "text"),
    ("discretionary_data", 2, "verbatim"),
    *_ENTRY_TAIL,
)

# XCK and TRC.
ENTRY_ITEM = Layout(
    "entry of a check",
    *_ENTRY_HEAD,
    ("check_serial", 15, "verbatim"),
    ("process_control", 6, "verbatim"),
    ("item_research", 16, "verbatim"),
    ("item_type", 2, "verbatim"),
    *_ENTRY_TAIL,
)

ENTRY_SHR = Layout(
    "SHR entry",
    *_ENTRY_HEAD,
    ("card_expiry", 4, "verbatim"),
    ("document_reference", 11, "verbatim"),
    ("card_account", 22, "verbatim"),
    ("transaction_type", 2, "verbatim"),
    *_ENTRY_TAIL,
)

# IAT and ADV are read so that nothing is lost; we never write them.
ENTRY_IAT = Layout(
    "IAT entry",
    ("record_type", 1, "digits", "6"),
    ("transaction_code", 2, "digits"),
    ("rdfi", 8, "digits"),
    ("check_digit", 1, "digits"),
    ("addenda_count", 4, "verbatim"),
    ("reserved", 13, "reserved"),
    ("amount_cents", 10, "number"),
    ("account_number", 35, "verbatim"),
    ("reserved_2", 2, "reserved"),
    ("screening", 2, "verbatim"),
    ("addenda_indicator", 1, "digits"),
    ("trace_number", 15, "digits"),
)

ENTRY_ADV = Layout(
    "ADV entry",
    ("record_type", 1, "digits", "6"),
    ("transaction_code", 2, "digits"),
    ("rdfi", 8, "digits"),
    ("check_digit", 1, "digits"),
    ("account_number", 15, "verbatim"),
    ("amount_cents", 12, "number"),
    ("advice_routing_number", 9, "verbatim"),
    ("file_identification", 5, "verbatim"),
    ("operator_data", 1, "verbatim"),
    ("name", 22, "text"),
    ("discretionary_data", 2, "verbatim"),
    ("addenda_indicator", 1, "digits"),
    ("operator_routing_number", 8, "verbatim"),
    ("advice_day", 3, "day"),
    ("sequence", 4, "number"),
)

ADDENDA_05 = Layout(
    "addenda 05",
    ("record_type", 1, "digits", "7"),
    ("addenda_type", 2, "digits", "05"),
    ("information", 80, "verbatim"),
    ("sequence", 4, "number"),
    ("entry_sequence", 7, "digits"),
)

ADDENDA_98 = Layout(
    "addenda 98",
    ("record_type", 1, "digits", "7"),
    ("addenda_type", 2, "digits", "98"),
    ("code", 3, "text"),
    ("original_trace", 15, "digits"),
    ("reserved", 6, "reserved"),
    ("original_rdfi", 8, "digits"),
    ("corrected_data", 29, "verbatim"),
    ("reserved_2", 15, "reserved"),
    ("trace_number", 15, "digits"),
)

ADDENDA_98_REFUSED = Layout(
    "addenda 98, refused",
    ("record_type", 1, "digits", "7"),
    ("addenda_type", 2, "digits", "98"),
    ("code", 3, "text"),
    ("original_trace", 15, "digits"),
    ("reserved", 6, "reserved"),
    ("original_rdfi", 8, "digits"),
    ("corrected_data", 29, "verbatim"),
    ("change_code", 3, "text"),
    ("notice_sequence", 7, "digits"),
    ("reserved_2", 5, "reserved"),
    ("trace_number", 15, "digits"),
)

ADDENDA_99 = Layout(
    "addenda 99",
    ("record_type", 1, "digits", "7"),
    ("addenda_type", 2, "digits", "99"),
    ("code", 3, "text"),
    ("original_trace", 15, "digits"),
    ("date_of_death", 6, "date"),
    ("original_rdfi", 8, "digits"),
    ("information", 44, "verbatim"),
    ("trace_number", 15, "digits"),
)

ADDENDA_99_DISHONORED = Layout(
    "addenda 99, dishonored",
    ("record_type", 1, "digits", "7"),
    ("addenda_type", 2, "digits", "99"),
    ("code", 3, "text"),
    ("original_trace", 15, "digits"),
    ("reserved", 6, "reserved"),
    ("original_rdfi", 8, "digits"),
    ("reserved_2", 3, "reserved"),
    ("return_trace", 15, "digits"),
    ("return_settlement_day", 3, "day"),
    ("return_reason", 2, "digits"),
    ("information", 21, "verbatim"),
    ("trace_number", 15, "digits"),
)

ADDENDA_99_CONTESTED = Layout(
    "addenda 99, contested",
    ("record_type", 1, "digits", "7"),
    ("addenda_type", 2, "digits", "99"),
    ("code", 3, "text"),
    ("original_trace", 15, "digits"),
    ("date_returned", 6, "date"),
    ("original_rdfi", 8, "digits"),
    ("original_settlement_day", 3, "day"),
    ("return_trace", 15, "digits"),
    ("return_settlement_day", 3, "day"),
    ("return_reason", 2, "digits"),
    ("dishonored_trace", 15, "digits"),
    ("dishonored_settlement_day", 3, "day"),
    ("dishonored_reason", 2, "digits"),
    ("reserved", 1, "reserved"),
    ("trace_number", 15, "digits"),
)

ADDENDA_02 = Layout(
    "addenda 02",
    ("record_type", 1, "digits", "7"),
    ("addenda_type", 2, "digits", "02"),
    ("reference", 7, "verbatim"),
    ("reference_2", 3, "verbatim"),
    ("terminal", 6, "verbatim"),
    ("serial", 6, "verbatim"),
    ("transaction_day", 4, "verbatim"),
    ("authorization", 6, "verbatim"),
    ("location", 27, "verbatim"),
    ("terminal_city", 15, "verbatim"),
    ("terminal_state", 2, "verbatim"),
    ("trace_number", 15, "verbatim"),
)


def _international(number: str, *rows: tuple[str, int, Kind]) -> Layout:
    """An addenda of an IAT entry; its last seven positions name its entry."""
    return Layout(
        f"addenda {number}",
        ("record_type", 1, "digits", "7"),
        ("addenda_type", 2, "digits", number),
        *rows,
        ("entry_sequence", 7, "verbatim"),
    )


def _bank(number: str, *rows: tuple[str, int, Kind]) -> Layout:
    return _international(
        number,
        ("bank_name", 35, "verbatim"),
        ("bank_qualifier", 2, "verbatim"),
        ("bank_identification", 34, "verbatim"),
        ("branch_country", 3, "verbatim"),
        *rows,
    )


def _place(number: str) -> Layout:
    return _international(
        number,
        ("city_and_state", 35, "verbatim"),
        ("country_and_postal_code", 35, "verbatim"),
        ("reserved", 14, "reserved"),
    )


# What an international payment says of its parties; 10 to 16 stand with each entry.
ADDENDA_INTERNATIONAL = {
    "10": _international(
        "10",
        ("transaction_type", 3, "verbatim"),
        ("foreign_amount", 18, "verbatim"),
        ("foreign_trace", 22, "verbatim"),
        ("name", 35, "verbatim"),
        ("reserved", 6, "reserved"),
    ),
    "11": _international(
        "11",
        ("name", 35, "verbatim"),
        ("street", 35, "verbatim"),
        ("reserved", 14, "reserved"),
    ),
    "12": _place("12"),
    "13": _bank("13", ("reserved", 10, "reserved")),
    "14": _bank("14", ("reserved", 10, "reserved")),
    "15": _international(
        "15",
        ("identification", 15, "verbatim"),
        ("street", 35, "verbatim"),
        ("reserved", 34, "reserved"),
    ),
    "16": _place("16"),
    "17": _international("17", ("information", 80, "verbatim"), ("sequence", 4, "verbatim")),
    "18": _bank("18", ("reserved", 6, "reserved"), ("sequence", 4, "verbatim")),
}

# Anything else: kept, not understood.
ADDENDA_OTHER = Layout(
    "addenda",
    ("record_type", 1, "digits", "7"),
    ("addenda_type", 2, "verbatim"),
    ("content", 91, "verbatim"),
)

BATCH_CONTROL = Layout(
    "batch control",
    ("record_type", 1, "digits", "8"),
    ("service_class", 3, "digits"),
    ("entry_addenda_count", 6, "number"),
    ("entry_hash", 10, "number"),
    ("total_debits_cents", 12, "number"),
    ("total_credits_cents", 12, "number"),
    ("company_identification", 10, "verbatim"),
    ("authentication_code", 19, "verbatim"),
    ("reserved", 6, "reserved"),
    ("odfi", 8, "digits"),
    ("batch_number", 7, "number"),
)

BATCH_CONTROL_ADV = Layout(
    "ADV batch control",
    ("record_type", 1, "digits", "8"),
    ("service_class", 3, "digits"),
    ("entry_addenda_count", 6, "number"),
    ("entry_hash", 10, "number"),
    ("total_debits_cents", 20, "number"),
    ("total_credits_cents", 20, "number"),
    ("operator_data", 19, "verbatim"),
    ("odfi", 8, "digits"),
    ("batch_number", 7, "number"),
)

FILE_CONTROL = Layout(
    "file control",
    ("record_type", 1, "digits", "9"),
    ("batch_count", 6, "number"),
    ("block_count", 6, "number"),
    ("entry_addenda_count", 8, "number"),
    ("entry_hash", 10, "number"),
    ("total_debits_cents", 12, "number"),
    ("total_credits_cents", 12, "number"),
    ("reserved", 39, "reserved"),
)

FILE_CONTROL_ADV = Layout(
    "ADV file control",
    ("record_type", 1, "digits", "9"),
    ("batch_count", 6, "number"),
    ("block_count", 6, "number"),
    ("entry_addenda_count", 8, "number"),
    ("entry_hash", 10, "number"),
    ("total_debits_cents", 20, "number"),
    ("total_credits_cents", 20, "number"),
    ("reserved", 23, "reserved"),
)

FILLER = "9" * RECORD_LENGTH
