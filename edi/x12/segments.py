"""Segments and delimiters: how a segment's text is taken apart and put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from edi.ground.errors import Unwritable

# One element to write: plain text, or the components of a composite.
Element = str | tuple[str, ...]
Row = Sequence[Element]


class UnwritableElement(Unwritable):
    """An element holds what cannot stand in a file: a delimiter or an unprintable character."""

    code = "unwritable-element"


@dataclass(frozen=True, slots=True)
class Delimiters:
    """The four separators of an interchange, one character each."""

    element: str = "*"
    component: str = ":"
    segment: str = "~"
    repetition: str = "^"

    def split(self, text: str) -> Element:
        """An element as it is, or as its components where it holds the component separator."""
        return tuple(text.split(self.component)) if self.component in text else text


DEFAULT_DELIMITERS = Delimiters()


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment as read. `position` is its byte offset in the file, `number` its place in the
    set (ST = 1) or, outside a set, in the interchange (ISA = 1)."""

    elements: tuple[str, ...]
    position: int
    number: int

    @property
    def id(self) -> str:
        return self.elements[0]

    def __getitem__(self, index: int) -> str:
        """Element by its X12 number (1 is the first after the id); a missing one is empty."""
        return self.elements[index] if index < len(self.elements) else ""


@dataclass(frozen=True, slots=True)
class RawSegment:
    """A segment kept as it came because no field stands for it."""

    elements: tuple[Element, ...]

    @property
    def id(self) -> str:
        return str(self.elements[0])


def raw_segment(elements: Sequence[str], delimiters: Delimiters) -> RawSegment:
    """The segment with its composites split, so that it can be written with other delimiters."""
    return RawSegment(tuple(delimiters.split(element) for element in elements))


_UNPRINTABLE = re.compile(r"[^\x20-\x7e]")


def render_segment(row: Row, delimiters: Delimiters) -> str:
    """The segment's text with its terminator; trailing empty elements are left out.

    Raises UnwritableElement on a delimiter inside data or a character outside printable ASCII.
    """
    texts = [render_element(element, delimiters, row[0]) for element in row]
    while len(texts) > 1 and not texts[-1]:
        texts.pop()
    return delimiters.element.join(texts) + delimiters.segment


def render_element(element: Element, delimiters: Delimiters, segment: Element = "") -> str:
    """The element's text; raises UnwritableElement (the message names no value)."""
    if isinstance(element, str):
        _check(element, delimiters, segment)
        return element
    for component in element:
        _check(component, delimiters, segment)
    return delimiters.component.join(element).rstrip(delimiters.component)


def _check(text: str, delimiters: Delimiters, segment: Element) -> None:
    if _UNPRINTABLE.search(text):
        raise UnwritableElement(f"An element of {segment} holds an unprintable character.")
    d = delimiters
    if d.element in text or d.component in text or d.segment in text or d.repetition in text:
        raise UnwritableElement(f"An element of {segment} holds a delimiter of the file.")


def render_segments(rows: Iterable[Row], delimiters: Delimiters, line_end: str = "") -> str:
    """The segments one after another, each followed by its terminator and the line end."""
    return "".join(render_segment(row, delimiters) + line_end for row in rows)
