"""Interchange, group and set as read, each a view on the bytes of its file. How they are found
in a file stands in `envelope`."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from edi.x12.segments import Delimiters, Segment
from edi.x12.tokens import Text, Token, tokens


@dataclass(frozen=True, slots=True)
class TransactionSet:
    """One set, ST to SE. Its segments are taken from the file's bytes each time they are asked
    for, so that a large set costs no memory."""

    st: Segment
    se: Segment | None
    delimiters: Delimiters
    version: str
    start: int
    end: int
    text: Text = field(repr=False)

    @property
    def type(self) -> str:
        """ST01: 835, 820, 999 and so on."""
        return self.st[1]

    @property
    def control(self) -> str:
        """ST02."""
        return self.st[2]

    def tokens(self) -> Iterator[Token]:
        """(position in the text, elements) of each segment: the quick way through a set."""
        return tokens(self.text, self.start, self.end, self.delimiters)

    def segments(self) -> Iterator[Segment]:
        """Each segment, ST and SE included, with its byte offset in the file."""
        for number, (position, elements) in enumerate(self.tokens(), start=1):
            yield Segment(tuple(elements), self.text.offset(position), number)

    @property
    def raw(self) -> bytes:
        """The set's own bytes, from ST to the terminator of SE."""
        return self.text.raw(self.start, self.end)

    def covers(self, position: int) -> bool:
        """Whether a byte offset of the file lies in this set."""
        return self.text.offset(self.start) <= position < self.text.offset(self.end)


@dataclass(frozen=True, slots=True)
class Group:
    """GS to GE. `gs` is None where sets stand outside any group."""

    gs: Segment | None
    ge: Segment | None
    sets: tuple[TransactionSet, ...]

    @property
    def functional_id(self) -> str:
        """GS01: HP, RA, FA."""
        return self.gs[1] if self.gs else ""

    @property
    def control(self) -> str:
        """GS06."""
        return self.gs[6] if self.gs else ""

    @property
    def version(self) -> str:
        """GS08."""
        return self.gs[8] if self.gs else ""


@dataclass(frozen=True, slots=True)
class Interchange:
    """ISA to IEA. `isa` is None where a file holds bare sets. Read-only: a changed one is
    written anew with `wrap`."""

    isa: Segment | None
    iea: Segment | None
    groups: tuple[Group, ...]
    ta1s: tuple[Segment, ...]
    delimiters: Delimiters
    start: int
    end: int
    text: Text = field(repr=False)

    @property
    def sets(self) -> Iterator[TransactionSet]:
        """The sets of all groups, in order."""
        return (transaction for group in self.groups for transaction in group.sets)

    @property
    def sender(self) -> tuple[str, str]:
        """Qualifier and id of ISA05 and ISA06, blanks trimmed."""
        return self._address(5)

    @property
    def receiver(self) -> tuple[str, str]:
        """Qualifier and id of ISA07 and ISA08, blanks trimmed."""
        return self._address(7)

    def _address(self, index: int) -> tuple[str, str]:
        return (self.isa[index].strip(), self.isa[index + 1].strip()) if self.isa else ("", "")

    @property
    def control(self) -> str:
        """ISA13."""
        return self.isa[13] if self.isa else ""

    @property
    def usage(self) -> str:
        """ISA15: P production, T test."""
        return self.isa[15] if self.isa else ""

    @property
    def wants_ta1(self) -> bool:
        """Whether ISA14 asks for an interchange acknowledgement."""
        return self.isa is not None and self.isa[14] == "1"

    def covers(self, position: int) -> bool:
        """Whether a byte offset of the file lies in this interchange."""
        last = len(self.text.original) + 1
        end = last if self.end >= len(self.text.source) else self.text.offset(self.end)
        return self.text.offset(self.start) <= position < end

    @property
    def raw(self) -> bytes:
        """The interchange's own bytes, with what stands before its ISA and after its IEA."""
        return self.text.raw(self.start, self.end)


def write(interchanges: Iterable[Interchange]) -> bytes:
    """The bytes of the interchanges as they were read: framing, line ends and all."""
    return b"".join(interchange.raw for interchange in interchanges)


@contextmanager
def mapped(path: Path) -> Iterator[bytes | mmap.mmap]:
    """A file's bytes without loading them (an empty file: no bytes). Raises OSError."""
    with path.open("rb") as file:
        if path.stat().st_size == 0:
            yield b""
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            yield data
