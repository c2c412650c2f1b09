"""Patterns that tell at one glance that a segment's text is right.

A pattern accepts only what `judging` finds right; it may refuse something right, which is then
judged slowly. It reads the raw text, before any splitting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product

from edi.x12.guide.table import NOT_USED, REQUIRED, ElementRule, Note, SegmentRule
from edi.x12.segments import Delimiters

_DAY = (
    r"(?:(?:19|20)[0-9]{2}(?:(?:0[1-9]|1[0-2])(?:0[1-9]|1[0-9]|2[0-8])"
    r"|(?:0[13-9]|1[0-2])(?:29|30)|(?:0[13578]|1[02])31)"
    r"|(?:19(?:0[48]|[2468][048]|[13579][26])|20(?:[02468][048]|[13579][26]))0229)"
)
_TIME = r"(?:[01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9](?:[0-9]{1,2})?)?"


def segment_pattern(rule: SegmentRule, delimiters: Delimiters) -> str:
    """The pattern of what follows a segment's id: separators and elements to the end."""
    return _Writer(delimiters).segment(rule)


@dataclass(frozen=True, slots=True)
class _Units:
    """How a segment's elements hang together in a pattern: units that stand or fall together (in
    a triplet the third may be absent), those never filled, those that must be."""

    groups: tuple[tuple[int, ...], ...]
    triplets: frozenset[int]
    closed: frozenset[int]
    needed: frozenset[int]


