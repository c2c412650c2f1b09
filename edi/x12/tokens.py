"""From bytes to elements: delimiters of an ISA, unwrapping, and the stream of segments."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from edi.x12.segments import Delimiters

Source = bytes | mmap.mmap
Token = tuple[int, list[str]]

BLANK = "\r\n\t \x00\x0b\x0c\x1a"
BLANK_BYTES = BLANK.encode()
_BLANK_CLASS = re.escape(BLANK_BYTES)
# Positions of the element separators of an ISA whose elements have their full lengths.
_ISA_LENGTHS = (2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1)
ISA_LENGTH = 106
_CHUNK = 1 << 18
# A segment longer than this is cut: what cannot be a segment must not fill the memory.
MAX_SEGMENT_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Header:
    """An ISA as found: delimiters, its byte span, and whether its elements have full length."""

    delimiters: Delimiters
    start: int
    end: int
    is_fixed: bool
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wrap:
    """Lines cut at a fixed width regardless of segments: the width and the line end."""

    width: int
    line_end: bytes

    def original(self, position: int) -> int:
        """The offset in the wrapped file of an offset in the unwrapped text."""
        return position + position // self.width * len(self.line_end)

    def apply(self, text: bytes) -> bytes:
        """The text wrapped again; blanks and line ends that close it are left alone."""
        body = text.rstrip(BLANK_BYTES)
        lines = [body[i : i + self.width] for i in range(0, len(body), self.width)]
        return self.line_end.join(lines) + text[len(body) :]


def find_header(source: Source, start: int) -> Header | None:
    """The next ISA at or after `start` whose delimiters can be told, or None."""
    position = source.find(b"ISA", start)
    while position >= 0:
        header = _header_at(source, position)
        if header is not None:
            return header
        position = source.find(b"ISA", position + 3)
    return None


def _header_at(source: Source, position: int) -> Header | None:
    text = source[position : position + 400].decode("latin-1")
    if len(text) < 20 or text[3].isalnum() or text[3] in BLANK:
        return None
    return _fixed_header(text, position) or _counted_header(text, position)


def _fixed_header(text: str, position: int) -> Header | None:
    fields = text[: ISA_LENGTH - 1].split(text[3])
    if len(fields) != 17 or tuple(map(len, fields[1:])) != _ISA_LENGTHS:
        return None
    if len(text) < ISA_LENGTH:
        return None
    return _header(fields, text[3], text[ISA_LENGTH - 1], position, ISA_LENGTH, True)


def _counted_header(text: str, position: int) -> Header | None:
    """An ISA whose lengths are wrong: the sixteenth element is one character, then the
    terminator."""
    fields = text.split(text[3], 16)
    if len(fields) != 17 or len(fields[16]) < 2:
        return None
    fields, rest = fields[:16], fields[16]
    if any("\n" in field or "\r" in field for field in fields):
        return None
    end = len(text) - len(rest) + 2
    return _header([*fields, rest[0]], text[3], rest[1], position, end, False)


def _header(
    fields: list[str], separator: str, terminator: str, position: int, length: int, is_fixed: bool
) -> Header:
    # ISA11 separates repetitions from version 00402 upwards; before, it is a letter.
    repetition = "\x00" if fields[11].isalnum() or len(fields[11]) != 1 else fields[11]
    return Header(
        Delimiters(separator, fields[16], terminator, repetition),
        position,
        position + length,
        is_fixed,
        tuple(fields),
    )


@dataclass(frozen=True, slots=True)
class Text:
    """The bytes of a file, and the text in them once wrapped lines are joined again."""

    original: Source
    source: Source
    wrap: Wrap | None = None
    wrapped_from: int = 0

    def offset(self, position: int) -> int:
        """The byte offset in the file of a position in the text."""
        if self.wrap is None or position < self.wrapped_from:
            return position
        return self.wrapped_from + self.wrap.original(position - self.wrapped_from)

    def raw(self, start: int, end: int) -> bytes:
        """The file's own bytes between two positions of the text."""
        last = len(self.original) if end >= len(self.source) else self.offset(end)
        return bytes(self.original[self.offset(start) : last])


def text_of(data: Source) -> Text:
    """The text of a file: lines cut at one width below an ISA's length are joined."""
    start = data.find(b"ISA")
    head = data[start : start + ISA_LENGTH] if start >= 0 else b""
    if b"\n" not in head and b"\r" not in head:
        return Text(data, data)
    wrap = _wrap_of(bytes(data[start:]))
    if wrap is None:
        return Text(data, data)
    body = bytes(data[start:]).rstrip(BLANK_BYTES)
    tail = bytes(data[start + len(body) :])
    joined = bytes(data[:start]) + body.replace(wrap.line_end, b"") + tail
    header = _header_at(joined, start)
    return Text(data, joined, wrap, start) if header is not None else Text(data, data)


