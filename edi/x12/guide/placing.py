"""The open loops of a set while it is walked through: where a segment belongs, what is missing
before it, what stands too often.

After a fault the loops are taken up again at the next segment that fits, so that one broken
segment gives one finding. What is wrong inside a segment is said by `judging`.
"""

from __future__ import annotations

from collections.abc import Sequence

from edi.x12.findings import ERROR, WARNING
from edi.x12.guide.frames import Frame, path_to, suits
from edi.x12.guide.table import (
    LATEST,
    REQUIRED,
    UNLIMITED,
    WANTED,
    Loop,
    Place,
    qualifier_index,
)

# What opens a loop and is missed by what stands in it. A claim without its CLP is lost; one whose
# lines lack their SVC is read by its own amounts, as many files have no lines at all.
_MISSED_OPENERS = {"CLP": ERROR, "SVC": WARNING}


class OpenLoops:
    """The loops that are open, the set's own first. A subclass says what is found."""

    def __init__(self, root: Loop) -> None:
        self._root = root
        self._frames = [Frame(root)]
        # What was open before the last segment out of order, in case the next goes on there.
        self._before: list[Frame] | None = None
        self._says_lx = True
        # What was missing before the last segment: place, loop, where. It is said once the next
        # segment is known not to be it.
        self._held: list[tuple[Place, Loop, tuple[int, int]]] = []
        self._position = self._number = 0

    @property
    def innermost(self) -> Loop:
        """The loop that the last segment stands in."""
        return self._frames[-1].loop

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
        raise NotImplementedError

    def take_as_whole(self) -> None:
        """The innermost loop was found complete: nothing is asked of it when it closes."""
        frame = self._frames[-1]
        frame.missed = len(frame.loop.required)

    def close_all(self) -> None:
        """Says what is missing of the loops that are open, the set included."""
        self._close_to(0)
        self._settle(self._frames[0], UNLIMITED)
        self.say_held()

    # Where a segment belongs ----------------------------------------------------------------

    def place(self, tag: str, elements: Sequence[str]) -> None:
        """Puts the next segment where it belongs, and says what is wrong about it standing here."""
        index = qualifier_index(tag)
        qualifier = elements[index] if index < len(elements) else None
        if self._held and self._is_late(tag, qualifier):
            return
        self.say_held()
        before, self._before = self._before, None
        if before is not None and self._fits(before[-1], tag, qualifier):
            self._frames = before
        if self._forward(tag, qualifier):
            return
        if self._inward(tag, qualifier) or self._sideways(tag, qualifier, WANTED):
            return
        if self._loosely(tag, qualifier, elements) or self._sideways(tag, qualifier, REQUIRED):
            return
        if self._backward(tag, qualifier):
            return
        self._unexpected(tag, qualifier)

    def _is_late(self, tag: str, qualifier: str | None) -> bool:
        """Whether the segment is what was missing before the last one: the two are swapped, which
        is one fault."""
        if any(self._fits(frame, tag, qualifier) for frame in self._frames):
            return False
        for item in self._held:
            place, loop, _ = item
            if place.tag == tag and suits(place, qualifier) and place.loop is None:
                self._held.remove(item)
                self.say_held()
                self._say_late(place, loop)
                return True
        return False

    def _say_late(self, place: Place, loop: Loop | None) -> None:
        level = ERROR if place.use == REQUIRED else WARNING
        message = f"{place.name} stands after a segment that should follow it."
        self._say("XS05", level, place.tag, message, "7", loop)

    def say_held(self) -> None:
        """Says what was missing where it was missing."""
        if not self._held:
            return
        here = self._position, self._number
        for place, loop, there in self._held:
            self._position, self._number = there
            self._say_missing(place, loop)
        self._position, self._number = here
        self._held.clear()

    def _fits(self, frame: Frame, tag: str, qualifier: str | None) -> bool:
        return self._find(frame, tag, qualifier) is not None

    def _find(self, frame: Frame, tag: str, qualifier: str | None) -> Place | None:
        for place in frame.loop.by_tag.get(tag, ()):
            # What opens a loop opens it anew, it does not stand in it twice.
            if frame.loop is not self._root and place is frame.loop.places[0]:
                continue
            if place.rank >= frame.rank and not place.is_base and suits(place, qualifier):
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
                    if place.is_free and suits(place, qualifier):
                        self._close_to(depth)
                        self._settle(frame, outer.rank)
                        self._say_implied(outer)
                        frame.rank = outer.rank
                        self._frames.append(Frame(outer.loop, is_implied=True))
                        self._move(depth + 1, place)
                        return True
        return False

    def _say_implied(self, outer: Place) -> None:
        if outer.tag == "LX" and self._says_lx:
            self._says_lx = False
            self._say("XS05", WARNING, "LX", "LX is missing.", "3", outer.loop)

    def _inward(self, tag: str, qualifier: str | None) -> bool:
        """Takes a segment that only a loop inside the open one has by its qualifier: what opens
        that loop is missing, and is said to be so once instead of for each segment of it."""
        frame = self._frames[-1]
        for outer in frame.loop.places:
            level = _MISSED_OPENERS.get(outer.tag)
            if level is None or outer.loop is None or outer.rank < frame.rank or outer.is_base:
                continue
            for place in outer.loop.by_tag.get(tag, ()):
                is_told = place.qualifiers is not None and suits(place, qualifier)
                if is_told and not place.is_base and place is not outer.loop.places[0]:
                    message = f"{outer.name} is missing before {tag}."
                    self._say("XS05", level, outer.tag, message, "3", outer.loop)
                    frame.rank = outer.rank
                    self._frames.append(Frame(outer.loop, is_implied=True))
                    self._move(len(self._frames) - 1, place)
                    return True
        return False

    def _sideways(self, tag: str, qualifier: str | None, use: str) -> bool:
        """Takes a segment that only the loop has which comes next and must be there, such as the
        payee's N3 without its N1. That what opens the loop is missing is said where it is passed,
        or, where it follows after all, that it comes too late."""
        # Where the open loop may have it too, it has to have stood there already.
        own = self._frames[-1]
        if use == REQUIRED and any(
            not place.is_base and place not in own.counts for place in own.loop.by_tag.get(tag, ())
        ):
            return False
        for depth in range(len(self._frames) - 1, -1, -1):
            frame = self._frames[depth]
            outer = next((p for p in frame.loop.required if self._is_next(p, frame, use)), None)
            if outer is None or outer.loop is None:
                continue
            for place in outer.loop.by_tag.get(tag, ()):
                is_inside = place is not outer.loop.places[0] and not place.is_base
                if is_inside and suits(place, qualifier):
                    self._close_to(depth)
                    frame.awaited = outer
                    self._frames.append(Frame(outer.loop, is_implied=True))
                    self._move(depth + 1, place)
                    return True
        return False

    @staticmethod
    def _is_next(place: Place, frame: Frame, use: str) -> bool:
        is_open = place.rank >= frame.rank and place not in frame.counts
        return (
            is_open and place.loop is not None and place.use == use and frame.awaited is not place
        )

    def _loosely(self, tag: str, qualifier: str | None, elements: Sequence[str]) -> bool:
        """Takes the segment where only its id fits, or where only the base standard has it."""
        for depth in range(len(self._frames) - 1, -1, -1):
            frame = self._frames[depth]
            for place in frame.loop.by_tag.get(tag, ()):
                if not place.is_base or place.rank + LATEST < frame.rank:
                    continue
                own = [p for p in frame.loop.by_tag[tag] if not p.is_base]
                if any(suits(p, qualifier) for p in own):
                    continue  # the guide has it, only sooner
                if place.loop is not None:
                    self._move(depth, place)
                self._say_loose(tag, bool(own), elements, place.loop or frame.loop)
                return True
        return False

    def _say_loose(self, tag: str, is_known: bool, elements: Sequence[str], loop: Loop) -> None:
        if not is_known:
            message = f"{tag} is not used here by the guide."
            self._say("XS07", WARNING, tag, message, "I4", loop)
            return
        index = qualifier_index(tag)
        message = f"{tag}{index:02d} is no code that the guide has here."
        code = "7" if index < len(elements) else "1"
        text = elements[index] if index < len(elements) else ""
        value = text if text.isalnum() and len(text) < 4 else ""
        self._say("XS09", WARNING, tag, message, code, loop, element=index, value=value)

    def _backward(self, tag: str, qualifier: str | None) -> bool:
        """A segment of an open loop that should have come sooner. The walk goes back to it, and
        returns where the next segment goes on as if it had not stood."""
        for exactly in (True, False):
            for depth in range(len(self._frames) - 1, -1, -1):
                frame = self._frames[depth]
                for place in frame.loop.by_tag.get(tag, ()):
                    is_opening = depth > 0 and place is frame.loop.places[0]
                    if is_opening or (exactly and (place.is_base or not suits(place, qualifier))):
                        continue
                    self._go_back(depth, place, tag)
                    return True
        return False

    def _go_back(self, depth: int, place: Place, tag: str) -> None:
        loop = self._frames[depth].loop
        message = f"{tag} stands after a segment that should follow it."
        self._say("XS05", ERROR, tag, message, "7", place.loop or loop)
        before = [frame.copy() for frame in self._frames]
        del self._frames[depth + 1 :]
        frame = self._frames[depth]
        frame.rank = place.rank
        frame.counts = {p: n for p, n in frame.counts.items() if p.rank < place.rank}
        # What was settled stays so: nothing is said to be missing twice.
        frame.missed = len(frame.loop.required)
        if place.loop is not None:
            self._frames.append(Frame(place.loop, is_implied=True))
        self._before = before

    def _unexpected(self, tag: str, qualifier: str | None) -> None:
        """A segment of a loop that is not open. The loop is opened, so that what belongs to it
        is not found strange too."""
        message = f"{tag} may not stand here."
        for depth in range(len(self._frames) - 1, -1, -1):
            path = path_to(self._frames[depth].loop, tag, qualifier)
            if path:
                self._close_to(depth)
                for place in path:
                    self._frames[-1].rank = place.rank
                    if place.loop is not None:
                        self._frames.append(Frame(place.loop, is_implied=True))
                self._say("XS05", ERROR, tag, message, "2", self._frames[-1].loop)
                return
        self._say("XS05", ERROR, tag, message, "2", None)

    # Moving ---------------------------------------------------------------------------------

    def _move(self, depth: int, place: Place) -> None:
        frame = self._frames[depth]
        inner = self._frames[depth + 1] if len(self._frames) - 1 > depth else None
        if inner is not None and inner.loop is place.loop and place.limit == 1:
            # The loop is opened once more by mistake, and what it lacks stands in the next.
            inner.missed = len(inner.loop.required)
        if place is frame.awaited:
            self._take_late(depth, place)
            return
        self._close_to(depth)
        if place.rank > frame.rank or depth == 0:
            self._settle(frame, place.rank)
            frame.rank = max(frame.rank, place.rank)
        count = frame.counts[place] = frame.counts.get(place, 0) + 1
        if count == place.limit + 1:
            self._too_often(place, frame)
        if place.loop is not None:
            self._frames.append(Frame(place.loop))

    def _take_late(self, depth: int, place: Place) -> None:
        """Takes what opens a loop that was entered before it: the loop goes on."""
        frame = self._frames[depth]
        frame.awaited = None
        frame.counts[place] = 1
        self._say_late(place, place.loop)
        if len(self._frames) - 1 > depth and self._frames[depth + 1].loop is place.loop:
            self._close_to(depth + 1)
            self._frames[depth + 1].missed = 0
        else:
            self._close_to(depth)
            self._settle(frame, place.rank)
            frame.rank = max(frame.rank, place.rank)
            if place.loop is not None:
                self._frames.append(Frame(place.loop))

    def _close_to(self, depth: int) -> None:
        while len(self._frames) - 1 > depth:
            self._close()

    def _close(self) -> None:
        frame = self._frames.pop()
        self._settle(frame, UNLIMITED)

    def _settle(self, frame: Frame, rank: int) -> None:
        """Says what is missing of the places before `rank`."""
        required = frame.loop.required
        while frame.missed < len(required) and required[frame.missed].rank < rank:
            place = required[frame.missed]
            frame.missed += 1
            if place not in frame.counts:
                here = self._position, self._number
                self._held.append((place, place.loop or frame.loop, here))

    def _say_missing(self, place: Place, loop: Loop) -> None:
        level = ERROR if place.use == REQUIRED else WARNING
        rule = place.rule or "XS05"
        message = f"{place.name}{_WORDS.get(place.name, '')} is missing."
        self._say(rule, level, place.tag, message, "3", loop)

    def _too_often(self, place: Place, frame: Frame) -> None:
        level = ERROR if place.rule in ("RA01", "AK01") else WARNING
        # A payer or a trace that stands twice is RA01's; of a payment it is no more than a repeat.
        rule = place.rule if place.rule in ("RA01", "AK01") else "XS06"
        limit = "once" if place.limit == 1 else f"{place.limit} times"
        message = f"{place.name} stands more than {limit} here."
        code = "5" if place.loop is None else "4"
        self._say(rule, level, place.tag, message, code, place.loop or frame.loop)


_WORDS = {
    "NM1*QC": ", the patient,",
    "PER*BL": ", the payer's business contact,",
    "DTM*405": ", the production date,",
}
