"""Whether a trace number occurs twice in a file (BA07), without keeping the trace numbers.

Runs of rising traces are kept as their first and last. Where such ranges do not touch, no trace in
them occurs twice; only those that do are looked at again.
"""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from edi.ground.masking import mask
from edi.nacha.layouts import ENTRY
from edi.nacha.rules.registry import Remark

# Traces of one second look, and ranges before all of the file is looked at again.
_AT_ONCE = 250_000
_MAX_RANGES = 500_000
# What is no number is kept above all 15-digit numbers.
_TEXT = 10**15
_LINE_BITS = 40
_SEQUENCES = 10**7

# The line and trace number of every entry of the file, in order, as often as asked.
TracesAgain = Callable[[], Iterable[tuple[int, str]]]


class TraceLedger:
    """The traces of a file as they pass; `remarks` says at the end which occurred before."""

    def __init__(self) -> None:
        self.firsts, self.lasts = array("Q"), array("Q")
        self.first = self.last = -1
        self.count = 0
        self.has_text = self.is_crowded = False

    def take(self, trace: str) -> None:
        """One trace number as it stands in its entry."""
        if trace.isdecimal():
            self.take_rising(trace, trace, 1)
        else:
            self.count += 1
            self.has_text = True

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
        if self.first < 0 or self.is_crowded:
            return
        self.firsts.append(self.first)
        self.lasts.append(self.last)
        if len(self.firsts) >= _MAX_RANGES:
            self.is_crowded = True
            self.firsts, self.lasts = array("Q"), array("Q")

    def remarks(self, again: TracesAgain) -> Iterator[Remark]:
        """A remark for each entry whose trace occurred before, by line."""
        self._close()
        shared = [(0, _TEXT)] if self.is_crowded else self._shared()
        if not shared and not self.has_text:
            return
        rounds = 1 + self.count // _AT_ONCE
        lines = array("Q")
        for number in range(rounds):
            keys = _keys(again(), shared, number, rounds)
            lines.extend(_repeated(keys))
        yield from _named(sorted(lines), again)

    def _shared(self) -> list[tuple[int, int]]:
        """Where ranges touch, as ranges that do not."""
        shared: list[tuple[int, int]] = []
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


def _keys(
    traces: Iterable[tuple[int, str]], shared: list[tuple[int, int]], number: int, rounds: int
) -> list[int]:
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


def _named(lines: list[int], again: TracesAgain) -> Iterator[Remark]:
    """A remark on each of the lines, with the masked trace."""
    if not lines:
        return
    wanted = iter(lines)
    line = next(wanted)
    for at, trace in again():
        if at == line:
            columns = ENTRY["trace_number"].columns
            message = "the trace occurs a second time in the file"
            yield Remark(line, columns, message, value=mask(trace.strip(" ")))
            line = next(wanted, 0)
