"""The quick look at an 820 and the complete way: one verdict, whatever entities and items look
like."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi.x12.envelope import read
from edi.x12.payment_820 import PaymentReader
from edi.x12.quick_820 import opener_of, quick_items
from edi.x12.segments import DEFAULT_DELIMITERS, Delimiters
from tests.edi.x12.conftest import PAYMENT, enveloped

VENDOR, X218, X306, OLD = "005010", "005010X218", "005010X306", "004010X061A1"
HEADER = PAYMENT[:4]
ITEM = PAYMENT[5:8]
OFF_ITEM = ["RMR*IV*INV-3**410*500", "ADX*-40*01"]
REDUCED = PAYMENT[8:11]
MEMBER = [
    "ENT*1*2J*34*123456789",
    "NM1*IL*1*DOE*JANE****34*123456789",
    "RMR*AZ*POLICY1**100*100",
    "REF*23*MEMBER1",
    "DTM*582****RD8*20261101-20261130",
    "ADX*-5*52",
]
GROUP = ["ENT*2*2L*FI*123456789", "ADX*7*52", "RMR*IK*BILL1**50.25*50.25", "REF*14*A1"]
PARTS = [ITEM, REDUCED, OFF_ITEM, ["ENT*1"], ["ENT*2", *ITEM], MEMBER[:5], MEMBER, GROUP, GROUP[2:]]
BAD = [
    *("", " ", "0", "-1", "1.005", "1e2", "5.", ".55", "490", "500", "IV", "AZ", "IK", "2J", "2L"),
    *("20261301", "20261101", "RD8", "a:b", "^", "é", "x" * 61, "\x07", "PO", "52", "582"),
]
TAGS = ["ENT", "RMR", "ADX", "REF", "DTM", "NM1", "N1", "IT1", "BPR", "TRN", "SE", "ZZ9", ""]

changes = st.lists(
    st.tuples(
        st.sampled_from(["set", "set", "append", "cut", "drop", "double", "swap", "tag", "blank"]),
        st.integers(0, 60),
        st.integers(0, 9),
        st.sampled_from(BAD),
        st.sampled_from(TAGS),
    ),
    max_size=3,
)


def changed(rows: list[str], change: tuple[str, int, int, str, str]) -> list[str]:
    """The rows of a set with one thing about them changed."""
    what, row, place, text, tag = change
    row %= len(rows)
    e = rows[row].split("*")
    match what:
        case "set" if len(e) > 1:
            e[1 + place % (len(e) - 1)] = text
        case "append":
            e.append(text)
        case "cut":
            e = e[: max(1, place)]
        case "tag":
            e[0] = tag
        case "drop":
            return rows[:row] + rows[row + 1 :] or rows
        case "double":
            return [*rows[: row + 1], *rows[row:]]
        case "blank":
            return [*rows[:row], "", *rows[row:]]
        case "swap":
            other = (row + place) % len(rows)
            rows = list(rows)
            rows[row], rows[other] = rows[other], rows[row]
            return rows
    return [*rows[:row], "*".join(e), *rows[row + 1 :]]


def file_of(version: str, rows: list[str]) -> bytes:
    header = HEADER if version != X218 else [*HEADER[:2], HEADER[3], HEADER[2]]
    tail = f"*{version}" if version in (X218, X306) else ""
    data = enveloped("820", [*header, *rows], st_tail=tail)
    return data.replace(b"*X*005010~", f"*X*{version}~".encode())


def verdict(data: bytes, *, quickly: bool) -> tuple[object, ...]:
    [interchange] = read(data)[0]
    reader = PaymentReader(next(interchange.sets), quickly=quickly)
    reader.run()
    sums = (reader.item_count, reader.paid_cents, reader.beside_cents, reader.off_cents)
    return (*sums, reader.has_entities, reader.payment, sorted(map(repr, reader.findings)))


def same_both_ways(data: bytes) -> None:
    assert verdict(data, quickly=True) == verdict(data, quickly=False)


@settings(max_examples=500, deadline=None)
@given(
    version=st.sampled_from([VENDOR, X218, X306, OLD]),
    parts=st.lists(st.sampled_from(PARTS), max_size=6),
    opening=st.sampled_from([[], ["ENT*1"], MEMBER, GROUP]),
    repeated=st.sampled_from([ITEM, MEMBER[:5], GROUP]),
    times=st.integers(0, 25),
    made=changes,
    framing=st.sampled_from(["~\n", "~", "~\r\n"]),
)
def test_both_ways_give_the_same_findings_and_the_same_sums(
    version: str,
    parts: list[list[str]],
    opening: list[str],
    repeated: list[str],
    times: int,
    made: list[tuple[str, int, int, str, str]],
    framing: str,
) -> None:
    rows = [*opening, *[row for part in parts for row in part], *repeated * times]
    for change in made if rows else []:
        rows = changed(rows, change)
    same_both_ways(file_of(version, rows).replace(b"~\n", framing.encode()))


@pytest.mark.parametrize(
    ("version", "rows", "opener"),
    [
        (VENDOR, ["ENT*1", *ITEM], "RMR*"),
        (VENDOR, ["ENT*1", *REDUCED], "RMR*"),
        (VENDOR, ["ENT*1", *ITEM, *REDUCED], "ENT*"),
        (X218, MEMBER[:5], "ENT*"),
        (X218, GROUP, "ENT*"),
        (OLD, MEMBER[:5], "ENT*"),
    ],
)
def test_what_is_plainly_right_passes(version: str, rows: list[str], opener: str) -> None:
    look = quick_items(version, DEFAULT_DELIMITERS, "~\n")
    assert look is not None
    text = "~\n".join([*rows, ""])
    pattern = look.entity if opener == "ENT*" else look.items_of(None)
    assert pattern is not None
    match = pattern.match(text, text.index(opener))
    assert match is not None and match.end() == len(text)
    assert look.sums(text, match.start(), match.end()) is not None


def test_an_item_that_is_off_does_not_pass() -> None:
    look = quick_items(VENDOR, DEFAULT_DELIMITERS, "~\n")
    assert look is not None
    text = "~\n".join([*ITEM, ""])
    assert look.sums(text, 0, len(text)) == (1, 49000, 0)
    off = text.replace("*490*", "*490.01*")
    assert look.sums(off, 0, len(off)) is None


def test_long_runs_are_looked_at_item_by_item_where_one_entity_holds_them() -> None:
    for rows, opener in [(["ENT*1", *ITEM * 30], "RMR*"), (MEMBER * 5, "ENT*"), (ITEM, "RMR*")]:
        [interchange] = read(file_of(VENDOR, rows))[0]
        assert opener_of(next(interchange.sets)) == opener


@pytest.mark.parametrize("marks", ["*:~~", "A:~^", "*.~^", "*:~-", "* ~^"])
def test_there_is_no_quick_look_where_a_delimiter_might_be_data(marks: str) -> None:
    assert quick_items(VENDOR, Delimiters(*marks), "~") is None


@pytest.mark.parametrize("size", [90, 200, 700, 5000])
def test_where_a_large_set_is_cut_into_stretches_changes_nothing(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, many = ["ENT*1", *(ITEM + REDUCED + OFF_ITEM) * 25], (MEMBER + MEMBER[:5] + GROUP) * 9
    for version, rows in [(VENDOR, one), (VENDOR, one[1:]), (X218, many)]:
        data = file_of(version, rows)
        whole = verdict(data, quickly=False)
        monkeypatch.setattr("edi.x12.tokens._CHUNK", size)
        assert verdict(data, quickly=True) == verdict(data, quickly=False) == whole
        monkeypatch.undo()
