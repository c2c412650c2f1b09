"""What a 999 says of single segments and elements of a refused set: IK3, IK4 and CTX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from edi.x12.acknowledgment import ElementNote, SegmentNote
from edi.x12.codes import ELEMENT_ERRORS, SEGMENT_ERRORS
from edi.x12.findings import Finding
from edi.x12.guide import Guide, guide_of
from edi.x12.guide.table import SegmentRule
from edi.x12.interchange import TransactionSet

# More notes than these on one set are left out: no code says that more follow, and who mends the
# first hundred sends the set anew anyway.
MOST_NOTES = 100
_SEGMENT_CODES = {"XS05": "2", "XS06": "5", "XS07": "1", "RA01": "3", "PA01": "3"}
_ELEMENT_CODES = {"RA02": "6", "PA02": "6", "XS08": "8", "XS10": "6", "RA12": "1", "RA15": "1"}
# These are of the set as a whole and have codes of their own in IK5.
_OF_THE_SET = frozenset({"XS01", "XS02", "XS03", "XS04"})
_MASKED = "•"
# A loop's id has four characters in a 999: "1000A" is written "1000".
_LOOP_LENGTH = 4


def notes_of(transaction: TransactionSet, refusing: Iterable[Finding]) -> list[SegmentNote]:
    """At most MOST_NOTES notes in the order of the set, one a segment and code, the faulty
    elements inside. A bad value is repeated only where it is a code, a date or a number."""
    given = [finding for finding in refusing if finding.rule not in _OF_THE_SET]
    if not given:
        return []
    guide = guide_of(transaction.type, transaction.version)
    notes: dict[tuple[int, str, str], SegmentNote] = {}
    for finding in _in_full(transaction, guide, given):
        key = (finding.number, finding.segment, _segment_code(finding))
        if key not in notes:
            if len(notes) >= MOST_NOTES:
                break
            loop = finding.loop[:_LOOP_LENGTH]
            notes[key] = SegmentNote(finding.segment, finding.number, key[2], loop)
        if finding.element:
            notes[key].elements.append(_element_note(finding, guide))
    return sorted(notes.values(), key=lambda note: note.number)


def _in_full(
    transaction: TransactionSet, guide: Guide | None, given: list[Finding]
) -> Iterator[Finding]:
    """The findings with their loops and elements, as the guide's check tells them; of a rule that
    it does not tell, as they were given."""
    rules = {finding.rule for finding in given}
    told: set[str] = set()
    for finding in guide.check(transaction, whole=True) if guide else ():
        if finding.is_error and finding.rule in rules and finding.segment:
            told.add(finding.rule)
            yield finding
    yield from (f for f in given if f.rule not in told and f.number and f.segment)


def _segment_code(finding: Finding) -> str:
    if finding.element:
        return "8"
    code = finding.code or _SEGMENT_CODES.get(finding.rule, "8")
    return code if code in SEGMENT_ERRORS else "8"


def _element_note(finding: Finding, guide: Guide | None) -> ElementNote:
    place = str(finding.element) + (f":{finding.component}" if finding.component else "")
    code = finding.code or _ELEMENT_CODES.get(finding.rule, "7")
    if code not in ELEMENT_ERRORS:
        code = "7"
    rule = guide.rules.get(finding.segment) if guide else None
    value = "" if _MASKED in finding.value else finding.value
    note = ElementNote(place, code, _data_element(rule, finding), value)
    if code == "2" and rule is not None:
        note.contexts = list(_contexts(rule, finding))
    return note


def _data_element(rule: SegmentRule | None, finding: Finding) -> str:
    """The number of the data element, which for a composite as a whole has none."""
    if rule is None or finding.element > len(rule.elements):
        return ""
    element = rule.elements[finding.element - 1]
    if element.kind == "C":
        parts = element.components
        return parts[finding.component - 1].number if finding.component else ""
    return element.number


def _contexts(rule: SegmentRule, finding: Finding) -> Iterator[tuple[str, ...]]:
    """Which element made the missing one required."""
    for note in rule.notes:
        if note.kind in "PCL" and finding.element in note.elements:
            others = [number for number in note.elements if number != finding.element]
            loop = finding.loop[:_LOOP_LENGTH]
            place = (finding.segment, str(finding.number), loop, str(others[0]))
            yield ("SITUATIONAL TRIGGER", *place)
            return
