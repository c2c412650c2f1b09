"""One implementation guide: its tables joined, and the checks made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from edi.x12.findings import Finding
from edi.x12.guide import tables_820, tables_835
from edi.x12.guide import tables_acknowledgment as acknowledgment
from edi.x12.guide.base import SEGMENTS, base_loops
from edi.x12.guide.patterns import segment_pattern
from edi.x12.guide.shapes import Keys, Shapes
from edi.x12.guide.table import (
    SegmentRule,
    loops,
    qualifier_index,
    refined_loops,
    refined_rules,
)
from edi.x12.guide.walking import Walk
from edi.x12.interchange import TransactionSet
from edi.x12.segments import Delimiters

Look = Callable[[str], str | None]
Match = Callable[[str], "re.Match[str] | tuple[str, str] | None"]

# The loops that a caller looks at as a whole, by the segment that opens them.
_WHOLE_LOOPS = ("CLP", "ENT")


class Guide:
    """The guide of one set in one version.

    A caller who has its own pass through a set looks at a loop (a claim, an entity) quickly:

        look = guide.look(delimiters)               # once a set
        keys = tuple(map(look, texts_of_the_loop))  # one fullmatch a segment
        if not guide.shape_is_right(keys): ...      # remembered: files have few shapes

    and hands the segments of a loop that does not pass to a walk:

        walk = guide.walk(transaction)
        walk.take(position, elements)         # one segment, in the order of the set
        walk.skip(keys[0], len(keys), at)     # a whole loop that passed
        walk.finish()                         # after SE, or where the set breaks off
        walk.findings                         # grows; the caller may take from it and clear it
    """

    def __init__(self, set_type: str, version: str, loop_table: str, segment_table: str) -> None:
        self.set_type = set_type
        self.version = version
        self.root = refined_loops(loops(loop_table, set_type), base_loops(set_type))
        self.rules = refined_rules(segment_table, SEGMENTS)
        self._shapes = Shapes(
            loop for loop in self.root.own() if loop.places[0].tag in _WHOLE_LOOPS
        )
        places = [place for loop in self.root.below() for place in loop.places]
        self._tags = frozenset(place.tag for place in places)
        self._qualified = frozenset(
            place.tag for place in places if place.qualifiers is not None
        ) | {key.partition("*")[0] for key in self.rules if "*" in key}
        self._looks: dict[Delimiters, Look] = {}

    def check(self, transaction: TransactionSet, *, whole: bool = False) -> Iterator[Finding]:
        """Every structural finding of one set (XS05 to XS10), in order; flat memory.

        With `whole`, also what the rules of the sets say of amounts, adjustments, parties and
        traces (RA and PA rules): all that an acknowledgement may speak of.
        """
        walk = self.walk(transaction, whole=whole)
        for position, elements in transaction.tokens():
            walk.take(position, elements)
            if walk.findings:
                yield from walk.findings
                walk.findings.clear()
        walk.finish()
        yield from walk.findings

    def walk(self, transaction: TransactionSet, *, whole: bool = False) -> Walk:
        """A structural check that is fed segment by segment."""
        look = self.look(transaction.delimiters)
        return Walk(self.root, transaction, self.rule_for, look, whole=whole)

    def shape_is_right(self, keys: Keys) -> bool:
        """Whether the keys of one whole loop (835: CLP to before the next CLP, LX, PLB or SE;
        820: ENT to before the next ENT or SE) are in order, complete and within limits."""
        return self._shapes.is_right(keys)

    def rule_for(self, elements: Sequence[str]) -> SegmentRule | None:
        """The rule for a segment's elements; None where they are not judged."""
        tag = elements[0]
        index = qualifier_index(tag)
        if tag in self._qualified and index < len(elements):
            rule = self.rules.get(f"{tag}*{elements[index]}")
            if rule is not None:
                return rule
        return self.rules.get(tag)

    # The quick look -------------------------------------------------------------------------

    def look(self, delimiters: Delimiters) -> Look:
        """What tells a segment's raw text (no terminator, no blanks before it) right or wrong:
        its key where every element is right, else None. Remembered by delimiters."""
        known = self._looks.get(delimiters)
        if known is None:
            if len(self._looks) > 64:
                self._looks.clear()
            known = self._looks[delimiters] = self._build_look(delimiters)
        return known

    def _build_look(self, delimiters: Delimiters) -> Look:
        # A segment's first three characters tell its id: "CLP", or "N1*" with the separator.
        matches: dict[str, Match] = {}
        for tag in sorted(self._tags & set(self.rules)):
            head = (tag + delimiters.element)[:3]
            matches[head] = self._match(tag, delimiters)
        find = matches.get

        def look(text: str) -> str | None:
            match = find(text[:3])
            if match is None:
                return None
            found = match(text)
            return found[1] if found is not None else None

        return look

    def _match(self, tag: str, delimiters: Delimiters) -> Match:
        body = self._body(tag, delimiters)
        separator = re.escape(delimiters.element)
        if tag not in self._qualified:
            return re.compile(rf"({tag}){body}").fullmatch
        index = qualifier_index(tag)
        code = r"[A-Za-z0-9]{1,3}"
        if index == 1:
            key = rf"(?=({tag}{separator}{code})(?:{separator}|\Z))"
            return re.compile(rf"{key}{tag}{body}").fullmatch
        passed = rf"{separator}[^{separator}]*" * (index - 1)
        key = rf"(?={tag}{passed}{separator}({code})(?:{separator}|\Z))"
        return _joined(tag, re.compile(rf"{key}{tag}{body}"))

    def _body(self, tag: str, delimiters: Delimiters) -> str:
        """What follows the id: one pattern, or one for each qualifier that has its own."""
        own = {key.partition("*")[2]: rule for key, rule in self.rules.items()
               if key.startswith(f"{tag}*")}  # fmt: skip
        general = segment_pattern(self.rules[tag], delimiters)
        if not own:
            return general
        separator = re.escape(delimiters.element)
        end = rf"(?:{separator}|\Z)"
        choices = [
            rf"(?={separator}{code}{end}){segment_pattern(rule, delimiters)}"
            for code, rule in own.items()
        ]
        choices.append(rf"(?!{separator}(?:{'|'.join(own)}){end}){general}")
        return "(?:" + "|".join(choices) + ")"


