"""The quick look at a whole claim of an 835: its text passes one pattern, its amounts add up.

What passes is surely right: the complete way (claims_835, rules_835, the guide) finds nothing in
it. What does not pass is not wrong for that; it goes the complete way.
"""

from __future__ import annotations

import re
from functools import lru_cache

from edi.ground.npi import is_npi
from edi.x12.codes import ADJUSTMENT_GROUPS, KNOWN_ADJUSTMENT_REASONS, REVERSAL
from edi.x12.pattern_835 import AMOUNT, QUANTITY, claim_pattern
from edi.x12.segments import Delimiters

# Texts remembered at most, each kind: amounts and adjustments repeat within a file.
_REMEMBERED = 1 << 16
# More than any amount that the pattern passes.
NO_AMOUNT = 1 << 60
_PLAIN_AMOUNT = re.compile(AMOUNT).fullmatch
_PLAIN_QUANTITY = re.compile(rf"(?:{QUANTITY})?+").fullmatch
# What of a claim that passed is needed at once: CLP01, CLP02, charge and payment in cents, CLP07,
# and the number of the LX that follows it, None where none does.
Found = tuple[str, str, int, int, str, str | None]


class QuickLook:
    """Looks at claims of one file's delimiters. `join` is the terminator with the line end."""

    def __init__(self, delimiters: Delimiters, join: str, is_old: bool) -> None:
        self.separator = delimiters.element
        self.join = join
        self._claim = claim_pattern(delimiters, join, is_old).fullmatch
        # Charge and payment of each SVC, and the text of each CAS, in their order.
        s, t, j = _escaped(delimiters.element, delimiters.segment, join)
        self._money = re.compile(
            rf"{j}(?:SVC{s}[^{s}]*+{s}([^{s}]*+){s}([^{s}{t}]*+)|CAS{s}([^{t}]*+))"
        ).findall
        self._cents = _Cents()
        self._adjusted = _Adjusted(delimiters, self._cents)
        # An element left empty at the end of a segment.
        self._empty_end = delimiters.element + join

    def look(self, text: str) -> Found | None:
        """The claim's first facts, or None where it must go the complete way. `text` is all
        that follows `CLP` and its separator, up to the last terminator, without it."""
        match = self._claim(text)
        if match is None or self._empty_end in text or text[-1] == self.separator:
            return None
        control, status, charge, paid, share, payer_control, npi, first, last, group = (
            match.groups()
        )
        cents = self._cents
        charge_cents, paid_cents = cents[charge], cents[paid]
        if (charge_cents < 0 and status != REVERSAL) or (paid_cents > 0 and status == "4"):
            return None
        if status == REVERSAL and charge_cents > 0 and paid_cents > 0:
            return None
        if (npi and not is_npi(npi)) or (first and last and last < first):
            return None
        shared = self._shared(text, charge_cents, paid_cents)
        if shared is None or (status != REVERSAL and shared != (cents[share] if share else 0)):
            return None
        return control, status, charge_cents, paid_cents, payer_control, group

    def _shared(self, text: str, charge: int, paid: int) -> int | None:
        """The patient's share in cents, or None where claim or line is off or a CAS is not
        plainly right."""
        cents, adjusted = self._cents, self._adjusted
        shared = total = charged = settled = 0
        open_cents = lines = 0  # of the line: charge less payment less adjustments so far
        for line_charge, line_paid, adjustment in self._money(text):
            if adjustment:
                pair = adjusted[adjustment]
                if pair is None:
                    return None
                total += pair[0]
                open_cents -= pair[0]
                shared += pair[1]
            else:
                if lines and open_cents:
                    return None
                lines += 1
                of_line, to_line = cents[line_charge], cents[line_paid]
                open_cents = of_line - to_line
                charged += of_line
                settled += to_line
        if charge - total != paid:
            return None
        if lines and (open_cents or charged != charge or settled != paid):
            return None
        return shared


class _Cents(dict[str, int]):
    """Amounts by their texts; NO_AMOUNT for a text that is not plainly an amount."""

    def __missing__(self, text: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        cents = NO_AMOUNT
        if _PLAIN_AMOUNT(text) is not None:
            whole, _, fraction = text.partition(".")
            cents = int(whole + (fraction + "00")[:2])
        self[text] = cents
        return cents


class _Adjusted(dict[str, "tuple[int, int] | None"]):
    """By the text of a CAS after its id: the sum of its amounts and the patient's share of it;
    None where it is not plainly right."""

    def __init__(self, delimiters: Delimiters, cents: _Cents) -> None:
        super().__init__()
        self.separator = delimiters.element
        self.cents = cents

    def __missing__(self, text: str) -> tuple[int, int] | None:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[text] = pair = self._pair(text.split(self.separator))
        return pair

    def _pair(self, elements: list[str]) -> tuple[int, int] | None:
        group, size = elements[0], len(elements)
        if group not in ADJUSTMENT_GROUPS or not KNOWN_ADJUSTMENT_REASONS.issuperset(
            elements[1::3]
        ):
            return None
        total = 0
        for amount in elements[2::3]:
            cents = self.cents[amount]
            if cents == NO_AMOUNT:
                return None
            total += cents
        # Reason and amount, then a quantity, which the last triplet may leave out.
        if not 3 <= size <= 19 or size % 3 == 2:
            return None
        if size > 3 and not all(map(_PLAIN_QUANTITY, elements[3::3])):
            return None
        return total, total if group == "PR" else 0


@lru_cache(maxsize=8)
def quick_look(delimiters: Delimiters, join: str, is_old: bool = False) -> QuickLook | None:
    """The quick look for these delimiters and version (`is_old`: 4010); None where they are such
    that a pattern might take data for a delimiter."""
    marks = (delimiters.element, delimiters.component, delimiters.segment, delimiters.repetition)
    if len(set(marks)) < 4 or any(mark.isalnum() or mark in " .-" for mark in marks):
        return None
    return QuickLook(delimiters, join, is_old)


def _escaped(*texts: str) -> list[str]:
    return [re.escape(text) for text in texts]
