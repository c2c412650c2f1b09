"""The implementation guides of the sets, as tables of our own, and the structural check built on
them. What a set's amounts and codes mean together is judged elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from edi.x12.findings import Finding
from edi.x12.interchange import TransactionSet
from edi.x12.segments import Delimiters


class Guide:
    """The guide of one set in one version.

    A caller who has its own pass through a set looks at a loop (a claim, an entity) quickly:

        look = guide.look(delimiters)               # once a set
        keys = tuple(map(look, texts_of_the_loop))  # one fullmatch a segment
        if not guide.shape_is_right(keys): ...      # remembered: files have few shapes

    and hands the segments of a loop that does not pass to a walk:

        walk = guide.walk(transaction)
        walk.take(position, elements)     # one segment, in the order of the set
        walk.skip("CLP", count)           # a whole loop of so many segments that passed
        walk.finish()                     # after SE, or where the set breaks off
        walk.findings                     # grows; the caller may take from it and clear it
    """

    set_type: str
    version: str

    def check(self, transaction: TransactionSet) -> Iterator[Finding]:
        """Every structural finding of one set (XS05 to XS10), in order; flat memory."""
        yield from ()

    def look(self, delimiters: Delimiters) -> Callable[[str], str | None]:
        """What tells a segment's raw text (no terminator, no blanks before it) right or wrong:
        its key where every element is right, else None. Remembered by delimiters."""
        return lambda text: None

    def shape_is_right(self, keys: tuple[str | None, ...]) -> bool:
        """Whether the keys of one whole loop (835: CLP to before the next CLP, LX, PLB or SE;
        820: ENT to before the next ENT or SE) are in order, complete and within limits."""
        return False

    def walk(self, transaction: TransactionSet) -> Walk:
        """A structural check that is fed segment by segment."""
        return Walk()


class Walk:
    """A structural check in progress. `findings` grows as segments are taken."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def take(self, position: int, elements: Sequence[str]) -> None:
        """Judges the next segment; `position` is its place in the text, as tokens() gives it."""

    def skip(self, tag: str, count: int) -> None:
        """Passes over a whole loop that begins with `tag` and was found right, `count` segments."""

    def finish(self) -> None:
        """Says what is missing at the end."""


def guide_of(set_type: str, version: str) -> Guide | None:
    """The guide for ST01 and the version of a set (`TransactionSet.version`), None where there is
    none. A version not known here is read by the nearest guide of the set."""
    return Guide() if set_type in ("835", "820", "999", "997") else None
