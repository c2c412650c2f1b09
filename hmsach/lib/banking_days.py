"""Banking days of the Federal Reserve, with closures and openings of our own on top.

Cut-off times and windows are not here: they are a bank's, not the calendar's.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache

import holidays

# Outside these years the holidays package silently knows no holiday at all.
FIRST_YEAR, LAST_YEAR = 1999, 2100


@dataclass(frozen=True, slots=True)
class BankingCalendar:
    """Which days banks settle on: weekdays that are not Federal Reserve holidays.

    A holiday on a Sunday closes the Monday; one on a Saturday closes nothing (Federal Reserve
    holiday schedule K.8). `closed` adds closures, `opened` adds openings and wins over weekends
    and holidays. Days are dates from 1999 to 2100: TypeError for a datetime, which depends on its
    zone, and ValueError for other years.
    """

    closed: Iterable[date] = frozenset()
    opened: Iterable[date] = frozenset()
    _days_of_year: dict[int, tuple[date, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "closed", frozenset(map(_plain_date, self.closed)))
        object.__setattr__(self, "opened", frozenset(map(_plain_date, self.opened)))
        if both := frozenset(self.closed) & frozenset(self.opened):
            raise ValueError(f"{min(both)} is listed both as closed and as opened.")

    def knows(self, day: date) -> bool:
        """Whether the year is one of those the calendar can tell of; every other call raises."""
        return FIRST_YEAR <= day.year <= LAST_YEAR

    def is_banking_day(self, day: date) -> bool:
        """True if banks settle on this day."""
        days = self._days(_plain_date(day).year)
        index = bisect_left(days, day)
        return index < len(days) and days[index] == day

    def is_known_closed(self, day: date) -> bool:
        """True if banks surely do not settle on this day; never of a year we know nothing of."""
        return self.knows(day) and not self.is_banking_day(day)

    def on_or_after(self, day: date) -> date:
        """The day itself if banks settle on it, else the next one they do."""
        return day if self.is_banking_day(day) else self.add(day, 1)

    def on_or_before(self, day: date) -> date:
        """The day itself if banks settle on it, else the last one before it that they did."""
        return day if self.is_banking_day(day) else self.add(day, -1)

    def add(self, day: date, n: int) -> date:
        """The n-th banking day strictly after the day; before it, if n is negative.

        From a Saturday, 1 gives Monday and -1 gives Friday. With n = 0, `on_or_after(day)`.
        """
        if n == 0:
            return self.on_or_after(day)
        year = _plain_date(day).year
        days = self._days(year)
        # Position of the answer, counted from the first banking day of `year`.
        position = bisect_right(days, day) - 1 + n if n > 0 else bisect_left(days, day) + n
        while position < 0:
            year -= 1
            position += len(self._days(year))
        while position >= len(self._days(year)):
            position -= len(self._days(year))
            year += 1
        return self._days(year)[position]

    def count_between(self, start: date, end: date) -> int:
        """How many banking days lie after `start`, up to and including `end`.

        Negative the other way round, so `count_between(d, add(d, n)) == n` for a banking day d.
        """
        if _plain_date(end) < _plain_date(start):
            return -self.count_between(end, start)
        years = range(start.year, end.year)
        whole = sum(len(self._days(year)) for year in years)
        return whole + self._ordinal(end) - self._ordinal(start)

    def _ordinal(self, day: date) -> int:
        return bisect_right(self._days(day.year), day)

    def _days(self, year: int) -> tuple[date, ...]:
        if year not in self._days_of_year:
            days = (set(_federal_days(year)) - set(self.closed)) | {
                day for day in self.opened if day.year == year
            }
            self._days_of_year[year] = tuple(sorted(days))
        return self._days_of_year[year]


@cache
def _federal_days(year: int) -> tuple[date, ...]:
    """The year's weekdays that are no Federal Reserve holiday, in order."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"The banking calendar knows {FIRST_YEAR} to {LAST_YEAR}, not {year}.")
    closed = holidays.financial_holidays("XFED", years=year)
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
    return tuple(day for day in days if day.weekday() < 5 and day not in closed)


def _plain_date(day: date) -> date:
    if isinstance(day, datetime) or not isinstance(day, date):
        raise TypeError(f"A banking day is a date, not {type(day).__name__}.")
    return day


FEDERAL = BankingCalendar()
