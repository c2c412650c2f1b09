"""National provider identifiers: what a number itself can tell."""

from functools import lru_cache


@lru_cache(maxsize=4096)
def is_npi(text: str) -> bool:
    """True if ten digits can be an NPI: they begin with 1 or 2, and Luhn holds under prefix 80840.

    The prefix is that of the card standard for health identifiers (45 CFR 162.406). A remittance
    names few providers many times, so answers are remembered.
    """
    if len(text) != 10 or not (text.isascii() and text.isdigit()) or text[0] not in "12":
        return False
    total = 24  # what the constant prefix adds
    for place, digit in enumerate(reversed(text)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
