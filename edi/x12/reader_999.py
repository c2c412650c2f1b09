"""Reading a 999 or 997."""

from __future__ import annotations

from collections.abc import Iterator

from edi.x12.acknowledgment import Acknowledgment, ElementNote, SegmentNote, SetVerdict
from edi.x12.findings import ERROR, WARNING, Finding
from edi.x12.interchange import TransactionSet
from edi.x12.parties import BLANKS
from edi.x12.segments import Segment

# The older set names the same segments otherwise.
_SAME = {"IK3": "AK3", "IK4": "AK4", "IK5": "AK5"}


def read_999(transaction: TransactionSet) -> tuple[Acknowledgment | None, list[Finding]]:
    """The acknowledgement and the findings of the set; None where AK1 is missing. Never raises."""
    reader = _Reader(transaction)
    for segment in transaction.segments():
        reader.take(segment)
    return reader.finish()


class _Reader:
    def __init__(self, transaction: TransactionSet) -> None:
        self.transaction = transaction
        self.findings: list[Finding] = []
        self.result: Acknowledgment | None = None
        self.open_set: SetVerdict | None = None
        self.segment: SegmentNote | None = None
        self.has_ak9 = False
        self.last = transaction.st

    def find(self, rule: str, level: str, segment: Segment, message: str) -> None:
        self.findings.append(
            Finding(rule, level, segment.id[:3], segment.position, message, segment.number)
        )

    def take(self, segment: Segment) -> None:
        tag = _SAME.get(segment.id, segment.id)
        e = [*segment.elements, *BLANKS]
        match tag:
            case "AK1":
                self._ak1(segment, e)
            case "AK2":
                self._ak2(segment, e)
            case "AK3":
                self._ak3(segment, e)
            case "AK4" if self.segment is not None:
                self.segment.elements.append(ElementNote(self._plain(e[1]), e[3], e[2], e[4]))
            case "CTX" if self.segment is not None:
                self._ctx(segment, self.segment)
            case "AK5":
                self._ak5(segment, e)
            case "AK9":
                self._ak9(segment, e)
            case "ST" | "SE" | "TA1":
                pass
            case "AK4" | "CTX":
                self.find("XS05", ERROR, segment, "The segment may not stand here.")
            case _:
                self.find("XS07", WARNING, segment, "An unknown segment is passed over.")

    def _plain(self, text: str) -> str:
        """An element with its components parted by colons."""
        return text.replace(self.transaction.delimiters.component, ":")

    def _ctx(self, segment: Segment, note: SegmentNote) -> None:
        context = tuple(self._plain(text) for text in segment.elements[1:])
        # After an IK4 a context is the element's, before the first one the segment's.
        (note.elements[-1] if note.elements else note).contexts.append(context)

    def _ak1(self, segment: Segment, e: list[str]) -> None:
        if self.result is not None:
            self.find("AK01", ERROR, segment, "AK1 stands more than once.")
            return
        self.result = Acknowledgment(e[1], e[2], e[3])
        self.result.type = self.transaction.type
        self.result.control = self.transaction.control
        self.result.position = segment.position

    def _ak2(self, segment: Segment, e: list[str]) -> None:
        self._close(segment)
        self.open_set = SetVerdict(e[1], e[2], reference=e[3])
        self.segment = None
        if self.result is None or self.has_ak9:
            self.find("AK01", ERROR, segment, "AK2 stands outside AK1 and AK9.")
        else:
            self.result.sets.append(self.open_set)

    def _close(self, segment: Segment) -> None:
        if self.open_set is not None:
            self.find("AK01", ERROR, segment, "A set's answer is not closed by IK5 or AK5.")
        self.open_set = None

    def _ak3(self, segment: Segment, e: list[str]) -> None:
        number = int(e[2]) if e[2].isascii() and e[2].isdigit() and len(e[2]) < 11 else 0
        if not number:
            self.find("XS08", ERROR, segment, "The position of a segment is not a number.")
        self.segment = SegmentNote(e[1], number, e[4], e[3])
        if self.open_set is None:
            self.find("AK01", ERROR, segment, "A segment's note stands outside any set's answer.")
        else:
            self.open_set.segments.append(self.segment)

    def _ak5(self, segment: Segment, e: list[str]) -> None:
        if self.open_set is None:
            self.find("AK01", ERROR, segment, "The verdict closes no set's answer.")
            return
        self.open_set.verdict = e[1]
        self.open_set.codes = tuple(code for code in e[2:7] if code)
        self.open_set = self.segment = None

    def _ak9(self, segment: Segment, e: list[str]) -> None:
        self._close(segment)
        if self.has_ak9 or self.result is None:
            self.find("AK01", ERROR, segment, "AK9 closes no group, or stands twice.")
            return
        self.has_ak9, result = True, self.result
        result.verdict = e[1]
        result.included, result.received, result.accepted = (_count(text) for text in e[2:5])
        result.codes = tuple(code for code in e[5:10] if code)
        if None in (result.included, result.received, result.accepted):
            self.find("XS08", ERROR, segment, "A count in AK9 is not a number.")
        for message in _disagreements(result):
            self.find("AK03", WARNING, segment, message)

    def finish(self) -> tuple[Acknowledgment | None, list[Finding]]:
        if self.result is None:
            self._missing("AK1")
        elif not self.has_ak9 and self.transaction.se is not None:
            # Where the set breaks off, AK9 may have stood in the rest.
            self._missing("AK9")
        return self.result, self.findings

    def _missing(self, tag: str) -> None:
        position = self.transaction.st.position
        self.findings.append(Finding("AK01", ERROR, tag, position, f"{tag} is missing.", 1))


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 11 else None


def _disagreements(result: Acknowledgment) -> Iterator[str]:
    """Where AK9 and the verdicts on the sets do not agree. Sets may be left out where all of
    them are accepted."""
    refused = sum(1 for item in result.sets if not item.is_accepted)
    if result.received is not None and len(result.sets) > result.received:
        yield "AK9 counts fewer sets than are answered."
    if result.accepted is not None and result.received is not None:
        if result.sets and result.received - result.accepted != refused:
            yield "AK9 counts other refusals than IK5 says."
        if result.verdict == "P" and not 0 < result.accepted < result.received:
            yield "AK9 says partially accepted, and its counts do not."
