"""A file read as a stream and judged as it passes: entries come, are judged, and are dropped.

Memory does not grow with the file: batches and the file keep tallies. Every reading of a file goes
through here or through the same assembly; the rules are edi.nacha.rules.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial

from edi.ground.line_findings import Finding
from edi.nacha.assembly import Assembly, Sink
from edi.nacha.catalogue import Side
from edi.nacha.files import Batch, FileSummary
from edi.nacha.judging import RECORD_SHAPE, Judging
from edi.nacha.layouts import RECORD_LENGTH
from edi.nacha.lines import PIECE_BYTES, Lines, Piece, Source, lines_of
from edi.nacha.records import Entry
from edi.nacha.rulebook import Rulebook
from edi.nacha.rules.screen import right_runs, width

# Bytes read so far.
Progress = Callable[[int], object]

_LEGAL = bytes(range(0x20, 0x7F)) + b"\r\n"


@dataclass(frozen=True, slots=True)
class Report:
    """What a check says of a file: findings in order of line and column, and what it adds up to.

    `left_out` counts, by rule, the findings beyond the limit; `errors` and `warnings` count all.
    """

    findings: list[Finding]
    summary: FileSummary
    errors: int
    warnings: int
    left_out: dict[str, int]
    looks_like_nacha: bool

    @property
    def is_in_order(self) -> bool:
        """Whether there is no error; warnings do not count."""
        return self.errors == 0 and self.looks_like_nacha


def check(
    data: Source,
    *,
    side: Side = "in",
    tolerate: Collection[str] = frozenset(),
    transaction_codes: Collection[str] | None = None,
    limit: int | None = None,
    progress: Progress | None = None,
) -> Report:
    """Everything wrong with a file, in flat memory; never raises on any bytes.

    `data` may be bytes or a map of a file. `side` says whether it came in or is about to go out;
    `tolerate` and `transaction_codes` are those of edi.nacha.reader.read. At most `limit` findings
    of a rule are kept. `progress` is called now and then with the bytes read. Raises ValueError
    for a tolerance that does not exist.
    """
    checker = Checker(
        data, side=side, tolerate=tolerate, transaction_codes=transaction_codes, limit=limit
    )
    checker.run(progress)
    return checker.report


def looks_like_nacha(data: Source) -> bool:
    """Whether some line looks like a Nacha record; True for an empty file, which has none."""
    lines = lines_of(data)
    return not len(data) or any(
        RECORD_SHAPE.match(line) for piece in lines.pieces() for line, _ in lines.split(piece)
    )


def entries(data: Source) -> Iterator[tuple[Entry, Batch]]:
    """Every entry of the file's batches with its addenda, one after another, unjudged."""
    lines = lines_of(data)
    passing = _Passing()
    assembly, number = Assembly(passing), 0
    for piece in lines.pieces():
        for line, _ in lines.split(piece):
            number += 1
            assembly.take(number, line)
        yield from passing.handed_over()
    assembly.close()
    yield from passing.handed_over()


def traces(data: Source) -> Iterator[tuple[int, str]]:
    """The line and trace number of each entry of `entries`, but for advices, which have none.

    Says what the assembly would, without making records: only which lines are entries of a batch
    matters here.
    """
    lines, number, has_traces = lines_of(data), 0, False
    for piece in lines.pieces():
        for line, _ in lines.split(piece):
            number += 1
            kind = line[:1]
            if kind == "6":
                if has_traces:
                    yield number, line[79:RECORD_LENGTH].ljust(15)
            elif kind == "5":
                has_traces = line[50:53].upper() != "ADV"
            elif kind == "8":
                has_traces = False
            elif kind == "9" and line.strip("9"):
                # Nothing after the file control belongs to a batch.
                return


class _Passing(Sink):
    """Holds the entries of one piece until they are handed over."""

    def __init__(self) -> None:
        self.held: list[tuple[Entry, Batch]] = []

    def entry(self, entry: Entry, batch: Batch) -> None:
        self.held.append((entry, batch))

    def handed_over(self) -> list[tuple[Entry, Batch]]:
        held, self.held = self.held, []
        return held


