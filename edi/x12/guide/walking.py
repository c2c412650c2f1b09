"""Walking through a set segment by segment: where each belongs, what is missing before it, what
stands too often. What is wrong inside a segment is said by `judging`.

After a fault the walk takes up the set again at the next segment that fits, so that one broken
segment gives one finding.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from edi.x12.findings import ERROR, WARNING, Finding
from edi.x12.guide.base import OTHER_SEGMENTS, SEGMENTS
from edi.x12.guide.judging import Judge
from edi.x12.guide.saying import STRUCTURAL
from edi.x12.guide.table import (
    LATEST,
    REQUIRED,
    Loop,
    Place,
    SegmentRule,
    key_parts,
    qualifier_index,
)
from edi.x12.interchange import TransactionSet
from edi.x12.tokens import BLANK, BLANK_BYTES

# What opens a loop and is missed by what stands in it. A claim without its CLP is lost; one whose
# lines lack their SVC is read by its own amounts, as many files have no lines at all.
_MISSED_OPENERS = {"CLP": ERROR, "SVC": WARNING}


class _Frame:
    """A loop that is open: how far it has come, and how often each of its places stood."""

    __slots__ = ("counts", "is_implied", "loop", "missed", "rank")

    def __init__(self, loop: Loop, is_implied: bool = False) -> None:
        self.loop = loop
        self.rank = 0
        self.counts: dict[Place, int] = {}
        # How many of the loop's required places are settled.
        self.missed = len(loop.required) if is_implied else 0
        self.is_implied = is_implied

    def copy(self) -> _Frame:
        twin = _Frame(self.loop, self.is_implied)
        twin.rank, twin.missed, twin.counts = self.rank, self.missed, dict(self.counts)
        return twin


class Walk:
    """A structural check in progress. `findings` grows as segments are taken."""

    def __init__(
        self,
        root: Loop,
        transaction: TransactionSet,
        rule_for: Callable[[Sequence[str]], SegmentRule | None],
        look: Callable[[str], object],
        *,
        whole: bool = False,
    ) -> None:
        self.findings: list[Finding] = []
        self._root = root
        self._rule_for = rule_for
        self._look = look
        self._judge = Judge(transaction.type, transaction.delimiters)
        self._separator = transaction.delimiters.element
        self._offset = transaction.text.offset
        self._is_whole = transaction.se is not None
        self._tells_all = whole
        self._frames = [_Frame(root)]
        self._number = 0
        self._position = 0
        self._before: list[_Frame] | None = None
        self._says_lx = True
        # Where the segment before ended, 0 where that is not known, and the usual gap after it.
        self._end = self._gap = 0
        self._source = transaction.text.source
        self._terminator = transaction.delimiters.segment.encode("latin-1")
        self._tags = {place.tag for loop in root.below() for place in loop.places}

    # What the caller does -------------------------------------------------------------------

    def take(self, position: int, elements: Sequence[str]) -> None:
        """Judges the next segment; `position` is its place in the text, as tokens() gives it."""
        self._number += 1
        self._position = position
        text = self._separator.join(elements)
        if self._end and position - self._end > self._gap:
            self._look_between(position)
        # Where text is not ASCII its bytes are more than its characters.
        self._end = position + len(text) + 1 if text.isascii() else 0
        if elements[-1][-1:] in BLANK and elements[0] == "SE":
            elements = [*elements[:-1], elements[-1].rstrip(BLANK)]
        tag = elements[0]
        if tag not in self._tags:
            self._strange(tag, elements)
            return
        self._place(tag, elements)
        if self._look(text) is None:
            self._judge_inside(elements)

    def skip(self, key: str, count: int, position: int | None = None) -> None:
        """Passes over whole loops of `count` segments in all that were found right; `key` is that
        of the first segment, at `position` in the text."""
        self._number += 1
        self._end = 0
        if position is not None:
            self._position = position
        tag, qualifier = key_parts(key)
        elements = [tag, *[""] * (qualifier_index(tag) - 1), *([qualifier] if qualifier else [])]
        self._place(tag, elements)
        frame = self._frames[-1]
        # It was found complete: nothing is asked of it when the next segment closes it.
        frame.missed = len(frame.loop.required)
        self._number += count - 1

    def _look_between(self, position: int) -> None:
        """Says where an empty segment stands between two others."""
        between = self._source[self._end : position]
        if self._terminator in between and not between.strip(self._terminator + BLANK_BYTES):
            message = "An empty segment stands before this one."
            self._find_fault("XS09", WARNING, "", message, "", self._frames[-1].loop)
        elif not between.strip(BLANK_BYTES):
            self._gap = len(between)

    def finish(self) -> None:
        """Says what is missing at the end."""
        if self._is_whole:
            while len(self._frames) > 1:
                self._close()
            self._settle(self._frames[0], 1 << 30)

    # Where a segment belongs ----------------------------------------------------------------

    def _place(self, tag: str, elements: Sequence[str]) -> None:
        index = qualifier_index(tag)
        qualifier = elements[index] if index < len(elements) else None
        before, self._before = self._before, None
        if before is not None and self._fits(before[-1], tag, qualifier):
            self._frames = before
        if self._forward(tag, qualifier):
            return
        if self._inward(tag, qualifier) or self._loosely(tag, qualifier, elements):
            return
        if self._backward(tag, qualifier):
            return
        self._unexpected(tag, qualifier)

    def _fits(self, frame: _Frame, tag: str, qualifier: str | None) -> bool:
        return self._find(frame, tag, qualifier) is not None

    def _find(self, frame: _Frame, tag: str, qualifier: str | None) -> Place | None:
        for place in frame.loop.by_tag.get(tag, ()):
            # What opens a loop opens it anew, it does not stand in it twice.
            if frame.loop is not self._root and place is frame.loop.places[0]:
                continue
            if place.rank >= frame.rank and not place.is_base and _suits(place, qualifier):
                return place
        return None

    def _forward(self, tag: str, qualifier: str | None) -> bool:
        """Takes the segment where the guide has it: in the open loop or one around it."""
        for depth in range(len(self._frames) - 1, -1, -1):
            place = self._find(self._frames[depth], tag, qualifier)
            if place is not None:
                self._move(depth, place)
                return True
        return self._freely(tag, qualifier)

    def _freely(self, tag: str, qualifier: str | None) -> bool:
        """A loop that may open although the one around it was not: CLP without LX."""
        for depth in range(len(self._frames) - 1, -1, -1):
            frame = self._frames[depth]
            for outer in frame.loop.places:
                if outer.loop is None or outer.rank < frame.rank or outer.is_base:
                    continue
                for place in outer.loop.by_tag.get(tag, ()):
                    if place.is_free and _suits(place, qualifier):
                        self._close_to(depth)
                        self._settle(frame, outer.rank)
                        self._say_implied(outer)
                        frame.rank = outer.rank
                        self._frames.append(_Frame(outer.loop, is_implied=True))
                        self._move(depth + 1, place)
                        return True
        return False

    def _say_implied(self, outer: Place) -> None:
        if outer.tag == "LX" and self._says_lx:
            self._says_lx = False
            self._find_fault("XS05", WARNING, "LX", "LX is missing.", "3", outer.loop)

    def _inward(self, tag: str, qualifier: str | None) -> bool:
        """Takes a segment that only a loop inside the open one has by its qualifier: what opens
        that loop is missing, and is said to be so once instead of for each segment of it."""
        frame = self._frames[-1]
        for outer in frame.loop.places:
            level = _MISSED_OPENERS.get(outer.tag)
            if level is None or outer.loop is None or outer.rank < frame.rank or outer.is_base:
                continue
            for place in outer.loop.by_tag.get(tag, ()):
                is_told = place.qualifiers is not None and _suits(place, qualifier)
                if is_told and not place.is_base and place is not outer.loop.places[0]:
                    message = f"{outer.name} is missing before {tag}."
                    self._find_fault("XS05", level, outer.tag, message, "3", outer.loop)
                    frame.rank = outer.rank
                    self._frames.append(_Frame(outer.loop, is_implied=True))
                    self._move(len(self._frames) - 1, place)
                    return True
        return False

    def _loosely(self, tag: str, qualifier: str | None, elements: Sequence[str]) -> bool:
        """Takes the segment where only its id fits, or where only the base standard has it."""
        for depth in range(len(self._frames) - 1, -1, -1):
            frame = self._frames[depth]
            for place in frame.loop.by_tag.get(tag, ()):
                if not place.is_base or place.rank + LATEST < frame.rank:
                    continue
                own = [p for p in frame.loop.by_tag[tag] if not p.is_base]
                if any(_suits(p, qualifier) for p in own):
                    continue  # the guide has it, only sooner
                if place.loop is not None:
                    self._move(depth, place)
                self._say_loose(tag, bool(own), elements, place.loop or frame.loop)
                return True
        return False

    def _say_loose(self, tag: str, is_known: bool, elements: Sequence[str], loop: Loop) -> None:
        if not is_known:
            message = f"{tag} is not used here by the guide."
            self._find_fault("XS07", WARNING, tag, message, "I4", loop)
            return
        index = qualifier_index(tag)
        message = f"{tag}{index:02d} is no code that the guide has here."
        code = "7" if index < len(elements) else "1"
        value = elements[index] if index < len(elements) and len(elements[index]) < 4 else ""
        self._find_fault("XS09", WARNING, tag, message, code, loop, element=index, value=value)

    def _backward(self, tag: str, qualifier: str | None) -> bool:
        """A segment of an open loop that should have come sooner. The walk goes back to it, and
        returns where the next segment goes on as if it had not stood."""
        for exactly in (True, False):
            for depth in range(len(self._frames) - 1, -1, -1):
                frame = self._frames[depth]
                for place in frame.loop.by_tag.get(tag, ()):
                    is_opening = depth > 0 and place is frame.loop.places[0]
                    if is_opening or (exactly and (place.is_base or not _suits(place, qualifier))):
                        continue
                    self._go_back(depth, place, tag)
                    return True
        return False

    def _go_back(self, depth: int, place: Place, tag: str) -> None:
        loop = self._frames[depth].loop
        message = f"{tag} stands after a segment that should follow it."
        self._find_fault("XS05", ERROR, tag, message, "7", place.loop or loop)
        before = [frame.copy() for frame in self._frames]
        del self._frames[depth + 1 :]
        frame = self._frames[depth]
        frame.rank = place.rank
        frame.counts = {p: n for p, n in frame.counts.items() if p.rank < place.rank}
        # What was settled stays so: nothing is said to be missing twice.
        frame.missed = len(frame.loop.required)
        if place.loop is not None:
            self._frames.append(_Frame(place.loop, is_implied=True))
        self._before = before

    def _unexpected(self, tag: str, qualifier: str | None) -> None:
        """A segment of a loop that is not open. The loop is opened, so that what belongs to it
        is not found strange too."""
        message = f"{tag} may not stand here."
        for depth in range(len(self._frames) - 1, -1, -1):
            path = _path_to(self._frames[depth].loop, tag, qualifier)
            if path:
                self._close_to(depth)
                for place in path:
                    self._frames[-1].rank = place.rank
                    if place.loop is not None:
                        self._frames.append(_Frame(place.loop, is_implied=True))
                self._find_fault("XS05", ERROR, tag, message, "2", self._frames[-1].loop)
                return
        self._find_fault("XS05", ERROR, tag, message, "2", None)

    # Moving ---------------------------------------------------------------------------------

    def _move(self, depth: int, place: Place) -> None:
        frame = self._frames[depth]
        self._close_to(depth)
        if place.rank > frame.rank or depth == 0:
            self._settle(frame, place.rank)
            frame.rank = max(frame.rank, place.rank)
        count = frame.counts[place] = frame.counts.get(place, 0) + 1
        if count == place.limit + 1:
            self._too_often(place, frame)
        if place.loop is not None:
            self._frames.append(_Frame(place.loop))

    def _close_to(self, depth: int) -> None:
        while len(self._frames) - 1 > depth:
            self._close()

    def _close(self) -> None:
        frame = self._frames.pop()
        self._settle(frame, 1 << 30)

    def _settle(self, frame: _Frame, rank: int) -> None:
        """Says what is missing of the places before `rank`."""
        required = frame.loop.required
        while frame.missed < len(required) and required[frame.missed].rank < rank:
            place = required[frame.missed]
            frame.missed += 1
            if place not in frame.counts:
                self._say_missing(place, frame)

    def _say_missing(self, place: Place, frame: _Frame) -> None:
        level = ERROR if place.use == REQUIRED else WARNING
        rule = place.rule or "XS05"
        message = f"{place.name}{_WORDS.get(place.name, '')} is missing."
        self._find_fault(rule, level, place.tag, message, "3", place.loop or frame.loop)

    def _too_often(self, place: Place, frame: _Frame) -> None:
        level = ERROR if place.rule in ("RA01", "AK01") else WARNING
        # A payer or a trace that stands twice is RA01's; of a payment it is no more than a repeat.
        rule = place.rule if place.rule in ("RA01", "AK01") else "XS06"
        limit = "once" if place.limit == 1 else f"{place.limit} times"
        message = f"{place.name} stands more than {limit} here."
        code = "5" if place.loop is None else "4"
        self._find_fault(rule, level, place.tag, message, code, place.loop or frame.loop)

    # What no place is for -------------------------------------------------------------------

    def _strange(self, tag: str, elements: Sequence[str]) -> None:
        upper = tag.upper()
        if upper != tag and upper in self._tags:
            message = "The segment's id is in lower case; it is not read."
            self._find_fault("XS07", WARNING, "", message, "1", self._frames[-1].loop)
            # It holds its place, so that what follows is not found strange too.
            findings, self.findings = self.findings, []
            self._place(upper, elements)
            self.findings = findings
            return
        is_standard = tag in SEGMENTS or tag in OTHER_SEGMENTS
        words = "of another set" if is_standard else "unknown"
        shown = tag if is_standard else ""
        message = f"A segment that is {words} is kept as it is."
        code = "6" if is_standard else "1"
        self._find_fault("XS07", WARNING, shown, message, code, self._frames[-1].loop)

    def _judge_inside(self, elements: Sequence[str]) -> None:
        rule = self._rule_for(elements)
        if rule is None:
            return
        loop = self._frames[-1].loop
        for fault in self._judge.faults(rule, elements):
            self._find_fault(
                fault.rule,
                fault.level,
                rule.id,
                fault.message,
                fault.code,
                loop,
                element=fault.element,
                component=fault.component,
                value=fault.value,
            )

    def _find_fault(
        self,
        rule: str,
        level: str,
        segment: str,
        message: str,
        code: str,
        loop: Loop | None,
        *,
        element: int = 0,
        component: int = 0,
        value: str = "",
    ) -> None:
        # Amounts, adjustments, traces have rules of their own, which the sets' readers say.
        if not self._tells_all and rule not in STRUCTURAL:
            return
        self.findings.append(
            Finding(
                rule,
                level,
                segment,
                self._offset(self._position),
                message,
                self._number,
                element,
                code,
                loop.id if loop is not None and loop is not self._root else "",
                value,
                component,
            )
        )


_WORDS = {
    "NM1*QC": ", the patient,",
    "PER*BL": ", the payer's business contact,",
    "DTM*405": ", the production date,",
}


def _suits(place: Place, qualifier: str | None) -> bool:
    return place.qualifiers is None or qualifier in place.qualifiers


def _path_to(loop: Loop, tag: str, qualifier: str | None) -> list[Place]:
    """The places that lead from an open loop down to a segment; empty where there is no way."""
    for place in loop.places:
        if place.loop is None or place.is_base:
            continue
        inner = place.loop
        for found in inner.by_tag.get(tag, ()):
            if _suits(found, qualifier) or found.is_base:
                return [place, found]
        deeper = _path_to(inner, tag, qualifier)
        if deeper:
            return [place, *deeper]
    return []
