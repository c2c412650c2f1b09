"""Looking over the bytes of a set without splitting it: how many segments, which characters."""

from __future__ import annotations

import re

from edi.x12.interchange import TransactionSet
from edi.x12.segments import Delimiters
from edi.x12.tokens import Text

_STEP = 1 << 20


def has_segments(transaction: TransactionSet, expected: int) -> bool:
    """Whether the set has so many segments: by its terminators, and only if these differ by
    splitting it (an empty segment is not counted)."""
    terminator = transaction.delimiters.segment.encode("latin-1")
    source, end = transaction.text.source, transaction.end
    found = sum(
        source[at : min(at + _STEP, end)].count(terminator)
        for at in range(transaction.start, end, _STEP)
    )
    return found == expected or sum(1 for _ in transaction.tokens()) == expected


def is_ascii(text: Text, start: int, end: int) -> bool:
    """Whether the span holds ASCII only."""
    return all(text.source[at : min(at + _STEP, end)].isascii() for at in range(start, end, _STEP))


def control_character(transaction: TransactionSet) -> int | None:
    """Where in the text the set first holds a control character inside an element."""
    if _is_clean(transaction):
        return None
    source, start, end = transaction.text.source, transaction.start, transaction.end
    matches = (p.search(source, start, end) for p in _control_patterns(transaction.delimiters))
    return min((match.start() for match in matches if match), default=None)


def _is_clean(transaction: TransactionSet) -> bool:
    """Whether all control characters are the delimiters and one kind of line end after each
    terminator: the quick test, which leaves the odd set to the patterns."""
    source, end, delimiters = transaction.text.source, transaction.end, transaction.delimiters
    terminator = delimiters.segment.encode("latin-1")
    own = (delimiters.element + delimiters.component + delimiters.segment).encode("latin-1")
    others = bytes(c for c in (*range(32), 127) if c not in own)
    printable = bytes(c for c in range(256) if c not in others)
    for at in range(transaction.start, end, _STEP):
        piece = bytes(source[at : min(at + _STEP, end)]).lstrip(b"\r\n")
        rest = piece.translate(None, printable)
        line_end = b"\r\n" if rest.startswith(b"\r") else rest[:1]
        if rest and rest != line_end * piece.count(terminator + line_end):
            return False
    return True


def _control_patterns(delimiters: Delimiters) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Control characters anywhere, and line ends or tabs that do not follow a terminator."""
    marks = delimiters.element + delimiters.component + delimiters.segment + delimiters.repetition
    own = marks.encode("latin-1")
    control = bytes(c for c in (*range(1, 9), *range(14, 32), 127) if c not in own)
    inner = bytes(c for c in b"\t\r\n" if c not in own)
    terminator = re.escape(delimiters.segment.encode("latin-1"))
    return (
        re.compile(rb"[%s]" % re.escape(control)),
        re.compile(rb"(?<![\x00-\x20%s])[%s]" % (terminator, re.escape(inner))),
    )
