"""Which claims stand twice in one set: their pairs of numbers, eight bytes for each claim."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

from edi.x12.codes import REVERSAL

# Bits of a hash that choose a part, and those that are kept.
_PARTS = 256
_BITS = (1 << 64) - 1

# CLP01, CLP07, and whether the claim is a reversal.
Pair = tuple[str, str, bool]


def pair_of(control_number: str, payer_control_number: str, status_code: str) -> Pair:
    """What may stand once in a set: a reversal and its correction share their numbers."""
    return control_number, payer_control_number, status_code == REVERSAL


class Pairs:
    """The pairs seen in one set, each as a number that stands for it.

    Two pairs may share a number, so `repeated` says only which to look at again.
    """

    def __init__(self) -> None:
        self._parts = [array("Q") for _ in range(_PARTS)]

    def add(self, pair: Pair) -> None:
        """Takes one claim's pair."""
        number = hash(pair) & _BITS
        self._parts[number % _PARTS].append(number)

    def repeated(self) -> set[int]:
        """The numbers that stand more than once."""
        found: set[int] = set()
        for part in self._parts:
            if len(part) > 1:
                found.update(_repeated(part))
        return found

    @staticmethod
    def number(pair: Pair) -> int:
        """The number that stands for a pair within this process."""
        return hash(pair) & _BITS


def _repeated(numbers: Iterable[int]) -> Iterator[int]:
    seen: set[int] = set()
    for number in numbers:
        if number in seen:
            yield number
        seen.add(number)
