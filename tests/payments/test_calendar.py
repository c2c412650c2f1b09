"""Cut-offs and effective dates, at the edges of days, weekends and daylight saving."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from hmsach.lib.banking_days import FEDERAL
from payments.calendar import (
    CutoffTime,
    effective_on,
    last_effective_date,
    next_cutoff,
    returns_expected_by,
)

NEW_YORK = ZoneInfo("America/New_York")
TIMES = [CutoffTime(time(21, 0), False), CutoffTime(time(14, 0), True)]


def cutoff(at: str, same_day: bool = False):
    now = datetime.fromisoformat(at).replace(tzinfo=NEW_YORK)
    return next_cutoff(TIMES, zone=NEW_YORK, calendar=FEDERAL, now=now, same_day=same_day)


@pytest.mark.parametrize(
    ("at", "processing", "effective"),
    [
        ("2026-11-24T09:00", date(2026, 11, 24), date(2026, 11, 25)),
        ("2026-11-24T20:59", date(2026, 11, 24), date(2026, 11, 25)),
        ("2026-11-24T21:00", date(2026, 11, 25), date(2026, 11, 27)),  # over Thanksgiving
        ("2026-11-26T10:00", date(2026, 11, 27), date(2026, 11, 30)),  # on the holiday itself
        ("2026-11-28T10:00", date(2026, 11, 30), date(2026, 12, 1)),  # a Saturday
        ("2026-07-03T10:00", date(2026, 7, 3), date(2026, 7, 6)),  # Saturday holidays close nothing
    ],
)
def test_the_next_cutoff_is_on_a_banking_day_and_carries_the_next(at, processing, effective):
    found = cutoff(at)
    assert (found.processing_day, found.effective_date) == (processing, effective)


def test_a_same_day_file_carries_its_own_day():
    found = cutoff("2026-11-24T09:00", same_day=True)
    assert found.effective_date == date(2026, 11, 24)


def test_a_bank_without_such_files_has_no_cutoff():
    found = next_cutoff([], zone=NEW_YORK, calendar=FEDERAL, now=datetime(2026, 11, 24, tzinfo=UTC))
    assert found is None


def test_the_cutoff_keeps_its_wall_clock_over_the_change_to_winter_time():
    before, after = cutoff("2026-10-30T09:00"), cutoff("2026-11-02T09:00")
    assert (before.at.hour, after.at.hour) == (21, 21)
    assert before.at.utcoffset() != after.at.utcoffset()


def test_a_wish_that_has_passed_becomes_the_earliest_possible_date():
    assert effective_on(date(2026, 11, 20), date(2026, 11, 25), FEDERAL) == date(2026, 11, 25)
    assert effective_on(date(2026, 11, 26), date(2026, 11, 25), FEDERAL) == date(2026, 11, 27)


def test_an_entry_leaves_the_banking_day_before_its_date_and_not_earlier():
    tuesday = cutoff("2026-11-24T09:00")
    assert last_effective_date(tuesday, FEDERAL) == date(2026, 11, 25)
    same_day = cutoff("2026-11-24T09:00", same_day=True)
    assert last_effective_date(same_day, FEDERAL) == date(2026, 11, 24)


def test_returns_are_expected_by_the_second_banking_day():
    assert returns_expected_by(date(2026, 11, 25), FEDERAL) == date(2026, 11, 30)
