"""Cut-offs and effective dates: when a bank takes the next file, and when its money moves. Pure.

Credits may be effective at most two banking days after the processing day, or the same day
where the bank takes a same-day file (Nacha Operating Rules, effective entry date).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hmsach.lib.banking_days import BankingCalendar

# Returns reach the originating bank by opening of the second banking day after settlement.
RETURN_BANKING_DAYS = 2
NOTICE_BANKING_DAYS = 6


@dataclass(frozen=True, slots=True)
class CutoffTime:
    """A time of day in the bank's zone at which it stops taking files of one speed."""

    closes_at: time
    same_day: bool


@dataclass(frozen=True, slots=True)
class Cutoff:
    """One cut-off to come: the moment, the processing day, the earliest effective date."""

    at: datetime
    processing_day: date
    same_day: bool
    effective_date: date


def next_cutoff(
    times: Iterable[CutoffTime],
    *,
    zone: ZoneInfo,
    calendar: BankingCalendar,
    now: datetime,
    same_day: bool = False,
) -> Cutoff | None:
    """The next moment at which a file of that speed leaves, or None without such a cut-off."""
    fitting = sorted(t.closes_at for t in times if t.same_day == same_day)
    if not fitting:
        return None
    day = calendar.on_or_after(now.astimezone(zone).date())
    while True:
        for closes_at in fitting:
            at = datetime.combine(day, closes_at, tzinfo=zone)
            if at > now:
                effective = day if same_day else calendar.add(day, 1)
                return Cutoff(at, day, same_day, effective)
        day = calendar.on_or_after(day + timedelta(days=1))


def effective_on(wished: date, earliest: date, calendar: BankingCalendar) -> date:
    """The date an entry will carry: the wish, or the earliest possible if that has passed."""
    return calendar.on_or_after(max(wished, earliest))


def last_effective_date(cutoff: Cutoff, calendar: BankingCalendar) -> date:
    """The latest effective date whose entries belong into the file of that cut-off."""
    return cutoff.processing_day if cutoff.same_day else calendar.add(cutoff.processing_day, 1)


def returns_expected_by(settled_on: date, calendar: BankingCalendar) -> date:
    """The day by whose opening an ordinary return has come (Nacha, two-banking-day returns)."""
    return calendar.add(settled_on, RETURN_BANKING_DAYS)
