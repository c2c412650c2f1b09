"""The interchange acknowledgement, TA1: read, written, and decided from our findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from edi.x12.codes import ACKNOWLEDGMENTS, INTERCHANGE_NOTES
from edi.x12.findings import Finding
from edi.x12.interchange import Interchange
from edi.x12.segments import Row, Segment
from edi.x12.writer_999 import NeverAnswered

_NOTE_OF_RULE = {
    "XI02": "022",
    "XI03": "001",
    "XI04": "021",
    "XI05": "017",
    "XI06": "020",
    "XI07": "025",
    "XI08": "009",
    "XI09": "014",
}


@dataclass(frozen=True, slots=True)
class Ta1:
    """The answer to one interchange: its ISA13, ISA09 and ISA10, A, E or R, and a note code."""

    control: str
    date: str
    time: str
    verdict: str
    note: str = "000"

    @property
    def is_accepted(self) -> bool:
        """Whether the interchange was taken, with or without errors."""
        return self.verdict in ("A", "E")

    @property
    def words(self) -> str:
        """Our label of the note."""
        return INTERCHANGE_NOTES.get(self.note, "unknown note")

    def row(self) -> Row:
        """The segment to write."""
        return ("TA1", self.control, self.date, self.time, self.verdict, self.note)


def read_ta1(segment: Segment) -> Ta1:
    """The acknowledgement in a TA1 segment (an interchange has them in `ta1s`)."""
    return Ta1(segment[1], segment[2], segment[3], segment[4], segment[5])


def build_ta1(interchange: Interchange, findings: Iterable[Finding]) -> Ta1:
    """The answer to an interchange from the findings of its envelope (XI rules).

    Raises NeverAnswered where it holds nothing but acknowledgements, or has no ISA.
    """
    types = {transaction.type for transaction in interchange.sets}
    if interchange.isa is None or (interchange.ta1s and not types) or types & ACKNOWLEDGMENTS:
        raise NeverAnswered("A 999, 997 or TA1 is never answered.")
    own = [finding for finding in findings if finding.rule in _NOTE_OF_RULE]
    own.sort(key=lambda finding: not finding.is_error)
    isa = interchange.isa
    if not own:
        return Ta1(isa[13], isa[9], isa[10], "A")
    first = own[0]
    note = "023" if first.rule == "XI03" and interchange.iea is None else _NOTE_OF_RULE[first.rule]
    return Ta1(isa[13], isa[9], isa[10], "R" if first.is_error else "E", note)
