"""BA: the entries of one batch taken together, and numbers that go through all batches."""

from collections.abc import Iterator

from edi.nacha.classify import NOTICE_KINDS, RETURN_KINDS, EntryKind, classify
from edi.nacha.codes import TRANSACTION_CODES
from edi.nacha.files import Batch
from edi.nacha.layouts import RECORD_LENGTH
from edi.nacha.line_numbers import LineNumbers
from edi.nacha.records import BatchHeader, Entry
from edi.nacha.rules.registry import (
    Following,
    PlainRun,
    Remark,
    Remarks,
    at,
    following_rule,
    register_elsewhere,
)
from edi.nacha.traces import TraceLedger

_ONE_SIDE = {"220": "credit", "225": "debit"}


@following_rule("BA01")
class SidesFitTheServiceClass(Following):
    def entry(self, entry: Entry) -> Remarks:
        service_class = self.batch.header.service_class
        # The side of a code that does not exist, nobody can say.
        row = TRANSACTION_CODES.get(entry.transaction_code)
        if row and row.direction != _ONE_SIDE.get(service_class, row.direction):
            message = f"a {row.direction} in a batch of service class {service_class}"
            yield at(entry, "transaction_code", message)


@following_rule("BA02")
class MixedBatchHasBothSides(Following):
    def __init__(self, batch: Batch) -> None:
        super().__init__(batch)
        self.codes: set[str] = set()

    def entry(self, entry: Entry) -> Remarks:
        self.codes.add(entry.transaction_code)
        return ()

    def plain(self, run: PlainRun) -> None:
        self.codes.update(run.codes)

    def end(self) -> Remarks:
        header = self.batch.header
        rows = filter(None, map(TRANSACTION_CODES.get, self.codes))
        sides = {row.direction for row in rows}
        if header.service_class == "200" and len(sides) == 1:
            message = f"a mixed batch (200) holds {sides.pop()}s only"
            yield at(header, "service_class", message)


@following_rule("BA03")
class ForwardEntriesStandApartFromAnswers(Following):
    """Which entries are wrong is known when the batch ends, so their lines are kept."""

    def __init__(self, batch: Batch) -> None:
        super().__init__(batch)
        self.forward = LineNumbers()
        self.has_answers = False

    def entry(self, entry: Entry) -> Remarks:
        if entry.answer is not None:
            self.has_answers = True
        else:
            self.forward.add(range(entry.line, entry.line + 1))
        return ()

    def plain(self, run: PlainRun) -> None:
        self.forward.add(run.lines)

    def end(self) -> Remarks:
        # In a COR batch BA12 names the entries that do not belong there.
        if self.has_answers and self.batch.sec_code != "COR":
            for line in self.forward:
                message = "a forward entry in a batch of returns or notices"
                yield Remark(line, (1, RECORD_LENGTH), message)


@following_rule("BA04")
class KindsOfReturnsStandApart(Following):
    def __init__(self, batch: Batch) -> None:
        super().__init__(batch)
        self.first: EntryKind | None = None

    def entry(self, entry: Entry) -> Remarks:
        kind = classify(entry) if entry.answer else None
        if kind in RETURN_KINDS:
            self.first = self.first or kind
            if kind != self.first:
                here, there = kind.replace("_", " "), self.first.replace("_", " ")
                yield at(entry, None, f"{here} in a batch of {there}s")


@following_rule("BA05")
class TracesAscend(Following):
    def __init__(self, batch: Batch) -> None:
        super().__init__(batch)
        self.last = ""

    def entry(self, entry: Entry) -> Remarks:
        trace, before = entry.text[79:], self.last
        # An advice of the operator has no trace number; what is no number neither rises nor falls.
        if self.batch.sec_code == "ADV" or not trace.isdecimal():
            return
        self.last = trace
        if trace <= before:
            yield at(entry, "trace_number", "the trace does not rise above the one before it")

    def plain(self, run: PlainRun) -> None:
        self.last = run.last_trace


@following_rule("BA06")
class TracesBeginWithTheOdfi(Following):
    def entry(self, entry: Entry) -> Remarks:
        odfi = self.batch.header.odfi
        if self.batch.sec_code != "ADV" and entry.text[79:87] != odfi:
            yield at(entry, "trace_number", "the trace does not begin with the batch's ODFI")


register_elsewhere("BA07", "traces", TraceLedger)


@following_rule("BA12")
class NoticeBatchHoldsNoticesOnly(Following):
    def entry(self, entry: Entry) -> Remarks:
        if self.batch.sec_code == "COR" and classify(entry) not in NOTICE_KINDS:
            yield at(entry, None, "an entry without a 98 addenda in a COR batch")


class BatchNumbers:
    """Batch numbers as they pass through the file."""

    def __init__(self) -> None:
        self.last = -1

    def take(self, header: BatchHeader) -> Iterator[Remark]:
        number = header.batch_number
        if number is None:
            return
        if number <= self.last:
            message = f"batch number {number} does not rise above {self.last}"
            yield at(header, "batch_number", message)
        self.last = number


register_elsewhere("BH19", "batches", BatchNumbers)
