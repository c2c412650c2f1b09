"""The footer of an 835: the provider-level adjustments in its PLB segments."""

from __future__ import annotations

from edi.ground.amounts import parse_cents
from edi.x12.claims_835 import ClaimReader
from edi.x12.findings import ERROR
from edi.x12.remittance import ProviderAdjustment
from edi.x12.values import parse_date


class Footer:
    """PLB and SE: what stands after the claims."""

    def __init__(self, reader: ClaimReader) -> None:
        self.reader = reader
        self.adjustments: list[ProviderAdjustment] = []
        self.is_readable = True

    def take(self, position: int, elements: list[str]) -> None:
        """Takes a segment that follows the last claim, or that follows such a one."""
        tag = elements[0]
        if tag == "PLB":
            self._take(elements, position)
        elif tag != "SE":
            # A claim after PLB is in no sum: the balance cannot be told.
            self.is_readable = self.is_readable and tag not in ("CLP", "CAS", "SVC")

    def _take(self, elements: list[str], position: int) -> None:
        if len(elements) < 4:
            self._bad_pair(position, 3)
        if len(elements) > 15:
            self._bad_pair(position, 15)
        for index in range(3, min(len(elements), 15), 2):
            amount = elements[index + 1] if index + 1 < len(elements) else ""
            if elements[index] or amount:
                self._pair(elements, index, amount, position)

    def _pair(self, elements: list[str], index: int, amount: str, position: int) -> None:
        component = self.reader.delimiters.component
        reason, _, reference = elements[index].partition(component)
        cents = parse_cents(amount)
        if amount and cents is None:
            self.is_readable = False
            message = f"PLB{index + 1:02d} is not an amount with at most two decimals."
            self.reader.find("RA02", ERROR, "PLB", position, message, index + 1)
        elif cents is None or not reason:
            self._bad_pair(position, index if not reason else index + 1)
        else:
            day = parse_date(elements[2])
            place = (self.reader.offset(position), self.reader.number)
            self.adjustments.append(
                ProviderAdjustment(elements[1], day, reason, reference, cents, *place, index)
            )

    def _bad_pair(self, position: int, index: int) -> None:
        self.is_readable = False
        message = "A PLB has a pair without reason or amount, or not one to six of them."
        self.reader.find("RA15", ERROR, "PLB", position, message, index)
