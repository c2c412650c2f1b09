"""A quick look at the text that passes entries which are plainly right, a thousand at a time.

Nearly every entry of a real file is right. What passes here must be found right by every rule of
entries; the tests hold the two together. When in doubt nothing passes, and the rules judge.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from operator import lt
from sys import maxsize

from edi.ground.routing import is_routing_number
from edi.nacha.files import Tally
from edi.nacha.healthcare import DESCRIPTION
from edi.nacha.layouts import RECORD_LENGTH
from edi.nacha.records import BatchHeader
from edi.nacha.rules.registry import PlainRun

# Live checking and savings entries with an account without blanks that is not all zeros, a positive
# amount, and texts that begin with no blank (a name with no zero either). What follows the last
# record is no addenda of the entry.
_ENTRY = (
    r"6(CODES)([0-9]{9})(?=[!-~]+ *[0-9]{10}[ -~]{55}END|[!-~]{17})(?!0{17}|0+ )[!-~][ -~]{16}"
    r"(?!0{10})([0-9]{10})(?:[!-~][ -~]{14}| {15})[!-/1-~][ -~]{21}[ -~]{2}"
)
_ALONE = _ENTRY + r"0([0-9]{15})END(?=[568])"
_PAIRED = _ENTRY + r"1([0-9]{8}(?P<sequence>[0-9]{7}))END705(?=[ -~]{91}END)"
# Any payment convention but TRN, which asks for its description.
_SEGMENT = r"(?!TRN\*)[A-Z][A-Z0-9]{1,2}\*[ -\[\]-}]*[~\\] *0001(?P=sequence)END(?=[568])"
_TRN = (
    r"TRN\*1\*[!-)+-\[\]-}][ -)+-\[\]-}]{0,49}\*([!-)+-\[\]-}][ -)+-\[\]-}]{9})"
    r"[~\\] *0001(?P=sequence)END(?=[568])"
)
# Takes all the rest, so that what matches before it stands without a gap.
_REST = r"|(?s:.+)"

# Live codes of checking and savings that each service class takes.
CODES_OF_CLASS = {"220": ("22", "32"), "225": ("27", "37"), "200": ("22", "32", "27", "37")}
_CODES = {service_class: "|".join(codes) for service_class, codes in CODES_OF_CLASS.items()}
_CREDITS, _DEBITS = _CODES["220"], _CODES["225"]
_PLAIN_SECS = frozenset({"CCD", "PPD", "WEB"})
# Descriptions that ask more of their entries than a quick look sees.
_ASKING = frozenset({DESCRIPTION, "ACCTVERIFY"})
_REMEMBERED_BANKS = 65_536

Row = tuple[str, ...]
CODE, ROUTING, AMOUNT, TRACE, COMPANY = 0, 1, 2, 3, 5


@lru_cache(maxsize=64)
def _compiled(form: str, codes: str, line_end: str) -> re.Pattern[str]:
    text = form.replace("CODES", codes).replace("END", re.escape(line_end))
    return re.compile(text + _REST)


@dataclass(slots=True)
class Screen:
    """The quick look at the entries of one batch. `company` is what their TRN03 must be, if any.

    A row is what a pattern captures of an entry and its addenda.
    """

    odfi: str
    alone: re.Pattern[str] | None
    paired: re.Pattern[str]
    line_end: str
    company: str | None = None

    def rows(self, text: str, at: int, stop: int = maxsize) -> tuple[list[Row], int]:
        """Entries that look right, one after another from here, and the records of each."""
        is_alone = text[at + 78 : at + 79] == "0"
        pattern = self.alone if is_alone else self.paired
        if pattern is None:
            return [], 1
        rows = pattern.findall(text, at, stop)
        if rows and not rows[-1][CODE]:
            rows.pop()
        return rows, 1 if is_alone else 2


@dataclass(slots=True)
class Banks:
    """Routing numbers found right, with the eight digits that are hashed."""

    known: dict[str, int] = field(default_factory=dict)

    def learn(self, routing: set[str]) -> bool:
        """Whether all of these are right; those that are will be known."""
        if len(self.known) > _REMEMBERED_BANKS:
            self.known.clear()
        unknown = routing - self.known.keys()
        right = [each for each in unknown if is_routing_number(each)]
        self.known.update((each, int(each[:8])) for each in right)
        return len(right) == len(unknown)


def screen_for(header: BatchHeader, line_end: str) -> Screen | None:
    """The quick look that fits the entries of this batch, or None if each must be judged."""
    codes = _CODES.get(header.service_class)
    sec_code, description = header.sec_code.upper(), header.text[53:63]
    # Without line ends nothing tells where a record ends.
    if codes is None or sec_code not in _PLAIN_SECS or not line_end:
        return None
    if description == DESCRIPTION and sec_code == "CCD" and codes != _DEBITS:
        paired = _compiled(_PAIRED + _TRN, _CREDITS, line_end)
        return Screen(header.odfi, None, paired, line_end, header.company_identification)
    if description.rstrip(" ").upper() in _ASKING:
        return None
    alone = _compiled(_ALONE, codes, line_end)
    paired = _compiled(_PAIRED + _SEGMENT + "()", codes, line_end)
    return Screen(header.odfi, alone, paired, line_end)


def right_runs(rows: list[Row], screen: Screen, last_trace: str, banks: Banks) -> Iterator[range]:
    """Which of the rows are right beside their neighbours too, as ranges of their indexes."""
    routing = {row[ROUTING] for row in rows}
    traces = [row[TRACE] for row in rows]
    if (
        banks.learn(routing)
        and last_trace < traces[0]
        # What rises from one sequence of a bank to another of it stays that bank's.
        and traces[0][:8] == screen.odfi == traces[-1][:8]
        and all(map(lt, traces, traces[1:]))
        and (screen.company is None or {row[COMPANY] for row in rows} == {screen.company})
    ):
        yield range(len(rows))
        return
    start = 0
    for at, (before, trace) in enumerate(pairwise([last_trace, *traces])):
        row = rows[at]
        if (
            row[ROUTING] not in banks.known
            or trace <= before
            or trace[:8] != screen.odfi
            or (screen.company is not None and row[COMPANY] != screen.company)
        ):
            yield range(start, at)
            start = at + 1
    yield range(start, len(rows))


def count(rows: list[Row], records: int, tally: Tally, banks: Banks) -> None:
    """Adds right rows, of so many records each, to the tally."""
    tally.entries += len(rows)
    tally.records += len(rows) * records
    tally.routing_sum += sum([banks.known[row[ROUTING]] for row in rows])
    cents = sum([int(row[AMOUNT]) for row in rows])
    debits = sum([int(row[AMOUNT]) for row in rows if row[CODE][1] == "7"])
    tally.debits_cents += debits
    tally.credits_cents += cents - debits


def run_of(rows: list[Row], line: int, records: int) -> PlainRun:
    """The rows as rules that follow entries see them; `line` is that of the first."""
    lines = range(line, line + len(rows) * records, records)
    codes = frozenset([row[CODE] for row in rows])
    return PlainRun(lines, codes, rows[0][TRACE], rows[-1][TRACE])


def width(screen: Screen, records: int) -> int:
    """Characters of one row with its line ends."""
    return records * (RECORD_LENGTH + len(screen.line_end))
