"""Bytes to a NachaFile: splits lines, sorts records into batches. Judging them is edi.nacha.judge.

Nothing is dropped or changed: every line is kept as it came, so that writing gives the same bytes.
"""

import re
from collections.abc import Collection

from edi.nacha.files import Batch, Misplaced, NachaFile
from edi.nacha.findings import Finding
from edi.nacha.judge import judge
from edi.nacha.layouts import RECORD_LENGTH
from edi.nacha.records import (
    Addenda,
    AdvBatchControl,
    AdvFileControl,
    BatchControl,
    BatchHeader,
    Entry,
    FileControl,
    FileHeader,
    Record,
    addenda_class,
    entry_class,
)

# What a line of a Nacha file looks like from afar, however broken the rest.
_RECORD_SHAPE = re.compile(r"(?:101|[5678][0-9]{2}|9[0-9]{6}).{20}", re.DOTALL)
_LINE = re.compile(r"([^\n]*?)(\r?\n|\Z)")


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
    file = parse(data)
    findings = judge(file, tolerate=tolerate, transaction_codes=transaction_codes)
    if file.lines and not any(map(_RECORD_SHAPE.match, file.lines)):
        return None, findings
    return file, findings


def parse(data: bytes) -> NachaFile:
    """The records in their places, unjudged."""
    lines, ends = split_lines(data.decode("latin-1"))
    file = NachaFile(lines=lines, line_ends=ends)
    assembly = _Assembly(file)
    for number, line in enumerate(lines, 1):
        assembly.take(number, line)
    assembly.close_batch("the file ends")
    return file


def split_lines(text: str) -> tuple[list[str], list[str]]:
    """Lines without their ends, and the ends; both joined in turn are the text again."""
    if not text:
        return [], []
    if "\n" not in text and "\r" in text:
        return _split_at(text, "\r")
    if "\r" not in text:
        return _split_at(text, "\n") if "\n" in text.rstrip("\n") else _split_run(text)
    if text.count("\r\n") == text.count("\n") == text.count("\r"):
        return _split_at(text, "\r\n")
    pairs = [(m[1], m[2]) for m in _LINE.finditer(text) if m[0]]
    return [line for line, _ in pairs], [end for _, end in pairs]


def _split_at(text: str, end: str) -> tuple[list[str], list[str]]:
    lines = text.split(end)
    ends = [end] * len(lines)
    if lines[-1] == "":
        lines.pop()
        ends.pop()
    else:
        ends[-1] = ""
    return lines, ends


def _split_run(text: str) -> tuple[list[str], list[str]]:
    """One run without line ends is cut every 94 characters; line ends may still close it."""
    run = text.rstrip("\n")
    if len(run) < 2 * RECORD_LENGTH:
        return _split_at(text, "\n")
    lines = [run[at : at + RECORD_LENGTH] for at in range(0, len(run), RECORD_LENGTH)]
    ends = [""] * len(lines)
    if len(run) < len(text):
        blank = len(text) - len(run) - 1
        lines, ends = lines + [""] * blank, [*ends[:-1], "\n", *["\n"] * blank]
    return lines, ends


class _Assembly:
    """Puts one record after another in its place."""

    def __init__(self, file: NachaFile) -> None:
        self.file = file
        self.batch: Batch | None = None
        self.entry: Entry | None = None
        self.sec_code = ""
        self.entry_class: type[Entry] = Entry

    def take(self, number: int, line: str) -> None:
        text = line
        if len(line) != RECORD_LENGTH:
            if not line.strip(" "):
                self.file.blank_lines.append(number)
                return
            text = line[:RECORD_LENGTH].ljust(RECORD_LENGTH)
            if line.strip("9"):
                self.file.ill_sized.append(number)
        kind = text[0]
        # Entries and addenda are nearly all of a file, so they come first.
        if kind == "6" and self.batch is not None:
            self.entry = self.entry_class(number, text, self.sec_code)
            self.batch.entries.append(self.entry)
        elif kind == "7" and self.entry is not None:
            self.entry.addenda.append(addenda_class(text)(number, text))
        else:
            self._take_rarer(kind, number, text, line)

    def _take_rarer(self, kind: str, number: int, text: str, line: str) -> None:
        if self.file.control is not None or (kind == "9" and not line.strip("9")):
            self._after_control(number, text, line)
        elif kind == "5":
            self._batch_header(number, text)
        elif kind == "8":
            self._batch_control(number, text)
        elif kind == "9":
            self._file_control(number, text)
        elif kind == "1":
            self._file_header(number, text)
        else:
            self._misfit(kind, number, text)

    def _file_header(self, number: int, text: str) -> None:
        header = FileHeader(number, text)
        if self.file.header is not None:
            self._stray("FS05", header, "there is a second file header")
            return
        self.file.header = header
        if self.file.batches or self.file.strays:
            self._misplace("FS05", header, "the file header is not the first record")

    def _batch_header(self, number: int, text: str) -> None:
        header = BatchHeader(number, text)
        self.close_batch("the next batch begins", header)
        self.batch = Batch(header)
        self.sec_code = self.batch.sec_code
        self.entry_class = entry_class(self.sec_code)
        self.file.batches.append(self.batch)

    def _batch_control(self, number: int, text: str) -> None:
        control = (AdvBatchControl if self.sec_code == "ADV" else BatchControl)(number, text)
        if self.batch is None:
            self._stray("FS04", control, "a batch control stands outside a batch")
            return
        self.batch.control = control
        self.batch = self.entry = None

    def _file_control(self, number: int, text: str) -> None:
        control = (AdvFileControl if self.sec_code == "ADV" else FileControl)(number, text)
        self.close_batch("the file control comes", control)
        self.file.control = control

    def _after_control(self, number: int, text: str, line: str) -> None:
        """Filler, which belongs here, and anything else, which does not."""
        if not line.strip("9"):
            self.file.filler.append(number)
            if len(line) != RECORD_LENGTH:
                self._misplace("FS12", Record(number, text), "a filler row is not 94 nines")
            elif self.file.control is None:
                self._misplace("FS12", Record(number, text), "filler stands before the control")
        elif text[0] == "9":
            self._stray("FS06", FileControl(number, text), "there is a second file control")
        else:
            self._stray("FS06", Record(number, text), "a record stands after the file control")

    def _misfit(self, kind: str, number: int, text: str) -> None:
        if kind == "6":
            entry = Entry(number, text, "")
            self._stray("FS08", entry, "an entry stands outside a batch")
        elif kind == "7":
            addenda: Addenda = addenda_class(text)(number, text)
            self._stray("FS08", addenda, "an addenda does not follow an entry")
        else:
            record = Record(number, text)
            self._stray("FS03", record, "the record type is not one of 1, 5, 6, 7, 8, 9")

    def close_batch(self, because: str, record: Record | None = None) -> None:
        """A batch still open here has no control."""
        if self.batch is not None:
            at = record or self.batch.header
            self._misplace("FS07", at, f"the batch has no control when {because}")
        self.batch = self.entry = None

    def _stray(self, rule: str, record: Record, message: str) -> None:
        self.file.strays.append(record)
        self._misplace(rule, record, message)

    def _misplace(self, rule: str, record: Record, message: str) -> None:
        self.file.misplaced.append(Misplaced(rule, record, message))
