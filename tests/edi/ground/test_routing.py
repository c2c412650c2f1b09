"""Routing numbers: the check digit's law, possible prefixes, and sentences of refusal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi.ground.routing import (
    check_digit,
    has_possible_prefix,
    is_routing_number,
    routing_number_objection,
)

eights = st.text("0123456789", min_size=8, max_size=8)


@given(eights)
def test_the_weighted_sum_of_nine_digits_is_a_multiple_of_ten(eight: str) -> None:
    nine = eight + check_digit(eight)
    weights = (3, 7, 1) * 3
    assert sum(w * int(d) for w, d in zip(weights, nine, strict=True)) % 10 == 0


@given(eights, st.integers(0, 8), st.integers(1, 9))
def test_any_single_wrong_digit_is_noticed(eight: str, place: int, shift: int) -> None:
    nine = eight + check_digit(eight)
    wrong = nine[:place] + str((int(nine[place]) + shift) % 10) + nine[place + 1 :]
    assert not is_routing_number(wrong)


@given(eights)
def test_objection_and_verdict_agree(eight: str) -> None:
    nine = eight + check_digit(eight)
    possible = has_possible_prefix(nine) and nine != "000000000"
    assert is_routing_number(nine) is possible
    assert (routing_number_objection(nine) is None) is possible


@pytest.mark.parametrize("nine", ["011000015", "021000021", "091000019", "121042882"])
def test_published_routing_numbers_are_accepted(nine: str) -> None:
    assert routing_number_objection(nine) is None


@pytest.mark.parametrize(
    ("nine", "why"),
    [
        ("", "exactly nine"),
        ("02100002", "exactly nine"),
        ("0210000210", "exactly nine"),
        ("02100002X", "exactly nine"),
        ("021000021\n", "exactly nine"),
        ("٠٢١٠٠٠٠٢١", "exactly nine"),
        ("000000000", "all zeros"),
        ("130000006", "begins with 13"),
        ("990000004", "begins with 99"),
        ("021000022", "last digit is 2 where 1 belongs"),
    ],
)
def test_an_impossible_number_is_refused_saying_why(nine: str, why: str) -> None:
    objection = routing_number_objection(nine)
    assert objection is not None
    assert why in objection
    assert not nine or nine not in objection


def test_the_possible_prefixes_are_those_of_the_scheme() -> None:
    possible = [n for n in range(100) if has_possible_prefix(f"{n:02d}000000")]
    assert possible == [*range(13), *range(21, 33), *range(61, 73), 80]


@pytest.mark.parametrize("wrong", ["", "1234567", "123456789", "1234567a"])
def test_the_check_digit_needs_eight_digits(wrong: str) -> None:
    with pytest.raises(ValueError, match="eight digits"):
        check_digit(wrong)
