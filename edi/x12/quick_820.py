"""The quick look at whole entities or items of an 820: one pattern made of the guide's tables, and
amounts that add up. What passes is surely right; what does not goes the complete way."""

from __future__ import annotations

import re
from functools import lru_cache

from edi.ground.amounts import parse_cents
from edi.x12.guide import Guide, guide_of
from edi.x12.guide.patterns import segment_pattern
from edi.x12.guide.table import SITUATIONAL, UNLIMITED, Loop, Place, qualifier_index
from edi.x12.interchange import TransactionSet
from edi.x12.segments import Delimiters

# So much of a set is looked at to tell how it is made up.
_HEAD = 1 << 16
# Count of items, what they pay, what adjustments of entities come to.
Sums = tuple[int, int, int]


class QuickItems:
    """Looks at entities, or at items of one entity, by a guide and one file's delimiters."""

    def __init__(self, guide: Guide, delimiters: Delimiters, join: str) -> None:
        writer = _Writer(guide, delimiters, join)
        self._entities = [place for place in guide.root.places if _is_used(place, "ENT")]
        self.entity = writer.units(self._entities)
        self._items = [
            writer.units([each for each in place.loop.places if _is_used(each, "RMR")])
            for place in self._entities
            if place.loop is not None
        ]
        s, value = writer.s, f"[^{writer.s}{writer.t}]*+"
        # RMR04 to RMR06, or ADX01.
        amounts = f"(?:{s}({value})(?:{s}({value})(?:{s}({value}))?+)?+)?+"
        self._money = re.compile(
            rf"(?<![^{re.escape(join[-1])}])(RMR|ADX){s}({value})"
            rf"(?:{s}{value}(?:{s}{value}{amounts})?+)?+"
        ).findall

    def items_of(self, code: str | None) -> re.Pattern[str] | None:
        """The pattern of an item in an entity of this ENT02 (None: of no entity); None where that
        cannot be told."""
        for place, pattern in zip(self._entities, self._items, strict=True):
            if place.qualifiers is None or code in place.qualifiers:
                return pattern
        return None

    @property
    def is_alone(self) -> bool:
        """Whether the guide has but one kind of entity."""
        return len(self._entities) == 1

    def sums(self, text: str, start: int, end: int) -> Sums | None:
        """What stands between two places that match; None where an item is off or an amount
        cannot be read."""
        items = total = beside = off = 0
        is_explained = False
        for tag, first, paid, gross, discount in self._money(text, start, end):
            if tag == "ADX":
                cents = parse_cents(first)
                if cents is None:
                    return None
                if not items:
                    beside += cents
                elif is_explained:
                    off -= cents
                continue
            if off:
                return None
            items += 1
            is_explained = bool(paid and gross)
            cents, of_gross, of_discount = (
                parse_cents(each) if each else 0 for each in (paid, gross, discount)
            )
            if cents is None or of_gross is None or of_discount is None:
                return None
            total += cents
            off = cents - of_gross + of_discount if is_explained else 0
        return None if off else (items, total, beside)


def _is_used(place: Place, tag: str) -> bool:
    return place.tag == tag and place.loop is not None and not place.is_base


class _Writer:
    """Writes the patterns of loops. They pass less than the guide does: segments in the order of
    its tables alone."""

    def __init__(self, guide: Guide, delimiters: Delimiters, join: str) -> None:
        self.guide, self.delimiters = guide, delimiters
        marks = (delimiters.element, delimiters.segment, join)
        self.s, self.t, self.join = map(re.escape, marks)

    def units(self, places: list[Place]) -> re.Pattern[str]:
        """One whole loop of any of these places; its one group that is set: the qualifier."""
        return re.compile("|".join(f"(?:{self._loop(place, True)})" for place in places) or "(?!)")

    def _loop(self, place: Place, is_unit: bool = False) -> str:
        loop = place.loop
        assert loop is not None
        return self._segment(place, is_unit) + self._inner(loop)

    def _inner(self, loop: Loop) -> str:
        made = ""
        for place in sorted(loop.places[1:], key=lambda place: place.rank):
            if place.is_base:
                continue
            text = self._segment(place) if place.loop is None else self._loop(place)
            least = 0 if place.use == SITUATIONAL else 1
            most = "" if place.limit == UNLIMITED else place.limit
            made += f"(?:{text}){{{least},{most}}}+"
        return made

    def _segment(self, place: Place, is_unit: bool = False) -> str:
        s, t, tag = self.s, self.t, place.tag
        if any(key.startswith(f"{tag}*") for key in self.guide.rules):
            return "(?!)"  # its elements differ by qualifier: not looked at quickly
        passed = rf"{s}[^{s}{t}]*+" * (qualifier_index(tag) - 1)
        ahead = ""
        if place.qualifiers is not None:
            codes = "|".join(map(re.escape, sorted(place.qualifiers)))
            ahead = rf"(?={passed}{s}(?:{codes})[{s}{t}])"
        if is_unit:
            ahead += rf"(?=(?:{passed}{s}([^{s}{t}]*+))?)"
        if tag == "RMR":
            # Qualifier and reference are there, and no adjustment stands in the item itself.
            ahead += rf"(?={s}[^{s}{t}]++{s}[^{s}{t}])(?!(?:{s}[^{s}{t}]*+){{7}})"
        body = segment_pattern(self.guide.rules[tag], self.delimiters)
        return f"{tag}{ahead}{body}{self.join}"


@lru_cache(maxsize=16)
def quick_items(version: str, delimiters: Delimiters, join: str) -> QuickItems | None:
    """The quick look for a version and these delimiters; None where the delimiters are such that a
    pattern might take data for one of them."""
    marks = (delimiters.element, delimiters.component, delimiters.segment, delimiters.repetition)
    guide = guide_of("820", version)
    if len(set(marks)) < 4 or any(mark.isalnum() or mark in " .-" for mark in marks):
        return None
    return QuickItems(guide, delimiters, join) if guide is not None else None


def opener_of(transaction: TransactionSet) -> str:
    """How what is looked at as a whole begins: with ENT, or with RMR where entities hold many
    items or lack."""
    separator = transaction.delimiters.element
    start = transaction.start
    head = transaction.text.source[start : min(start + _HEAD, transaction.end)]
    entities, items = (head.count((tag + separator).encode("latin-1")) for tag in ("ENT", "RMR"))
    return ("ENT" if entities * 20 > items else "RMR") + separator
