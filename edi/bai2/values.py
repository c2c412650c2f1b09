"""What stands in one field: amounts, counts, dates and times of BAI2 text. None is never zero."""

import re
from datetime import date

# Wider than any bank's field; a longer run of digits is no amount but a fault.
MAX_DIGITS = 18
END_OF_DAY = frozenset({"2400", "9999"})

_AMOUNT = re.compile(rf"[+-]?[0-9]{{1,{MAX_DIGITS}}}")
_NUMBER = re.compile(rf"[0-9]{{1,{MAX_DIGITS}}}")
_DATE = re.compile(r"(?:[0-9]{2})?[0-9]{6}")
_TIME = re.compile(r"(?:[01][0-9]|2[0-3])[0-5][0-9]|2400|9999")
_CENTURY_PIVOT = 80


def amount_of(text: str) -> int | None:
    """The amount in the currency's smallest unit, sign as written; None if it is none."""
    return int(text) if _AMOUNT.fullmatch(text) else None


def number_of(text: str) -> int | None:
    """A count without a sign; None if it is none."""
    return int(text) if _NUMBER.fullmatch(text) else None


def date_of(text: str) -> date | None:
    """A day written YYMMDD, or YYYYMMDD as some banks do; None if there is no such day.

    Years 80 to 99 are of the last century: the format is of the eighties.
    """
    if not _DATE.fullmatch(text):
        return None
    year = int(text[:-4])
    if len(text) == 6:
        year += 1900 if year >= _CENTURY_PIVOT else 2000
    try:
        return date(year, int(text[-4:-2]), int(text[-2:]))
    except ValueError:
        return None


def is_time(text: str) -> bool:
    """True for HHMM from 0000 to 2359, and for 2400 and 9999, which both mean the day's end."""
    return _TIME.fullmatch(text) is not None
