"""A copy of a file that is safe to send to support: who and which account is covered, what was
paid, when, how and why stays. Byte for byte as long as the original, and the same is wrong with
it. How a value is covered stands in covering.py."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache

from edi.x12.covering import Cover, plainly
from edi.x12.envelope import Interchange, read
from edi.x12.segments import Delimiters
from edi.x12.tokens import BLANK, Source, Wrap, let_go, stretches

_STEP = 1 << 20
# Segments, and elements, remembered at most.
_REMEMBERED = 1 << 14
# Of an element: it is a delimiter.
_KEPT = -1


class _Rule:
    """Of a segment: how many elements it has, which are covered, and of which composites which
    components (1 is the first; later ones too)."""

    def __init__(self, size: int, covered: set[int], parts: dict[int, int] | None = None) -> None:
        self.size, self.covered, self.parts = size, covered, parts or {}


_RULES = {
    # Envelope: control numbers, dates, counts, versions stay.
    "ISA": _Rule(16, {2, 4, 6, 8}),
    "TA1": _Rule(5, set()),
    "GS": _Rule(8, {2, 3}),
    "ST": _Rule(3, set()),
    "SE": _Rule(2, set()),
    "GE": _Rule(2, set()),
    "IEA": _Rule(2, set()),
    # Header and parties
    "BPR": _Rule(16, {7, 9, 10, 11, 13, 15}),
    "TRN": _Rule(4, {2, 3, 4}),
    "CUR": _Rule(3, set()),
    "NTE": _Rule(2, {2}),
    "REF": _Rule(1, set()),
    "DTM": _Rule(6, set()),
    "N1": _Rule(4, {2, 4}),
    "N2": _Rule(0, set()),
    "N3": _Rule(0, set()),
    "N4": _Rule(4, {1, 3}),
    "PER": _Rule(8, {2, 4, 6, 8}),
    "RDM": _Rule(1, set()),
    # 835
    "LX": _Rule(1, set()),
    "TS3": _Rule(24, {1}),
    "TS2": _Rule(19, set()),
    "CLP": _Rule(14, {1, 7}),
    "CAS": _Rule(19, set()),
    "NM1": _Rule(8, {3, 4, 5, 6, 7}),
    "MIA": _Rule(24, set()),
    "MOA": _Rule(9, set()),
    "AMT": _Rule(3, set()),
    "QTY": _Rule(4, set()),
    "SVC": _Rule(7, set(), {1: 7, 6: 7}),
    "LQ": _Rule(2, set()),
    "PLB": _Rule(14, {1}, {3: 2, 5: 2, 7: 2, 9: 2, 11: 2, 13: 2}),
    # 820
    "ENT": _Rule(9, {4, 7, 9}),
    "RMR": _Rule(8, {2}),
    "ADX": _Rule(4, {4}),
    "IT1": _Rule(6, set()),
    "SLN": _Rule(8, {1, 2}),
    "SAC": _Rule(12, set()),
    "TXP": _Rule(10, {1}),
    "DED": _Rule(8, {2, 5, 6, 7}),
    # Acknowledgements
    "AK1": _Rule(3, set()),
    "AK2": _Rule(3, set()),
    "AK3": _Rule(4, set()),
    "IK3": _Rule(4, set()),
    "AK4": _Rule(3, set()),
    "IK4": _Rule(3, set()),
    "AK5": _Rule(6, set()),
    "IK5": _Rule(6, set()),
    "AK9": _Rule(9, set()),
    "CTX": _Rule(6, set(), {1: 2, 6: 2}),
}
# Qualifiers that say what the next element is: kept, where an open list of pairs follows.
_PAIRED = {"IT1": range(8, 26, 2), "SLN": range(9, 29, 2)}
# What a code, a date, an amount or a count looks like; anything else in their place is covered.
_PLAIN = re.compile(
    r"[+-]?[0-9.]{1,20}|(?![A-Za-z]{4})[A-Za-z0-9.+\- ]{0,12}|[0-9]{6,8}-[0-9]{6,8}"
    r"|[0-9X]{12}A?[0-9]?"
)
_ID = re.compile(r"[A-Za-z0-9]{1,3}")


def mask(data: Source) -> Iterator[bytes]:
    """The copy, piece by piece, in flat memory; its length and its findings are the original's.

    Of a file in which no delimiters can be told every letter and digit is covered.
    """
    interchanges, _ = read(data)
    if not interchanges:
        yield from _covered_whole(data)
        return
    cover = Cover(_digest(data))
    pieces = (piece for each in interchanges for piece in _interchange(each, cover))
    text = interchanges[0].text
    if text.wrap is None:
        yield from pieces
    else:
        yield from _wrapped(pieces, text.wrap, text.wrapped_from, _unwrapped_end(text.source))


def _digest(data: Source) -> bytes:
    digest = hashlib.blake2b()
    for at in range(0, len(data), _STEP):
        digest.update(data[at : at + _STEP])
        let_go(data, at, at + _STEP)
    return digest.digest()


def _covered_whole(data: Source) -> Iterator[bytes]:
    value = plainly(None).value
    for at in range(0, len(data), _STEP):
        yield value(data[at : at + _STEP].decode("latin-1")).encode("latin-1")


def _interchange(interchange: Interchange, cover: Cover) -> Iterator[bytes]:
    source, delimiters = interchange.text.source, interchange.delimiters
    marks = (delimiters.element, delimiters.component, delimiters.segment, delimiters.repetition)
    if any(mark.isalnum() or not mark.isascii() for mark in marks):
        cover = Cover(cover.key, "".join(marks))
    segments = _Segments(delimiters, cover)
    start = interchange.start
    if interchange.isa is not None:
        begin = source.find(b"ISA", start)
        position = interchange.isa.position
        while interchange.text.offset(begin) < position:
            begin = source.find(b"ISA", begin + 1)
        yield from (
            plainly(delimiters)
            .value(source[at : min(at + _STEP, begin)].decode("latin-1"))
            .encode("latin-1")
            for at in range(start, begin, _STEP)
        )
        start = begin
        isa = delimiters.element.join(interchange.isa.elements)
        yield segments.covered(isa).encode("latin-1")
        start += len(isa)
    for stretch in stretches(source, start, interchange.end, delimiters):
        made = map(segments.covered, stretch.text.split(delimiters.segment))
        yield delimiters.segment.join(made).encode("latin-1")


class _Segments:
    """Covers the segments of one interchange. Texts repeat within a file, so what became of whole
    segments and of elements is remembered."""

    def __init__(self, delimiters: Delimiters, cover: Cover) -> None:
        self.delimiters = delimiters
        self.value = cover.value
        self._body = lru_cache(maxsize=_REMEMBERED)(self._covered)
        self._is_plain = lru_cache(maxsize=_REMEMBERED)(self._looks_plain)
        # By a segment's id: what of each of its elements is covered.
        self._firsts: dict[str, list[int]] = {}

    def covered(self, text: str) -> str:
        """The segment with its elements covered as its rule says; blanks before it stay."""
        body = text.lstrip(BLANK)
        return text[: len(text) - len(body)] + self._body(body) if body else text

    def _covered(self, body: str) -> str:
        tag, *elements = body.split(self.delimiters.element)
        firsts = self._firsts_of(tag, len(elements))
        if _ID.fullmatch(tag.strip(BLANK)) is None:
            tag = plainly(self.delimiters).value(tag)
        is_plain, value = self._is_plain, self.value
        made = [tag]
        for element, first in zip(elements, firsts, strict=False):
            if not element or first == _KEPT or (first == 0 and is_plain(element)):
                made.append(element)
            elif first < 2:
                made.append(value(element))
            else:
                made.append(self._composite(element, first))
        return self.delimiters.element.join(made)

    def _firsts_of(self, tag: str, count: int) -> list[int]:
        known = self._firsts.get(tag, [])
        if len(known) < count:
            known = [_first_covered(tag, number) for number in range(1, count + 1)]
            if tag in _RULES:
                self._firsts[tag] = known
        return known

    def _looks_plain(self, element: str) -> bool:
        parts = element.split(self.delimiters.component)
        return all(_PLAIN.fullmatch(part.strip(BLANK)) is not None for part in parts)

    def _composite(self, element: str, first: int) -> str:
        """The element with its components covered from the first named on; those before are kept
        where they look like codes."""
        parts = element.split(self.delimiters.component)
        made = [
            part
            if number < first and _PLAIN.fullmatch(part.strip(BLANK)) is not None
            else self.value(part)
            for number, part in enumerate(parts, start=1)
        ]
        return self.delimiters.component.join(made)


def _first_covered(tag: str, number: int) -> int:
    """The first component of the element that is covered; 0 where it is kept if it looks like a
    code, _KEPT where it is kept in any case."""
    rule = _RULES.get(tag)
    if rule is None:
        return 1
    if tag == "ISA" and number in (11, 16):
        return _KEPT
    if number in rule.parts:
        return rule.parts[number]
    if number <= rule.size:
        return int(number in rule.covered)
    return 0 if tag in _PAIRED and number in _PAIRED[tag] else int(not _is_code_place(tag, number))


def _is_code_place(tag: str, number: int) -> bool:
    return tag == "NM1" and number in (10, 11)


# Wrapped lines ------------------------------------------------------------------------------


def _unwrapped_end(source: Source) -> int:
    """Where the blanks begin that close the joined text: there no line is cut."""
    end = len(source)
    while end > 0 and source[end - 1] in BLANK.encode():
        end -= 1
    return end


def _wrapped(pieces: Iterator[bytes], wrap: Wrap, start: int, end: int) -> Iterator[bytes]:
    """The pieces with a line end after every `width` bytes between `start` and `end`."""
    position = 0
    for piece in pieces:
        made, at = [], 0
        while at < len(piece):
            place = position + at
            if start < place < end and (place - start) % wrap.width == 0:
                made.append(wrap.line_end)
            step = wrap.width - (place - start) % wrap.width if place >= start else start - place
            step = step if place < end else len(piece)
            made.append(piece[at : at + step])
            at += step
        position += len(piece)
        yield b"".join(made)
