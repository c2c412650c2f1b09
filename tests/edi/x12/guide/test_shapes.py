"""Shapes of whole loops: right exactly where the walk would find nothing, and remembered."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi.x12.envelope import read
from edi.x12.findings import Finding
from edi.x12.guide import guide_of
from tests.edi.x12.samples import SAMPLES, to_bytes

CLAIM = ["CLP*A*1*100*50*50*12*B", "NM1*QC*1*DOE", "SVC*HC:99213*100*50", "DTM*472*20261101"]
EXTRA = [
    "CAS*PR*1*50",
    "NM1*82*1*ROE*****XX*1234567893",
    "NM1*QC*1*DOE",
    "MOA***MA01",
    "REF*6R*L",
    "REF*1L*G",
    "REF*G1*G",
    "DTM*232*20261101",
    "DTM*472*20261101",
    "DTM*050*20261101",
    "PER*CX**TE*5550100100",
    "AMT*B6*1",
    "AMT*AU*1",
    "QTY*ZK*1",
    "SVC*HC:99213*100*50",
    "LQ*HE*N130",
]
GUIDE = guide_of("835", "005010X221A1")
assert GUIDE is not None


def findings_of(claim: list[str]) -> list[Finding]:
    """What the walk says of a claim in a set that is right otherwise."""
    rows = SAMPLES["clinic"].rows()
    start = next(i for i, row in enumerate(rows) if row.startswith("CLP"))
    end = next(i for i, row in enumerate(rows) if row.startswith("SE"))
    data = to_bytes([*rows[:start], *claim, *rows[end:]])
    [interchange], _ = read(data)
    transaction = next(iter(interchange.sets))
    assert GUIDE is not None
    first = rows[:start].index(next(row for row in rows if row.startswith("ST"))) + 1
    return [f for f in GUIDE.check(transaction) if f.number >= start - first + 1]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.sampled_from(EXTRA)), max_size=5))
def test_a_shape_is_right_exactly_where_the_walk_finds_nothing(
    added: list[tuple[int, str]],
) -> None:
    claim = list(CLAIM)
    for place, row in added:
        claim.insert(1 + place % len(claim), row)
    assert GUIDE is not None
    look = GUIDE.look(read(to_bytes(SAMPLES["clinic"].rows()))[0][0].delimiters)
    keys = tuple(map(look, claim))
    assert None not in keys
    assert GUIDE.shape_is_right(keys) == (findings_of(claim) == [])


@pytest.mark.parametrize(
    "keys",
    [
        (),
        (None,),
        ("CLP", None),
        ("CLP",),
        ("NM1*QC",),
        ("CLP", "NM1*QC", "NM1*QC"),
        ("CLP", "NM1*QC", "LX"),
        ("CLP", "NM1*QC", "SVC", "MOA"),
        ("CLP", "NM1*QC", "REF*ZZ"),
        ("CLP", "NM1*QC", *["REF*G1"] * 6),
    ],
)
def test_a_shape_that_is_not_one_whole_right_loop_is_not_right(keys: tuple[str | None]) -> None:
    assert GUIDE is not None
    assert not GUIDE.shape_is_right(keys)


def test_shapes_are_remembered_and_bounded() -> None:
    guide = guide_of("820", "005010X218")
    assert guide is not None
    for number in range(5000):
        assert not guide.shape_is_right((f"X{number}",))
    assert len(guide._shapes._known) <= 4096
    assert guide.shape_is_right(("ENT*2J", "NM1*EY", "RMR*AZ", "DTM*582"))


def test_the_keys_separator_is_of_no_account() -> None:
    assert GUIDE is not None
    assert GUIDE.shape_is_right(("CLP", "NM1|QC", "REF|1L"))
