"""BC01 to BC03, BC07 and BC08: the form of the file as a whole, each told once."""

from collections.abc import Iterator
from dataclasses import dataclass

from edi.bai2.lines import Lines
from edi.bai2.rules.registry import Remark, Told


@dataclass(slots=True)
class Form:
    """Habits of a file, counted on the way: a remark for each of a million lines helps nobody."""

    lines: Lines
    padded_count: int = 0
    padded: Remark | None = None
    blank_count: int = 0
    first_blank: int = 0
    control: int = 0

    def take_blank(self, line: int, text: bytes) -> None:
        """Counts blank lines."""
        self.first_blank = self.first_blank or line
        self.blank_count += text.count(b"\n")
        if not self.control and text.strip(b" \n"):
            self.control = line

    def take_record(self, line: int, text: bytes, record_length: int | None) -> None:
        """Counts padded lines and blank ones between a record and its continuation."""
        for number, each in enumerate(text.split(b"\n")[:-1], line):
            if not each.strip(b" \t\x00\x1a"):
                self.take_blank(number, each + b"\n")
            elif each.endswith(b" ") and not record_length:
                if self.padded is None:
                    end = len(each.rstrip(b" "))
                    self.padded = Remark(number, (end + 1, len(each)), "")
                self.padded_count += 1

    def end(self, *, has_blocks: bool, last_line: int) -> Iterator[Told]:
        """The remarks, once the file was read."""
        if self.lines.cut_at:
            yield "BC01", Remark(self.lines.cut_at, (1, 1), "a record is too long to be one")
        yield from self._ends(last_line)
        yield from self._blanks(has_blocks)
        if self.control:
            message = "a control character stands in the line"
            yield "BC09", Remark(self.control, (1, 1), message)

    def _ends(self, last_line: int) -> Iterator[Told]:
        if self.lines.has_bom:
            yield "BC02", Remark(1, (1, 3), "a byte order mark stands before the file")
        if self.lines.odd_end:
            yield "BC03", Remark(self.lines.odd_end, (1, 1), "the line ends unlike those before")
        if self.lines.unended and self.lines.data:
            yield "BC03", Remark(last_line, (1, 1), "the last line does not end")

    def _blanks(self, has_blocks: bool) -> Iterator[Told]:
        if self.padded:
            message = f"blanks end {self.padded_count} lines, the first of them here"
            yield "BC07", self.padded._replace(message=message)
        if self.first_blank and not has_blocks:
            message = f"{self.blank_count} blank lines, the first of them here"
            yield "BC08", Remark(self.first_blank, (1, 1), message)
