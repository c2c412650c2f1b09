"""All rules over one report, in one pass and in flat memory. Pure; nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from edi.bai2.catalogue import CATALOGUE
from edi.bai2.lines import Lines, Source, looks_like_bai2, next_piece, numbered
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
from edi.bai2.rules.registry import CHECKS, Place, Remark, Scope, Told
from edi.bai2.screen import run_of
from edi.bai2.shapes import account_fields, detail_fields
from edi.bai2.tolerances import TOLERANCES
from edi.ground.line_findings import Finding
from edi.ground.tolerating import check_names, tolerance_for

NO_BAI2 = "no line of the file looks like a BAI2 record"

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
    check_names(tolerate, TOLERANCES)
    judging = _Judging(data, frozenset(tolerate), reached)
    findings = sorted(judging.findings(), key=lambda each: (each.line, each.columns, each.rule))
    return Report(judging.order.counts, judging.is_bai2, findings)


class _Judging:
    """One pass over one report."""

    def __init__(
        self, data: Source, tolerate: frozenset[str], reached: Callable[[int], None] | None
    ) -> None:
        self.is_bai2 = looks_like_bai2(data)
        self.lines = Lines(data)
        self.line = 1
        self.tolerate = tolerate
        self.reached = reached
        self.order = Order()
        self.form = Form(self.lines)

    def findings(self) -> Iterator[Finding]:
        """Everything the pass finds. Of what is no BAI2, or one line that should be many, nothing
        else is said: it would mislead."""
        if not self.is_bai2:
            yield from self._as_findings([("BF01", Remark(1, (1, 1), NO_BAI2))])
        elif self.lines.cannot_split:
            message = "the file has no line ends and no length that fits its records"
            yield from self._as_findings([("BC01", Remark(1, (1, 1), message))])
        else:
            yield from self._of_lines()

    def _of_lines(self) -> Iterator[Finding]:
        done = 0
        for raw, chunk in self.lines.chunks():
            yield from self._of_chunk(chunk)
            done += len(raw)
            if self.reached:
                self.reached(done)
        yield from self._as_findings(self.order.end())
        yield from self._as_findings(
            self.form.end(has_blocks=self.order.has_blocks, last_line=self.line - 1)
        )

    def _of_chunk(self, chunk: bytes) -> Iterator[Finding]:
        at = 1
        while at < len(chunk):
            if self.order.place.account and (run := run_of(chunk, at, self.order.record_length)):
                self.order.take_run(run, self.line)
                at, self.line = run.end, self.line + run.lines
                continue
            text, is_blank = next_piece(chunk, at)
            if is_blank:
                self.form.take_blank(self.line, text)
            else:
                yield from self._of_record(record_of(numbered(text, self.line)))
                self.form.take_record(self.line, text, self.order.record_length)
            self.line += text.count(b"\n")
            at += len(text)

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
            tolerance = tolerance_for(rule, self.tolerate, TOLERANCES) if remark.tolerable else None
            yield Finding(
                rule=rule,
                level="W" if tolerance else CATALOGUE[rule].level,
                line=remark.line,
                columns=remark.columns,
                message=remark.message,
                value=remark.value,
                tolerated=tolerance,
            )
