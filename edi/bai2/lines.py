"""Where lines and records of a report begin and end, chunk by chunk, so that memory stays flat.

Line feeds, carriage returns, both, and fixed-length records without any are told apart here; a
chunk given out has line feeds alone and ends with a whole record.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from edi.bai2.records import Record, record_of

Source = bytes | mmap.mmap

CHUNK_BYTES = 1 << 20
# A record that goes on for longer is cut: no bank writes it, and memory must stay flat.
MAX_RECORD_BYTES = 16 << 20
_LOOK_BYTES = 1 << 16
_BOM = b"\xef\xbb\xbf"
_MIN_LENGTH, _MAX_LENGTH = 20, 4096

# What stands before gives a file up.
_BEYOND_DOUBT = 1000

_BLANK = b" \t\x00\x1a"
# A record with its continuations, blank lines between them let through.
_RECORD = re.compile(
    rb"[^\n]*+\n(?:(?:[ \t\x00\x1a]*+\n)*+88[^\n]*+\n)*+",
)
_BLANK_LINES = re.compile(rb"(?:[ \t\x00\x1a]*+\n)++")
_DECLARED = re.compile(rb"01(?:,[^,/]*){5},0*([0-9]{2,4}),")
_CODE = re.compile(rb"(?:01|02|03|16|49|88|98|99)[,/ \n]")


@dataclass(slots=True)
class Lines:
    """The lines of a report. What is told of their form is known once the chunks were read."""

    data: Source
    has_bom: bool = False
    # "\n", "\r" or "", the last for records of `length` without line ends.
    end: bytes = b"\n"
    length: int = 0
    # The first line that ends unlike the first one, and the last if it does not end.
    odd_end: int | None = None
    unended: bool = False
    # The line at which a record was cut as being beyond all measure.
    cut_at: int | None = None
    cannot_split: bool = False
    _is_crlf: bool | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        look = bytes(self.data[:_LOOK_BYTES])
        self.has_bom = look.startswith(_BOM)
        look = look[len(_BOM) if self.has_bom else 0 :]
        # One line end may still close a run of records without any.
        look = look.rstrip(b"\r\n")
        if b"\n" in look:
            return
        if b"\r" in look:
            self.end = b"\r"
            return
        self.length = _length_of(look)
        if self.length:
            self.end = b""
        self.cannot_split = not self.length and look.count(b"/") > 1

    def chunks(self) -> Iterator[tuple[bytes, bytes]]:
        """Chunks as they stand, and with every line ended by a line feed and one put before."""
        position, line = (len(_BOM) if self.has_bom else 0), 1
        while position < len(self.data):
            raw = self._raw(position, line)
            position += len(raw)
            text = self._with_line_feeds(raw, line)
            line += text.count(b"\n")
            yield raw, b"\n" + text

    def _raw(self, position: int, line: int) -> bytes:
        size = CHUNK_BYTES
        while True:
            size = size // self.length * self.length if self.length else size
            raw = bytes(self.data[position : position + size])
            if position + len(raw) == len(self.data):
                return raw
            if at := self._record_start(raw):
                return raw[:at]
            if size >= MAX_RECORD_BYTES:
                self.cut_at = self.cut_at or line
                return raw[: raw.rfind(self.end) + 1 or None] if self.end else raw
            size *= 4

    def _record_start(self, raw: bytes) -> int:
        """The last place where a record begins that is no continuation; 0 if there is none."""
        at = len(raw)
        while at > 0:
            at = raw.rfind(self.end, 0, at) if self.end else at - self.length
            start = at + len(self.end)
            if at < 0:
                return 0
            begin = raw[start : start + 64]
            if (
                len(begin) > 1
                and begin[:2] != b"88"
                and begin.lstrip(_BLANK + b"\r")[:1]
                not in (
                    b"",
                    b"\n",
                )
            ):
                return start
        return 0

    def _with_line_feeds(self, raw: bytes, line: int) -> bytes:
        if self.length:
            step, body = self.length, raw.rstrip(b"\r\n")
            pieces = [body[at : at + step] for at in range(0, len(body), step)]
            return b"\n".join(pieces) + b"\n"
        is_return = self.end == b"\r"
        text = raw.replace(b"\r", b"\n") if is_return else self._without_returns(raw, line)
        if not text.endswith(b"\n"):
            self.unended = True
            text += b"\n"
        return text

    def _without_returns(self, raw: bytes, line: int) -> bytes:
        pairs, feeds = raw.count(b"\r\n"), raw.count(b"\n")
        if self._is_crlf is None:
            first = raw.find(b"\n")
            self._is_crlf = first > 0 and raw[first - 1 : first] == b"\r"
        if self.odd_end is None and pairs != (feeds if self._is_crlf else 0):
            self.odd_end = line + self._first_odd(raw)
        return raw.replace(b"\r\n", b"\n") if pairs else raw

    def _first_odd(self, raw: bytes) -> int:
        lines = raw.split(b"\n")[:-1]
        return next(at for at, each in enumerate(lines) if each.endswith(b"\r") != self._is_crlf)


def split_ends(lines: Lines, raw: bytes) -> list[tuple[bytes, bytes]]:
    """The lines of a chunk as it stands, each with its own end."""
    if lines.length:
        step, body = lines.length, raw.rstrip(b"\r\n")
        found = [(body[at : at + step], b"") for at in range(0, len(body), step)]
        return [*found[:-1], (found[-1][0], raw[len(body) :])] if found else [(b"", raw)]
    pieces = raw.split(lines.end)
    pairs = [(piece, lines.end) for piece in pieces[:-1]]
    if pieces[-1]:
        pairs.append((pieces[-1], b""))
    return [
        (text[:-1], b"\r\n") if end == b"\n" and text.endswith(b"\r") else (text, end)
        for text, end in pairs
    ]


def records(lines: Lines) -> Iterator[Record]:
    """Every record with its continuations, in order."""
    return (record_of(numbered(text, line)) for line, text in raw_records(lines))


def raw_records(lines: Lines) -> Iterator[tuple[int, bytes]]:
    """The line at which each record begins, and its text with its continuations."""
    line = 1
    for _, chunk in lines.chunks():
        at = 1
        while at < len(chunk):
            text, is_blank = next_piece(chunk, at)
            if not is_blank:
                yield line, text
            line += text.count(b"\n")
            at += len(text)


def next_piece(chunk: bytes, at: int) -> tuple[bytes, bool]:
    """The record that begins there with its continuations, or the blank lines (True)."""
    if blank := _BLANK_LINES.match(chunk, at):
        return blank.group(), True
    found = _RECORD.match(chunk, at)
    if found is None:
        raise AssertionError("A chunk ends with a line feed.")
    return found.group(), False


def looks_like_bai2(data: Source) -> bool:
    """True if some line begins with the code of a record; the first thousand records tell."""
    some = islice(raw_records(Lines(data)), _BEYOND_DOUBT)
    return any(_CODE.match(text) for _, text in some)


def numbered(text: bytes, line: int) -> list[tuple[int, str]]:
    """The lines of a record with their numbers, blank ones left out."""
    return [
        (number, each.decode("latin-1"))
        for number, each in enumerate(text.split(b"\n")[:-1], line)
        if each.strip(_BLANK)
    ]


def _length_of(look: bytes) -> int:
    """The length of records without line ends: as the header says, or as it fits; 0 if none."""
    if not look.startswith(b"01,"):
        return 0
    declared = _DECLARED.match(look)
    if declared and _fits(look, int(declared[1])):
        return int(declared[1])
    slash = look.find(b"/")
    for length in range(max(_MIN_LENGTH, slash + 1), min(_MAX_LENGTH, len(look) // 2) + 1):
        if _fits(look, length):
            return length
    return 0


def _fits(look: bytes, length: int) -> bool:
    if not _MIN_LENGTH <= length < len(look):
        return False
    starts = range(0, len(look) - 2, length)
    return all(_CODE.match(look, at) or not look[at : at + length].strip(_BLANK) for at in starts)
