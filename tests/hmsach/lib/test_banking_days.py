"""Banking days: the published holidays, the Saturday rule, and the laws of counting."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hmsach.lib.banking_days import FEDERAL, BankingCalendar

days = st.dates(date(2003, 1, 1), date(2096, 12, 31))
steps = st.integers(-300, 300)

# Weekdays on which the Federal Reserve is closed, month and day.
PUBLISHED = {
    2026: "1/1 1/19 2/16 5/25 6/19 9/7 10/12 11/11 11/26 12/25",
    2027: "1/1 1/18 2/15 5/31 7/5 9/6 10/11 11/11 11/25",
    2028: "1/17 2/21 5/29 6/19 7/4 9/4 10/9 11/23 12/25",
    2029: "1/1 1/15 2/19 5/28 6/19 7/4 9/3 10/8 11/12 11/22 12/25",
}


def every_day(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_closed_weekdays_are_the_published_ones(year: int) -> None:
    closed = [d for d in every_day(year) if d.weekday() < 5 and not FEDERAL.is_banking_day(d)]
    assert " ".join(f"{d.month}/{d.day}" for d in closed) == PUBLISHED[year]


@pytest.mark.parametrize("year", PUBLISHED)
def test_no_weekend_is_a_banking_day(year: int) -> None:
    assert not any(FEDERAL.is_banking_day(d) for d in every_day(year) if d.weekday() >= 5)


@pytest.mark.parametrize(
    "friday",
    [date(2026, 7, 3), date(2027, 6, 18), date(2027, 12, 24), date(2027, 12, 31)],
)
def test_a_holiday_on_a_saturday_closes_nothing(friday: date) -> None:
    assert FEDERAL.is_banking_day(friday)


@pytest.mark.parametrize("monday", [date(2027, 7, 5), date(2029, 11, 12), date(2023, 1, 2)])
def test_a_holiday_on_a_sunday_closes_the_monday(monday: date) -> None:
    assert not FEDERAL.is_banking_day(monday)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2026, 11, 23), 2, date(2026, 11, 25)),
        (date(2026, 11, 25), 1, date(2026, 11, 27)),  # over Thanksgiving
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # from a Saturday
        (date(2026, 11, 21), -1, date(2026, 11, 20)),
        (date(2026, 11, 21), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # over the year
        (date(2027, 1, 4), -1, date(2026, 12, 31)),
    ],
)
def test_steps_over_holidays_weekends_and_years(start: date, n: int, end: date) -> None:
    assert FEDERAL.add(start, n) == end


@given(days, steps)
def test_a_step_and_its_inverse_return_to_a_banking_day(day: date, n: int) -> None:
    start = FEDERAL.on_or_after(day)
    assert FEDERAL.add(FEDERAL.add(start, n), -n) == start


@given(days, steps, steps)
def test_steps_add_up_from_a_banking_day(day: date, a: int, b: int) -> None:
    start = FEDERAL.on_or_after(day)
    assert FEDERAL.add(FEDERAL.add(start, a), b) == FEDERAL.add(start, a + b)


@given(days, steps)
def test_counting_undoes_stepping(day: date, n: int) -> None:
    start = FEDERAL.on_or_after(day)
    assert FEDERAL.count_between(start, FEDERAL.add(start, n)) == n


@given(days, st.integers(0, 400))
def test_counting_agrees_with_walking_and_is_antisymmetric(day: date, length: int) -> None:
    end = day + timedelta(days=length)
    walked = sum(FEDERAL.is_banking_day(day + timedelta(days=n)) for n in range(1, length + 1))
    assert FEDERAL.count_between(day, end) == walked
    assert FEDERAL.count_between(end, day) == -walked


@given(days)
def test_rolling_finds_the_nearest_banking_day_on_that_side(day: date) -> None:
    after, before = FEDERAL.on_or_after(day), FEDERAL.on_or_before(day)
    assert before <= day <= after
    assert FEDERAL.is_banking_day(after)
    assert FEDERAL.is_banking_day(before)
    gap = (day + timedelta(days=n) for n in range((after - day).days))
    assert not any(map(FEDERAL.is_banking_day, gap))
    gap = (day - timedelta(days=n) for n in range((day - before).days))
    assert not any(map(FEDERAL.is_banking_day, gap))


def test_overrides_close_and_open_days() -> None:
    storm, saturday, thanksgiving = date(2026, 11, 24), date(2026, 11, 28), date(2026, 11, 26)
    calendar = BankingCalendar(closed={storm}, opened=[saturday, thanksgiving])
    assert not calendar.is_banking_day(storm)
    assert calendar.is_banking_day(saturday)
    assert calendar.add(date(2026, 11, 23), 3) == date(2026, 11, 27)
    assert calendar.add(date(2026, 11, 27), 1) == saturday
    assert FEDERAL.is_banking_day(storm)
    assert not FEDERAL.is_banking_day(saturday)


def test_calendars_of_the_same_overrides_are_equal() -> None:
    storm = date(2026, 11, 24)
    assert BankingCalendar(closed=[storm]) == BankingCalendar(closed={storm})
    assert BankingCalendar(closed=[storm]) != FEDERAL


def test_a_day_both_closed_and_opened_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-11-24 is listed both"):
        BankingCalendar(closed={date(2026, 11, 24)}, opened={date(2026, 11, 24)})


@pytest.mark.parametrize("wrong", [datetime(2026, 11, 23, tzinfo=UTC), "2026-11-23", None])
def test_only_a_date_is_a_day(wrong) -> None:
    with pytest.raises(TypeError, match="is a date"):
        FEDERAL.is_banking_day(wrong)
    with pytest.raises(TypeError, match="is a date"):
        FEDERAL.add(wrong, 1)
    with pytest.raises(TypeError, match="is a date"):
        BankingCalendar(closed={wrong})


@pytest.mark.parametrize("far", [date(1998, 12, 31), date(2101, 1, 3)])
def test_a_year_without_known_holidays_is_refused_not_guessed(far: date) -> None:
    with pytest.raises(ValueError, match="1999 to 2100"):
        FEDERAL.is_banking_day(far)


def test_a_day_is_known_closed_only_in_a_year_the_calendar_knows():
    saturday, monday = date(2026, 11, 21), date(2026, 11, 23)
    assert FEDERAL.is_known_closed(saturday)
    assert not FEDERAL.is_known_closed(monday)
    assert not FEDERAL.is_known_closed(date(1902, 1, 4))  # a Saturday of another age
