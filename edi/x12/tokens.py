"""From bytes to elements: delimiters of an ISA, unwrapping, and the stream of segments."""

from __future__ import annotations

import mmap
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
# A line longer than this is none.
_LONGEST_LINE = 4096
# What is larger is joined on disk.
_LARGE = 1 << 24
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
    if _lacks_component(text):
        # What stands in the place of ISA16 is the terminator; ISA is one character shorter.
        component = next(mark for mark in ":>" if mark not in (text[3], fields[16]))
        named = [*fields[:16], component]
        header = _header(named, text[3], fields[16], position, ISA_LENGTH - 1, False)
        return replace(header, elements=(*fields[:16], ""))
    return _header(fields, text[3], text[ISA_LENGTH - 1], position, ISA_LENGTH, True)


def _lacks_component(text: str) -> bool:
    """Whether ISA16 was left empty: the next segment follows at once, or its line ends with what
    stands in the place of ISA16."""
    mark, after = text[ISA_LENGTH - 2], text[ISA_LENGTH - 1 :]
    following = after.lstrip("\r\n")
    if not following.startswith(("GS" + text[3], "TA1" + text[3])):
        return False
    line = following.splitlines()[0]
    return following == after or (line != following and line.endswith(mark))


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
    """The text of a file: lines cut at one width regardless of segments are joined. A large file
    is joined on disk, so that memory stays flat."""
    start = data.find(b"ISA")
    wrap = _wrap_of(data, start) if start >= 0 else None
    if wrap is None:
        return Text(data, data)
    joined = _joined(data, start, wrap)
    is_read = _header_at(joined, start) is not None
    return Text(data, joined, wrap, start) if is_read else Text(data, data)


def _wrap_of(data: Source, start: int) -> Wrap | None:
    """The wrap of the lines from `start` on, if every line but the last has the first one's
    length and some line end cuts a segment; blanks and line ends that close the file are let."""
    head = data[start : start + _LONGEST_LINE]
    line_end = _first_line_end(head)
    width = head.find(line_end) if line_end else -1
    if width < 1:
        return None
    end = _end_of_text(data)
    if end - start <= width:
        return None
    header = _header_at(data, start) if width >= ISA_LENGTH else None
    if width >= ISA_LENGTH:
        # The ISA is whole: only a line end that follows no terminator is a cut.
        if header is None or header.delimiters.segment in "\r\n":
            return None
        terminator = header.delimiters.segment.encode("latin-1")
        if _every_line_closes(data, start, end, width, line_end, terminator):
            return None
    return Wrap(width, line_end) if _is_regular(data, start, end, width, line_end) else None


def _first_line_end(head: bytes) -> bytes:
    """The line end that stands first, empty where there is none."""
    places = [place for mark in b"\r\n" if (place := head.find(mark)) >= 0]
    if not places:
        return b""
    first = min(places)
    return b"\r\n" if head[first : first + 2] == b"\r\n" else head[first : first + 1]


def _end_of_text(data: Source) -> int:
    """Where the blanks and line ends begin that close the file."""
    end = len(data)
    while end > 0:
        piece = data[max(0, end - _CHUNK) : end]
        body = piece.rstrip(BLANK_BYTES)
        end -= len(piece) - len(body)
        if body:
            break
    return end


def _line_blocks(start: int, end: int, pitch: int) -> Iterator[tuple[int, int]]:
    """The span in blocks of whole lines, `pitch` bytes with the line end."""
    size = max(1, _CHUNK // pitch) * pitch
    return ((at, min(at + size, end)) for at in range(start, end, size))


def _is_regular(data: Source, start: int, end: int, width: int, line_end: bytes) -> bool:
    """Whether line ends stand after every `width` bytes and nowhere else."""
    pitch = width + len(line_end)
    for at, stop in _line_blocks(start, end, pitch):
        block = data[at:stop]
        lines = len(block) // pitch
        rest = block[lines * pitch :]
        if len(rest) > width or b"\r" in rest or b"\n" in rest:
            return False
        for place, mark in enumerate(line_end):
            if block[width + place :: pitch][:lines] != bytes([mark]) * lines:
                return False
        if block.count(b"\n") + block.count(b"\r") != lines * len(line_end):
            return False
        let_go(data, at, stop)
    return True


def _every_line_closes(
    data: Source, start: int, end: int, width: int, line_end: bytes, terminator: bytes
) -> bool:
    """Whether every line end follows a terminator."""
    pitch = width + len(line_end)
    for at, stop in _line_blocks(start, end, pitch):
        lasts = data[at:stop][width - 1 :: pitch]
        if lasts != terminator * len(lasts):
            return False
    return True


def _joined(data: Source, start: int, wrap: Wrap) -> Source:
    """The file without the line ends that cut its lines; of a large file, a copy on disk."""
    end = _end_of_text(data)
    pieces = _joined_pieces(data, start, end, wrap)
    if len(data) <= _LARGE:
        return b"".join(pieces)
    with tempfile.TemporaryFile() as copy:
        for piece in pieces:
            copy.write(piece)
        copy.flush()
        return mmap.mmap(copy.fileno(), 0, access=mmap.ACCESS_READ)


def _joined_pieces(data: Source, start: int, end: int, wrap: Wrap) -> Iterator[bytes]:
    yield from (data[at : min(at + _CHUNK, start)] for at in range(0, start, _CHUNK))
    for at, stop in _line_blocks(start, end, wrap.width + len(wrap.line_end)):
        yield data[at:stop].replace(wrap.line_end, b"")
        let_go(data, at, stop)
    yield data[end:]


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


def has_empty_end(text: str, terminator: str) -> bool:
    """Whether a text that ends where a segment begins ends with an empty segment."""
    tail = text[len(text.rstrip(BLANK + terminator)) :]
    return tail.count(terminator) != 1


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
        let_go(source, start, start + len(text))
        start += len(text)


def let_go(source: Source, start: int, stop: int) -> None:
    """Says of a mapped file that these bytes are not needed for now, so that a large one does not
    stay in memory; read again, they come from the file."""
    if isinstance(source, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        first = -(-start // mmap.PAGESIZE) * mmap.PAGESIZE
        last = stop // mmap.PAGESIZE * mmap.PAGESIZE
        if last > first:
            source.madvise(mmap.MADV_DONTNEED, first, last - first)


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
