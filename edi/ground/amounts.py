"""Amounts of X12 text as integer cents, and cents as text for sentences and for people."""

import re
from functools import lru_cache

_AMOUNT = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{0,2})?|\.[0-9]{1,2})")


@lru_cache(maxsize=16384)
def parse_cents(text: str) -> int | None:
    """The amount in cents, exact; None where it is blank or no amount of at most two decimals."""
    if _AMOUNT.fullmatch(text) is None:
        return None
    whole, _, fraction = text.partition(".")
    return int(whole + (fraction + "00")[:2])


def dollars(cents: int) -> str:
    """Cents as a decimal string with two decimals: 125000 is "1250.00"."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def display_dollars(cents: int) -> str:
    """Cents as a person reads them: 125000 is "$1,250.00", -100 is "-$1.00"."""
    return f"{'-' if cents < 0 else ''}${abs(cents) // 100:,}.{abs(cents) % 100:02d}"
