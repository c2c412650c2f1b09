"""A loop that is open while a set is walked through, and ways down to a segment. What is said of
them stands in `placing`."""

from __future__ import annotations

from edi.x12.guide.table import Loop, Place


class Frame:
    """A loop that is open: how far it has come, and how often each of its places stood."""

    __slots__ = ("awaited", "counts", "is_implied", "loop", "missed", "rank")

    def __init__(self, loop: Loop, is_implied: bool = False) -> None:
        self.loop = loop
        self.rank = 0
        self.counts: dict[Place, int] = {}
        # How many of the loop's required places are settled.
        self.missed = len(loop.required) if is_implied else 0
        self.is_implied = is_implied
        # A loop that was entered although what opens it has not stood yet.
        self.awaited: Place | None = None

    def copy(self) -> Frame:
        twin = Frame(self.loop, self.is_implied)
        twin.rank, twin.missed, twin.counts = self.rank, self.missed, dict(self.counts)
        twin.awaited = self.awaited
        return twin


def suits(place: Place, qualifier: str | None) -> bool:
    return place.qualifiers is None or qualifier in place.qualifiers


def path_to(loop: Loop, tag: str, qualifier: str | None) -> list[Place]:
    """The places that lead from an open loop down to a segment; empty where there is no way."""
    for place in loop.places:
        if place.loop is None or place.is_base:
            continue
        inner = place.loop
        for found in inner.by_tag.get(tag, ()):
            if suits(found, qualifier) or found.is_base:
                return [place, found]
        deeper = path_to(inner, tag, qualifier)
        if deeper:
            return [place, *deeper]
    return []
