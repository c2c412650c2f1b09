"""Numbers are given once, in order, and given back by whoever rolls back."""

import pytest
from django.db import transaction

from edi.services.numbering import next_number

pytestmark = pytest.mark.django_db


def test_each_sequence_counts_from_one() -> None:
    assert [next_number("a"), next_number("a"), next_number("b"), next_number("a")] == [1, 2, 1, 3]


def test_a_number_rolled_back_is_given_again() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        assert next_number("a") == 1
        raise RuntimeError
    assert next_number("a") == 1
