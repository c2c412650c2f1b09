"""Real-world files, where a checkout has them beside it: none crashes, none loses a byte."""

from pathlib import Path

import pytest

from edi.nacha.reader import read
from edi.nacha.writer import write

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "nacha"
FILES = sorted(CORPUS.glob("*/*.ach"))

# Another library accepts these; they break rules we hold.
KNOWN_BREACHES = {
    "gw-ppd-debit.ach": {"FS11"},
    "gw-ppd-debit2.ach": {"FS11"},
    "gw-ppd-debit3.ach": {"FS11"},
    "moov-20180713-IAT.ach": {"BA01", "BC06", "FS02"},
    "moov-contested_addenda.txt.ach": {"BH16"},
    "moov-cor-read.ach": {"AD06"},
    "moov-employers_test.txt.ach": {"FS02"},
    "moov-enr-read-321165.ach": {"BH10"},
    "moov-iat-addenda99.ach": {"AD06", "BC06", "BH10", "ED02"},
    "moov-iat-credit.ach": {"BC06"},
    "moov-iat-debit.ach": {"BC06", "BH15"},
    "moov-iat-mixedCreditDebit.ach": {"BC06", "BH15"},
    "moov-iat-mixedDebitCredit.ach": {"BC06", "BH15"},
    "moov-ppd-debit-c03b59.ach": {"FS02"},
    "moov-txp-credit.ach": {"BH10", "FS02"},
}
# Another library refuses these by limits that are not the network's: reversals may be debits.
IN_ORDER = {"moov-NACHA_SAMPLE_TEL_REVERSAL.ach"}

if not FILES:
    pytest.skip(f"NO CORPUS at {CORPUS}: real-world files are not read", allow_module_level=True)


def _name(path):
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_file_is_written_back_byte_for_byte(path):
    data = path.read_bytes()
    file, _ = read(data)
    assert file is not None
    assert write(file) == data


@pytest.mark.parametrize("path", [p for p in FILES if p.parent.name == "valid"], ids=_name)
def test_accepted_file_has_only_its_known_breaches(path):
    errors = {each.rule for each in read(path.read_bytes())[1] if each.is_error}
    assert errors == KNOWN_BREACHES.get(path.name, set())


@pytest.mark.parametrize("path", [p for p in FILES if p.parent.name == "invalid"], ids=_name)
def test_refused_file_has_an_error(path):
    errors = [each for each in read(path.read_bytes())[1] if each.is_error]
    assert bool(errors) != (path.name in IN_ORDER)
