"""Walking through a set segment by segment: each is put where it belongs (`placing`) and judged
inside (`judging`), and what is found becomes findings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from edi.x12.findings import WARNING, Finding
from edi.x12.guide.base import OTHER_SEGMENTS, SEGMENTS
from edi.x12.guide.judging import Judge
from edi.x12.guide.placing import OpenLoops
from edi.x12.guide.saying import STRUCTURAL
from edi.x12.guide.table import Loop, SegmentRule, key_parts, qualifier_index
from edi.x12.interchange import TransactionSet
from edi.x12.tokens import BLANK, BLANK_BYTES


class Walk(OpenLoops):
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
        super().__init__(root)
        self.findings: list[Finding] = []
        self._rule_for = rule_for
        self._look = look
        self._judge = Judge(transaction.type, transaction.delimiters)
        self._separator = transaction.delimiters.element
        self._offset = transaction.text.offset
        self._is_whole = transaction.se is not None
        self._tells_all = whole
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
        self.place(tag, elements)
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
        self.place(tag, elements)
        self.take_as_whole()
        self._number += count - 1

    def _look_between(self, position: int) -> None:
        """Says where an empty segment stands between two others."""
        between = self._source[self._end : position]
        if self._terminator in between and not between.strip(self._terminator + BLANK_BYTES):
            message = "An empty segment stands before this one."
            self._say("XS09", WARNING, "", message, "", self.innermost)
        elif not between.strip(BLANK_BYTES):
            self._gap = len(between)

    def finish(self) -> None:
        """Says what is missing at the end."""
        if self._is_whole:
            self.close_all()
        self.say_held()

    # What no place is for -------------------------------------------------------------------

    def _strange(self, tag: str, elements: Sequence[str]) -> None:
        upper = tag.upper()
        if upper != tag and upper in self._tags:
            message = "The segment's id is in lower case; it is not read."
            self._say("XS07", WARNING, "", message, "1", self.innermost)
            # It holds its place, so that what follows is not found strange too.
            self.say_held()
            findings, self.findings = self.findings, []
            self.place(upper, elements)
            self._held.clear()
            self.findings = findings
            return
        is_standard = tag in SEGMENTS or tag in OTHER_SEGMENTS
        words = "of another set" if is_standard else "unknown"
        shown = tag if is_standard else ""
        message = f"A segment that is {words} is kept as it is."
        code = "6" if is_standard else "1"
        self._say("XS07", WARNING, shown, message, code, self.innermost)

    def _judge_inside(self, elements: Sequence[str]) -> None:
        rule = self._rule_for(elements)
        if rule is None:
            return
        loop = self.innermost
        for fault in self._judge.faults(rule, elements):
            self._say(
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

    def _say(
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
