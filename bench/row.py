"""One row of a table: a reader, what it does, and how to have it read a file."""

from collections.abc import Callable
from dataclasses import dataclass

# Reads the file at a path and gives how many entries, claims or transactions it found.
Read = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Row:
    """A reader. `prepare` imports it, outside the time that is measured, and gives its reading.

    `peer` names its directory; blank for ours and for the floor. `does` says in words what it
    does with the file. `divisor` is how much smaller a file it is given, where it is slow.
    """

    name: str
    does: str
    prepare: Callable[[], Read]
    peer: str = ""
    divisor: int = 1
