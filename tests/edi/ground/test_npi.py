"""The NPI's own check."""

import pytest

from edi.ground.npi import is_npi


@pytest.mark.parametrize("npi", ["1093817462", "1568462893", "1234567893"])
def test_an_npi_with_its_right_check_digit_is_taken(npi):
    assert is_npi(npi)


@pytest.mark.parametrize(
    "npi", ["1093817463", "109381746", "10938174622", "109381746a", "5234567893", ""]
)
def test_anything_else_is_refused(npi):
    assert not is_npi(npi)
