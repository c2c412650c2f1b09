"""One record: its 94 characters and where they stand, with fields cut from it when asked for.

Which records there are is edi.nacha.records.
"""

from datetime import date
from typing import ClassVar

from edi.nacha import layouts
from edi.nacha.layouts import Layout


class Text:
    """A field as text, without the blanks that pad it on the right."""

    __slots__ = ("end", "start")

    def __init__(self, layout: Layout, name: str) -> None:
        self.start, self.end = layout[name].start, layout[name].end

    def __get__(self, record: "Record", owner: type | None = None) -> str:
        return record.text[self.start : self.end].rstrip(" ")


class Verbatim(Text):
    """A field exactly as it stands, blanks included."""

    __slots__ = ()

    def __get__(self, record: "Record", owner: type | None = None) -> str:
        return record.text[self.start : self.end]


class Number:
    """A numeric field as an int, or None where it is not digits: never zero by default."""

    __slots__ = ("end", "start")

    def __init__(self, layout: Layout, name: str) -> None:
        self.start, self.end = layout[name].start, layout[name].end

    def __get__(self, record: "Record", owner: type | None = None) -> int | None:
        text = record.text[self.start : self.end]
        # isdecimal and not isdigit: Latin-1 has superscript digits that int() refuses.
        return int(text) if text.isdecimal() else None


class Day:
    """A YYMMDD field as a date of this century, or None where it is none."""

    __slots__ = ("end", "start")

    def __init__(self, layout: Layout, name: str) -> None:
        self.start, self.end = layout[name].start, layout[name].end

    def __get__(self, record: "Record", owner: type | None = None) -> date | None:
        return parse_yymmdd(record.text[self.start : self.end])


def parse_yymmdd(text: str) -> date | None:
    """The date written YYMMDD, in 2000 to 2099, or None if there is no such day."""
    if len(text) != 6 or not (text.isascii() and text.isdecimal()):
        return None
    try:
        return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        return None


class Record:
    """One record: its line in the file (from 1) and its 94 characters."""

    __slots__ = ("line", "text")
    layout: ClassVar[Layout] = layouts.ADDENDA_OTHER

    def __init__(self, line: int, text: str) -> None:
        self.line = line
        self.text = text

    def __repr__(self) -> str:
        # Never the content: it holds account numbers and names.
        return f"<{self.layout.name}, line {self.line}>"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.text == other.text  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        return hash(self.text)

    def columns(self, field: str | None) -> tuple[int, int]:
        """The 1-based columns of a field; of the whole record where it has no such field."""
        found = self.layout.fields.get(field or "")
        return found.columns if found else (1, layouts.RECORD_LENGTH)
