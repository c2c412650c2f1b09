"""Amounts of X12 text read a second way, by Decimal, to hold the codec's reading to."""

import re
from decimal import Decimal

_AMOUNT = re.compile(r"[+-]?([0-9]{1,15}(\.[0-9]{0,2})?|\.[0-9]{1,2})")


def cents(text: str) -> int | None:
    """The amount in cents, or None where the text is no amount of at most two decimals."""
    return int(Decimal(text) * 100) if _AMOUNT.fullmatch(text) else None


def at(elements: list[str], index: int) -> str:
    """The element, or an empty text."""
    return elements[index] if index < len(elements) else ""
