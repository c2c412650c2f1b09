"""One record with its continuations, as fields in their places. What they mean is edi.bai2.shapes;
where lines begin and end is edi.bai2.lines."""

from dataclasses import dataclass, field
from typing import NamedTuple

# Text is Latin-1 here, one character a byte, so that columns are bytes.
Line = tuple[int, str]

CODES = frozenset({"01", "02", "03", "16", "49", "88", "98", "99"})
CONTINUATION, DETAIL = "88", "16"
_MAX_PARTS = 1000


class Field(NamedTuple):
    """A field and where it stands: line from 1, columns from 0 with an exclusive end."""

    text: str
    line: int
    start: int
    end: int

    @property
    def columns(self) -> tuple[int, int]:
        """First and last column, from 1; of an empty field, the place where it belongs."""
        return self.start + 1, max(self.end, self.start + 1)


@dataclass(slots=True)
class Record:
    """A record and the 88s after it.

    `fields` are those after the record code; `text` the lines of a detail's text, empty ones left
    out; `unended` the lines that lack their slash; `after_slash` what stands behind one.
    """

    code: str
    lines: list[Line]
    fields: list[Field] = field(default_factory=list)
    text: list[Field] = field(default_factory=list)
    unended: list[Field] = field(default_factory=list)
    after_slash: list[Field] = field(default_factory=list)

    @property
    def line(self) -> int:
        return self.lines[0][0]

    @property
    def columns(self) -> tuple[int, int]:
        """The whole of the first line."""
        return 1, max(1, len(self.lines[0][1]))

    def __getitem__(self, index: int) -> Field:
        """The field at that place; an empty one behind the last where it is missing."""
        if index < len(self.fields):
            return self.fields[index]
        return missing_after(self.fields, self.lines)


def missing_after(fields: list[Field], lines: list[Line]) -> Field:
    """An empty field behind the last that is there."""
    if fields:
        last = fields[-1]
        return Field("", last.line, last.end, last.end)
    number, text = lines[0]
    return Field("", number, len(text), len(text))


def record_of(lines: list[Line]) -> Record:
    """The record of a line and its continuations. Never raises; an unknown code and an 88
    that continues nothing have no fields."""
    first = lines[0][1]
    code = first[:2] if _begins_with_code(first) else ""
    record = Record(code, lines)
    if code == DETAIL:
        _take_detail(record)
    elif code and code != CONTINUATION:
        _take_fields(record)
    return record


def _begins_with_code(text: str) -> bool:
    return text[:2] in CODES and text[2:3] in (",", "/", "", " ")


def body_start(text: str) -> int:
    """Where the fields of a line begin, after the record code and its comma."""
    return 3 if text[2:3] == "," else 2


def _take_fields(record: Record) -> None:
    """Fields end at the first slash; where it is missing, at the last character."""
    for number, text in record.lines:
        end = len(text.rstrip(" "))
        slash = text.find("/")
        if slash < 0:
            record.unended.append(Field("", number, max(end - 1, 0), end))
        else:
            if slash + 1 < end:
                record.after_slash.append(Field(text[slash + 1 : end], number, slash + 1, end))
            end = slash
        if text[2:3] == ",":
            record.fields += _split(text, number, 3, end)


def _split(text: str, number: int, start: int, end: int) -> list[Field]:
    fields = []
    for piece in text[start:end].split(","):
        fields.append(Field(piece, number, start, start + len(piece)))
        start += len(piece) + 1
    return fields


def _take_detail(record: Record) -> None:
    """Fields up to the customer reference; whatever follows is text, slashes and commas too."""
    for number, text in record.lines:
        end = len(text.rstrip(" "))
        has_slash = end > 2 and text[end - 1] == "/"
        at = body_start(text)
        if text[2:3] == ",":
            at = _take_detail_fields(record, number, text, at, end - has_slash)
        if at <= end and len(record.fields) >= _fields_before_text(record.fields):
            stop = max(at, end - has_slash)
            if stop > at:
                record.text.append(Field(text[at:stop], number, at, stop))
        elif not has_slash:
            record.unended.append(Field("", number, max(end - 1, 0), end))


def _take_detail_fields(record: Record, number: int, text: str, at: int, end: int) -> int:
    """Takes what belongs before the text; gives the place after it, past the end if none is."""
    while len(record.fields) < _fields_before_text(record.fields):
        comma = text.find(",", at, end)
        stop = comma if comma >= 0 else max(at, end)
        record.fields.append(Field(text[at:stop], number, at, stop))
        at = stop + 1
        if comma < 0:
            return len(text) + 1
    return at


def _fields_before_text(fields: list[Field]) -> int:
    """Type, amount, funds type with its parts, two references."""
    return 5 + count_of_parts(fields, 2)


def count_of_parts(fields: list[Field], at: int) -> int:
    """How many fields follow a funds type at that place before the next thing begins."""
    kind = fields[at].text.strip(" ").upper() if at < len(fields) else ""
    if kind == "S":
        return 3
    if kind == "V":
        return 2
    if kind == "D":
        written = fields[at + 1].text.strip(" ") if at + 1 < len(fields) else ""
        # A wild number would swallow every text after it.
        number = (
            int(written)
            if written.isascii() and written.isdigit() and written[:5] == written
            else 0
        )
        return 1 + (2 * number if number <= _MAX_PARTS else 0)
    return 0