def _joined(tag: str, pattern: re.Pattern[str]) -> Match:
    """A match whose key is put together: the qualifier does not follow the id."""
    fullmatch = pattern.fullmatch

    def match(text: str) -> tuple[str, str] | None:
        found = fullmatch(text)
        return ("", f"{tag}*{found[1]}") if found else None

    return match


@lru_cache(maxsize=32)
def guide_named(set_type: str, version: str) -> Guide:
    """The guide of exactly this name; raises KeyError where there is none."""
    return Guide(set_type, version, *_tables()[set_type, version])


def _tables() -> dict[tuple[str, str], tuple[str, str]]:
    return {
        ("835", "005010X221A1"): (tables_835.LOOPS_5010, tables_835.SEGMENTS_5010),
        ("835", "004010X091A1"): (tables_835.LOOPS_4010, tables_835.SEGMENTS_4010),
        ("820", "005010X218"): (tables_820.LOOPS_X218, tables_820.SEGMENTS_X218),
        ("820", "005010X306"): (tables_820.LOOPS_X306, tables_820.SEGMENTS_X306),
        ("820", "004010X061A1"): (tables_820.LOOPS_X218, tables_820.SEGMENTS_X061),
        ("820", "005010"): (tables_820.LOOPS_GENERIC, tables_820.SEGMENTS_GENERIC),
        ("999", "005010X231A1"): (acknowledgment.LOOPS_999, acknowledgment.SEGMENTS_999),
        ("997", "004010"): (acknowledgment.LOOPS_997, acknowledgment.SEGMENTS_997),
    }


@lru_cache(maxsize=1)
def envelope_rules() -> dict[str, SegmentRule]:
    """The rules of ISA, GS, GE, IEA and TA1."""
    return refined_rules(acknowledgment.ENVELOPE, SEGMENTS)
