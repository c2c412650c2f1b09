"""What is expected, where a payer wrote a date of another age."""

from datetime import date

from hmsach.lib.banking_days import FEDERAL
from reconciliation.aging import is_expected


def test_nothing_is_expected_of_a_payment_dated_in_another_age():
    for since in (date(1900, 1, 1), date(2999, 1, 1)):
        assert not is_expected(since, today=date(2026, 11, 23), business_days=3, calendar=FEDERAL)
