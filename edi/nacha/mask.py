"""A file with its accounts and names covered, position for position, so that it can be shown.

Cover is X, which is legal in every field; widths, counts, hash and totals stay as they were.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from edi.nacha.corrected_data import PARTS
from edi.nacha.ctx import ADDENDA_WIDTH, delimiters
from edi.nacha.files import NachaFile
from edi.nacha.layouts import ADDENDA_05, ADDENDA_98, RECORD_LENGTH, Layout
from edi.nacha.records import (
    Addenda,
    ChangeAddenda,
    CodedAddenda,
    DishonoredReturnAddenda,
    Entry,
    PaymentAddenda,
    Record,
)

# 0-based start and exclusive end of what is covered whole.
Span = tuple[int, int]

_COMPANY_SECS = frozenset({"CCD", "CTX"})
_PERSONAL_PARTS = frozenset({"account_number", "name", "identification"})
# Segments that name no account and no person; of BPR its first elements, up to the amount's kind.
_PLAIN_SEGMENTS = frozenset(
    {"ISA", "GS", "ST", "SE", "GE", "IEA", "TRN", "RMR", "ENT", "DTM", "ADX"}
)
_PLAIN_ELEMENTS_OF_BPR = 5
_PLAIN_CCD = ("TRN*", "RMR*")
_SHOWN_OF_ACCOUNT = 4
_SHORTEST_SHOWN = 7
# Up to the trace or sequence numbers that end an addenda.
_CONTENT: Span = (3, 79)
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


def mask(file: NachaFile) -> NachaFile:
    """The same file with account numbers, names and personal texts covered; the last four of an
    account stay. Lines keep their length and ends. What is not understood is covered whole."""
    lines = list(file.lines)
    for batch in file.batches:
        for entry in batch.entries:
            _mask_entry(lines, entry)
    for record in file.strays:
        _mask_stray(lines, record)
    return replace(file, lines=lines)


def _mask_entry(lines: list[str], entry: Entry) -> None:
    account = entry.layout["account_number"]
    line = lines[entry.line - 1]
    covered = mask_account_field(line[account.start : account.end])
    line = line[: account.start] + covered + line[account.end :]
    lines[entry.line - 1] = cover(line, _personal_spans(entry))
    for addenda in entry.addenda:
        index = addenda.line - 1
        lines[index] = cover(lines[index], _addenda_spans(addenda, entry.sec_code))
    if entry.sec_code == "CTX":
        _mask_message(lines, [a for a in entry.addenda if isinstance(a, PaymentAddenda)])


def _personal_spans(entry: Entry) -> list[Span]:
    names = ["name"] if entry.sec_code in _COMPANY_SECS else ["name", "identification"]
    return [_span(entry.layout, name) for name in names if name in entry.layout.fields]


def _addenda_spans(addenda: Addenda, sec_code: str) -> list[Span]:
    if isinstance(addenda, PaymentAddenda):
        plain = sec_code == "CCD" and addenda.information.startswith(_PLAIN_CCD)
        return [] if plain or sec_code == "CTX" else [_span(ADDENDA_05, "information")]
    if isinstance(addenda, ChangeAddenda):
        return _corrected_spans(addenda.code.upper())
    if isinstance(addenda, DishonoredReturnAddenda) and addenda.code == "R69":
        # It names fields by number, nobody by name.
        return []
    if isinstance(addenda, CodedAddenda):
        names = ("information", "corrected_data")
        return [_span(addenda.layout, name) for name in names if name in addenda.layout.fields]
    return [_CONTENT]


def _mask_message(lines: list[str], addenda: list[PaymentAddenda]) -> None:
    """The message runs through its records, so it is covered as one text and put back."""
    text = cover_message("".join(each.information for each in addenda))
    start, end = _span(ADDENDA_05, "information")
    for number, each in enumerate(addenda):
        piece = text[number * ADDENDA_WIDTH : (number + 1) * ADDENDA_WIDTH]
        line = lines[each.line - 1]
        # A short line has lost blanks only.
        lines[each.line - 1] = (line[:start] + piece + line[end:])[: len(line)]


def cover_message(text: str) -> str:
    """X12 text with every element covered that may name an account or a person; same length.

    Text that is no X12 is covered whole.
    """
    found = delimiters(text)
    if found is None:
        return _LETTER_OR_DIGIT.sub("X", text)
    element, terminator = found
    return terminator.join(_covered(piece, element) for piece in text.split(terminator))


def _covered(segment: str, element: str) -> str:
    name, *elements = segment.split(element)
    if name in _PLAIN_SEGMENTS or not elements:
        return segment
    plain = _PLAIN_ELEMENTS_OF_BPR if name == "BPR" else 0
    rest = [_LETTER_OR_DIGIT.sub("X", each) for each in elements[plain:]]
    return element.join([name, *elements[:plain], *rest])


def _corrected_spans(code: str) -> list[Span]:
    start, end = _span(ADDENDA_98, "corrected_data")
    if code not in PARTS:
        return [(start, end)]
    return [(start + a - 1, start + b) for name, a, b in PARTS[code] if name in _PERSONAL_PARTS]


def _mask_stray(lines: list[str], record: Record) -> None:
    index = record.line - 1
    if isinstance(record, Entry):
        _mask_entry(lines, record)
    elif isinstance(record, Addenda):
        lines[index] = cover(lines[index], [_CONTENT])
    elif type(record) is Record:
        lines[index] = cover(lines[index], [(1, max(RECORD_LENGTH, len(lines[index])))])


def mask_account_field(text: str) -> str:
    """An account number with its blanks, covered but for the last four; short ones whole."""
    bare = text.rstrip(" ")
    shown = _SHOWN_OF_ACCOUNT if len(bare.lstrip(" ")) >= _SHORTEST_SHOWN else 0
    cut = len(bare) - shown
    return _LETTER_OR_DIGIT.sub("X", bare[:cut]) + text[cut:]


def cover(line: str, spans: Iterable[Span]) -> str:
    """The line with every letter and digit of the spans replaced by X."""
    for start, end in spans:
        line = line[:start] + _LETTER_OR_DIGIT.sub("X", line[start:end]) + line[end:]
    return line


def _span(layout: Layout, name: str) -> Span:
    return layout[name].start, layout[name].end
