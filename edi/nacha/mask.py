"""A file with its accounts and names covered, position for position, so that it can be sent.

Cover is X, which is legal in every field; widths, counts, hash, totals and what rules find stay as
they were. Equal accounts stay equal. What is not understood is covered whole.
"""

import re
from collections.abc import Iterable, Iterator, MutableMapping
from dataclasses import replace

from edi.nacha.assembly import Assembly, Sink
from edi.nacha.codes import R69_FIELDS
from edi.nacha.corrected_data import PARTS
from edi.nacha.ctx import ADDENDA_WIDTH, delimiters
from edi.nacha.files import Batch, NachaFile
from edi.nacha.healthcare import TERMINATORS
from edi.nacha.layouts import ADDENDA_05, ADDENDA_98, RECORD_LENGTH, Layout
from edi.nacha.lines import Source, lines_of
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
# Lines by their number.
Texts = MutableMapping[int, str]

_COMPANY_SECS = frozenset({"CCD", "CTX"})
_PERSONAL_FIELDS = ("name", "identification", "card_account")
_PERSONAL_PARTS = frozenset({"account_number", "name", "identification"})
# Segments that name no account and no person; of others their first elements.
_PLAIN_SEGMENTS = frozenset({"ISA", "GS", "ST", "SE", "GE", "IEA", "TRN", "RMR", "DTM", "ADX"})
_PLAIN_ELEMENTS = {"BPR": 5, "BPS": 2, "ENT": 2}
_SEGMENT_NAME = re.compile(r"\s*[A-Z][A-Z0-9]{1,2}\s*")
_EDIFACT_STARTS = ("UNA", "UNB")
_SHOWN_OF_ACCOUNT = 4
_SHORTEST_SHOWN = 7
# Up to the sequence numbers that end an addenda; of type 02 up to its trace.
_CONTENT: Span = (3, 83)
_CONTENT_02: Span = (3, 79)
_PLAIN_INFORMATION = "QUESTIONABLE"
_WIDE = re.compile(r"[\x80-\xff]")
_LETTER_OR_DIGIT = re.compile(r"[A-Za-z0-9]")
# Covers a character above 0x7E by one that is no letter either.
_WIDE_COVER = "\xd7"


def mask(file: NachaFile) -> NachaFile:
    """The same file with account numbers, names and personal texts covered; the last four of an
    account stay. Lines keep their length and ends."""
    masking = _Masking()
    assembly = Assembly(masking)
    for number, line in enumerate(file.lines, 1):
        masking.lines[number] = line
        assembly.take(number, line)
    assembly.close()
    return replace(file, lines=list(masking.lines.values()))


def masked(data: Source) -> Iterator[bytes]:
    """The bytes of the same copy, piece by piece and in flat memory, for files of any size."""
    lines, masking, number = lines_of(data), _Masking(), 0
    assembly = Assembly(masking)
    ends: dict[int, str] = {}
    for piece in lines.pieces():
        for line, end in lines.split(piece):
            number += 1
            masking.lines[number], ends[number] = line, end
            assembly.take(number, line)
        # An entry may still get addenda, and is covered together with them.
        upto = assembly.entry.line if assembly.entry is not None else number + 1
        yield _done(masking.lines, ends, upto)
    assembly.close()
    yield _done(masking.lines, ends, number + 1)


def _done(lines: dict[int, str], ends: dict[int, str], upto: int) -> bytes:
    """The lines below a number, taken out."""
    numbers = [number for number in lines if number < upto]
    return "".join(lines.pop(n) + ends.pop(n) for n in numbers).encode("latin-1")


def masked_entry(entry: Entry) -> Entry:
    """The entry with its addenda, covered."""
    lines: Texts = {each.line: each.text for each in (entry, *entry.addenda)}
    cover_entry(lines, entry)
    copy = type(entry)(entry.line, lines[entry.line], entry.sec_code)
    copy.addenda = [type(each)(each.line, lines[each.line]) for each in entry.addenda]
    return copy


class _Masking(Sink):
    """Covers lines when it is known what they are."""

    def __init__(self) -> None:
        self.lines: dict[int, str] = {}

    def entry(self, entry: Entry, batch: Batch) -> None:
        cover_entry(self.lines, entry)

    def stray(self, record: Record) -> None:
        line = self.lines[record.line]
        if isinstance(record, Entry):
            cover_entry(self.lines, record)
        else:
            self.lines[record.line] = cover(line, [(1, len(line))])


def cover_entry(lines: Texts, entry: Entry) -> None:
    """Covers the lines of an entry and of its addenda in place."""
    account = entry.layout["account_number"]
    line = lines[entry.line]
    covered = mask_account_field(line[account.start : account.end])
    line = line[: account.start] + covered + line[account.end :]
    lines[entry.line] = cover(line, [*_personal_spans(entry), _excess(line)])
    for addenda in entry.addenda:
        line = lines[addenda.line]
        spans = [*_addenda_spans(addenda, entry.sec_code), _excess(line)]
        lines[addenda.line] = cover(line, spans)
    if entry.sec_code == "CTX":
        _cover_ctx(lines, [a for a in entry.addenda if isinstance(a, PaymentAddenda)])


