"""The interchange acknowledgement, TA1: read, written, and decided from our findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from edi.x12.codes import ACKNOWLEDGMENTS, INTERCHANGE_NOTES
from edi.x12.deciding_999 import NeverAnswered
from edi.x12.findings import Finding
from edi.x12.guide import envelope_faults
from edi.x12.interchange import Interchange
from edi.x12.segments import Delimiters, Row, Segment
from edi.x12.values import parse_short_date

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
# Elements of ISA that nothing else is said of, and the note for a value the table does not know.
_NOTE_OF_ELEMENT = {
    1: "010",
    3: "012",
    5: "005",
    6: "006",
    7: "007",
    8: "008",
    13: "018",
    14: "019",
    15: "020",
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

    One note can be said: the first error's, else the first warning's, else that of an element of
    ISA with an unknown value, which is accepted all the same. Raises NeverAnswered where it holds
    nothing but acknowledgements, or has no ISA.
    """
    types = {transaction.type for transaction in interchange.sets}
    if interchange.isa is None or (interchange.ta1s and not types) or types & ACKNOWLEDGMENTS:
        raise NeverAnswered("A 999, 997 or TA1 is never answered.")
    isa = interchange.isa
    own = [finding for finding in findings if finding.rule in _NOTE_OF_RULE]
    if own:
        first = min(own, key=lambda finding: not finding.is_error)
        verdict, note = "R" if first.is_error else "E", _note(first, interchange, isa)
    else:
        note = _note_of_values(isa, interchange.delimiters)
        verdict = "A" if note == "000" else "E"
    return Ta1(isa[13], isa[9], isa[10], verdict, note)


def _note(finding: Finding, interchange: Interchange, isa: Segment) -> str:
    match finding.rule:
        case "XI02":
            return _note_of_delimiters(interchange.delimiters)
        case "XI03" if interchange.iea is None:
            return "023"
        case "XI05" if isa[12] == "00401":
            return "016"
        case "XI09" if parse_short_date(isa[9]) is not None:
            return "015"
    return _NOTE_OF_RULE[finding.rule]


def _note_of_delimiters(delimiters: Delimiters) -> str:
    """Which delimiter is unsound; the control structure, where it is the lengths of ISA."""
    seen: set[str] = set()
    for mark, note in (
        (delimiters.element, "026"),
        (delimiters.segment, "004"),
        (delimiters.component, "027"),
    ):
        if mark.isalnum() or mark in " \t\x00" or mark in seen:
            return note
        seen.add(mark)
    return "022"


def _note_of_values(isa: Segment, delimiters: Delimiters) -> str:
    for fault in envelope_faults(isa, delimiters):
        if fault.element in _NOTE_OF_ELEMENT:
            return _NOTE_OF_ELEMENT[fault.element]
    return "000"
