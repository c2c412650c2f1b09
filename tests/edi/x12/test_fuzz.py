"""Damaged files: whatever is done to them, they are read, checked and shown without raising."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edi.x12.answering import answers
from edi.x12.checking import check
from edi.x12.envelope import read, write
from edi.x12.segments import UnwritableElement
from edi.x12.showing import show

File = Callable[..., bytes]

edits = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(0, 12),
        st.one_of(
            st.binary(max_size=4),
            st.sampled_from(
                [b"*", b"~", b":", b"~ST*835*9~", b"~SE*1*1~", b"ISA*", b"\n", b"~IEA"]
            ),
            st.sampled_from([b"~CLP*1", b"~SVC*", b"~CAS*CO*", b"~PLB*1*2*3*", b"~RMR*", b"~ADX*"]),
        ),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.parametrize("kind", ["remittance_file", "payment_file", "acknowledgment_file"])
@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=edits)
def test_a_damaged_file_makes_nothing_raise(
    kind: str, changes: list[tuple[float, int, bytes]], request: pytest.FixtureRequest
) -> None:
    data = request.getfixturevalue(kind)()
    for place, removed, added in changes:
        at = int(place * len(data))
        data = data[:at] + added + data[at + removed :]
    report = check(data)
    assert all(0 <= finding.position <= len(data) for finding in report.findings)
    interchanges, _ = read(data)
    assert write(interchanges) == (data if interchanges else b"")
    assert all(isinstance(line, str) for line in show(interchanges))
    # What a damaged ISA names may be unwritable, and is then refused, not changed.
    with suppress(UnwritableElement):
        list(answers(data, control=1, at=datetime(2026, 11, 23)))
