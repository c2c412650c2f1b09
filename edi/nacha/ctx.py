"""The text that runs through the addenda of a CTX entry. Reading the 820 in it is edi.x12's."""

import re
from dataclasses import dataclass
from functools import lru_cache

from edi.ground.amounts import parse_cents
from edi.nacha.errors import UnwritableField
from edi.nacha.records import Entry, PaymentAddenda

ADDENDA_WIDTH = 80
MAX_ADDENDA = 9_999

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
    """X12 text cut into segments of elements, so far as the rules of CTX need it."""

    rows: list[list[str]]
    ended: bool

    def first(self, *names: str) -> list[str] | None:
        return next((row for row in self.rows if row[0] in names), None)

    def count(self, name: str) -> int:
        return sum(row[0] == name for row in self.rows)

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
    pieces = text.split(terminator)
    # Other characters that Python holds blank are separators somewhere.
    pieces = [piece.strip(_BETWEEN) for piece in pieces]
    ended = not pieces[-1]
    return Segments([piece.split(element) for piece in pieces if piece], ended)


def delimiters(text: str) -> tuple[str, str] | None:
    """The element separator and segment terminator of a message that starts at ISA or ST."""
    if text.startswith("ISA") and len(text) > 105 and text[3] != text[105]:
        return text[3], text[105]
    match = _BARE_TRANSACTION_SET.match(text)
    return (match[1], match[2]) if match and match[1] != match[2] else None


def envelope_objections(segments: Segments) -> list[str]:
    """What does not agree between ISA and IEA, GS and GE, ST and SE, as sentences."""
    objections: list[str] = []
    for opening, closing, number_at in (("ISA", "IEA", 13), ("GS", "GE", 6), ("ST", "SE", 2)):
        objections += _pairs(segments, opening, closing, number_at)
    return objections + _segment_counts(segments) + _group_counts(segments)


def _pairs(segments: Segments, opening: str, closing: str, number_at: int) -> list[str]:
    opened = [_at(row, number_at) for row in segments.rows if row[0] == opening]
    closed = [_at(row, 2) for row in segments.rows if row[0] == closing]
    if len(opened) != len(closed):
        return [f"there are {len(opened)} {opening} and {len(closed)} {closing}"]
    if opened != closed:
        return [f"the control numbers of {opening} and {closing} differ"]
    return []


def _segment_counts(segments: Segments) -> list[str]:
    objections, start = [], None
    for at, row in enumerate(segments.rows):
        if row[0] == "ST":
            start = at
        elif row[0] == "SE" and start is not None:
            if _at(row, 1) != str(at - start + 1):
                objections.append(f"SE01 is not the {at - start + 1} segments there are")
            start = None
    return objections


def _group_counts(segments: Segments) -> list[str]:
    objections = []
    if (row := segments.first("GE")) and segments.count("GE") == 1:
        sets = segments.count("ST")
        if _at(row, 1).lstrip("0") != str(sets):
            objections.append(f"GE01 is not the {sets} transaction sets there are")
    if row := segments.first("IEA"):
        groups = segments.count("GS")
        if _at(row, 1).lstrip("0") != str(groups):
            objections.append(f"IEA01 is not the {groups} groups there are")
    return objections


def _at(row: list[str], index: int) -> str:
    return row[index] if index < len(row) else ""
