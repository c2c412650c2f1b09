"""A quick look that passes runs of transactions which are plainly right, so that rules judge only
the others. What passes here must be found right by every rule; the tests hold the two together.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from edi.bai2.type_codes import TYPE_CODES


def _as_pattern(codes: list[str]) -> bytes:
    """Three-digit codes as nested classes, which is looked at faster than one after another."""
    by_start: dict[str, str] = {}
    for code in codes:
        by_start[code[:2]] = by_start.get(code[:2], "") + code[2]
    by_digit: dict[str, list[str]] = {}
    for start, ends in by_start.items():
        by_digit.setdefault(start[0], []).append(f"{start[1]}[{ends}]")
    return "|".join(f"{digit}(?:{'|'.join(rest)})" for digit, rest in by_digit.items()).encode()


_DETAILS = [code for code, row in TYPE_CODES.items() if row.level == "detail" and row.direction]
# A reference holds no comma and no slash.
_REFERENCE = rb"[ -+\-.0-~]*+"
_HEAD = (
    rb"16,(?:"
    + _as_pattern(_DETAILS)
    + rb"),[0-9]{1,18}+,[Z012]?,"
    + _REFERENCE
    + rb","
    + _REFERENCE
)
# A slash after the references, or text, which begins with no slash; then lines of text. What
# follows must be no continuation and no blank line: those are looked at in whole.
_TEXT = rb",(?:/|[ -.0-~][ -~]*+)?"
_MORE = rb"88,(?:[ -.0-~][ -~]*+)?"
_NO_MORE = rb"(?![8 \n\t\x00\x1a])"
_UNPADDED = re.compile(
    rb"(?:"
    + _HEAD
    + rb"(?:/|"
    + _TEXT
    + rb")(?<! )\n(?:"
    + _MORE
    + rb"(?<! )\n)*+"
    + _NO_MORE
    + rb")++"
)
_PADDED = re.compile(
    rb"(?:" + _HEAD + rb"(?:/ *+|" + _TEXT + rb" *+)\n(?:" + _MORE + rb"\n)*+" + _NO_MORE + rb")++"
)
_CREDITS = re.compile(rb"\n16,(?:[123][0-9]{2}|72[0-9]),([0-9]++)")
_DEBITS = re.compile(rb"\n16,[456][0-9]{2},([0-9]++)")


class Run(NamedTuple):
    """Transactions one after another that are plainly right."""

    end: int
    lines: int
    credit_count: int
    credits: int
    debit_count: int
    debits: int


def run_of(chunk: bytes, start: int, record_length: int | None) -> Run | None:
    """The run that begins at that place, which follows a line feed; None if there is none."""
    found = (_PADDED if record_length else _UNPADDED).match(chunk, start)
    if found is None:
        return None
    end = found.end()
    if record_length and max(map(len, chunk[start:end].split(b"\n"))) > record_length:
        return None
    credits = _CREDITS.findall(chunk, start - 1, end)
    debits = _DEBITS.findall(chunk, start - 1, end)
    return Run(
        end=end,
        lines=chunk.count(b"\n", start, end),
        credit_count=len(credits),
        credits=sum(map(int, credits)),
        debit_count=len(debits),
        debits=sum(map(int, debits)),
    )