def _excess(line: str) -> Span:
    return (RECORD_LENGTH, len(line))


def _personal_spans(entry: Entry) -> list[Span]:
    names = ("name",) if entry.sec_code in _COMPANY_SECS else _PERSONAL_FIELDS
    return [_span(entry.layout, name) for name in names if name in entry.layout.fields]


def _addenda_spans(addenda: Addenda, sec_code: str) -> list[Span]:
    if isinstance(addenda, PaymentAddenda):
        return [] if sec_code == "CTX" else _information_spans(addenda, sec_code)
    if isinstance(addenda, ChangeAddenda):
        return _corrected_spans(addenda)
    if isinstance(addenda, CodedAddenda):
        return _answer_spans(addenda)
    return [_CONTENT_02 if addenda.addenda_type == "02" else _CONTENT]


def _information_spans(addenda: PaymentAddenda, sec_code: str) -> list[Span]:
    """A TRN names a payment; what follows it, and all else but a company's RMR, may name anyone."""
    start, end = _span(ADDENDA_05, "information")
    information = addenda.information
    if information.startswith("TRN*"):
        ends = [at for at in map(information.find, TERMINATORS) if at >= 0]
        return [(start + min(ends, default=end - start), end)]
    if sec_code == "CCD" and information.startswith("RMR*"):
        return []
    return [(start, end)]


def _answer_spans(addenda: CodedAddenda) -> list[Span]:
    information = getattr(addenda, "information", "").strip(" ")
    if information == _PLAIN_INFORMATION:
        return []
    is_field_error = isinstance(addenda, DishonoredReturnAddenda) and addenda.code.upper() == "R69"
    if is_field_error and all(code in R69_FIELDS for code in information.split("*")):
        # It names fields by number, nobody by name.
        return []
    names = ("information", "corrected_data")
    return [_span(addenda.layout, name) for name in names if name in addenda.layout.fields]


def _corrected_spans(addenda: ChangeAddenda) -> list[Span]:
    """All but the routing numbers and codes that stand where they belong."""
    code, (start, end) = addenda.code.upper(), _span(ADDENDA_98, "corrected_data")
    plain = [
        (start + first - 1, start + last)
        for name, first, last in PARTS.get(code, ())
        if name not in _PERSONAL_PARTS and _is_in_form(addenda.text, start, first, last)
    ]
    spans = []
    for first, last in plain:
        spans.append((start, first))
        start = last
    return [*spans, (start, end)]


def _is_in_form(text: str, start: int, first: int, last: int) -> bool:
    value = text[start + first - 1 : start + last]
    return value.isdecimal() or value == "IAT"


def _cover_ctx(lines: Texts, addenda: list[PaymentAddenda]) -> None:
    """The message runs through its records, so it is covered as one text and put back."""
    text = cover_message("".join(each.information for each in addenda))
    start, end = _span(ADDENDA_05, "information")
    for number, each in enumerate(addenda):
        piece = text[number * ADDENDA_WIDTH : (number + 1) * ADDENDA_WIDTH]
        line = lines[each.line]
        # A short line has lost blanks only.
        lines[each.line] = (line[:start] + piece + line[end:])[: len(line)]


def cover_message(text: str) -> str:
    """X12 text with every element covered that may name an account or a person; same length.

    Text that is no X12 is covered whole.
    """
    found = delimiters(text)
    if found is None:
        plain = len("UNA") if text.startswith(_EDIFACT_STARTS) else 0
        return text[:plain] + _covered(text[plain:])
    element, terminator = found
    letter = next(each for each in "XYZ" if each not in found)
    pieces = text.split(terminator)
    return terminator.join(_covered_segment(piece, element, letter) for piece in pieces)


def _covered_segment(segment: str, element: str, letter: str) -> str:
    name, *elements = segment.split(element)
    if name.strip() in _PLAIN_SEGMENTS:
        return segment
    plain = _PLAIN_ELEMENTS.get(name.strip(), 0)
    if not _SEGMENT_NAME.fullmatch(name):
        name = _covered(name, letter)
    rest = [_covered(each, letter) for each in elements[plain:]]
    return element.join([name, *elements[:plain], *rest])


def mask_account_field(text: str) -> str:
    """An account number with its blanks, covered but for the last four; short ones whole.

    One of zeros alone is no account and stays.
    """
    bare = text.rstrip(" ")
    if not bare.strip(" 0"):
        return text
    shown = _SHOWN_OF_ACCOUNT if len(bare.lstrip(" ")) >= _SHORTEST_SHOWN else 0
    cut = len(bare) - shown
    return _covered(bare[:cut]) + text[cut:]


def cover(line: str, spans: Iterable[Span]) -> str:
    """The line with every letter and digit of the spans covered; zeros alone name nobody."""
    for start, end in spans:
        text = line[start:end]
        if text.strip(" 0"):
            line = line[:start] + _covered(text) + line[end:]
    return line


def _covered(text: str, letter: str = "X") -> str:
    covered = _LETTER_OR_DIGIT.sub(letter, text)
    return covered if covered.isascii() else _WIDE.sub(_WIDE_COVER, covered)


def _span(layout: Layout, name: str) -> Span:
    return layout[name].start, layout[name].end
