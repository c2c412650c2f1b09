"""All rules over one report, in one pass and in flat memory. Pure; nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from edi.bai2.catalogue import CATALOGUE
from edi.bai2.findings import Finding
from edi.bai2.lines import BLANK_LINES, RECORD, Lines, Source, numbered
from edi.bai2.order import Counts, Order
from edi.bai2.records import Record, record_of
from edi.bai2.rules import (  # noqa: F401  (each registers its rules)
    accounts,
    characters,
    files,
    groups,
    trailers,
    transactions,
)
from edi.bai2.rules.form import Form
from edi.bai2.rules.registry import CHECKS, Place, Scope, Told
from edi.bai2.screen import run_of
from edi.bai2.shapes import account_fields, detail_fields
from edi.bai2.tolerances import check_names, tolerance_for

_SCOPES: dict[str, Scope] = {
    "01": "file_header",
    "02": "group_header",
    "03": "account",
    "16": "detail",
    "49": "49",
    "98": "98",
    "99": "99",
}


@dataclass(slots=True)
class Report:
    """What a check says of a file: its counts, its sums of transactions in smallest units, and
    every finding in the order of the file. `is_bai2` is False where no line looks like BAI2."""

    counts: Counts
    is_bai2: bool
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_ok(self) -> bool:
        """True if no finding is an error."""
        return not any(each.is_error for each in self.findings)


def check(
    data: Source,
    *,
    tolerate: Collection[str] = frozenset(),
    reached: Callable[[int], None] | None = None,
) -> Report:
    """Every finding of a report, sorted by line and column; never raises on any bytes.

    Memory is flat but for the findings. `reached` is told now and then how many bytes were read.
    Raises ValueError for a tolerance that does not exist.
    """
    check_names(tolerate)
    judging = _Judging(data, frozenset(tolerate), reached)
    findings = sorted(judging.findings(), key=lambda each: (each.line, each.columns, each.rule))
    return Report(judging.order.counts, judging.order.has_known_code, findings)


class _Judging:
    """One pass over one report."""

    def __init__(
        self, data: Source, tolerate: frozenset[str], reached: Callable[[int], None] | None
    ) -> None:
        self.lines = Lines(data)
        self.tolerate = tolerate
        self.reached = reached
        self.order = Order()
        self.form = Form(self.lines)

    def findings(self) -> Iterator[Finding]:
        line, done = 1, 0
        for raw, chunk in self.lines.chunks():
            at = 1
            while at < len(chunk):
                if self.order.place.account and (
                    run := run_of(chunk, at, self.order.record_length)
                ):
                    self.order.take_run(run)
                    at, line = run.end, line + run.lines
                    continue
                if blank := BLANK_LINES.match(chunk, at):
                    self.form.take_blank(line, blank.group())
                    line += blank.group().count(b"\n")
                    at = blank.end()
                    continue
                found = RECORD.match(chunk, at)
                if found is None:  # cannot be: a chunk ends with a line feed
                    break
                yield from self._of_record(record_of(numbered(found.group(), line)))
                self.form.take_record(line, found.group(), self.order.record_length)
                line += found.group().count(b"\n")
                at = found.end()
            done += len(raw)
            if self.reached:
                self.reached(done)
        yield from self._as_findings(self.order.end())
        yield from self._as_findings(
            self.form.end(has_blocks=self.order.has_blocks, has_records=self.order.has_known_code)
        )

    def _of_record(self, record: Record) -> Iterator[Finding]:
        yield from self._as_findings(self.order.before(record))
        place = self.order.place
        yield from self._judged("record", record, place)
        if record.code in _SCOPES:
            thing: object = record
            if record.code == "16":
                thing = detail_fields(record)
            elif record.code == "03":
                thing = account_fields(record)
            yield from self._judged(_SCOPES[record.code], thing, place)
        self.order.after(record)

    def _judged(self, scope: Scope, thing: object, place: Place) -> Iterator[Finding]:
        for each in CHECKS.get(scope, ()):
            yield from self._as_findings((each.rule, remark) for remark in each.judge(thing, place))

    def _as_findings(self, told: Iterable[Told]) -> Iterator[Finding]:
        for rule, remark in told:
            tolerance = tolerance_for(rule, self.tolerate) if remark.tolerable else None
            yield Finding(
                rule=rule,
                level="W" if tolerance else CATALOGUE[rule].level,
                line=remark.line,
                columns=remark.columns,
                message=remark.message,
                value=remark.value,
                tolerated=tolerance,
            )
