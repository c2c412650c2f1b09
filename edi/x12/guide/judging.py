"""Judging one segment by its rule: every element, slowly, with all that can be said of it.

Order and presence of segments are judged in `walking`; what passes quickly, in `patterns`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from edi.ground.amounts import parse_cents
from edi.ground.masking import mask
from edi.x12.findings import ERROR, WARNING
from edi.x12.guide.saying import rule_of
from edi.x12.guide.table import NOT_USED, REQUIRED, ElementRule, Note, SegmentRule
from edi.x12.segments import Delimiters
from edi.x12.values import is_time, parse_date

# Elements of ISA that are delimiters, which may be control characters.
_DELIMITERS = frozenset({("ISA", 11), ("ISA", 16)})
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_WHOLE = re.compile(r"-?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
# What may be shown of a bad value as it stands: a short number, a date or a code. Anything else
# may be a name or an identifier in the wrong place.
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]{0,8}(?:[.,][0-9]{0,6})?")
_PLAIN_DATE = re.compile(r"[0-9/.-]{1,10}")
_PLAIN_RANGE = re.compile(r"[0-9-]{1,17}")
_PLAIN_CODE = re.compile(r"[A-Za-z0-9]{1,3}")


class Fault(NamedTuple):
    """What is wrong with an element: rule, level, element and component (0: all of it), 999
    code, sentence, the value masked unless it is a code, a date or a number."""

    rule: str
    level: str
    element: int
    component: int
    code: str
    message: str
    value: str = ""


class Judge:
    """Judges the segments of one set with its delimiters."""

    def __init__(self, set_type: str, delimiters: Delimiters) -> None:
        self.set_type = set_type
        self.delimiters = delimiters
        # A mark that cannot part anything is said of ISA, not of every text that holds it.
        others = delimiters.element + delimiters.segment
        self._component = _sound(delimiters.component, others)
        self._repetition = _sound(delimiters.repetition, others + delimiters.component)

    def faults(self, rule: SegmentRule, elements: Sequence[str]) -> list[Fault]:
        """Everything wrong inside one segment; empty where it is right."""
        if len(elements) < 2 or not any(elements[1:]):
            return [self._fault(rule.id, "empty", 0, 0, "8", f"{rule.id} holds nothing.")]
        found: list[Fault] = []
        limit = len(rule.elements)
        for number in range(1, max(limit, len(elements) - 1) + 1):
            text = elements[number] if number < len(elements) else ""
            if number > limit:
                found.append(self._too_many(rule, elements))
                break
            found.extend(self._element(rule, number, text))
        if not elements[-1] and len(elements) <= limit + 1:
            message = f"{rule.id} ends with empty elements."
            found.append(self._fault(rule.id, "trailing", 0, 0, "", message))
        if rule.id == "DTM" and len(elements) > 6:
            found.extend(self._period(elements[5], elements[6]))
        # What is missing, or blank, is said once.
        bad = {fault.element for fault in found if fault.code == "1"}
        bad |= {n for n, text in enumerate(elements) if text and not text.strip(" ")}
        for note in rule.notes:
            if not bad.intersection(note.elements):
                found.extend(self._relation(rule.id, note, elements))
        return _together(found)

    def _fault(
        self,
        tag: str,
        kind: str,
        element: int,
        component: int,
        code: str,
        message: str,
        value: str = "",
    ) -> Fault:
        rule, level = rule_of(self.set_type, tag, element, kind)
        return Fault(rule, level, element, component, code, message, value)

    def _too_many(self, rule: SegmentRule, elements: Sequence[str]) -> Fault:
        number = len(rule.elements) + 1
        message = f"{rule.id} has more than {len(rule.elements)} elements."
        return self._fault(rule.id, "many", number, 0, "3", message)

    # One element ----------------------------------------------------------------------------

    def _element(self, rule: SegmentRule, number: int, text: str) -> Iterator[Fault]:
        element = rule.elements[number - 1]
        name = f"{rule.id}{number:02d}"
        if not text.strip(" "):
            yield from self._blank(rule.id, element, number, 0, name, text)
        elif _CONTROL.search(text) and (rule.id, number) not in _DELIMITERS:
            message = f"{name} holds a control character."
            yield Fault("XS10", ERROR, number, 0, "6", message)
        elif element.use == NOT_USED:
            message = f"{name} is not used by the guide."
            yield self._fault(rule.id, "unused", number, 0, "I10", message, mask(text))
        else:
            yield from self._value(rule.id, element, number, name, text)

    def _blank(
        self, tag: str, rule: ElementRule, number: int, component: int, name: str, text: str
    ) -> Iterator[Fault]:
        """An element or component that is empty, which it may not be, or holds blanks only, which
        is no value of any type. ISA is of fixed length: its text may be blank."""
        if rule.use == REQUIRED:
            kind = "missing" if component else _MISSING.get(rule.kind, "missing")
            message = f"{name} is required and missing."
            yield self._fault(tag, kind, number, component, "1", message)
        elif text and not (tag == "ISA" and rule.kind == "AN"):
            kind, code = _NO_VALUE.get(rule.kind, ("blank", "7" if rule.kind == "ID" else "6"))
            message = f"{name} holds nothing but blanks."
            yield self._fault(tag, kind, number, component, code, message)

    def _value(
        self, tag: str, element: ElementRule, number: int, name: str, text: str
    ) -> Iterator[Fault]:
        if tag == "ISA":
            # ISA11 and ISA16 are delimiters themselves.
            yield from self._simple(tag, element, number, 0, name, text)
            return
        mark = self._repetition
        repeats = text.split(mark)[: element.repeats] if mark else [text]
        for repeat in repeats:
            if element.kind == "C":
                if self._component:
                    yield from self._composite(tag, element, number, name, repeat)
            elif self._component and self._component in repeat:
                kind = _NO_VALUE.get(element.kind, ("components", ""))[0]
                message = f"{name} has components and should have none."
                yield self._fault(tag, kind, number, 0, "13", message, mask(repeat))
            else:
                yield from self._simple(tag, element, number, 0, name, repeat)
        if mark and text.count(mark) >= element.repeats:
            message = f"{name} is repeated more often than it may be."
            yield self._fault(tag, "repeated", number, 0, "12", message, mask(text))

    def _composite(
        self, tag: str, element: ElementRule, number: int, name: str, text: str
    ) -> Iterator[Fault]:
        parts = text.split(self.delimiters.component)
        if len(parts) > len(element.components):
            message = f"{name} has more than {len(element.components)} components."
            yield self._fault(tag, "components", number, 0, "13", message)
        if not parts[-1]:
            message = f"{name} ends with empty components."
            yield self._fault(tag, "trailing", number, 0, "", message)
        for place, rule in enumerate(element.components, start=1):
            part = parts[place - 1] if place <= len(parts) else ""
            part_name = f"{name}-{place}"
            if not part.strip(" "):
                yield from self._blank(tag, rule, number, place, part_name, part)
            elif rule.use == NOT_USED:
                message = f"{part_name} is not used by the guide."
                yield self._fault(tag, "unused", number, place, "I10", message, mask(part))
            else:
                yield from self._simple(tag, rule, number, place, part_name, part)

    def _simple(
        self, tag: str, rule: ElementRule, number: int, component: int, name: str, text: str
    ) -> Iterator[Fault]:
        size, objection = len(text), _objection(rule, text)
        if objection is not None:
            kind, code, what = objection
            value = _shown(rule, text)
            yield self._fault(tag, kind, number, component, code, f"{name} is {what}.", value)
            return
        if rule.kind in _NUMBERS:
            size = sum(character.isdigit() for character in text)
        if rule.codes is not None and text not in rule.codes:
            message = f"{name} is no code of the guide."
            yield self._fault(tag, "code", number, component, "7", message, _shown(rule, text))
        elif size > rule.most:
            message = f"{name} is longer than {rule.most} characters."
            yield self._fault(tag, "long", number, component, "5", message, mask(text))
        elif size < rule.least and rule.kind not in _NUMBERS:
            message = f"{name} is shorter than {rule.least} characters."
            yield self._fault(tag, "short", number, component, "4", message, mask(text))

    def _period(self, form: str, text: str) -> Iterator[Fault]:
        """DTM06 by the form that DTM05 names: a day or a range of days."""
        days = {"RD8": text.split("-"), "D8": [text]}.get(form)
        if text.strip() and days is not None:
            is_right = len(days) == (2 if form == "RD8" else 1) and all(map(parse_date, days))
            if not is_right:
                what = "a range of two dates" if form == "RD8" else "a date"
                value = text if _PLAIN_RANGE.fullmatch(text) else mask(text)
                message = f"DTM06 is not {what}."
                yield self._fault("DTM", "no date", 6, 0, "8", message, value)

    # Relations ------------------------------------------------------------------------------

    def _relation(self, tag: str, note: Note, elements: Sequence[str]) -> Iterator[Fault]:
        stands = [n < len(elements) and bool(elements[n].strip(" ")) for n in note.elements]
        at = _broken_at(note.kind, stands)
        if at is None:
            return
        number = note.elements[at]
        names = " and ".join(f"{tag}{n:02d}" for n in note.elements)
        message = _RELATIONS[note.kind].format(names)
        kind, code = ("exclusion", "10") if note.kind == "E" else ("relation", "2")
        yield self._fault(tag, kind, number, 0, code, message)


def _sound(mark: str, others: str) -> str:
    """The mark where it can part texts, else none."""
    return "" if mark.isalnum() or mark in " \x00" or mark in others else mark


def _together(found: list[Fault]) -> list[Fault]:
    """Where one element too many or too few has moved those after it, most of them are amiss: the
    first is said, with how many more. What is an error is said each for itself."""
    amiss = [fault for fault in found if fault.rule == "XS09" and fault.level == WARNING]
    if len(amiss) < _MANY:
        return found
    first, more = amiss[0], len(amiss) - 1
    message = f"{first.message[:-1]}; {more} more of the segment's elements are amiss too."
    kept = [fault for fault in found if fault.rule != "XS09" or fault.level != WARNING]
    return sorted([first._replace(message=message), *kept], key=lambda fault: fault.element)


_MANY = 3
_NUMBERS = frozenset({"N0", "N2", "R", "M"})
_MISSING = {"M": "no amount", "DT": "no date"}
# Kind and 999 code of what cannot be a value of its type at all.
_NO_VALUE = {
    "M": ("no amount", "6"),
    "R": ("no number", "6"),
    "N0": ("no number", "6"),
    "N2": ("no number", "6"),
    "DT": ("no date", "8"),
    "TM": ("no time", "9"),
}
_RELATIONS = {
    "P": "{} stand together or not at all.",
    "R": "One of {} is required.",
    "E": "Only one of {} may stand.",
    "C": "Of {} the first needs the others.",
    "L": "Of {} the first needs one of the others.",
}


def _objection(rule: ElementRule, text: str) -> tuple[str, str, str] | None:
    """Kind, code and words, where the text is not of the element's type."""
    match rule.kind:
        case "M":
            if parse_cents(text) is None:
                return "no amount", "6", "not an amount with at most two decimals"
        case "R":
            if _DECIMAL.fullmatch(text) is None:
                return "no number", "6", "not a number"
        case "N0" | "N2":
            if _WHOLE.fullmatch(text) is None:
                return "no number", "6", "not a whole number"
        case "DT":
            day = text if rule.most == 8 else "20" + text
            if parse_date(day) is None:
                return "no date", "8", "not a date"
        case "TM":
            if not is_time(text):
                return "no time", "9", "not a time"
    return None


def _broken_at(kind: str, stands: list[bool]) -> int | None:
    """Which element of a relation is amiss, by its place in it; None where it holds."""
    first_missing = stands.index(False) if False in stands else None
    match kind:
        case "P":
            return first_missing if any(stands) else None
        case "R":
            return None if any(stands) else 0
        case "E":
            places = [place for place, is_there in enumerate(stands) if is_there]
            return places[1] if len(places) > 1 else None
        case "C":
            return first_missing if stands[0] else None
        case _:
            return 1 if stands[0] and not any(stands[1:]) else None


def _shown(rule: ElementRule, text: str) -> str:
    """The bad value as it may be shown."""
    plain = {"DT": _PLAIN_DATE, "ID": _PLAIN_CODE}.get(rule.kind)
    if rule.kind in _NUMBERS:
        plain = _PLAIN_NUMBER
    return text if plain is not None and plain.fullmatch(text) else mask(text)
