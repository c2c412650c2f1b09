"""Rising line numbers, kept small: numbers at equal distances are one range."""

from array import array
from collections.abc import Iterator


class LineNumbers:
    """Line numbers in rising order; a batch of a million entries alike costs a few bytes."""

    def __init__(self) -> None:
        self.closed = array("Q")
        self.last = range(0)

    def add(self, lines: range) -> None:
        """Numbers above all those added before; never an empty range."""
        last = self.last
        gap = lines.start - last[-1] if last else 0
        if last and (len(last) == 1 or gap == last.step) and (len(lines) == 1 or gap == lines.step):
            self.last = range(last.start, lines[-1] + 1, gap)
            return
        if last:
            self.closed.extend((last.start, last.stop, last.step))
        self.last = lines

    def __iter__(self) -> Iterator[int]:
        parts = iter(self.closed)
        for start, stop, step in zip(parts, parts, parts, strict=True):
            yield from range(start, stop, step)
        yield from self.last
