"""A quick look at a whole small batch: header, entries and control at once.

A batch passes if its header was found right before, its entries are plainly right, and its control
is the one that is right. When in doubt it does not pass, and the rules judge.
"""

from typing import NamedTuple

from edi.nacha.files import Tally
from edi.nacha.layouts import RECORD_LENGTH
from edi.nacha.rules.frames import HEADER, Frames, control_text, sides_of
from edi.nacha.rules.screen import AMOUNT, CODE, COMPANY, ROUTING, TRACE, Banks, Row, Screen, width

# A larger batch is looked at by its entries; what passes here is looked at twice if it does not.
MOST_RECORDS = 40
_MOST_CHARACTERS = MOST_RECORDS * (RECORD_LENGTH + 2)


class SmallBatch(NamedTuple):
    """A batch that is plainly right. `size` is its characters, header and control with it."""

    number: int
    tally: Tally
    first_trace: str
    last_trace: str
    sec_code: str
    size: int


def small_batch(
    text: str, at: int, line_end: str, frames: Frames, banks: Banks
) -> SmallBatch | None:
    """The batch whose header begins here, if it is small and plainly right."""
    head = HEADER.match(text, at)
    if head is None:
        return None
    service_class, rest, number, end = head.groups()
    frame = frames.known.get((service_class, rest, end))
    if frame is None or frame.screen is None or not frame.plain or end != line_end:
        return None
    start = head.end()
    stop = text.find("\n8", start, start + _MOST_CHARACTERS) + 1
    rows = _rows(frame.screen, text, start, stop) if stop else []
    tally = _tally(rows, frame.screen, banks)
    if tally is None or sides_of(tally) not in frame.plain:
        return None
    tally.records = (stop - start) // (RECORD_LENGTH + len(end))
    control = control_text(service_class, rest, number, tally) + end
    if not text.startswith(control, stop):
        return None
    size = stop + len(control) - at
    return SmallBatch(int(number), tally, rows[0][TRACE], rows[-1][TRACE], rest[10:13], size)


def _rows(screen: Screen, text: str, at: int, stop: int) -> list[Row]:
    """Every entry up to the control, or nothing if one of them does not look right."""
    found: list[Row] = []
    while at < stop:
        # The first character of the control tells that the last entry is whole.
        rows, records = screen.rows(text, at, stop + 1)
        if not rows:
            return []
        found += rows
        at += len(rows) * width(screen, records)
    return found


def _tally(rows: list[Row], screen: Screen, banks: Banks) -> Tally | None:
    """What the rows add up to, or None if one is not right beside the others."""
    debits = credits = routing_sum = 0
    before = ""
    for row in rows:
        bank, trace = banks.known.get(row[ROUTING]), row[TRACE]
        if (
            bank is None
            or trace <= before
            or trace[:8] != screen.odfi
            or (screen.company is not None and row[COMPANY] != screen.company)
        ):
            return None
        before = trace
        routing_sum += bank
        if row[CODE][1] == "7":
            debits += int(row[AMOUNT])
        else:
            credits += int(row[AMOUNT])
    return Tally(len(rows), 0, debits, credits, routing_sum) if rows else None
