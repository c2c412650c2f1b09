"""999, 997 and TA1 as sentences: the verdict, and what is wrong where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from edi.x12.acknowledgment import Acknowledgment, SegmentNote, SetVerdict
from edi.x12.codes import (
    ELEMENT_ERRORS,
    GROUP_ERRORS,
    SEGMENT_ERRORS,
    SET_ERRORS,
    SET_VERDICTS,
)
from edi.x12.masked_words import cut
from edi.x12.segments import Segment
from edi.x12.ta1 import read_ta1


def ta1_lines(segment: Segment) -> Iterator[str]:
    """The verdict on an interchange of ours."""
    answer = read_ta1(segment)
    verdict = SET_VERDICTS.get(answer.verdict, f"answered {cut(answer.verdict, 3)}")
    why = "" if answer.note in ("", "000") else f": {answer.words} (note {cut(answer.note, 3)})"
    yield f"  Interchange {cut(answer.control, 12)} is {verdict}{why}."


def acknowledgment_lines(answer: Acknowledgment) -> Iterator[str]:
    """The verdict on a group, on each of its sets, and what is wrong with them."""
    verdict = SET_VERDICTS.get(answer.verdict, f"answered {cut(answer.verdict, 3) or 'nothing'}")
    counts = f"{_count(answer.accepted)} of {_count(answer.received)} sets accepted"
    group = f"{cut(answer.functional_id, 3)} {cut(answer.group_control, 12)}"
    yield f"  Group {group} is {verdict}: {counts}{_why(answer.codes, GROUP_ERRORS)}."
    for item in answer.sets:
        yield from _set(item)


def _count(number: int | None) -> str:
    return "?" if number is None else str(number)


def _why(codes: tuple[str, ...], words: Mapping[str, str]) -> str:
    if not codes:
        return ""
    return "; " + ", ".join(
        f"{words.get(code, 'unknown reason')} ({cut(code, 3)})" for code in codes
    )


def _set(item: SetVerdict) -> Iterator[str]:
    control = f"{cut(item.type, 3)} {cut(item.control, 12)}"
    yield f"    Set {control} is {item.words}{_why(item.codes, SET_ERRORS)}."
    for note in item.segments:
        yield from _segment(note)


def _segment(note: SegmentNote) -> Iterator[str]:
    where = f" in loop {cut(note.loop, 6)}" if note.loop else ""
    what = SEGMENT_ERRORS.get(note.code, "unknown objection") if note.code else "has an objection"
    yield f"      Segment {note.number}, {cut(note.segment, 3)}{where}: {what}."
    for element in note.elements:
        words = ELEMENT_ERRORS.get(element.code, "unknown objection")
        yield f"        Element {cut(element.place, 8)}: {words}."
