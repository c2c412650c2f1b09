"""Asks the rules about a file as it passes, and keeps what it adds up to. Keeps no entry."""

import re
from collections.abc import Callable, Iterable

from edi.nacha.assembly import Sink
from edi.nacha.files import Batch, FileSummary, Misplaced, Tally
from edi.nacha.records import Entry, FileControl, FileHeader, Record
from edi.nacha.rulebook import Findings, Rulebook
from edi.nacha.rules.batch import BatchNumbers
from edi.nacha.rules.control import as_written
from edi.nacha.rules.ctx_screen import is_plain_batch, is_plainly_right
from edi.nacha.rules.frames import Frames, sides_of
from edi.nacha.rules.registry import Check, Following, PlainRun
from edi.nacha.rules.screen import CODES_OF_CLASS, Banks, Row, Screen, count, run_of, screen_for
from edi.nacha.rules.small_batch import SmallBatch, small_batch
from edi.nacha.traces import TraceLedger

# What a line of a Nacha file looks like from afar, however broken the rest.
RECORD_SHAPE = re.compile(r"(?:101|[5678][0-9]{2}|9[0-9]{6}).{20}", re.DOTALL)


class Judging(Sink):
    """What passes is counted and judged. `number` is the line that came last."""

    def __init__(self, rulebook: Rulebook, limit: int | None) -> None:
        self.rulebook = rulebook
        self.findings = Findings(rulebook, limit)
        self.summary = FileSummary()
        self.number = 0
        self.has_shape = self.keeps_entries = self.has_plain_ctx = False
        self.first_end = self.end = ""
        self.batch: Batch | None = None
        self.tally = Tally()
        self.screen: Screen | None = None
        self.banks, self.frames = Banks(), Frames()
        self.last_trace = ""
        # Of the batch that is open: how its header ends, and whether all in it is plainly right.
        self.header_end, self.is_plain, self.found_before = "", True, 0
        self.held: list[tuple[Entry, Batch]] = []
        self.following: list[tuple[str, Following]] = []
        self.numbers, self.traces = BatchNumbers(), TraceLedger()
        self.text_checks = rulebook.checks("text")
        self.blank_checks, self.line_checks = rulebook.checks("blank"), rulebook.checks("line")
        self.batch_checks = rulebook.checks("batch")
        self.following_checks = rulebook.checks("following")
        self.batches_checks = rulebook.checks("batches")
        self.misplaced_checks = rulebook.checks("misplaced")

    def line(self, line: str, end: str) -> None:
        """The next line, before it is taken apart."""
        if self.number:
            self._another_follows()
        else:
            self.first_end = end
        self.end = end
        self.number += 1
        if not self.has_shape:
            self.has_shape = RECORD_SHAPE.match(line) is not None

    def _another_follows(self) -> None:
        """How the last line ends is judged by itself, so an end counts when a line follows."""
        if self.end != self.first_end and not self.summary.ends_differ_at:
            self.summary.ends_differ_at = self.number

    def plain(self, rows: list[Row], records: int, screen: Screen) -> None:
        """Entries found right by the quick look: counted, and told to the rules that follow."""
        self._another_follows()
        first = self.number + 1
        if screen.line_end != self.first_end and not self.summary.ends_differ_at:
            self.summary.ends_differ_at = first
        self.end = screen.line_end
        self.number += len(rows) * records
        count(rows, records, self.tally, self.banks)
        run = run_of(rows, first, records)
        self.last_trace = run.last_trace
        self.traces.take_rising(run.first_trace, run.last_trace, len(rows))
        for _, following in self.following:
            following.plain(run)

    def small_batch(self, text: str, at: int) -> SmallBatch | None:
        """The batch that begins here, if it is small and plainly right; it is not yet counted."""
        if self.keeps_entries:
            return None
        found = small_batch(text, at, self.end, self.frames, self.banks)
        return found if found and found.number > self.numbers.last else None

    def take_small(self, batch: SmallBatch) -> None:
        """Counts what was found to be a small batch that is plainly right."""
        tally, summary = batch.tally, self.summary
        self.number += tally.records + 2
        summary.batch_count += 1
        summary.tally.add(tally)
        written = summary.written
        written.records += tally.records
        written.routing_sum += tally.entry_hash
        written.debits_cents += tally.debits_cents
        written.credits_cents += tally.credits_cents
        self.traces.take_rising(batch.first_trace, batch.last_trace, tally.entries)
        if self.batches_checks:
            self.numbers.last = batch.number

    def handed_over(self) -> list[tuple[Entry, Batch]]:
        """The entries held since it was last asked, for whoever wants to see them."""
        held, self.held = self.held, []
        return held

    def close(self, traces_again: Callable[[], Iterable[tuple[int, str]]]) -> None:
        """The file has passed; traces that may occur twice are looked at again."""
        summary = self.summary
        summary.line_count = self.number
        summary.last_is_open = self.end == "" != self.first_end
        for check in self.rulebook.checks("file"):
            self.findings.add(check.rule, check.judge(summary))
        for check in self.rulebook.checks("traces"):
            self.findings.add(check.rule, self.traces.remarks(traces_again))

    # What passes, as the assembly tells it.

    def file_header(self, header: FileHeader) -> None:
        self.summary.header = header

    def batch_begins(self, batch: Batch) -> None:
        self.summary.batch_count += 1
        self.batch, self.tally, self.last_trace = batch, Tally(), ""
        batch.keeps(self.tally)
        self.following = [(each.rule, each.judge(batch)) for each in self.following_checks]  # type: ignore[misc]
        for check in self.batches_checks:
            self.findings.add(check.rule, self.numbers.take(batch.header))
        self.header_end, self.is_plain = self.end, True
        self.found_before = self.findings.count
        if not self.keeps_entries:
            self.screen = screen_for(batch.header, self.end)
            self.has_plain_ctx = is_plain_batch(batch)

    def entry(self, entry: Entry, batch: Batch) -> None:
        self.tally.take(entry)
        self.is_plain = False
        trace = entry.text[79:]
        if self.has_plain_ctx and self._is_plain_ctx(entry, batch, trace):
            self._take_plain_ctx(entry, trace)
            return
        # An advice of the operator has no trace number.
        if batch.sec_code != "ADV":
            self.traces.take(trace)
            self.last_trace = trace if trace.isdecimal() else self.last_trace
        add = self.findings.add
        if self.rulebook.judges_batches:
            for check in self.rulebook.checks_of(entry):
                add(check.rule, check.judge(entry, batch), entry)
        for rule, following in self.following:
            add(rule, following.entry(entry))
        if self.keeps_entries:
            self.held.append((entry, batch))

    def _is_plain_ctx(self, entry: Entry, batch: Batch, trace: str) -> bool:
        """Whether a CTX entry is right by itself and beside those before it."""
        return (
            self.last_trace < trace
            and trace[:8] == batch.header.odfi
            and entry.transaction_code in CODES_OF_CLASS.get(batch.header.service_class, ())
            and is_plainly_right(entry, self.banks)
        )

    def _take_plain_ctx(self, entry: Entry, trace: str) -> None:
        self.last_trace = trace
        self.traces.take_rising(trace, trace, 1)
        run = PlainRun(
            range(entry.line, entry.line + 1), frozenset({entry.transaction_code}), trace, trace
        )
        for _, following in self.following:
            following.plain(run)

    def batch_ends(self, batch: Batch) -> None:
        for rule, following in self.following:
            self.findings.add(rule, following.end())
        self._judge_frame(batch)
        self.summary.tally.add(self.tally)
        self.summary.written.add(as_written(batch))
        self.batch = self.screen = None

    def _judge_frame(self, batch: Batch) -> None:
        """Header, control and tally: by the rules, unless all of it was found right before."""
        frame = self.frames.frame_of(batch, self.header_end, self.screen)
        sides = sides_of(self.tally)
        if frame is None or sides not in frame.right:
            before = self.findings.count
            for check in self.batch_checks:
                self.findings.add(check.rule, check.judge(batch))
            if frame is not None and self.findings.count == before:
                frame.right.add(sides)
        if frame is not None and self.is_plain and self.findings.count == self.found_before:
            frame.plain.add(sides)

    def file_control(self, control: FileControl) -> None:
        self.summary.control = control

    def stray(self, record: Record) -> None:
        self.summary.stray_count += 1

    def misplaced(self, misplaced: Misplaced) -> None:
        for check in self.misplaced_checks:
            if check.rule == misplaced.rule:
                self.findings.add(check.rule, check.judge(misplaced))

    def ill_sized(self, number: int, line: str) -> None:
        self._add_all(self.line_checks, number, line)

    def blank(self, number: int) -> None:
        self.summary.blank_count += 1
        self._add_all(self.blank_checks, number, "")

    def filler(self, number: int) -> None:
        self.summary.filler_count += 1
        self.summary.first_filler = self.summary.first_filler or number

    def _add_all(self, checks: list[Check], number: int, line: str) -> None:
        for check in checks:
            self.findings.add(check.rule, check.judge(number, line))
