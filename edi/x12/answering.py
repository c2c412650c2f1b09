"""What a received file is to be answered with: TA1s and 999s, wrapped for its sender."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from edi.x12.ack_999 import NeverAnswered, build_999, write_999
from edi.x12.checking import check
from edi.x12.envelope import Interchange, read
from edi.x12.findings import Finding
from edi.x12.segments import Delimiters
from edi.x12.ta1 import build_ta1
from edi.x12.tokens import Source
from edi.x12.wrapping import wrap, wrap_ta1s

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
        for answer in _answers(interchange, findings, control, at):
            yield answer
            control += 1


def _answers(
    interchange: Interchange, findings: list[Finding], control: int, at: datetime
) -> Iterator[bytes]:
    if interchange.isa is None:
        return
    own = [finding for finding in findings if interchange.covers(finding.position)]
    # The sender becomes the receiver, and the other way round.
    sender, receiver = interchange.receiver, interchange.sender
    delimiters = _delimiters(interchange.delimiters)
    is_broken = any(finding.rule in _ENVELOPE_FAULTS and finding.is_error for finding in own)
    if interchange.wants_ta1 or is_broken:
        try:
            row = build_ta1(interchange, own).row()
        except NeverAnswered:
            return
        yield wrap_ta1s(
            [row],
            interchange_control=control,
            at=at,
            usage=interchange.usage,
            delimiters=delimiters,
            sender_qualifier=sender[0],
            sender_id=sender[1],
            receiver_qualifier=receiver[0],
            receiver_id=receiver[1],
        )
        control += 1
    for group in interchange.groups:
        if group.gs is None:
            continue
        try:
            answer = build_999(group, own)
        except NeverAnswered:
            continue
        yield wrap(
            [write_999(answer, delimiters=delimiters)],
            interchange_control=control,
            group_control=control,
            at=at,
            usage=interchange.usage,
            group_sender=group.gs[3],
            group_receiver=group.gs[2],
            delimiters=delimiters,
            sender_qualifier=sender[0],
            sender_id=sender[1],
            receiver_qualifier=receiver[0],
            receiver_id=receiver[1],
        )
        control += 1


def _delimiters(given: Delimiters) -> Delimiters:
    """The delimiters of the answered file, unless an answer cannot be written with them."""
    marks = (given.element, given.component, given.segment)
    sound = len(set(marks)) == 3 and all(m.isascii() and not m.isalnum() for m in marks)
    return given if sound else Delimiters()
