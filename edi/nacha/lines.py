"""The lines of a file, read piece by piece so that memory stays flat. What a line says is not here.

Lines end by LF, CR LF or CR, or do not end at all: then a record is every 94 characters.
"""

import mmap
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import Literal, NamedTuple

from edi.nacha.layouts import RECORD_LENGTH

Source = bytes | mmap.mmap
# LF stands for CR LF too: each line says which of them ended it.
Form = Literal["LF", "CR", "run"]

PIECE_BYTES = 1 << 19
# A look from the end, and one for a mark, by so many bytes at a time.
_TAIL_BYTES, _WINDOW_BYTES = 1 << 14, 1 << 22
_ENDS = re.compile(r"\r\n|\r|\n")
_LINE_ENDS = b"\r\n"


_Split = Callable[[str], list[str]]


class Piece(NamedTuple):
    """Whole lines as bytes, with their line ends; `end` is the byte after them."""

    data: bytes
    end: int


@dataclass(frozen=True, slots=True)
class Lines:
    """A source and how its lines end. `body_end` is where the line ends that close it begin."""

    data: Source
    form: Form
    body_end: int

    def pieces(self, size: int = PIECE_BYTES) -> Iterator[Piece]:
        """The whole source, cut after whole lines. Mapped pages already read are given back."""
        start = 0
        while start < len(self.data):
            end = self._cut(start, size)
            yield Piece(self.data[start:end], end)
            _give_back(self.data, start, end)
            start = end

    def _cut(self, start: int, size: int) -> int:
        """Where a piece that starts here ends: after a line end, or after a whole record."""
        end = start + size
        if end >= self.body_end:
            return len(self.data)
        if self.form == "run":
            end = start + max(size // RECORD_LENGTH, 1) * RECORD_LENGTH
            return end if end < self.body_end else len(self.data)
        mark = b"\n" if self.form == "LF" else b"\r"
        at = self.data.rfind(mark, start, end)
        if at < 0:
            at = self.data.find(mark, end)
        # The line ends that close a CR file stay with its last line.
        return at + 1 if 0 <= at < self.body_end else len(self.data)

    def split(self, piece: Piece) -> Iterator[tuple[str, str]]:
        """Each line of a piece and its end; both joined in turn are the piece again."""
        text = piece.data.decode("latin-1")
        if self.form == "LF":
            return _split_at_lf(text)
        if self.form == "CR":
            return self._with_tail(piece, text, lambda body: body.split("\r"), "\r")
        return self._with_tail(piece, text, _split_run, "")

    def with_lf(self, piece: Piece) -> str | None:
        """The text of a piece with LF after each line, whatever the form; None for the piece that
        closes a file of another form, where other line ends may follow."""
        text = piece.data.decode("latin-1")
        if self.form == "LF":
            return text
        if piece.end >= self.body_end:
            return None
        if self.form == "CR":
            return text.replace("\r", "\n")
        return "".join(f"{line}\n" for line in _split_run(text))

    def as_lf(self, end: str) -> str:
        """How a line ends, told in the way of `with_lf`: other ends than the form's stay others."""
        if self.form == "LF":
            return end
        usual = "\r" if self.form == "CR" else ""
        return "\n" if end == usual else "\r" if end == "\n" else end

    def _with_tail(
        self, piece: Piece, text: str, split: _Split, end: str
    ) -> Iterator[tuple[str, str]]:
        """Lines of a form whose closing line ends may be of another kind."""
        tail: list[str] = []
        if is_last := piece.end >= self.body_end:
            body = len(text) - (piece.end - self.body_end)
            tail, text = _ENDS.findall(text[body:]), text[:body]
        elif end:
            text = text[: -len(end)]
        lines = split(text)
        yield from zip(lines[:-1], repeat(end))
        yield lines[-1], (tail[0] if tail else "") if is_last else end
        yield from zip(repeat(""), tail[1:])


def _split_at_lf(text: str) -> Iterator[tuple[str, str]]:
    lines = text.split("\n")
    last = lines.pop()
    if "\r" not in text:
        yield from zip(lines, repeat("\n"))
    else:
        for line in lines:
            yield (line[:-1], "\r\n") if line.endswith("\r") else (line, "\n")
    if last:
        yield last, ""


def _split_run(text: str) -> list[str]:
    return [text[at : at + RECORD_LENGTH] for at in range(0, len(text), RECORD_LENGTH)]


def lines_of(data: Source) -> Lines:
    """The source with the form of its lines, told from all of it."""
    body_end = _end_of_body(data)
    if _holds(data, b"\n", body_end):
        return Lines(data, "LF", len(data))
    if _holds(data, b"\r", body_end):
        return Lines(data, "CR", body_end)
    if body_end < 2 * RECORD_LENGTH:
        # A line or less: it ends as it says.
        lone_cr = data[body_end : body_end + 2] not in (b"", b"\r\n") and data[body_end] == 13
        return Lines(data, "CR" if lone_cr else "LF", body_end if lone_cr else len(data))
    return Lines(data, "run", body_end)


def _end_of_body(data: Source) -> int:
    """Where nothing but line ends follows."""
    end = len(data)
    while end:
        window = data[max(0, end - _TAIL_BYTES) : end]
        kept = len(window.rstrip(_LINE_ENDS))
        if kept:
            return end - len(window) + kept
        end -= len(window)
    return 0


def _holds(data: Source, mark: bytes, body_end: int) -> bool:
    """Whether the mark stands in the body."""
    for start in range(0, body_end, _WINDOW_BYTES):
        end = min(start + _WINDOW_BYTES, body_end)
        if data.find(mark, start, end) >= 0:
            return True
        _give_back(data, start, end)
    return False


def _give_back(data: Source, start: int, end: int) -> None:
    """Drops mapped pages from memory: they are the file's, and are read again if needed."""
    if isinstance(data, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        # A page read brings its neighbours along, those given back before among them.
        start = max(0, start - _WINDOW_BYTES)
        first = start - start % mmap.PAGESIZE
        data.madvise(mmap.MADV_DONTNEED, first, end - first)
