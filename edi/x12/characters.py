"""Looking over the bytes of a set without splitting it: how many segments, which characters."""

from __future__ import annotations

from edi.x12.interchange import TransactionSet
from edi.x12.tokens import Text

_STEP = 1 << 20


def number_of_segments(transaction: TransactionSet, expected: int) -> int:
    """How many segments the set has: by its terminators where these are as many as expected,
    else by splitting it (an empty segment is not counted)."""
    terminator = transaction.delimiters.segment.encode("latin-1")
    source, end = transaction.text.source, transaction.end
    found = sum(
        source[at : min(at + _STEP, end)].count(terminator)
        for at in range(transaction.start, end, _STEP)
    )
    return found if found == expected else sum(1 for _ in transaction.tokens())


def is_ascii(text: Text, start: int, end: int) -> bool:
    """Whether the span holds ASCII only."""
    return all(text.source[at : min(at + _STEP, end)].isascii() for at in range(start, end, _STEP))
