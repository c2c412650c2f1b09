"""What a received file is to be answered with: TA1s and 999s, wrapped for its sender."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TypedDict

from edi.x12.ack_999 import NeverAnswered, build_999, write_999
from edi.x12.checking import check
from edi.x12.envelope import Group, Interchange, read
from edi.x12.findings import Finding
from edi.x12.segments import Delimiters
from edi.x12.ta1 import build_ta1
from edi.x12.tokens import Source
from edi.x12.wrapping import NO_REPETITION, wrap, wrap_ta1s

_ENVELOPE_FAULTS = ("XI02", "XI03", "XI04")


def answers(data: Source, *, control: int, at: datetime) -> Iterator[bytes]:
    """The interchanges to answer a file with; none for acknowledgements.

    A TA1 where ISA14 asks for it or the envelope is broken, a 999 (997 for version 4010) for
    each group. `control` numbers the first, the next ones follow. `at` is local time. Raises
    UnwritableElement where an id of the sender cannot be written.
    """
    interchanges, _ = read(data)
    findings = check(data).findings
    for interchange in interchanges:
        own = [finding for finding in findings if interchange.covers(finding.position)]
        for answer in _Answers(interchange, own, at).all(control):
            yield answer
            control += 1


class _Address(TypedDict):
    """What every answer to one interchange has in common."""

    at: datetime
    usage: str
    delimiters: Delimiters
    sender_qualifier: str
    sender_id: str
    receiver_qualifier: str
    receiver_id: str


class _Answers:
    """The answers to one interchange."""

    def __init__(self, interchange: Interchange, findings: list[Finding], at: datetime) -> None:
        self.interchange = interchange
        self.findings = findings
        # The sender becomes the receiver, and the other way round.
        sender, receiver = interchange.receiver, interchange.sender
        self.address = _Address(
            at=at,
            usage=interchange.usage,
            delimiters=_delimiters(interchange.delimiters),
            sender_qualifier=sender[0],
            sender_id=sender[1],
            receiver_qualifier=receiver[0],
            receiver_id=receiver[1],
        )

    def all(self, control: int) -> Iterator[bytes]:
        """The TA1, if there is to be one, and an answer to each group, numbered on."""
        if self.interchange.isa is None:
            return
        if self._needs_ta1():
            try:
                row = build_ta1(self.interchange, self.findings).row()
            except NeverAnswered:
                return
            yield wrap_ta1s([row], interchange_control=control, **self.address)
            control += 1
        for group in self.interchange.groups:
            answer = self._group(group, control)
            if answer is not None:
                yield answer
                control += 1

    def _needs_ta1(self) -> bool:
        broken = (f for f in self.findings if f.rule in _ENVELOPE_FAULTS and f.is_error)
        return self.interchange.wants_ta1 or any(broken)

    def _group(self, group: Group, control: int) -> bytes | None:
        if group.gs is None:
            return None
        try:
            answer = build_999(group, self.findings)
        except NeverAnswered:
            return None
        return wrap(
            [write_999(answer, delimiters=self.address["delimiters"])],
            interchange_control=control,
            group_control=control,
            group_sender=group.gs[3],
            group_receiver=group.gs[2],
            **self.address,
        )


def _delimiters(given: Delimiters) -> Delimiters:
    """The delimiters of the answered file, unless an answer cannot be written with them."""
    marks = (given.element, given.component, given.segment)
    if len(set(marks)) != 3 or not all(map(_can_be_written, marks)):
        return Delimiters()
    if given.repetition not in (*marks, NO_REPETITION) and _can_be_written(given.repetition):
        return given
    # An older file parts no repetitions; its answer may be of the version that does.
    return Delimiters(*marks, next(mark for mark in "^!%&" if mark not in marks))


def _can_be_written(mark: str) -> bool:
    return mark.isascii() and not mark.isalnum()
