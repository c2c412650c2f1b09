"""Looking after clocks: halves that did not come in time, items whose waiting is over."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from hmsach.accounts.models import Facility
from hmsach.accounts.roles import system_user
from hmsach.audit.acts import act
from hmsach.lib.banking_days import BankingCalendar
from payments.closed_days import calendar as banking_calendar
from reconciliation import aging
from reconciliation.models import Deposit, ExceptionItem, Remittance
from reconciliation.services.opening import Draft, open_exceptions, unresolved
from reconciliation.states import (
    DepositStatus,
    ExceptionKind,
    ExceptionStatus,
    RemittanceStatus,
)

# Missing and mismatched are kept apart: what has such an item does not get a second one.
OTHER_TROUBLE = (ExceptionKind.AMOUNT_MISMATCH, ExceptionKind.MULTIPLE_CANDIDATES)


def look_after_clocks(*, now: datetime) -> int:
    """Items are open for every half that is overdue, and awake whose day has come; how many."""
    calendar = banking_calendar()
    changed = 0
    with act(system_user(), "Clocks looked after"):
        for facility in Facility.objects.filter(active=True):
            today = now.astimezone(ZoneInfo(facility.timezone)).date()
            drafts = [
                *_deposits_alone(facility, today, calendar),
                *_remittances_alone(facility, today, calendar),
            ]
            changed += len(open_exceptions(drafts, now=now))
            changed += _wake_items(facility, today)
    return changed


def _deposits_alone(facility: Facility, today: date, calendar: BankingCalendar) -> Iterable[Draft]:
    days = getattr(settings, "EFT_WITHOUT_ERA_BUSINESS_DAYS", aging.EFT_WITHOUT_ERA_BUSINESS_DAYS)
    waiting = Deposit.objects.filter(
        facility=facility,
        status=DepositStatus.RECEIVED,
        settled_on__lt=calendar.add(today, -days),
    )
    # Its 835 came and is out of balance: that item speaks for both.
    unbalanced = Remittance.objects.filter(
        facility=facility, status=RemittanceStatus.UNBALANCED
    ).values("trace_number")
    alone = waiting.exclude(pk__in=_in_trouble("deposit")).exclude(trace_number__in=unbalanced)
    for deposit in alone:
        yield Draft(
            kind=ExceptionKind.EFT_WITHOUT_ERA,
            facility_id=facility.pk,
            title=f"No 835 came for the deposit of trace {deposit.trace_number}",
            amount_cents=deposit.amount_cents,
            fingerprint=f"eft_without_era:{deposit.deposit_id}",
            links={"deposit": deposit},
        )


def _remittances_alone(
    facility: Facility, today: date, calendar: BankingCalendar
) -> Iterable[Draft]:
    days = getattr(settings, "ERA_WITHOUT_EFT_BUSINESS_DAYS", aging.ERA_WITHOUT_EFT_BUSINESS_DAYS)
    zone = ZoneInfo(facility.timezone)
    waiting = Remittance.objects.filter(
        facility=facility, status=RemittanceStatus.AWAITING_EFT
    ).exclude(pk__in=_in_trouble("remittance"))
    for remittance in waiting:
        since = remittance.paid_on or remittance.received_at.astimezone(zone).date()
        if aging.is_expected(since, today=today, business_days=days, calendar=calendar):
            continue
        yield Draft(
            kind=ExceptionKind.ERA_WITHOUT_EFT,
            facility_id=facility.pk,
            title=f"No deposit came for the 835 of trace {remittance.trace_number}",
            amount_cents=remittance.amount_cents,
            fingerprint=f"era_without_eft:{remittance.pk}",
            links={"remittance": remittance},
        )


def _in_trouble(link: str):
    items = unresolved(kind__in=OTHER_TROUBLE, **{f"{link}__isnull": False})
    return items.values(f"{link}_id")


def _wake_items(facility: Facility, today: date) -> int:
    """What waited until a day is work again, of its owner or of whoever takes it."""
    due = ExceptionItem.objects.select_for_update(of=("self",), no_key=True).filter(
        facility=facility, status=ExceptionStatus.WAITING, waiting_until__lte=today
    )
    count = 0
    for item in due:
        item.waiting_until, item.waiting_for = None, ""
        item.move_to(ExceptionStatus.ASSIGNED if item.owner_id else ExceptionStatus.OPEN)
        count += 1
    return count
