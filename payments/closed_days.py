"""The calendar in force: the Federal Reserve's rule with the departures kept in the table."""

from hmsach.lib.banking_days import BankingCalendar
from payments.models import ClosedDay


def calendar() -> BankingCalendar:
    """The banking calendar with every closed or opened day of the table."""
    rows = list(ClosedDay.objects.values_list("day", "open"))
    return BankingCalendar(
        closed=frozenset(day for day, opened in rows if not opened),
        opened=frozenset(day for day, opened in rows if opened),
    )