class _Writer:
    def __init__(self, delimiters: Delimiters) -> None:
        self.separator = re.escape(delimiters.element)
        self.component = re.escape(delimiters.component)
        marks = delimiters.element + delimiters.component + delimiters.segment
        stops = re.escape(marks + delimiters.repetition)
        self.inner = rf"[^\x00-\x1f\x7f{stops}]"
        # A value that begins with a blank is looked at slowly: it may be blank altogether.
        self.first = rf"[^\x00-\x20\x7f{stops}]"

    def segment(self, rule: SegmentRule) -> str:
        choices = [self._elements(rule, units) for units in _choices(rule)]
        # Where there is no way at all, nothing passes.
        body = "(?:" + "|".join(choices or ["(?!)"]) + ")"
        # What ends with a separator has an empty element or component too much.
        return rf"(?={self.separator}){body}(?<![{self.separator}{self.component}])"

    def _elements(self, rule: SegmentRule, units: _Units) -> str:
        pattern, is_needed = "", False
        for group in reversed(units.groups):
            texts = [self._value(rule.elements[number - 1]) for number in group]
            is_closed = group[0] in units.closed
            must = bool(units.needed.intersection(group))
            if is_closed:
                pattern = self._closed(pattern, is_needed)
            elif len(group) == 1:
                pattern = self._single(texts[0], pattern, must, is_needed)
            elif group[0] in units.triplets:
                pattern = self._triplet(texts, pattern, is_needed)
            else:
                pattern = self._together(texts, pattern, must, is_needed)
            is_needed = is_needed or must
        return pattern

    def _closed(self, tail: str, tail_is_needed: bool) -> str:
        """Never filled here, but it may be passed over."""
        return self._optional(self.separator + tail, tail_is_needed) if tail else ""

    def _single(self, text: str, tail: str, must: bool, tail_is_needed: bool) -> str:
        if must:
            return rf"{self.separator}{text}{tail}"
        return self._optional(rf"{self.separator}(?:{text})?+{tail}", tail_is_needed)

    def _triplet(self, texts: list[str], tail: str, tail_is_needed: bool) -> str:
        third = self._optional(rf"{self.separator}(?:{texts[2]})?+{tail}", tail_is_needed)
        body = self.separator + self.separator.join(texts[:2]) + third
        return self._optional(body, tail_is_needed)

    def _together(self, texts: list[str], tail: str, must: bool, tail_is_needed: bool) -> str:
        body = self.separator + self.separator.join(texts)
        if must:
            return body + tail
        both = rf"(?:{body}|{self.separator * len(texts)}){tail}" if tail else body
        return self._optional(both, tail_is_needed)

    @staticmethod
    def _optional(pattern: str, is_needed: bool) -> str:
        """The rest may be left off, unless something in it must stand."""
        return pattern if is_needed else rf"(?:{pattern})?+"

    def _value(self, rule: ElementRule) -> str:
        return self._composite(rule) if rule.kind == "C" else self._simple(rule)

    def _composite(self, rule: ElementRule) -> str:
        """Components: the required ones come first in every composite there is."""
        pattern = ""
        for part in reversed(rule.components):
            value = self._simple(part)
            if part.use == REQUIRED:
                pattern = self.component + value + pattern
            elif part.use == NOT_USED:
                pattern = rf"(?:{self.component}{pattern})?+" if pattern else ""
            else:
                pattern = rf"(?:{self.component}(?:{value})?+{pattern})?+"
        return rf"{pattern[len(self.component) :]}(?<!{self.component})"

    def _simple(self, rule: ElementRule) -> str:
        if rule.codes is not None:
            return "(?:" + "|".join(map(re.escape, sorted(rule.codes, key=_longest))) + ")"
        most = rule.most
        match rule.kind:
            case "M":
                return r"-?+(?:[0-9]{1,13}+(?:\.[0-9]{0,2}+)?+|\.[0-9]{1,2}+)"
            case "R":
                after = max(most // 3, 1)
                whole = rf"[0-9]{{1,{max(most - after, 1)}}}+(?:\.[0-9]{{0,{after}}}+)?+"
                return rf"-?+(?:{whole}|\.[0-9]{{1,{after}}}+)"
            case "N0" | "N2":
                return rf"-?[0-9]{{{rule.least},{most}}}"
            case "DT":
                return _DAY if most == 8 else "(?!)"
            case "TM":
                return _TIME
        # A period is read by its form, so only one form passes.
        if rule.number == "1250":
            return "RD8"
        if rule.number == "1251":
            return f"{_DAY}-{_DAY}"
        return self._text(rule.least, most)

    def _text(self, least: int, most: int) -> str:
        if most == 1:
            return self.first
        return rf"{self.first}{self.inner}{{{max(least - 1, 0)},{most - 1}}}+"


def _longest(code: str) -> tuple[int, str]:
    """Longer codes first: what a pattern has taken it does not give back."""
    return -len(code), code


def _choices(rule: SegmentRule) -> list[_Units]:
    """One way to fill the segment for each element that would satisfy "at least one of"."""
    open_notes = [
        note.elements
        for note in rule.notes
        if note.kind == "R" and not any(rule.elements[n - 1].use == REQUIRED for n in note.elements)
    ]
    choices = (_units(rule, frozenset(pick)) for pick in product(*open_notes))
    return [units for units in choices if units is not None]


def _units(rule: SegmentRule, picked: frozenset[int]) -> _Units | None:
    numbers = range(1, len(rule.elements) + 1)
    closed = {n for n in numbers if rule.elements[n - 1].use == NOT_USED}
    needed = {n for n in numbers if rule.elements[n - 1].use == REQUIRED} | picked
    groups: dict[int, tuple[int, ...]] = {}
    triplets: set[int] = set()
    for note in rule.notes:
        _apply(note, closed, needed, groups, triplets)
    if closed & needed:
        return None  # what must stand may not: nothing is right this way
    inner = {n for group in groups.values() for n in group[1:]}
    units = tuple(groups.get(n, (n,)) for n in numbers if n not in inner)
    return _Units(units, frozenset(triplets), frozenset(closed), frozenset(needed))


def _apply(
    note: Note,
    closed: set[int],
    needed: set[int],
    groups: dict[int, tuple[int, ...]],
    triplets: set[int],
) -> None:
    """Takes one relation into the units; one that cannot be put so closes what it speaks of."""
    members, kind = note.elements, note.kind
    if needed.issuperset(members) and kind != "E":
        return
    if kind == "R" or (kind in "CL" and members[0] in closed) or closed.issuperset(members):
        return
    follows = members == tuple(range(members[0], members[0] + len(members)))
    taken = {number for group in groups.values() for number in group}
    is_unit = follows and not taken.union(closed).intersection(members)
    if is_unit and (kind == "P" or (kind == "C" and len(members) == 2)):
        groups[members[0]] = members
        if needed.intersection(members):
            needed |= set(members)
    elif is_unit and kind == "L" and len(members) == 3 and not needed.intersection(members):
        groups[members[0]] = members
        triplets.add(members[0])
    elif kind == "C" and any(_holds(groups[head], members) for head in triplets):
        return
    elif kind == "E":
        closed |= set(members[1:])
    elif kind in "CL":
        closed.add(members[0])
    else:
        closed |= set(members) - needed
        if kind == "P" and needed.intersection(members):
            needed |= set(members)


def _holds(triplet: tuple[int, ...], members: tuple[int, ...]) -> bool:
    """Whether a triplet says already that its second or third needs the first."""
    return members[1] == triplet[0] and members[0] in triplet
