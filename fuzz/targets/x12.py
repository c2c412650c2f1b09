"""What every X12 file is held to: the same bytes again, all segments found, findings in place."""

from edi.x12.checking import check
from edi.x12.envelope import read, write
from edi.x12.findings import Finding
from edi.x12.interchange import Interchange, TransactionSet
from edi.x12.showing import show
from fuzz.oracle import hold, no_secret_in
from fuzz.seeds.x12 import ACCOUNTS, SECRETS, every

seeds = every

_BLANK = "\r\n\t \x00\x0b\x0c\x1a"


def examine(data: bytes, thorough: bool = True) -> frozenset[str]:
    """Reads, checks, shows and writes; gives the rules that spoke. Raises Breach."""
    interchanges, _ = held(data)
    findings = checked(data)
    for interchange in interchanges:
        for transaction in interchange.sets:
            _every_segment(transaction)
    if thorough:
        _shown(interchanges)
    return frozenset(each.rule for each in findings) | {str(len(interchanges))}


def held(data: bytes) -> tuple[list[Interchange], list[Finding]]:
    """The interchanges and the findings of the envelope, once the common promises hold."""
    interchanges, findings = read(data)
    hold("what is read is written again", write(interchanges) == (data if interchanges else b""))
    in_order(data, findings)
    return interchanges, findings


def in_order(data: bytes, findings: list[Finding]) -> None:
    """Each finding stands in the file and names nobody."""
    for finding in findings:
        hold("a finding stands in the file", 0 <= finding.position <= len(data), finding.rule)
        no_secret_in(map(str, finding.as_json().values()), SECRETS)


def checked(data: bytes) -> list[Finding]:
    """All findings of the file."""
    report = check(data)
    report.as_json("file")
    hold("an unreadable file is said to be one", report.is_x12 or not report.is_ok)
    in_order(data, report.findings)
    return report.findings


def _shown(interchanges: list[Interchange]) -> None:
    for line in show(interchanges):
        if line.lstrip().startswith("from account"):
            no_secret_in([line], ACCOUNTS)


def rows(transaction: TransactionSet) -> list[list[str]]:
    """The segments of a set, cut anew from its bytes; for sets that are ASCII."""
    text = transaction.raw.decode("ascii")
    marks = transaction.delimiters
    pieces = (piece.lstrip(_BLANK) for piece in text.split(marks.segment))
    return [piece.split(marks.element) for piece in pieces if piece]


def is_plain(transaction: TransactionSet) -> bool:
    """Whether a few lines can cut the set: ASCII, not wrapped, delimiters that differ."""
    marks = transaction.delimiters
    distinct = len({marks.element, marks.component, marks.segment}) == 3
    return distinct and transaction.text.wrap is None and transaction.raw.isascii()


def _every_segment(transaction: TransactionSet) -> None:
    found = [elements for _, elements in transaction.tokens()]
    if is_plain(transaction):
        hold("every segment is found", found == rows(transaction))
    for segment in transaction.segments():
        hold("a segment stands in its set", transaction.covers(segment.position), segment.number)
