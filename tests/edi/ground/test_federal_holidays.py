"""Holidays computed from the rules agree with the calendar package, day for day."""

from datetime import date, timedelta

from edi.ground.federal_holidays import FIRST_YEAR, LAST_YEAR, is_known_closed
from hmsach.lib.banking_days import FEDERAL


def test_every_day_of_a_century_is_closed_or_open_as_the_calendar_package_says():
    day, wrong = date(FIRST_YEAR, 1, 1), []
    while day.year <= LAST_YEAR:
        if is_known_closed(day) != FEDERAL.is_known_closed(day):
            wrong.append(day)
        day += timedelta(days=1)
    assert wrong == []


def test_a_year_nothing_is_known_of_is_never_called_closed():
    assert not is_known_closed(date(1998, 12, 25))
    assert not is_known_closed(date(2101, 1, 1))
