"""Interchanges written around sets."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from edi.x12.envelope import read
from edi.x12.segments import Delimiters, Row, UnwritableElement
from edi.x12.wrapping import wrap

SET: list[Row] = [("ST", "835", "0001"), ("BPR", "H", "0"), ("SE", "3", "0001")]


def wrapped(sets: list[list[Row]], **kwargs: Any) -> bytes:
    given: dict[str, Any] = {
        "sender_qualifier": "ZZ",
        "sender_id": "SENDER",
        "receiver_qualifier": "30",
        "receiver_id": "RECEIVER",
        "interchange_control": 12,
        "group_control": 34,
        "at": datetime(2026, 11, 23, 10, 30),
    }
    return wrap(sets, **(given | kwargs))


def test_an_interchange_reads_back_without_a_finding() -> None:
    [interchange], findings = read(wrapped([SET]))
    assert findings == []
    assert (interchange.control, interchange.sender[1]) == ("000000012", "SENDER")
    assert (interchange.groups[0].control, interchange.groups[0].version) == ("34", "005010X221A1")


def test_the_isa_has_its_106_characters() -> None:
    assert wrapped([SET], line_end="")[106:109] == b"GS*"


@pytest.mark.parametrize("line_end", ["", "\n", "\r\n"])
def test_line_ends_and_delimiters_are_those_asked_for(line_end: str) -> None:
    data = wrapped([SET], line_end=line_end, delimiters=Delimiters("|", ">", "\\", "+"))
    [interchange], findings = read(data)
    assert findings == [] and data.endswith(f"IEA|1|000000012\\{line_end}".encode())
    assert interchange.delimiters == Delimiters("|", ">", "\\", "+")


def test_the_older_version_has_no_repetition_separator() -> None:
    data = wrapped([SET], version="004010X091A1")
    assert b"*U*00401*" in data and read(data)[1] == []


def test_test_usage_and_the_wish_for_a_ta1_are_written() -> None:
    [interchange], _ = read(wrapped([SET], usage="T", wants_ta1=True))
    assert interchange.usage == "T" and interchange.wants_ta1


def test_sets_that_share_a_control_number_are_refused() -> None:
    with pytest.raises(ValueError, match="ST02"):
        wrapped([SET, SET])
    other: list[Row] = [("ST", "820", "0002"), ("SE", "2", "0002")]
    with pytest.raises(ValueError, match="functional id"):
        wrapped([SET, other])


def test_ids_that_are_too_long_or_hold_a_delimiter_are_refused() -> None:
    with pytest.raises(UnwritableElement):
        wrapped([SET], sender_id="S" * 16)
    with pytest.raises(UnwritableElement):
        wrapped([SET], sender_id="S*1")
    with pytest.raises(ValueError, match="nine digits"):
        wrapped([SET], interchange_control=10**9)
