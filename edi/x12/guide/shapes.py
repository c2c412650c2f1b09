"""Shapes of loops: whether the keys of a whole claim or entity are in order, complete and within
limits. Real files have few shapes, so the answers are remembered."""

from __future__ import annotations

from collections.abc import Iterable

from edi.x12.guide.table import SITUATIONAL, Loop, Place, key_parts

_MOST_REMEMBERED = 4096
Keys = tuple[str | None, ...]


class Shapes:
    """Answers for the loops of one guide that a caller looks at as a whole."""

    def __init__(self, loops: Iterable[Loop]) -> None:
        self._loops = [loop for loop in loops if loop.places]
        self._known: dict[Keys, bool] = {}

    def is_right(self, keys: Keys) -> bool:
        """Whether the keys are one whole loop that nothing at all can be said against."""
        known = self._known.get(keys)
        if known is None:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            known = self._known[keys] = self._judge(keys)
        return known

    def _judge(self, keys: Keys) -> bool:
        if not keys or None in keys:
            return False
        pairs = [key_parts(key) for key in keys if key is not None]
        return any(_is_whole(loop, pairs) for loop in self._loops)


def _is_whole(loop: Loop, pairs: list[tuple[str, str | None]]) -> bool:
    opening = loop.places[0]
    if not _suits(opening, *pairs[0]):
        return False
    return _rest_is_right(loop, pairs, 1) == len(pairs)


def _rest_is_right(loop: Loop, pairs: list[tuple[str, str | None]], at: int) -> int:
    """How far the keys from `at` fit into the loop; -1 where the loop is not right."""
    rank, counts = 0, dict.fromkeys(loop.places, 0)
    while at < len(pairs):
        place = next((p for p in loop.places[1:] if p.rank >= rank and _fits(p, *pairs[at])), None)
        if place is None:
            break
        rank = place.rank
        counts[place] += 1
        if counts[place] > place.limit:
            return -1
        at += 1
        if place.loop is not None:
            at = _rest_is_right(place.loop, pairs, at)
            if at < 0:
                return -1
    missing = any(p.use != SITUATIONAL and not p.is_base and not counts[p] for p in loop.places[1:])
    return -1 if missing else at


def _fits(place: Place, tag: str, qualifier: str | None) -> bool:
    return not place.is_base and _suits(place, tag, qualifier)


def _suits(place: Place, tag: str, qualifier: str | None) -> bool:
    return place.tag == tag and (place.qualifiers is None or qualifier in place.qualifiers)
