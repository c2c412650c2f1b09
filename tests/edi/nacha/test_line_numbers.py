"""Line numbers come back as they were added, however they were put together."""

from hypothesis import given
from hypothesis import strategies as st

from edi.nacha.line_numbers import LineNumbers

# Gap to the number before, count, and step of each range added.
RANGES = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4), st.integers(1, 3)))


@given(RANGES)
def test_numbers_come_back_in_order(ranges):
    numbers, expected, at = LineNumbers(), [], 0
    for gap, count, step in ranges:
        lines = range(at + gap, at + gap + count * step, step)
        numbers.add(lines)
        expected += lines
        at = lines[-1]
    assert list(numbers) == expected


def test_numbers_at_equal_distances_cost_nothing():
    numbers = LineNumbers()
    for start in range(3, 100_003, 2):
        numbers.add(range(start, start + 1))
    assert len(numbers.closed) == 0
