"""One interchange put together from its control segments, with the findings of its envelope. How
interchanges are found in a file stands in envelope.py."""

from __future__ import annotations

import re
from collections.abc import Iterator

from edi.x12.characters import is_ascii, long_segment, number_of_segments
from edi.x12.codes import GROUP_OF_SET, KNOWN_SETS, KNOWN_VERSIONS
from edi.x12.finding_list import FindingList
from edi.x12.findings import ERROR, WARNING, Finding
from edi.x12.guide import envelope_faults
from edi.x12.interchange import Group, Interchange, TransactionSet
from edi.x12.segments import Delimiters, Segment
from edi.x12.tokens import BLANK_BYTES, MAX_SEGMENT_BYTES, Header, Text, let_go, tokens
from edi.x12.values import is_time, parse_short_date

# Control segments are looked for in so many bytes at a time.
_WINDOW = 1 << 22
# Elements that the guide judges; of the others something is said here.
_JUDGED_OF_ISA = frozenset({1, 3, 5, 7, 14, 15})
_JUDGED_OF_GS = frozenset({2, 3, 4, 5, 7})
_JUDGED_OF_TA1 = frozenset({1, 2, 3, 4, 5})


class Scan:
    """The control segments of one interchange, put together as they come."""

    def __init__(
        self,
        text: Text,
        delimiters: Delimiters,
        *,
        is_bare: bool = False,
        most_sets: int = 1 << 60,
    ) -> None:
        self.text = text
        self.delimiters = delimiters
        self.is_bare = is_bare
        self.findings: list[Finding] = FindingList()
        # Where there are too many sets the interchange is left there.
        self.set_count, self.most_sets, self.is_cut = 0, most_sets, False
        self.isa: Segment | None = None
        self.iea: Segment | None = None
        self.ta1s: list[Segment] = []
        self.groups: list[Group] = []
        self.gs: Segment | None = None
        self.gs_start = 0
        self.in_group = False
        self.sets: list[TransactionSet] = []
        self.controls: set[str] = set()
        self.st: Segment | None = None
        self.st_start = 0
        self.gap_start = 0

    def interchange(self, start: int, end: int) -> Interchange:
        return Interchange(
            self.isa,
            self.iea,
            tuple(self.groups),
            tuple(self.ta1s),
            self.delimiters,
            start,
            end,
            self.text,
        )

    def find(
        self,
        rule: str,
        level: str,
        segment: str,
        position: int,
        message: str,
        element: int = 0,
        number: int = 0,
    ) -> None:
        """Adds a finding; `number` is that of a segment of a set (ST = 1)."""
        at = self.text.offset(position)
        self.findings.append(Finding(rule, level, segment, at, message, number, element))

    # ISA ------------------------------------------------------------------------------------

    def header(self, header: Header) -> None:
        """Takes the ISA and says what is wrong with it."""
        self.isa = Segment(header.elements, self.text.offset(header.start), 1)
        self.gap_start = header.end
        position = header.start
        if not _are_sound(self.delimiters):
            message = "The delimiters are not distinct, or are letters, digits or blanks."
            self.find("XI02", ERROR, "ISA", position, message, 16)
        elif not header.is_fixed:
            self.find("XI02", ERROR, "ISA", position, "The elements of ISA have not their lengths.")
        if header.is_fixed:
            self._header_values(position)
            self._find_faults(self.isa, _JUDGED_OF_ISA)

    def _header_values(self, position: int) -> None:
        isa = self.isa
        assert isa is not None
        version, repetition = isa[12], isa[11]
        if version not in ("00501", "00401"):
            self.find("XI05", WARNING, "ISA", position, "ISA12 is neither 00501 nor 00401.", 12)
        elif not _suits_version(repetition, version):
            self.find(
                "XI05", WARNING, "ISA", position, "ISA11 does not fit the version in ISA12.", 11
            )
        if parse_short_date(isa[9]) is None:
            self.find("XI09", WARNING, "ISA", position, "The date in ISA is not well formed.", 9)
        if not is_time(isa[10]):
            self.find("XI09", WARNING, "ISA", position, "The time in ISA is not well formed.", 10)

    # The pass -------------------------------------------------------------------------------

    def run(self, position: int) -> int:
        """Reads on from the end of ISA; gives the end of the interchange."""
        source, end = self.text.source, len(self.text.source)
        terminator = re.escape(self.delimiters.segment.encode("latin-1"))
        stops = re.escape((self.delimiters.element + self.delimiters.segment).encode("latin-1"))
        anchor = rb"(?:\A|%s)" if self.is_bare else rb"%s"
        pattern = re.compile(
            anchor % terminator + rb"[\x00\s\xef\xbb\xbf]*(ISA|TA1|GS|ST|SE|GE|IEA)(?=[%s])" % stops
        )
        # The search starts at the terminator that closes the segment before.
        for match in self._controls(pattern, max(position - 1, 0)):
            tag, start = match[1].decode(), match.start(1)
            if tag == "ISA":
                return self._close_interchange(start)
            if tag == "ST" and self.set_count + (self.st is not None) >= self.most_sets:
                self.is_cut = True
                return self._close_interchange(start)
            stop = source.find(self.delimiters.segment.encode("latin-1"), start)
            stop = end if stop < 0 else stop + 1
            self._take(tag, self._segment(tag, start, stop), start, stop)
            if tag == "IEA":
                return stop
        return self._close_interchange(end)

    def _controls(self, pattern: re.Pattern[bytes], at: int) -> Iterator[re.Match[bytes]]:
        """The control segments from `at` on, in windows that end at a terminator."""
        source, end = self.text.source, len(self.text.source)
        terminator = self.delimiters.segment.encode("latin-1")
        while at < end:
            stop = source.find(terminator, at + _WINDOW)
            stop = end if stop < 0 else stop
            yield from pattern.finditer(source, at, min(stop + 1, end))
            let_go(source, at, stop)
            at = stop

    def _segment(self, tag: str, start: int, stop: int) -> Segment:
        # A terminator that is a letter of the id leaves nothing before it.
        _, elements = next(tokens(self.text, start, stop, self.delimiters), (start, [tag]))
        last = elements[-1].rstrip(BLANK_BYTES.decode()) if stop == len(self.text.source) else None
        if last is not None:
            elements[-1] = last
        return Segment(tuple(elements), self.text.offset(start), 0)

    def _take(self, tag: str, segment: Segment, start: int, stop: int) -> None:
        if tag not in ("SE", "ST") and self.st is not None:
            self._close_set(None, start)
        if self.st is None:
            self._check_gap(start)
        match tag:
            case "TA1":
                self._take_ta1(segment)
            case "GS":
                self._open_group(segment, start)
            case "ST":
                self._open_set(segment, start)
            case "SE":
                self._end_set(segment, start, stop)
            case "GE":
                self._end_group(segment, start)
            case "IEA":
                self._end_interchange(segment, start)
        self.gap_start = stop

    def _take_ta1(self, segment: Segment) -> None:
        self.ta1s.append(segment)
        self._find_faults(segment, _JUDGED_OF_TA1)

    def _find_faults(self, segment: Segment, elements: frozenset[int]) -> None:
        """What the guide says of these elements of a segment of the envelope, and of a control
        character in any."""
        for fault in envelope_faults(segment, self.delimiters):
            if fault.element not in elements and fault.rule != "XS10":
                continue
            self.findings.append(
                Finding(
                    fault.rule,
                    fault.level,
                    segment.id,
                    segment.position,
                    fault.message,
                    0,
                    fault.element,
                    fault.code,
                    value=fault.value,
                )
            )

    def _check_gap(self, start: int) -> None:
        between = self.text.source[self.gap_start : min(start, self.gap_start + 4096)]
        if start > self.gap_start and between.strip(BLANK_BYTES):
            self.find("XS05", ERROR, "", self.gap_start, "Segments stand outside any set.")

    # Sets -----------------------------------------------------------------------------------

    def _open_set(self, st: Segment, start: int) -> None:
        if self.st is not None:
            self._close_set(None, start)
        if not self.in_group:
            self.in_group = True
            if not self.is_bare:
                self.find(
                    "XG02",
                    ERROR,
                    "ST",
                    start,
                    "A set stands outside any group: GS is missing.",
                    0,
                    1,
                )
        self.st, self.st_start = st, start
        if st[1] not in KNOWN_SETS:
            self.find("XS01", ERROR, "ST", start, "ST01 names no set that is read here.", 1, 1)
        elif self.gs is not None and self.gs[1] != GROUP_OF_SET[st[1]]:
            at = self.gs_start
            self.find("XG01", WARNING, "GS", at, "GS01 does not suit the set in ST01.", 1)
        if self._differs(st):
            self.find("XS09", WARNING, "ST", start, "ST03 differs from GS08.", 3, 1)
        if st[2] in self.controls:
            self.find(
                "XS04", ERROR, "ST", start, "ST02 stands on another set of the group too.", 2, 1
            )
        self.controls.add(st[2])

    def _differs(self, st: Segment) -> bool:
        """Whether ST03, which an 820 or 999 has, is not the version of its group."""
        group = self.gs[8] if self.gs is not None else ""
        # What is no name at all, the guide says.
        is_named = st[1] in ("820", "999") and st[3].isalnum() and len(st[3]) < 36
        return is_named and group in KNOWN_VERSIONS and st[3] != group

    def _version(self, st: Segment) -> str:
        """ST03 where it is one, else the group's."""
        group = self.gs[8] if self.gs is not None else ""
        return st[3] if st[3] in KNOWN_VERSIONS or not group else group

    def _end_set(self, se: Segment, start: int, stop: int) -> None:
        if self.st is None:
            self.find("XS02", ERROR, "SE", start, "SE closes no set.")
            return
        control = self.st[2]
        self._close_set(se, stop)
        written = se[1]
        is_number = written.isascii() and written.isdigit() and len(written) < 11
        number = number_of_segments(self.sets[-1], int(written) if is_number else 0)
        if se[2] != control:
            self.find("XS02", ERROR, "SE", start, "SE02 differs from ST02.", 2, number)
        if not is_number:
            self.find("XS03", ERROR, "SE", start, "SE01 is not a number.", 1, number)
        elif int(written) != number:
            message = "SE01 differs from the number of segments."
            self.find("XS03", ERROR, "SE", start, message, 1, number)

    def _close_set(self, se: Segment | None, end: int) -> None:
        st = self.st
        assert st is not None
        if se is None:
            self.find("XS02", ERROR, "ST", self.st_start, "SE is missing.", 0, 1)
        version = self._version(st)
        made = TransactionSet(st, se, self.delimiters, version, self.st_start, end, self.text)
        self.sets.append(made)
        long_at = long_segment(made)
        if long_at is not None:
            message = f"A segment of more than {MAX_SEGMENT_BYTES:,} bytes is read in pieces."
            self.find("XI10", ERROR, "", long_at, message)
        self.st = None
        self.set_count += 1
        self.gap_start = end

    # Groups and the interchange -------------------------------------------------------------

    def _open_group(self, gs: Segment, start: int) -> None:
        if self.in_group:
            self._close_group(None)
        self.gs, self.gs_start, self.in_group = gs, start, True
        self._find_faults(gs, _JUDGED_OF_GS)
        if gs[8] not in KNOWN_VERSIONS:
            self.find("XG04", WARNING, "GS", start, "GS08 is no version known here.", 8)

    def _end_group(self, ge: Segment, start: int) -> None:
        if self.gs is None:
            self.find("XG02", ERROR, "GE", start, "GE closes no group.")
        else:
            if ge[2] != self.gs[6]:
                self.find("XG02", ERROR, "GE", start, "GE02 differs from GS06.", 2)
            if not _is_count(ge[1], len(self.sets)):
                message = "GE01 differs from the number of sets."
                self.find("XG03", ERROR, "GE", start, message, 1)
        if self.in_group:
            self._close_group(ge)

    def _close_group(self, ge: Segment | None) -> None:
        if ge is None and self.gs is not None and not self.is_cut:
            position = self.gs.position
            self.findings.append(Finding("XG02", ERROR, "GS", position, "GE is missing."))
        self.groups.append(Group(self.gs, ge, tuple(self.sets)))
        self.gs, self.in_group, self.sets, self.controls = None, False, [], set()

    def _end_interchange(self, iea: Segment, start: int) -> None:
        if self.in_group:
            self._close_group(None)
        self.iea = iea
        assert self.isa is not None or self.is_bare
        if self.isa is None or iea[2] != self.isa[13]:
            self.find("XI03", ERROR, "IEA", start, "IEA02 differs from ISA13.", 2)
        if not _is_count(iea[1], len(self.groups)):
            self.find("XI04", ERROR, "IEA", start, "IEA01 differs from the number of groups.", 1)

    def _close_interchange(self, end: int) -> int:
        if self.st is not None:
            self._close_set(None, end)
        if self.in_group:
            self._close_group(None)
        if not self.is_bare and not self.is_cut:
            self.find("XI03", ERROR, "ISA", max(end - 1, 0), "IEA is missing.")
        return end

    def check_characters(self, start: int, end: int) -> None:
        """Says that the text is not plain ASCII."""
        if not is_ascii(self.text, start, end):
            message = "The text holds bytes outside ASCII; read as UTF-8, else as Latin-1."
            self.find("XS09", WARNING, "ISA", start, message)

    def after(self, start: int, end: int) -> None:
        """Judges what stands between this interchange and the next one or the file's end."""
        if start < end and self.text.source[start : min(end, start + 4096)].strip(BLANK_BYTES):
            message = "What follows IEA is neither blank nor a line end."
            self.find("XI10", WARNING, "IEA", start, message)


def _suits_version(repetition: str, version: str) -> bool:
    """ISA11 parts repetitions in version 00501; before, it is the code U."""
    if version == "00501":
        return not repetition.isalnum() and repetition != " "
    return repetition == "U"


def _are_sound(delimiters: Delimiters) -> bool:
    marks = (delimiters.element, delimiters.component, delimiters.segment)
    plain = all(not mark.isalnum() and mark not in " \t\x00" for mark in marks)
    return plain and len({*marks, delimiters.repetition}) == 4


def _is_count(text: str, count: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 11 and int(text) == count
