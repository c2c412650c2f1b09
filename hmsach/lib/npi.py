"""National provider identifiers: what a number itself can tell."""

import re


def is_npi(ten: str) -> bool:
    """True if the text is ten digits whose Luhn check, with the prefix 80840, holds (45 CFR 162.406)."""
    if not re.fullmatch(r"[0-9]{10}", ten):
        return False
    total = 0
    for place, digit in enumerate(reversed("80840" + ten)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
