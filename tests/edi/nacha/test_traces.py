"""BA07: found wherever a trace comes again, with the file looked at again only where it must be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi.nacha import traces as module
from edi.nacha.traces import TraceLedger

TRACE = st.one_of(
    st.integers(0, 30).map(lambda number: f"{number:015d}"),
    st.integers(0, 5).map(lambda number: f"{number:08d}0000001"),
    st.sampled_from(["00000000000000a", " " * 15, "\xe9" * 15]),
)


def _lines(traces, **limits):
    ledger = TraceLedger()
    for trace in traces:
        ledger.take(trace)
    looks = []

    def again():
        looks.append(1)
        return enumerate(traces, 1)

    return [each.line for each in ledger.remarks(again)], len(looks)


def _plainly(traces):
    return [at for at, trace in enumerate(traces, 1) if trace in traces[: at - 1]]


@given(st.lists(TRACE, max_size=40))
def test_every_trace_that_came_before_is_named(traces):
    assert _lines(traces)[0] == _plainly(traces)


@pytest.mark.parametrize("limits", [{"_MAX_RANGES": 2}, {"_MAX_BITS": 8}, {"_AT_ONCE": 3}])
@given(traces=st.lists(TRACE, max_size=40))
def test_the_same_is_named_without_ranges_and_in_several_rounds(limits, traces):
    with pytest.MonkeyPatch.context() as patch:
        for name, limit in limits.items():
            patch.setattr(module, name, limit)
        assert _lines(traces)[0] == _plainly(traces)


def test_one_look_is_enough_however_many_traces_come_again():
    traces = [f"{number % 100:015d}" for number in range(1_000)]
    lines, looks = _lines(traces)
    assert lines == list(range(101, 1_001))
    assert looks == 1


def test_rising_traces_are_not_looked_at_again():
    assert _lines([f"{number:015d}" for number in range(100)]) == ([], 0)


def test_batches_of_different_banks_in_any_order_are_not_looked_at_again():
    banks = ["12200024", "02100002", "09100001"]
    traces = [f"{bank}{number:07d}" for bank in banks for number in range(5)]
    assert _lines(traces) == ([], 0)
