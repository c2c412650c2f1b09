"""A payer's date may be of another age; that is no reason to stop reading."""

from collections.abc import Callable

import pytest

from edi.x12.checking import check


@pytest.mark.parametrize("day", ["19000101", "19960103", "21990103", "99991231"])
def test_a_date_outside_the_banking_calendar_is_read(
    day: str, remittance_file: Callable[..., bytes]
) -> None:
    data = remittance_file()
    [segment] = [part for part in data.decode().split("~") if part.strip().startswith("BPR")]
    old = segment.rstrip().rsplit("*", 1)[0] + "*" + day
    report = check(data.replace(segment.encode(), old.encode()))
    assert report.is_x12 and report.transactions[0].balanced
