"""A large report is read in flat memory, whether it is judged or walked account by account."""

import tracemalloc

import pytest

from edi.bai2 import accounts, check
from edi.ground.command import opened
from tests.edi.bai2.samples import FILE_HEADER, GROUP_HEADER

DETAIL = (
    "16,165,50000,Z,{:07d},CUST{:07d},LAKESIDE PLAN HCCLAIMPMT\n88,TRN*1*EFT{:08d}*1123456789~\n"
)


def large(path, megabytes: int):
    """A report of one account that is nearly all of it; gives the number of transactions."""
    rows = megabytes * 1_000_000 // len(DETAIL.format(0, 0, 0))
    total = rows * 50_000
    with path.open("w") as file:
        file.write(f"{FILE_HEADER}\n{GROUP_HEADER}\n03,4455667788,USD,,,,/\n")
        block = "".join(DETAIL.format(n, n, n) for n in range(1000))
        for _ in range(rows // 1000):
            file.write(block)
        file.write("".join(DETAIL.format(n, n, n) for n in range(rows % 1000)))
        records = 2 * rows + 2
        file.write(f"49,{total},{records}/\n98,{total},1,{records + 2}/\n")
        file.write(f"99,{total},1,{records + 4}/\n")
    return rows


@pytest.fixture
def peak():
    """The bytes Python held at most since the test asked for the first time."""
    tracemalloc.start()
    yield lambda: tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()


def test_check_of_60_megabytes_holds_a_tenth_of_it(tmp_path, peak):
    rows = large(tmp_path / "large.bai2", 60)
    tracemalloc.reset_peak()
    with opened(str(tmp_path / "large.bai2")) as source:
        assert len(source) > 59_000_000
        report = check(source)
    assert report.findings == []
    assert report.counts.transactions == rows
    assert peak() < 10_000_000


def test_one_huge_account_is_walked_in_a_fraction_of_it(tmp_path, peak):
    rows = large(tmp_path / "large.bai2", 6)
    tracemalloc.reset_peak()
    with opened(str(tmp_path / "large.bai2")) as source:
        (report,) = [(each, sum(1 for _ in each.transactions)) for each in accounts(source)]
    assert report[1] == rows
    assert peak() < 5_000_000
