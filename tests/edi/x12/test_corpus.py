"""Public example files, where they are at hand: all are read, the sound ones write back."""

from __future__ import annotations

from pathlib import Path

import pytest

from edi.x12.checking import check
from edi.x12.envelope import read, write
from edi.x12.payment_820 import read_820, write_820
from edi.x12.remittance_835 import balance, read_835, write_835
from edi.x12.segments import render_segments
from edi.x12.showing import show

CORPUS = Path(__file__).parents[4] / "shared" / "corpus" / "x12"
FILES = sorted(CORPUS.glob("[89]*/*"))
BROKEN = sorted(CORPUS.glob("invalid/*"))

# Rules that public files truly break, though another library takes them: parties without an
# address, claims, lines or payments that do not balance.
KNOWN_BREACHES = {
    "alexjreid__neurology_835.edi": {"XS05"},
    "alexjreid__rehab_835.edi": {"XS05"},
    "alexjreid__sample_835_multi_claim.edi": {"XS05"},
    "azoner__x12testdata_33b156.txt": {"RA04"},
    "genformai__test_edge_cases_cf5d4d.txt": {"RA01", "RA05", "XS05"},
    "genformai__test_parser_integration_098001.txt": {"RA05", "XS05"},
    "irobayna__recover.txt": {"RA06"},
    "linuxforhealth__tertiary-payment.835": {"RA06"},
    "moov-io__sample2.txt": {"RA05"},
}
# Why each of the broken files is broken, by the index that comes with them.
REASONS = {
    "820_apimeister___820_test_3edc99.txt": {"XS03"},
    "820_irobayna__1.edi": {"XI02"},
    "820_moov-io__README_02015b.txt": {"XI02"},
    "835_affect-therape__exhaustive_sample.txt": {"XI01"},
    "835_genformai__test_edge_cases_302456.txt": {"XG02", "XI03", "XS02", "XS03"},
    "835_genformai__test_edge_cases_a6cddb.txt": {"XS03"},
    "835_genformai__test_edge_cases_bcfcf4.txt": {"RA05", "XS03"},
    "835_irobayna__1.edi": {"XI02"},
    "835_irobayna__3a.edi": {"RA04", "XS03"},
    "835_irobayna__split.edi": {"RA04", "RA05", "XG02", "XG03", "XI04", "XS03"},
    "835_keironstoddart__blue_cross_nc_sample.txt": {"XI01", "XS03"},
}

pytestmark = pytest.mark.skipif(
    not FILES, reason="THE CORPUS OF PUBLIC X12 FILES IS NOT HERE: nothing of it was checked"
)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_a_public_file_is_read_and_written_back(path: Path) -> None:
    data = path.read_bytes()
    interchanges, findings = read(data)
    assert [f for f in findings if f.is_error] == []
    assert write(interchanges) == data
    report = check(data)
    assert report.transactions
    assert list(show(interchanges))


@pytest.mark.parametrize("path", BROKEN, ids=lambda p: p.name)
def test_a_broken_public_file_has_errors_and_raises_nothing(path: Path) -> None:
    report = check(path.read_bytes())
    assert [f for f in report.findings if f.is_error]
    assert list(show(read(path.read_bytes())[0]))


def errors_of(path: Path) -> set[str]:
    return {finding.rule for finding in check(path.read_bytes()).findings if finding.is_error}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_a_public_file_has_only_its_known_breaches(path: Path) -> None:
    assert errors_of(path) == KNOWN_BREACHES.get(path.name, set())


@pytest.mark.parametrize("path", BROKEN, ids=lambda p: p.name)
def test_a_broken_public_file_says_why(path: Path) -> None:
    assert REASONS[path.name] <= errors_of(path)


def test_public_remittances_balance_as_known() -> None:
    reports = [check(path.read_bytes()) for path in FILES if path.parent.name == "835"]
    balanced = [item.balanced for report in reports for item in report.transactions]
    assert (len(balanced), sum(1 for item in balanced if item)) == (38, 31)


def test_public_payments_add_up_as_known() -> None:
    reports = [check(path.read_bytes()) for path in FILES if path.parent.name == "820"]
    balanced = [item.balanced for report in reports for item in report.transactions]
    assert (len(balanced), sum(1 for item in balanced if item)) == (11, 10)


def test_no_segment_of_a_public_file_is_lost_by_the_fields() -> None:
    """What is read into fields and written again has the same segments, in the same order."""
    checked = 0
    for path in FILES:
        for transaction in (t for i in read(path.read_bytes())[0] for t in i.sets):
            if transaction.type == "835" and path.read_bytes().isascii():
                remittance, _ = read_835(transaction)
                if remittance is None or not balance(remittance).is_balanced:
                    continue
                rows = write_835(remittance, delimiters=transaction.delimiters)
                ids = [segment.id for segment in transaction.segments()]
                written = [row[0] for row in rows]
                if "LX" not in ids:
                    written.remove("LX")
                # Neighbouring CAS of one group are written as one.
                written, ids = [i for i in written if i != "CAS"], [i for i in ids if i != "CAS"]
                assert sorted(map(str, written)) == sorted(ids), path.name
                checked += 1
    assert checked >= 30


def test_public_payments_are_written_again_byte_for_byte() -> None:
    from_fields = 0
    for path in (p for p in FILES if p.parent.name == "820"):
        for transaction in (t for i in read(path.read_bytes())[0] for t in i.sets):
            payment, _ = read_820(transaction)
            assert payment is not None
            if payment.off_cents:
                continue
            marks = transaction.delimiters
            text = render_segments(write_820(payment, delimiters=marks), marks)
            assert text.encode() == transaction.raw.replace(b"\n", b"")
            from_fields += 1
    assert from_fields == 10
