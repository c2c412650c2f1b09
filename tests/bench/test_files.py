"""The files of the benchmarks are in order, as large as asked, and the same each time."""

import pytest

from bench.data import deposits, nacha, remittances
from edi.bai2.judge import check as check_bai2
from edi.nacha.reader import read
from edi.x12.checking import check as check_x12


@pytest.mark.parametrize(
    "write", [nacha.claim_payments, nacha.refunds, nacha.vendor_payments], ids=lambda f: f.__name__
)
def test_a_nacha_file_draws_no_finding_and_has_its_entries(write, tmp_path):
    write(tmp_path / "file", 25)
    file, findings = read((tmp_path / "file").read_bytes())
    assert findings == []
    assert file.tally().entries == 25
    assert file.tally().credits_cents > 0


@pytest.mark.parametrize(
    ("write", "segments", "size"),
    [(remittances.short_claims, 11, (240, 340)), (remittances.long_claims, 29, (560, 760))],
)
def test_a_remittance_balances_at_every_level(write, segments, size, tmp_path):
    write(tmp_path / "file", 25)
    data = (tmp_path / "file").read_bytes()
    report = check_x12(data)
    assert report.findings == []
    (only,) = report.transactions
    assert only.balanced and only.claims == 25 and only.total_cents > 0
    first, second = (data.index(b"CLP*CLAIM%09d" % number) for number in (1, 2))
    assert data[first:second].count(b"~\n") == segments
    assert size[0] < second - first < size[1]


def test_a_remittance_of_many_claims_is_several_sets(tmp_path, monkeypatch):
    monkeypatch.setattr(remittances, "_CLAIMS_IN_SET", 10)
    remittances.short_claims(tmp_path / "file", 25)
    report = check_x12((tmp_path / "file").read_bytes())
    assert [each.claims for each in report.transactions] == [10, 10, 5]
    assert report.findings == []


def test_a_prior_day_report_draws_no_finding_and_has_its_transactions(tmp_path):
    deposits.prior_day(tmp_path / "file", 25)
    data = (tmp_path / "file").read_bytes()
    report = check_bai2(data)
    assert report.findings == []
    assert data.count(b"\n16,") == data.count(b"\n88,") == 25
    assert {row.split(b",")[1] for row in data.split(b"\n16")[1:]} == {b"142", b"165"}


@pytest.mark.parametrize("write", [remittances.long_claims, nacha.refunds, deposits.prior_day])
def test_the_same_seed_gives_the_same_file(write, tmp_path):
    write(tmp_path / "one", 5)
    write(tmp_path / "two", 5)
    write(tmp_path / "other", 5, seed=8)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert (tmp_path / "one").read_bytes() != (tmp_path / "other").read_bytes()
