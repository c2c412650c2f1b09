"""ABA routing numbers: what a number itself can tell. Who takes part in ACH is a directory's."""

import re

_WEIGHTS = (3, 7, 1, 3, 7, 1, 3, 7)

# Federal Reserve districts 01-12 (00 is the government), thrifts 21-32, electronic 61-72, and 80
# for traveler's checks.
_PREFIXES = frozenset(
    f"{prefix:02d}" for prefix in (*range(13), *range(21, 33), *range(61, 73), 80)
)


def check_digit(eight: str) -> str:
    """The ninth digit that belongs to the first eight, as one character.

    Weights 3 7 1 3 7 1 3 7; the digit is the distance of the sum to the next multiple of ten
    (Nacha Operating Rules, routing number check digit). Raises ValueError unless given eight
    digits.
    """
    if not re.fullmatch(r"[0-9]{8}", eight):
        raise ValueError("The check digit is computed over exactly eight digits.")
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, eight, strict=True))
    return str(-total % 10)


def has_possible_prefix(digits: str) -> bool:
    """True if the first two digits can begin a routing number (00-12, 21-32, 61-72, 80)."""
    return digits[:2] in _PREFIXES


def routing_number_objection(nine: str) -> str | None:
    """Why this cannot be a routing number, as a sentence, or None if it can be one.

    The number itself is not repeated in the sentence, as it may be shown beside an account.
    """
    if not re.fullmatch(r"[0-9]{9}", nine):
        return "A routing number is exactly nine digits."
    # Zeros satisfy both the checksum and the prefix.
    if nine == "000000000":
        return "A routing number cannot be all zeros."
    if not has_possible_prefix(nine):
        return f"No routing number begins with {nine[:2]}; check the first two digits."
    expected = check_digit(nine[:8])
    if nine[8] != expected:
        return f"The last digit is {nine[8]} where {expected} belongs; check the number for a typo."
    return None


def is_routing_number(nine: str) -> bool:
    """True if the text can be a routing number: nine digits, possible prefix, right check digit."""
    return routing_number_objection(nine) is None
