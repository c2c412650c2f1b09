"""Values inside elements: amounts, dates, quantities, identifiers. No segments here."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

_QUANTITY = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})")
_DATE = re.compile(r"[0-9]{8}")
_TIME = re.compile(r"(?:[01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9](?:[0-9]{1,2})?)?")


@lru_cache(maxsize=4096)
def parse_quantity(text: str) -> Decimal | None:
    """The number as a Decimal; None where it is blank or no plain decimal number."""
    return Decimal(text) if _QUANTITY.fullmatch(text) else None


@lru_cache(maxsize=4096)
def parse_date(text: str) -> date | None:
    """The day of a CCYYMMDD element; None where it is none."""
    if _DATE.fullmatch(text) is None:
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def parse_short_date(text: str) -> date | None:
    """The day of a YYMMDD element (ISA09), taken to be of this century; None where it is none."""
    return parse_date("20" + text) if len(text) == 6 else None


def is_time(text: str) -> bool:
    """Whether the text is HHMM, HHMMSS, HHMMSSD or HHMMSSDD."""
    return _TIME.fullmatch(text) is not None


def amount_text(cents: int) -> str:
    """The shortest usual X12 form of an amount: 1250 cents is "12.5", 1200 is "12"."""
    sign, size = ("-", -cents) if cents < 0 else ("", cents)
    whole, rest = divmod(size, 100)
    if not rest:
        return f"{sign}{whole}"
    return f"{sign}{whole}.{rest:02d}".rstrip("0")


def date_text(day: date) -> str:
    """The day as CCYYMMDD."""
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


def quantity_text(quantity: Decimal) -> str:
    """The number without exponent and without zeros after the last decimal that counts."""
    text = f"{quantity:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
