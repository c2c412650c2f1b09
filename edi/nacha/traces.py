"""Whether a trace number occurs twice in a file (BA07), without keeping the trace numbers.

Runs of rising traces are kept as their first and last. Where such ranges do not touch, no trace in
them occurs twice; only those that do are looked at again.
"""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from heapq import merge
from itertools import accumulate

from edi.ground.masking import mask
from edi.nacha.layouts import ENTRY
from edi.nacha.rules.registry import Remark

# Numbers that one look tells apart, a bit each: 32 MB. Texts, and numbers too far apart for that,
# are looked at so many at once.
_MAX_BITS = 1 << 28
_AT_ONCE = 250_000
# Ranges before all that lies between the first and last trace is looked at again.
_MAX_RANGES = 500_000
# What is no number is kept above all 15-digit numbers.
_TEXT = 10**15
_LINE_BITS = 40
_SEQUENCES = 10**7
_COLUMNS = ENTRY["trace_number"].columns
_MESSAGE = "the trace occurs a second time in the file"

# The line and trace number of every entry of the file, in order, as often as asked.
TracesAgain = Callable[[], Iterable[tuple[int, str]]]
Ranges = list[tuple[int, int]]


class TraceLedger:
    """The traces of a file as they pass; `remarks` says at the end which occurred before."""

    def __init__(self) -> None:
        self.firsts, self.lasts = array("Q"), array("Q")
        self.first = self.last = -1
        self.least, self.most = _TEXT, -1
        self.count = self.texts = 0
        self.is_crowded = False

    def take(self, trace: str) -> None:
        """One trace number as it stands in its entry."""
        if trace.isdecimal():
            self.take_rising(trace, trace, 1)
        else:
            self.texts += 1

    def take_rising(self, first: str, last: str, count: int) -> None:
        """Traces of digits that rise strictly from the first to the last."""
        low, high = int(first), int(last)
        self.count += count
        # One bank's traces that go on rising are one range.
        if self.last < low and self.first // _SEQUENCES == high // _SEQUENCES:
            self.last = high
            return
        self._close()
        self.first, self.last = low, high

    def _close(self) -> None:
        if self.first < 0:
            return
        self.least, self.most = min(self.least, self.first), max(self.most, self.last)
        if self.is_crowded:
            return
        self.firsts.append(self.first)
        self.lasts.append(self.last)
        if len(self.firsts) >= _MAX_RANGES:
            self.is_crowded = True
            self.firsts, self.lasts = array("Q"), array("Q")

    def remarks(self, again: TracesAgain) -> Iterator[Remark]:
        """A remark for each entry whose trace occurred before, by line."""
        self._close()
        shared = [(self.least, self.most)] if self.is_crowded else self._shared()
        if not shared and not self.texts:
            return
        bits = sum(high - low + 1 for low, high in shared)
        if bits <= _MAX_BITS and self.texts <= _AT_ONCE:
            yield from _in_one_look(again, _Seen(shared, bits))
        else:
            yield from _in_rounds(again, shared, 1 + (self.count + self.texts) // _AT_ONCE)

    def _shared(self) -> Ranges:
        """Where ranges touch, as ranges that do not."""
        shared: Ranges = []
        reach = -1
        for at in sorted(range(len(self.firsts)), key=self.firsts.__getitem__):
            low, high = self.firsts[at], self.lasts[at]
            if low <= reach:
                upto = min(high, reach)
                if shared and low <= shared[-1][1]:
                    shared[-1] = (shared[-1][0], max(shared[-1][1], upto))
                else:
                    shared.append((low, upto))
            reach = max(reach, high)
        return shared


class _Seen:
    """Which numbers of some ranges, and which texts, came before."""

    def __init__(self, ranges: Ranges, bits: int) -> None:
        self.lows, self.highs = [low for low, _ in ranges], [high for _, high in ranges]
        # Where the bits of each range begin, less the number they begin with.
        sizes = accumulate((high - low + 1 for low, high in ranges), initial=0)
        self.shifts = [size - low for size, low in zip(sizes, self.lows, strict=False)]
        self.bits = bytearray(bits // 8 + 1)
        self.texts: set[str] = set()

    def take(self, trace: str) -> bool:
        """Whether this trace came before; from here on it did."""
        if not trace.isdecimal():
            was = trace in self.texts
            self.texts.add(trace)
            return was
        number = int(trace)
        at = bisect_right(self.lows, number) - 1
        if at < 0 or number > self.highs[at]:
            return False
        place, bit = divmod(number + self.shifts[at], 8)
        was = bool(self.bits[place] >> bit & 1)
        self.bits[place] |= 1 << bit
        return was


def _in_one_look(again: TracesAgain, seen: _Seen) -> Iterator[Remark]:
    take = seen.take
    for line, trace in again():
        if take(trace):
            yield _remark(line, trace)


def _in_rounds(again: TracesAgain, shared: Ranges, rounds: int) -> Iterator[Remark]:
    """The same in memory that does not grow with how far the numbers lie apart."""
    lines = [
        array("Q", sorted(_repeated(_keys(again(), shared, number, rounds))))
        for number in range(rounds)
    ]
    wanted = merge(*lines)
    line = next(wanted, 0)
    for at, trace in again() if line else ():
        if at == line:
            yield _remark(at, trace)
            line = next(wanted, 0)


def _remark(line: int, trace: str) -> Remark:
    return Remark(line, _COLUMNS, _MESSAGE, value=mask(trace.strip(" ")))


def _keys(traces: Iterable[tuple[int, str]], shared: Ranges, number: int, rounds: int) -> list[int]:
    """The traces of this round that may occur twice, each with its line, in one number."""
    lows = [low for low, _ in shared]
    keys = []
    for line, trace in traces:
        key = int(trace) if trace.isdecimal() else _TEXT + _as_number(trace)
        if key % rounds != number:
            continue
        at = bisect_right(lows, key) - 1
        if key >= _TEXT or (at >= 0 and key <= shared[at][1]):
            keys.append(key << _LINE_BITS | line)
    return keys


def _as_number(text: str) -> int:
    return int.from_bytes(text.encode("latin-1"), "big")


def _repeated(keys: list[int]) -> Iterator[int]:
    """The lines whose trace occurs on an earlier line."""
    keys.sort()
    before = -1
    for key in keys:
        if key >> _LINE_BITS == before:
            yield key & ((1 << _LINE_BITS) - 1)
        before = key >> _LINE_BITS