def _wrap_of(region: bytes) -> Wrap | None:
    """The wrap of the lines, if every line but the last has the first one's length."""
    line_end = next((e for e in (b"\r\n", b"\n", b"\r") if e in region[: ISA_LENGTH + 1]), b"")
    lines = region.rstrip(BLANK_BYTES).split(line_end) if line_end else []
    if len(lines) < 2 or not lines[0] or len(lines[0]) >= ISA_LENGTH:
        return None
    width = len(lines[0])
    regular = all(len(line) == width for line in lines[:-1]) and 0 < len(lines[-1]) <= width
    clean = regular and not any(b"\n" in line or b"\r" in line for line in lines)
    return Wrap(width, line_end) if clean else None


def tokens(text: Text, start: int, end: int, delimiters: Delimiters) -> Iterator[Token]:
    """Each segment of the span as (position in the text, elements with the id first).

    Blanks and line ends before a segment are skipped; what follows the last terminator is a
    segment too, unless it is blank. Memory is flat: one stretch of the span at a time.
    """
    for stretch in stretches(text.source, start, end, delimiters):
        yield from stretch.tokens(delimiters)


class Stretch(NamedTuple):
    """A part of a span that begins with a segment: its position in the text, its bytes as
    characters one by one, and the terminator with the line end that follows it each time.

    `is_whole` says that no loop is cut in two at its end.
    """

    position: int
    text: str
    join: str
    is_whole: bool = False

    def tokens(self, delimiters: Delimiters) -> Iterator[Token]:
        """Its segments."""
        return tokens_of(self.text, self.position, delimiters, self.join)


def tokens_of(text: str, position: int, delimiters: Delimiters, join: str) -> Iterator[Token]:
    """The segments of a text whose characters are bytes, the first of them at `position`."""
    separator, gap = delimiters.element, len(join)
    is_plain = text.isascii()
    if len(join) > 1:
        text = text.removesuffix(delimiters.segment)
    for piece in text.split(join):
        body = piece if piece[:1] > " " else piece.lstrip(BLANK)
        if body:
            place = position + len(piece) - len(body)
            yield place, (body if is_plain else _decoded(body, delimiters)).split(separator)
        position += len(piece) + gap


def stretches(
    source: Source, start: int, end: int, delimiters: Delimiters, opener: str = ""
) -> Iterator[Stretch]:
    """The span in stretches. With an `opener`, such as `CLP*`, a stretch ends before a segment
    that begins so, or at the end of the span, where one does within reach."""
    terminator = delimiters.segment.encode("latin-1")
    while start < end:
        stop = _chunk_end(source, start, end, terminator)
        text = source[start:stop].decode("latin-1")
        join = _join(text, delimiters.segment)
        is_whole = stop == end
        if opener and not is_whole:
            cut = text.rfind(join + opener, 1)
            is_whole = cut > 0
            text = text[: cut + len(join)] if is_whole else text
        yield Stretch(start, text, join, is_whole)
        start += len(text)


def _join(text: str, terminator: str) -> str:
    """The terminator with the line end that follows it each time (it may lack at the very end),
    else the terminator alone."""
    count = text.count(terminator) - text.endswith(terminator)
    for line_end in ("\n", "\r\n"):
        if text.count(terminator + line_end) == count:
            return terminator + line_end
    return terminator


def _chunk_end(source: Source, start: int, end: int, terminator: bytes) -> int:
    stop = min(start + _CHUNK, end)
    if stop == end:
        return end
    cut = source.rfind(terminator, start, stop)
    if cut < start:
        limit = min(end, start + MAX_SEGMENT_BYTES)
        cut = source.find(terminator, stop, limit)
        if cut < start:
            return limit
    # The line end goes with its segment, so that every stretch begins with a segment.
    following = source[cut + 1 : min(cut + 3, end)]
    return cut + 1 + len(following) - len(following.lstrip(b"\r\n"))


def _decoded(piece: str, delimiters: Delimiters) -> str:
    """UTF-8 where it is that, else Latin-1, which keeps every byte."""
    if piece.isascii() or not (delimiters.element + delimiters.component).isascii():
        return piece
    try:
        return piece.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return piece
