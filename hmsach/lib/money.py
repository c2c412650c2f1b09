"""Money as integer cents: read exactly from text, and written back. No currency, no rounding."""

import re

from hmsach.lib.errors import DomainError

# With its cents this is at most seventeen digits, which fits a signed 64-bit column.
MAX_DOLLAR_DIGITS = 15

# X12 writes fifty cents as ".5", so a missing whole part is read.
_AMOUNT = re.compile(r"(-?)([0-9]*)(?:\.([0-9]+))?", re.ASCII)


class InvalidAmount(DomainError):
    """This is not an amount; write dollars and cents as digits, such as "1250.00"."""

    code = "amount-invalid"


class AmountNotAString(InvalidAmount):
    """An amount must be sent as text, such as "1250.00", as a number may lose cents."""

    code = "amount-not-a-string"


class AmountThirdDecimal(InvalidAmount):
    """An amount has at most two decimals; round it before sending, as we never round."""

    code = "amount-third-decimal"


def parse_dollars(text: str) -> int:
    """The amount in cents, exactly as written.

    Reads an optional minus, digits, and up to two decimals ("1250", "1250.5", "-0.05", ".5").
    Raises AmountNotAString for anything but text, AmountThirdDecimal for more than two decimals,
    and InvalidAmount for blanks, signs, commas, exponents or more than 15 digits of dollars.
    """
    if not isinstance(text, str):
        raise AmountNotAString
    match = _AMOUNT.fullmatch(text)
    if match is None or not (match[2] or match[3]):
        raise InvalidAmount(_sentence_for(text))
    sign, whole, decimals = match[1], match[2] or "0", match[3] or ""
    if len(decimals) > 2:
        raise AmountThirdDecimal
    if len(whole) > MAX_DOLLAR_DIGITS:
        raise InvalidAmount(f"The amount has more than {MAX_DOLLAR_DIGITS} digits of dollars.")
    cents = int(whole) * 100 + int(decimals.ljust(2, "0"))
    return -cents if sign else cents


def dollars(cents: int) -> str:
    """Cents as a decimal string with two decimals: 125000 is "1250.00"."""
    sign, whole, rest = _parts(cents)
    return f"{sign}{whole}.{rest:02d}"


def display_dollars(cents: int) -> str:
    """Cents as a person reads them: 125000 is "$1,250.00", -100 is "-$1.00"."""
    sign, whole, rest = _parts(cents)
    return f"{sign}${whole:,}.{rest:02d}"


def _parts(cents: int) -> tuple[str, int, int]:
    # A bool is an int to Python, and a float here is a fault of ours, not of the user.
    if not isinstance(cents, int) or isinstance(cents, bool):
        raise TypeError(f"Cents are an int, not {type(cents).__name__}.")
    return "-" if cents < 0 else "", *divmod(abs(cents), 100)


def _sentence_for(text: str) -> str:
    if not text.strip():
        return 'The amount is blank; write it as digits, such as "1250.00".'
    if "," in text:
        return 'The amount has a comma; write it without separators, such as "1250.00".'
    if "$" in text:
        return 'The amount has a currency sign; write digits only, such as "1250.00".'
    if re.fullmatch(r"[+-]?[0-9.]+[eE][+-]?[0-9]+", text):
        return 'The amount has an exponent; write it out in digits, such as "1250.00".'
    if text != text.strip():
        return "The amount has blanks around it; remove them."
    return InvalidAmount._default_message()
