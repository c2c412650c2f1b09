"""Looking over the bytes of a set without splitting it: how many segments, which characters."""

from __future__ import annotations

from collections.abc import Iterator

from edi.x12 import tokens
from edi.x12.interchange import TransactionSet
from edi.x12.tokens import Text, let_go

_STEP = 1 << 20


def number_of_segments(transaction: TransactionSet, expected: int) -> int:
    """How many segments the set has: by its terminators where these are as many as expected,
    else by splitting it (an empty segment is not counted)."""
    terminator = transaction.delimiters.segment.encode("latin-1")
    end = transaction.end
    found = sum(
        piece.count(terminator) for piece in _pieces(transaction.text, transaction.start, end)
    )
    return found if found == expected else sum(1 for _ in transaction.tokens())


def long_segment(transaction: TransactionSet) -> int | None:
    """Where a segment begins that is too long to be read in one piece; None where none is."""
    source, end, most = transaction.text.source, transaction.end, tokens.MAX_SEGMENT_BYTES
    terminator = transaction.delimiters.segment.encode("latin-1")
    at = transaction.start
    while end - at > most:
        # As far as terminators stand close enough.
        cut = source.rfind(terminator, at, at + most)
        if cut < 0:
            return at
        at = cut + 1
        while source[at : at + 1] in (b"\r", b"\n"):
            at += 1
    return None


def is_ascii(text: Text, start: int, end: int) -> bool:
    """Whether the span holds ASCII only."""
    return all(piece.isascii() for piece in _pieces(text, start, end))


def _pieces(text: Text, start: int, end: int) -> Iterator[bytes]:
    for at in range(start, end, _STEP):
        yield text.source[at : min(at + _STEP, end)]
        let_go(text.source, at, min(at + _STEP, end))
