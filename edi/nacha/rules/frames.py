"""Batch headers that were found right, remembered so that their equals need not be judged again.

A batch without its entries is a header, a control and a tally. What differs between batches that
are alike (name, discretionary data, number) is looked at by a pattern, the rest is compared.
"""

import re
from dataclasses import dataclass, field

from edi.nacha.files import Batch, Tally
from edi.nacha.rules.screen import Screen

# A name that says something, discretionary data that begin with no blank, and a number. The rest of
# the header is what is remembered.
HEADER = re.compile(
    r"5([0-9]{3})[!-/1-~][ -~]{15}(?:[!-~][ -~]{19}| {20})([ -~]{47})([0-9]{7})(\r?\n|)"
)
_REMEMBERED = 4_096
_BLANK = " " * 25

# Service class; columns 41 to 87; line end.
Key = tuple[str, ...]
# Whether there are debits, credits, entries.
Sides = tuple[bool, bool, bool]


@dataclass(slots=True)
class Frame:
    """A header: with which sides its batches were right, and wholly plain ones among them."""

    screen: Screen | None
    right: set[Sides] = field(default_factory=set)
    plain: set[Sides] = field(default_factory=set)


def sides_of(tally: Tally) -> Sides:
    return tally.debits_cents > 0, tally.credits_cents > 0, tally.entries > 0


def control_text(service_class: str, rest: str, number: str, tally: Tally) -> str:
    """The one control that every rule finds right for a header and what its entries add up to.

    `rest` is 41 to 87 of the header. Longer than a record where a total does not fit.
    """
    return (
        f"8{service_class}{tally.records:06d}{tally.entry_hash:010d}{tally.debits_cents:012d}"
        f"{tally.credits_cents:012d}{rest[:10]}{_BLANK}{rest[39:]}{number}"
    )


class Frames:
    """The frames of one file under one rulebook."""

    def __init__(self) -> None:
        self.known: dict[Key, Frame] = {}

    def frame_of(self, batch: Batch, line_end: str, screen: Screen | None) -> Frame | None:
        """The frame of a batch whose control is right for its header, or None."""
        control, tally = batch.control, batch.tally()
        head = HEADER.fullmatch(batch.header.text + line_end)
        if head is None or control is None:
            return None
        service_class, rest, number, _ = head.groups()
        if control.text != control_text(service_class, rest, number, tally):
            return None
        key = (service_class, rest, line_end)
        if key not in self.known:
            if len(self.known) >= _REMEMBERED:
                self.known.clear()
            self.known[key] = Frame(screen)
        return self.known[key]
