"""The weekdays on which the Federal Reserve's ACH service does not settle.

Computed from the law's rules, so that a codec needs no calendar package. The calendar that
payments are dated by, with closures of a bank's own, is hmsach.lib.banking_days.
"""

from datetime import date, timedelta
from functools import cache

# Before 1999 and after 2100 nothing is said: the rules of that day are not ours to guess.
FIRST_YEAR, LAST_YEAR = 1999, 2100
JUNETEENTH_SINCE = 2021
_MONDAY, _THURSDAY, _SUNDAY = 0, 3, 6


def is_known_closed(day: date) -> bool:
    """True if banks surely do not settle on this day: a weekend or a holiday; False for a year
    outside 1999 to 2100."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return False
    return day.weekday() > 4 or day in _holidays(day.year)


@cache
def _holidays(year: int) -> frozenset[date]:
    """A holiday on a Sunday closes the Monday, one on a Saturday nothing (Federal Reserve K.8)."""
    fixed = [date(year, 1, 1), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    if year > JUNETEENTH_SINCE:
        fixed.append(date(year, 6, 19))
    observed = [day + timedelta(days=day.weekday() == _SUNDAY) for day in fixed]
    return frozenset(
        {
            *observed,
            _nth(year, 1, _MONDAY, 3),  # Martin Luther King
            _nth(year, 2, _MONDAY, 3),  # Presidents
            _last_monday_of_may(year),  # Memorial
            _nth(year, 9, _MONDAY, 1),  # Labor
            _nth(year, 10, _MONDAY, 2),  # Columbus
            _nth(year, 11, _THURSDAY, 4),  # Thanksgiving
        }
    )


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _last_monday_of_may(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())
