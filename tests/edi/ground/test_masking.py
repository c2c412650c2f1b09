"""What is shown of a value that names an account."""

import pytest

from edi.ground.masking import mask


@pytest.mark.parametrize(
    ("text", "shown"),
    [("", ""), ("123456", "••••"), ("1234567", "••••4567"), ("4455667788990", "••••8990")],
)
def test_at_most_the_last_four_are_shown_and_only_of_a_long_value(text, shown):
    assert mask(text) == shown
