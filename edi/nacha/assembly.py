"""Puts one record after another in its place, and tells a sink what passes. Keeps no entry.

What the sink makes of it: edi.nacha.reader keeps the file, edi.nacha.checking judges it.
"""

from edi.nacha.files import Batch, Misplaced
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


class Sink:
    """What passes, in the order of the file; each method does nothing unless a sink needs it.

    An entry passes when all its addenda are there. A batch begins without entries, and ends with
    its control if it has one.
    """

    def file_header(self, header: FileHeader) -> None: ...

    def batch_begins(self, batch: Batch) -> None: ...

    def entry(self, entry: Entry, batch: Batch) -> None: ...

    def batch_ends(self, batch: Batch) -> None: ...

    def file_control(self, control: FileControl) -> None: ...

    def stray(self, record: Record) -> None:
        """A record of no batch: kept by whoever keeps records, so that nothing is lost."""

    def misplaced(self, misplaced: Misplaced) -> None: ...

    def ill_sized(self, number: int, line: str) -> None: ...

    def blank(self, number: int) -> None: ...

    def filler(self, number: int) -> None: ...


class Assembly:
    """Takes lines in their order. `close` is called once after the last."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.batch: Batch | None = None
        self.entry: Entry | None = None
        self.sec_code = ""
        self.entry_class: type[Entry] = Entry
        self.has_header = self.has_control = self.has_begun = False

    def take(self, number: int, line: str) -> None:
        """The line with this number, from 1, without its line end."""
        text = line
        if len(line) != RECORD_LENGTH:
            if not line.strip(" "):
                self.sink.blank(number)
                return
            text = line[:RECORD_LENGTH].ljust(RECORD_LENGTH)
            if line.strip("9"):
                self.sink.ill_sized(number, line)
        kind = text[0]
        # Entries and addenda are nearly all of a file, so they come first.
        if kind == "6" and self.batch is not None:
            if self.entry is not None:
                self.sink.entry(self.entry, self.batch)
            self.entry = self.entry_class(number, text, self.sec_code)
        elif kind == "7" and self.entry is not None:
            self.entry.addenda.append(addenda_class(text)(number, text))
        else:
            self._take_rarer(kind, number, text, line)

    def close(self) -> None:
        """The file ends here."""
        self._close_batch("the file ends")

    def end_entry(self) -> None:
        """No addenda follows the entry that stands open."""
        if self.entry is not None and self.batch is not None:
            self.sink.entry(self.entry, self.batch)
        self.entry = None

    @property
    def awaits_a_batch(self) -> bool:
        """Whether a batch may begin here, none being open."""
        return self.batch is None and not self.has_control

    def batch_passed(self, sec_code: str) -> None:
        """A whole batch went by that was not taken line by line."""
        self.has_begun = True
        self.sec_code = sec_code

    def _take_rarer(self, kind: str, number: int, text: str, line: str) -> None:
        if self.has_control or (kind == "9" and not line.strip("9")):
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
        if self.has_header:
            self._stray("FS05", header, "there is a second file header")
            return
        self.has_header = True
        self.sink.file_header(header)
        if self.has_begun:
            self._misplace("FS05", header, "the file header is not the first record")

    def _batch_header(self, number: int, text: str) -> None:
        header = BatchHeader(number, text)
        self._close_batch("the next batch begins", header)
        self.batch = Batch(header)
        self.sec_code = self.batch.sec_code
        self.entry_class = entry_class(self.sec_code)
        self.has_begun = True
        self.sink.batch_begins(self.batch)

    def _batch_control(self, number: int, text: str) -> None:
        control = (AdvBatchControl if self.sec_code == "ADV" else BatchControl)(number, text)
        if self.batch is None:
            self._stray("FS04", control, "a batch control stands outside a batch")
            return
        self.end_entry()
        self.batch.control = control
        self._end_batch()

    def _file_control(self, number: int, text: str) -> None:
        control = (AdvFileControl if self.sec_code == "ADV" else FileControl)(number, text)
        self._close_batch("the file control comes", control)
        self.has_control = True
        self.sink.file_control(control)

    def _after_control(self, number: int, text: str, line: str) -> None:
        """Filler, which belongs here, and anything else, which does not."""
        if not line.strip("9"):
            self.sink.filler(number)
            if len(line) != RECORD_LENGTH:
                self._misplace("FS12", Record(number, text), "a filler row is not 94 nines")
            elif not self.has_control:
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

    def _close_batch(self, because: str, record: Record | None = None) -> None:
        """A batch still open here has no control."""
        self.end_entry()
        if self.batch is not None:
            at = record or self.batch.header
            self._misplace("FS07", at, f"the batch has no control when {because}")
            self._end_batch()

    def _end_batch(self) -> None:
        ended, self.batch = self.batch, None
        if ended is not None:
            self.sink.batch_ends(ended)

    def _stray(self, rule: str, record: Record, message: str) -> None:
        self.has_begun = True
        self.sink.stray(record)
        self._misplace(rule, record, message)

    def _misplace(self, rule: str, record: Record, message: str) -> None:
        self.sink.misplaced(Misplaced(rule, record, message))
