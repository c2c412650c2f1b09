"""Clocks of the work left: when an item is due, and what is more urgent. Pure.

Waiting halves of a payment are expected, no exception, until their own clock has passed
(CAQH CORE 370, time between deposit and remittance; the days are settings).
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from hmsach.lib.banking_days import BankingCalendar
from reconciliation.states import ExceptionKind

EFT_WITHOUT_ERA_BUSINESS_DAYS = 3
ERA_WITHOUT_EFT_BUSINESS_DAYS = 4
# Payers take appeals for months, but old denials are rarely paid: work them within a month.
DENIAL_DAYS = 30
CLOSE_OF_BUSINESS = time(17, 0)

# From the opening of the item. A notice of change: within six banking days (Nacha).
BUSINESS_DAYS: Mapping[ExceptionKind, int] = {
    ExceptionKind.UNIDENTIFIED_DEPOSIT: 2,
    ExceptionKind.EFT_WITHOUT_ERA: 2,
    ExceptionKind.ERA_WITHOUT_EFT: 2,
    ExceptionKind.AMOUNT_MISMATCH: 2,
    ExceptionKind.UNBALANCED_REMITTANCE: 2,
    ExceptionKind.DUPLICATE_REMITTANCE: 5,
    ExceptionKind.CLAIM_NOT_FOUND: 3,
    ExceptionKind.MULTIPLE_CANDIDATES: 3,
    ExceptionKind.OVERPAYMENT: 10,
    ExceptionKind.UNDERPAYMENT: 10,
    ExceptionKind.TAKEBACK_UNLINKED: 5,
    ExceptionKind.PLB_OPEN: 10,
    ExceptionKind.UNKNOWN_CODE: 10,
    ExceptionKind.PAYMENT_RETURNED: 2,
    ExceptionKind.NOC_UNAPPLIED: 6,
    ExceptionKind.CREDIT_BALANCE: 10,
    ExceptionKind.RELEASE_HOLD: 1,
    ExceptionKind.LEDGER_REFUSED: 3,
    ExceptionKind.TRANSMISSION_REJECTED: 1,
    ExceptionKind.FILE_QUARANTINED: 1,
}


class Urgency(StrEnum):
    """How near an item's clock is to its end."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"


def due_at(
    kind: ExceptionKind, *, opened_at: datetime, calendar: BankingCalendar, zone: ZoneInfo
) -> datetime:
    """Close of business on the day an item of this kind is to be done, in the facility's zone."""
    opened_on = opened_at.astimezone(zone).date()
    if kind == ExceptionKind.DENIAL:
        day = calendar.on_or_before(opened_on + timedelta(days=DENIAL_DAYS))
    else:
        day = calendar.add(opened_on, BUSINESS_DAYS[kind])
    return close_of(day, zone)


def close_of(day: date, zone: ZoneInfo) -> datetime:
    """The close of business of a day."""
    return datetime.combine(day, CLOSE_OF_BUSINESS, tzinfo=zone)


def is_expected(since: date, *, today: date, business_days: int, calendar: BankingCalendar) -> bool:
    """Whether the other half of a payment of that day is still within its time."""
    # A payer may write a date of another age; nothing is expected of that any more.
    return calendar.knows(since) and today <= calendar.add(since, business_days)


def urgency(due: datetime, *, now: datetime) -> Urgency:
    """Overdue, due within a day, within three days, or later."""
    if due < now:
        return Urgency.OVERDUE
    left = due - now
    if left <= timedelta(days=1):
        return Urgency.TODAY
    return Urgency.SOON if left <= timedelta(days=3) else Urgency.LATER


def urgency_key(due: datetime, amount_cents: int) -> tuple[datetime, int]:
    """What to sort by, the most urgent first: the earlier clock, then the larger amount."""
    return due, -abs(amount_cents)
