"""The envelope: interchanges, groups and sets of a file, read and written byte for byte.

One pass of a regular expression finds the control segments; what stands inside a set is left
to the modules of the sets.
"""

from __future__ import annotations

import re
from dataclasses import replace

from edi.x12.finding_list import FindingList
from edi.x12.findings import ERROR, WARNING, Finding
from edi.x12.interchange import Group, Interchange, TransactionSet, mapped, write
from edi.x12.scan import Scan
from edi.x12.segments import Delimiters
from edi.x12.tokens import (
    BLANK_BYTES,
    Header,
    Source,
    Text,
    find_header,
    text_of,
)

__all__ = ["Group", "Interchange", "TransactionSet", "mapped", "read", "read_set", "write"]

# Guards, no rules of a guide: what is beyond is said, and not read.
MAX_INTERCHANGES = 10_000
MAX_SETS = 100_000
_BARE_SET = re.compile(
    rb"[\xef\xbb\xbf\s\x00]*(?P<st>ST(?P<sep>[^\w\s])[0-9]{3}(?P=sep)[^\r\n]{1,60}?)"
    rb"(?P<term>[^\w]|[\r\n])\s*(?:BPR|AK1|LX|BHT|TRN)(?P=sep)"
)


def read(data: Source) -> tuple[list[Interchange], list[Finding]]:
    """Every interchange of a file with the findings of its envelope; never raises.

    A set that is broken is kept as far as it goes and loses none of its neighbours. Where no
    ISA stands, bare sets are read with the delimiters their first segments show.
    """
    text = text_of(data)
    header = find_header(text.source, 0)
    if header is None:
        return _read_bare(text)
    interchanges: list[Interchange] = []
    findings: list[Finding] = FindingList(_before(text, header))
    start, left = 0, MAX_SETS
    while header is not None and len(interchanges) < MAX_INTERCHANGES and left > 0:
        scan = Scan(text, header.delimiters, most_sets=left)
        scan.header(header)
        header_start = header.start
        end = scan.run(header.end)
        scan.check_characters(header_start, end)
        if scan.is_cut:
            findings.extend(scan.findings)
            findings.append(_beyond(text, end))
            interchanges.append(scan.interchange(start, len(text.source)))
            header = None
            break
        header = find_header(text.source, end)
        until = header.start if header else len(text.source)
        scan.after(end, until)
        interchanges.append(scan.interchange(start, until))
        findings.extend(scan.findings)
        start, left = until, left - scan.set_count
    if header is not None:
        findings.append(_beyond(text, start))
        # What is not read is written all the same.
        interchanges[-1] = replace(interchanges[-1], end=len(text.source))
    if isinstance(findings, FindingList):
        findings.close()
    return interchanges, findings


def _beyond(text: Text, position: int) -> Finding:
    message = f"From here on nothing is read: more than {MAX_INTERCHANGES:,} interchanges or "
    message += f"{MAX_SETS:,} sets."
    return Finding("XI10", ERROR, "ISA", text.offset(position), message)


def read_set(data: bytes, delimiters: Delimiters) -> tuple[TransactionSet | None, list[Finding]]:
    """The first set of a bare ST..SE string whose delimiters are known (CTX addenda)."""
    interchange, findings = _bare(Text(data, data), delimiters)
    return next(iter(interchange.sets), None), findings


def _read_bare(text: Text) -> tuple[list[Interchange], list[Finding]]:
    missing = Finding(
        "XI01", ERROR, "ISA", 0, "The file holds no ISA whose delimiters can be told."
    )
    found = _BARE_SET.match(text.source)
    if found is None:
        return [], [missing]
    terminator, separator = found["term"].decode("latin-1"), found["sep"].decode("latin-1")
    component = ">" if separator == ":" or terminator == ":" else ":"
    interchange, findings = _bare(text, Delimiters(separator, component, terminator, "\x00"))
    return [interchange], [missing, *findings]


def _bare(text: Text, delimiters: Delimiters) -> tuple[Interchange, list[Finding]]:
    scan = Scan(text, delimiters, is_bare=True)
    end = scan.run(0)
    scan.check_characters(0, end)
    return scan.interchange(0, len(text.source)), scan.findings


def _before(text: Text, header: Header) -> list[Finding]:
    before = bytes(text.source[: header.start]).removeprefix(b"\xef\xbb\xbf")
    if not before.strip(BLANK_BYTES):
        return []
    message = "Text before the first ISA is skipped."
    return [Finding("XI01", WARNING, "ISA", text.offset(header.start), message)]
