"""Writing a 999 or 997, and deciding from our findings what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from edi.ground.errors import Unwritable
from edi.x12.acknowledgment import (
    ACCEPTED,
    PARTIAL,
    REJECTED,
    WITH_ERRORS,
    Acknowledgment,
    ElementNote,
    SegmentNote,
    SetVerdict,
)
from edi.x12.codes import ACKNOWLEDGMENTS
from edi.x12.findings import Finding
from edi.x12.interchange import Group, TransactionSet
from edi.x12.segments import DEFAULT_DELIMITERS, Delimiters, Row, render_segment

# Errors of syntax or of the guide refuse a set. One that does not balance is accepted with
# errors: a refusal makes the payer send again, and the money has moved.
_REFUSING = frozenset(
    {"XS01", "XS02", "XS03", "XS04", "XS05", "XS08", "XS10"}
    | {"RA01", "RA02", "RA12", "RA15", "RA18", "PA01", "PA02"}
)
_SET_CODES = {"XS01": "1", "XS03": "4", "XS04": "23"}
_GROUP_CODES = {"XG03": "5"}
_SEGMENT_CODES = {"XS05": "2", "XS06": "5", "XS07": "1", "RA01": "3", "PA01": "3"}
_ELEMENT_CODES = {"RA02": "6", "PA02": "6", "XS08": "8", "XS10": "6", "RA12": "1", "RA15": "1"}
_MOST_CODES = 5


class NeverAnswered(Unwritable):
    """An acknowledgement is never answered by another."""

    code = "acknowledgment-never-answered"


def build_999(
    group: Group, findings: Iterable[Finding], *, control: str = "0001"
) -> Acknowledgment:
    """The answer to a group: A, E, P or R from the findings that lie in it.

    A 997 for a group of version 4010, else a 999. Raises NeverAnswered for acknowledgements.
    """
    if group.functional_id == "FA" or any(s.type in ACKNOWLEDGMENTS for s in group.sets):
        raise NeverAnswered("A 999, 997 or TA1 is never answered.")
    known = list(findings)
    answer = Acknowledgment(group.functional_id, group.control, group.version, control=control)
    answer.type = "997" if group.version.startswith("004010") else "999"
    answer.sets = [_verdict(transaction, known) for transaction in group.sets]
    _conclude(answer, group, _group_codes(group, known))
    return answer


def _verdict(transaction: TransactionSet, findings: list[Finding]) -> SetVerdict:
    own = [f for f in findings if transaction.covers(f.position) and f.rule[:2] != "XG"]
    errors = [finding for finding in own if finding.is_error]
    refusing = [finding for finding in errors if finding.rule in _REFUSING]
    verdict = REJECTED if refusing else WITH_ERRORS if errors else ACCEPTED
    answer = SetVerdict(transaction.type, transaction.control, verdict, reference=transaction.st[3])
    if errors:
        answer.segments = list(_notes(refusing))
        answer.codes = _set_codes(errors, bool(answer.segments))
    return answer


def _set_codes(errors: list[Finding], has_notes: bool) -> tuple[str, ...]:
    codes = {_SET_CODES[f.rule] for f in errors if f.rule in _SET_CODES}
    for finding in errors:
        if finding.rule == "XS02":
            codes.add("2" if finding.segment == "ST" else "3")
    if has_notes:
        codes.add("5")
    if any(f.rule[:2] in ("RA", "PA") for f in errors):
        codes.add("I5")
    return tuple(sorted(codes)[:_MOST_CODES])


def _notes(errors: Iterable[Finding]) -> Iterator[SegmentNote]:
    """One note a segment, its faulty elements inside. The bad value is never repeated."""
    notes: dict[tuple[int, str], SegmentNote] = {}
    for finding in errors:
        if not finding.number or not finding.segment or finding.rule in ("XS02", "XS03"):
            continue
        key = (finding.number, finding.segment)
        code = finding.code or _SEGMENT_CODES.get(finding.rule, "8")
        note = notes.setdefault(key, SegmentNote(finding.segment, finding.number, code))
        if finding.element:
            element = _ELEMENT_CODES.get(finding.rule, "7")
            note.elements.append(ElementNote(str(finding.element), element))
    yield from sorted(notes.values(), key=lambda note: note.number)


def _group_codes(group: Group, findings: list[Finding]) -> tuple[str, ...]:
    """Codes of AK9 from the findings at the group's own GS and GE."""
    own = {segment.position for segment in (group.gs, group.ge) if segment is not None}
    codes = set()
    for finding in findings:
        if finding.position in own and finding.is_error:
            if finding.rule == "XG02":
                codes.add("3" if group.ge is None else "4")
            codes.update(filter(None, [_GROUP_CODES.get(finding.rule)]))
    return tuple(sorted(codes)[:_MOST_CODES])


def _conclude(answer: Acknowledgment, group: Group, codes: tuple[str, ...]) -> None:
    answer.codes = codes
    answer.received = len(answer.sets)
    written = group.ge[1] if group.ge else ""
    answer.included = int(written) if written.isdecimal() and len(written) < 7 else answer.received
    accepted = 0 if codes else sum(1 for item in answer.sets if item.is_accepted)
    answer.accepted = accepted
    if codes or not accepted:
        answer.verdict = REJECTED
    elif accepted < answer.received:
        answer.verdict = PARTIAL
    else:
        clean = all(item.verdict == ACCEPTED for item in answer.sets)
        answer.verdict = ACCEPTED if clean else WITH_ERRORS


def write_999(
    answer: Acknowledgment, *, control: str = "", delimiters: Delimiters = DEFAULT_DELIMITERS
) -> list[Row]:
    """The segments ST to SE of a 999 or 997; raises UnwritableElement."""
    number = control or answer.control or "0001"
    st: Row = ("ST", answer.type, number)
    if answer.type == "999":
        st = (*st, "005010X231A1")
    rows = [st, *_body(answer)]
    rows.append(("SE", str(len(rows) + 1), number))
    for row in rows:
        render_segment(row, delimiters)
    return rows


def _body(answer: Acknowledgment) -> Iterator[Row]:
    is_new = answer.type == "999"
    version = answer.version if is_new else ""
    yield ("AK1", answer.functional_id, answer.group_control, version)
    for item in answer.sets:
        yield ("AK2", item.type, item.control, item.reference if is_new else "")
        for note in item.segments:
            yield from _note(note, is_new)
        yield ("IK5" if is_new else "AK5", item.verdict, *item.codes)
    counts = (answer.included, answer.received, answer.accepted)
    texts = ("" if count is None else str(count) for count in counts)
    yield ("AK9", answer.verdict, *texts, *answer.codes)


def _note(note: SegmentNote, is_new: bool) -> Iterator[Row]:
    letter = "I" if is_new else "A"
    yield (f"{letter}K3", note.segment, str(note.number), note.loop, note.code)
    if is_new:
        yield from (("CTX", *context) for context in note.contexts)
    for element in note.elements:
        place = (element.place, element.data_element, element.code, element.bad_value)
        yield (f"{letter}K4", *place)