class Checker:
    """One file on its way past the rules. Iterate it for its entries, or `run` it without them.

    Either gives the same `report` at the end; without entries it is far quicker.
    """

    def __init__(
        self,
        data: Source,
        *,
        side: Side = "in",
        tolerate: Collection[str] = frozenset(),
        transaction_codes: Collection[str] | None = None,
        limit: int | None = None,
        piece_bytes: int = PIECE_BYTES,
    ) -> None:
        self.data, self.piece_bytes = data, piece_bytes
        self.lines = lines_of(data)
        self.judging = Judging(Rulebook(side, tolerate, transaction_codes), limit)
        self.assembly = Assembly(self.judging)

    def __iter__(self) -> Iterator[tuple[Entry, Batch]]:
        """Each entry with its batch, once it has been judged."""
        self.judging.keeps_entries = True
        for _ in self._pieces_taken():
            yield from self.judging.handed_over()
        yield from self.judging.handed_over()

    def run(self, progress: Progress | None = None) -> None:
        """Judges the whole file."""
        for done in self._pieces_taken():
            if progress is not None:
                progress(done)

    @property
    def report(self) -> Report:
        """What was found; whole once the file has passed."""
        judging = self.judging
        return Report(
            findings=judging.findings.in_order(),
            summary=judging.summary,
            errors=judging.findings.errors,
            warnings=judging.findings.warnings,
            left_out=judging.findings.left_out,
            looks_like_nacha=judging.has_shape or not judging.summary.line_count,
        )

    def _pieces_taken(self) -> Iterator[int]:
        for piece in self.lines.pieces(self.piece_bytes):
            self._take(piece)
            yield piece.end
        self.assembly.close()
        self.judging.close(partial(traces, self.data))

    def _take(self, piece: Piece) -> None:
        judging = self.judging
        if judging.text_checks and _may_be_illegal(piece.data, self.lines):
            self._judge_characters(piece)
        text = self.lines.with_lf(piece)
        if text is not None:
            self._take_text(text)
            return
        for line, end in self.lines.split(piece):
            judging.line(line, self.lines.as_lf(end))
            self.assembly.take(judging.number, line)

    def _take_text(self, text: str) -> None:
        """Lines of a piece: a quick look takes what it can, the assembly the others."""
        at, size = 0, len(text)
        while at < size:
            kind, taken = text[at], 0
            if kind == "6":
                taken = self._take_rows(text, at)
            elif kind == "5":
                taken = self._take_small_batch(text, at)
            at = at + taken if taken else self._take_line(text, at)

    def _take_small_batch(self, text: str, at: int) -> int:
        """A whole batch that looks right, from here; gives its characters, 0 if it is none."""
        batch = self.judging.small_batch(text, at) if self.assembly.awaits_a_batch else None
        if batch is None:
            return 0
        self.judging.take_small(batch)
        self.assembly.batch_passed(batch.sec_code)
        return batch.size

    def _take_line(self, text: str, at: int) -> int:
        """One line through the assembly; gives where the next one begins."""
        judging = self.judging
        stop = text.find("\n", at)
        if stop < 0:
            line, end, after = text[at:], "", len(text)
        elif text[stop - 1 : stop] == "\r" and stop > at:
            line, end, after = text[at : stop - 1], "\r\n", stop + 1
        else:
            line, end, after = text[at:stop], "\n", stop + 1
        judging.line(line, end)
        self.assembly.take(judging.number, line)
        return after

    def _take_rows(self, text: str, at: int) -> int:
        """Entries that look right, from here; gives the characters taken, 0 where there is none."""
        screen = self.judging.screen
        if screen is None:
            return 0
        rows, records = screen.rows(text, at)
        if not rows:
            return 0
        self.assembly.end_entry()
        size, done = width(screen, records), 0
        for right in right_runs(rows, screen, self.judging.last_trace, self.judging.banks):
            if done < right.start:
                self._take_row(text, at + done * size, records)
                done = right.start
            if right:
                self.judging.plain(rows[right.start : right.stop], records, screen)
                done = right.stop
        if done < len(rows):
            self._take_row(text, at + done * size, records)
        return len(rows) * size

    def _take_row(self, text: str, at: int, records: int) -> None:
        """An entry that some rule may have to say something about."""
        for _ in range(records):
            at = self._take_line(text, at)
        self.assembly.end_entry()

    def _judge_characters(self, piece: Piece) -> None:
        number = self.judging.number
        for line, _ in self.lines.split(piece):
            number += 1
            for check in self.judging.text_checks:
                self.judging.findings.add(check.rule, check.judge(number, line))


def _may_be_illegal(data: bytes, lines: Lines) -> bool:
    """Whether a line of the piece may hold a byte that is not printable ASCII."""
    if data.translate(None, _LEGAL):
        return True
    # A line end of another kind stands within a line.
    if lines.form == "LF":
        return data.count(b"\r") != data.count(b"\r\n")
    return False
