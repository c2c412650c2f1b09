"""Deciding from our findings what a 999 or 997 says of a group: A, E, P or R, and why."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from edi.ground.errors import Unwritable
from edi.x12.acknowledgment import (
    ACCEPTED,
    PARTIAL,
    REJECTED,
    WITH_ERRORS,
    Acknowledgment,
    SetVerdict,
)
from edi.x12.codes import ACKNOWLEDGMENTS, GROUP_OF_SET, KNOWN_VERSIONS
from edi.x12.findings import Finding
from edi.x12.interchange import Group, TransactionSet
from edi.x12.notes_999 import notes_of

# Errors of syntax or of the guide refuse a set. One that does not balance is accepted with
# errors: a refusal makes the payer send again, and the money has moved.
REFUSING = frozenset(
    {"XS01", "XS02", "XS03", "XS04", "XS05", "XS08", "XS10"}
    | {"RA01", "RA02", "RA12", "RA15", "RA18", "PA01", "PA02"}
)
_SET_CODES = {"XS03": "4", "XS04": "23"}
_REFUSING_GROUP_CODES = {"XG03": "5", "XG05": "19"}
_ANSWERED_GROUPS = frozenset(GROUP_OF_SET.values())
_MOST_CODES = 5


class NeverAnswered(Unwritable):
    """An acknowledgement is never answered by another."""

    code = "acknowledgment-never-answered"


def build_999(
    group: Group, findings: Iterable[Finding], *, control: str = "0001"
) -> Acknowledgment:
    """The answer to a group: A, E, P or R from the findings that lie in it.

    A 997 for a group of version 4010 or any before 5010, else a 999. Warnings change nothing but
    that a version not known is named in AK905. Raises NeverAnswered for acknowledgements.
    """
    if group.functional_id == "FA" or any(s.type in ACKNOWLEDGMENTS for s in group.sets):
        raise NeverAnswered("A 999, 997 or TA1 is never answered.")
    known = _InOrder(findings)
    answer = Acknowledgment(group.functional_id, group.control, group.version, control=control)
    is_old = group.version[:6].isdigit() and group.version[:6] < "005010"
    answer.type = "997" if is_old else "999"
    answer.sets = [_verdict(transaction, known) for transaction in group.sets]
    _conclude(answer, group, _group_codes(group, known))
    return answer


class _InOrder:
    """Findings by their place in the file, so that those of one set are found at once."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.all = sorted(findings, key=lambda finding: finding.position)
        self.positions = [finding.position for finding in self.all]

    def of(self, transaction: TransactionSet) -> list[Finding]:
        offset = transaction.text.offset
        first = bisect_left(self.positions, offset(transaction.start))
        last = bisect_left(self.positions, offset(transaction.end))
        return [finding for finding in self.all[first:last] if finding.rule[:2] != "XG"]

    def at(self, position: int) -> Iterator[Finding]:
        for finding in self.all[bisect_left(self.positions, position) :]:
            if finding.position != position:
                return
            yield finding


# Sets ---------------------------------------------------------------------------------------


def _verdict(transaction: TransactionSet, known: _InOrder) -> SetVerdict:
    errors = [finding for finding in known.of(transaction) if finding.is_error]
    refusing = [finding for finding in errors if finding.rule in REFUSING]
    is_foreign = transaction.type not in GROUP_OF_SET
    set_type, number, reference = (_echo(transaction, index) for index in (1, 2, 3))
    # A set that cannot be named cannot be said to be taken.
    is_refused = refusing or is_foreign or not number
    verdict = REJECTED if is_refused else WITH_ERRORS if errors else ACCEPTED
    answer = SetVerdict(set_type, number, verdict, reference=reference)
    if is_foreign:
        # A number may be a set that others read; anything else is no set's name.
        is_name = len(transaction.type) == 3 and transaction.type.isdigit()
        answer.codes = ("1" if is_name else "6",)
    elif errors or not number:
        answer.segments = notes_of(transaction, refusing)
        answer.codes = _set_codes(errors, bool(answer.segments), number)
    return answer


def _echo(transaction: TransactionSet, index: int) -> str:
    """An element of ST to repeat in AK2: blank where it is no plain text that can be written, or
    no name of a set."""
    text, marks = transaction.st[index], transaction.delimiters
    is_plain = text.isascii() and text.isprintable() and len(text) <= (3 if index == 1 else 35)
    parts = marks.component + marks.segment + marks.repetition
    return text if is_plain and text.strip() and not set(text) & set(parts) else ""


def _set_codes(errors: list[Finding], has_notes: bool, number: str) -> tuple[str, ...]:
    codes = {_SET_CODES[f.rule] for f in errors if f.rule in _SET_CODES}
    for finding in errors:
        if finding.rule == "XS02":
            codes.add("2" if finding.segment == "ST" else "3")
    if not number:
        codes.add("7")
    if has_notes:
        codes.add("5")
    if any(f.rule[:2] in ("RA", "PA") for f in errors):
        codes.add("I5")
    return tuple(sorted(codes)[:_MOST_CODES])


# The group ----------------------------------------------------------------------------------


def _group_codes(group: Group, known: _InOrder) -> tuple[str, ...]:
    """Codes of AK9 that refuse a group, from the findings at its own GS and GE."""
    codes = set()
    for segment in filter(None, (group.gs, group.ge)):
        for finding in known.at(segment.position):
            if finding.is_error and finding.rule == "XG02":
                codes.add("3" if group.ge is None else "4")
            elif finding.is_error and finding.rule in _REFUSING_GROUP_CODES:
                codes.add(_REFUSING_GROUP_CODES[finding.rule])
    return tuple(sorted(codes))


def _noted_codes(group: Group, accepted: int) -> Iterator[str]:
    """Codes that are named and refuse nothing: the sets are read by ST01 all the same."""
    if not accepted and group.functional_id not in _ANSWERED_GROUPS:
        yield "1"
    if group.version not in KNOWN_VERSIONS:
        yield "2"
    if not group.control.isdigit() or len(group.control) > 9:
        yield "6"


def _conclude(answer: Acknowledgment, group: Group, refusing: tuple[str, ...]) -> None:
    answer.received = len(answer.sets)
    written = group.ge[1] if group.ge else ""
    is_count = written.isascii() and written.isdecimal() and len(written) < 7
    answer.included = int(written) if is_count else answer.received
    accepted = 0 if refusing else sum(1 for item in answer.sets if item.is_accepted)
    answer.accepted = accepted
    noted = tuple(_noted_codes(group, accepted))
    answer.codes = tuple(sorted({*refusing, *noted}, key=int)[:_MOST_CODES])
    if refusing and any(item.is_accepted for item in answer.sets):
        # The group is refused as a whole: no set may be said to be taken.
        answer.sets = []
    if refusing or not accepted:
        answer.verdict = REJECTED
    elif accepted < answer.received:
        answer.verdict = PARTIAL
    else:
        is_clean = not noted and all(item.verdict == ACCEPTED for item in answer.sets)
        answer.verdict = ACCEPTED if is_clean else WITH_ERRORS
