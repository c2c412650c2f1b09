"""Writing a 999 or 997: the segments of an acknowledgement. What it says is decided in
`deciding_999`."""

from __future__ import annotations

from collections.abc import Iterator

from edi.x12.acknowledgment import Acknowledgment, ElementNote, SegmentNote
from edi.x12.codes import OLD_ELEMENT_ERRORS, OLD_SEGMENT_ERRORS, OLD_SET_ERRORS
from edi.x12.segments import DEFAULT_DELIMITERS, Delimiters, Element, Row, render_segment

# What AK1 and AK2 must name, where the answered file named nothing.
_NO_SET, _NO_CONTROL, _NO_GROUP = "000", "0000", "0"
_MOST_OLD_ELEMENTS = 99


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
    yield ("AK1", answer.functional_id, answer.group_control or _NO_GROUP, version)
    for item in answer.sets:
        reference = item.reference if is_new else ""
        yield ("AK2", item.type or _NO_SET, item.control or _NO_CONTROL, reference)
        for note in item.segments:
            yield from _new_note(note) if is_new else _old_note(note)
        codes = item.codes if is_new else _kept(item.codes, OLD_SET_ERRORS)
        yield ("IK5" if is_new else "AK5", item.verdict, *codes)
    counts = (answer.included, answer.received, answer.accepted)
    texts = ("" if count is None else str(count) for count in counts)
    yield ("AK9", answer.verdict, *texts, *answer.codes)


def _kept(codes: tuple[str, ...], known: frozenset[str]) -> tuple[str, ...]:
    """The codes the older set has too."""
    return tuple(code for code in codes if code in known)


def _new_note(note: SegmentNote) -> Iterator[Row]:
    yield ("IK3", note.segment, str(note.number), note.loop, note.code)
    yield from (_context(context) for context in note.contexts)
    for element in note.elements:
        yield _element_row("IK4", element, element.code)
        yield from (_context(context) for context in element.contexts)


def _old_note(note: SegmentNote) -> Iterator[Row]:
    """The older set has no codes of a guide, and no contexts."""
    code = note.code if note.code in OLD_SEGMENT_ERRORS else ""
    yield ("AK3", note.segment, str(note.number), note.loop, code)
    for element in note.elements[:_MOST_OLD_ELEMENTS]:
        old = OLD_ELEMENT_ERRORS.get(element.code, element.code)
        yield _element_row("AK4", element, old)


def _element_row(tag: str, element: ElementNote, code: str) -> Row:
    return (tag, _parts(element.place), element.data_element, code, element.bad_value)


def _context(context: tuple[str, ...]) -> Row:
    return ("CTX", *map(_parts, context))


def _parts(text: str) -> Element:
    return tuple(text.split(":")) if ":" in text else text
