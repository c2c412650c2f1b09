"""Bytes to a NachaFile that keeps every record. For files of any size: edi.nacha.stream.

Nothing is dropped or changed: every line is kept as it came, so that writing gives the same bytes.
"""

from collections.abc import Collection

from edi.ground.line_findings import Finding
from edi.nacha.assembly import Assembly, Sink
from edi.nacha.errors import RefusedFile
from edi.nacha.files import Batch, Misplaced, NachaFile
from edi.nacha.lines import lines_of
from edi.nacha.records import Entry, FileControl, FileHeader, Record
from edi.nacha.stream import check


def read(
    data: bytes,
    *,
    tolerate: Collection[str] = frozenset(),
    transaction_codes: Collection[str] | None = None,
) -> tuple[NachaFile | None, list[Finding]]:
    """The file and everything wrong with it, as an inbound file; never raises on any bytes.

    The file is None if not one line looks like a Nacha record. `tolerate` names the tolerances of
    the bank's channel (edi.nacha.tolerances; ValueError for a name that is none);
    `transaction_codes` replaces the table of codes where `transaction_codes` is tolerated.
    """
    report = check(data, tolerate=tolerate, transaction_codes=transaction_codes)
    return parse(data) if report.looks_like_nacha else None, report.findings


def read_strict(data: bytes) -> NachaFile:
    """The file, of which no rule finds an error; warnings do not count.

    Raises RefusedFile with the findings otherwise, and for what is no Nacha file at all.
    """
    file, findings = read(data)
    if file is None or any(each.is_error for each in findings):
        raise RefusedFile(findings)
    return file


def parse(data: bytes) -> NachaFile:
    """The records in their places, unjudged."""
    file = NachaFile(lines=[], line_ends=[])
    assembly = Assembly(_Keeping(file))
    lines = lines_of(data)
    for piece in lines.pieces():
        for line, end in lines.split(piece):
            file.lines.append(line)
            file.line_ends.append(end)
    for number, line in enumerate(file.lines, 1):
        assembly.take(number, line)
    assembly.close()
    return file


class _Keeping(Sink):
    """Keeps all that passes."""

    def __init__(self, file: NachaFile) -> None:
        self.file = file

    def file_header(self, header: FileHeader) -> None:
        self.file.header = header

    def batch_begins(self, batch: Batch) -> None:
        self.file.batches.append(batch)

    def entry(self, entry: Entry, batch: Batch) -> None:
        batch.entries.append(entry)

    def file_control(self, control: FileControl) -> None:
        self.file.control = control

    def stray(self, record: Record) -> None:
        self.file.strays.append(record)

    def misplaced(self, misplaced: Misplaced) -> None:
        self.file.misplaced.append(misplaced)

    def ill_sized(self, number: int, line: str) -> None:
        self.file.ill_sized.append(number)

    def blank(self, number: int) -> None:
        self.file.blank_lines.append(number)

    def filler(self, number: int) -> None:
        self.file.filler.append(number)
