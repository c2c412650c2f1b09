"""The text that runs through the addenda of a CTX entry. Reading the 820 in it is edi.x12's."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from edi.ground.amounts import parse_cents
from edi.nacha.errors import UnwritableField
from edi.nacha.records import Entry, PaymentAddenda

ADDENDA_WIDTH = 80
MAX_ADDENDA = 9_999

# The number of a row of segments, and what is wrong with it.
Placed = tuple[int, str]

# What may stand between segments.
_BETWEEN = " \r\n"

_BARE_TRANSACTION_SET = re.compile(
    r"ST([^A-Za-z0-9 ])[0-9]{3}\1[A-Za-z0-9]{4,9}(?:\1[A-Z0-9]+)?([^A-Za-z0-9])"
)


def join_addenda(entry: Entry) -> str:
    """The text of all 05 addenda in their order; only the blanks at the very end are removed.

    A segment may break anywhere, so blanks at the end of a middle record belong to the text.
    """
    parts = [each.information for each in entry.addenda if isinstance(each, PaymentAddenda)]
    return "".join(parts).rstrip(" ")


def split_into_addenda(text: str) -> list[str]:
    """The text in pieces of 80 characters, the last one shorter.

    Raises UnwritableField for line ends and other characters a file cannot hold, for text that
    ends in a blank (it would be lost on reading), and for more than 9,999 pieces.
    """
    if not (text.isascii() and text.isprintable()):
        raise UnwritableField("addenda", "hold a character that is not printable ASCII")
    if text.endswith(" "):
        raise UnwritableField("addenda", "end in a blank, which a reader would drop")
    pieces = [text[at : at + ADDENDA_WIDTH] for at in range(0, len(text), ADDENDA_WIDTH)]
    if len(pieces) > MAX_ADDENDA:
        raise UnwritableField("addenda", f"need more than {MAX_ADDENDA:,} records")
    return pieces


@dataclass(frozen=True, slots=True)
class Segments:
    """X12 text cut into segments of elements, so far as the rules of CTX need it.

    `starts` says where in the text each row begins, from 0.
    """

    rows: list[list[str]]
    ended: bool
    starts: list[int] = field(default_factory=list)

    def first(self, *names: str) -> list[str] | None:
        return next((row for row in self.rows if row[0] in names), None)

    def count(self, name: str) -> int:
        return len(self.all_of(name))

    def all_of(self, name: str) -> list[int]:
        """The rows of that name, by their number."""
        return [at for at, row in enumerate(self.rows) if row[0] == name]

    @property
    def bpr02_cents(self) -> int | None:
        """The amount of BPR or BPS in cents, or None if it is missing or no amount."""
        row = self.first("BPR", "BPS")
        return parse_cents(row[2]) if row and len(row) > 2 else None


# The rules of one entry ask for the same text in turn.
@lru_cache(maxsize=4)
def scan_x12(text: str) -> Segments | None:
    """The segments of a message that starts at ISA or ST, or None if the text is neither.

    Delimiters are read from the message itself, as banks and vendors use some of their own.
    """
    found = delimiters(text)
    if found is None:
        return None
    element, terminator = found
    rows, starts, at = [], [], 0
    pieces = text.split(terminator)
    for piece in pieces:
        # Other characters that Python holds blank are separators somewhere.
        if bare := piece.strip(_BETWEEN):
            rows.append(bare.split(element))
            starts.append(at + piece.index(bare))
        at += len(piece) + 1
    return Segments(rows, not pieces[-1].strip(_BETWEEN), starts)


def delimiters(text: str) -> tuple[str, str] | None:
    """The element separator and segment terminator of a message that starts at ISA or ST."""
    if text.startswith("ISA") and len(text) > 105 and text[3] != text[105]:
        return text[3], text[105]
    match = _BARE_TRANSACTION_SET.match(text)
    return (match[1], match[2]) if match and match[1] != match[2] else None


def envelope_objections(segments: Segments) -> list[str]:
    """What does not agree between ISA and IEA, GS and GE, ST and SE, as sentences."""
    return [message for _, message in placed_objections(segments)]


def placed_objections(segments: Segments) -> list[Placed]:
    """The same, each with the row of the segment that disagrees."""
    placed: list[Placed] = []
    for opening, closing, number_at in (("ISA", "IEA", 13), ("GS", "GE", 6), ("ST", "SE", 2)):
        placed += _pairs(segments, opening, closing, number_at)
    return placed + _segment_counts(segments) + _group_counts(segments)


def _pairs(segments: Segments, opening: str, closing: str, number_at: int) -> list[Placed]:
    opened, closed = segments.all_of(opening), segments.all_of(closing)
    if len(opened) != len(closed):
        at = [*closed, *opened][0]
        return [(at, f"there are {len(opened)} {opening} and {len(closed)} {closing}")]
    for before, at in zip(opened, closed, strict=True):
        if _at(segments.rows[before], number_at) != _at(segments.rows[at], 2):
            return [(at, f"the control numbers of {opening} and {closing} differ")]
    return []


def _segment_counts(segments: Segments) -> list[Placed]:
    placed: list[Placed] = []
    start = None
    for at, row in enumerate(segments.rows):
        if row[0] == "ST":
            start = at
        elif row[0] == "SE" and start is not None:
            there = at - start + 1
            if _at(row, 1).lstrip("0") != str(there):
                placed.append((at, f"SE01 is not the {there} segments there are"))
            start = None
    return placed


def _group_counts(segments: Segments) -> list[Placed]:
    placed: list[Placed] = []
    groups, sets = segments.count("GS"), segments.count("ST")
    ends = segments.all_of("GE")
    if len(ends) == 1 and _at(segments.rows[ends[0]], 1).lstrip("0") != str(sets):
        placed.append((ends[0], f"GE01 is not the {sets} transaction sets there are"))
    for at in segments.all_of("IEA")[:1]:
        if _at(segments.rows[at], 1).lstrip("0") != str(groups):
            placed.append((at, f"IEA01 is not the {groups} groups there are"))
    return placed


def edifact_objection(text: str) -> str | None:
    """Why text that starts at UNA or UNB is no whole EDIFACT message, as a sentence, or None."""
    element, terminator = (text[4:5], text[8:9]) if text.startswith("UNA") else ("+", "'")
    if not text.endswith(terminator):
        return "the last segment is not ended"
    body = text[9:] if text.startswith("UNA") else text
    names = [piece.strip(_BETWEEN).split(element)[0] for piece in body.split(terminator)]
    missing = [name for name in ("UNB", "UNH", "UNT", "UNZ") if name not in names]
    return f"the message has no {missing[0]} segment" if missing else None


def _at(row: list[str], index: int) -> str:
    return row[index] if index < len(row) else ""
