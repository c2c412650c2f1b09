"""What an entry is: by its addenda first."""

import pytest

from edi.nacha.classify import EntryKind, classify
from edi.nacha.reader import parse
from tests.edi.nacha.samples import both, broken, bytes_of, put


def _first(data):
    return classify(parse(data).batches[0].entries[0])


@pytest.mark.parametrize(
    ("sample", "kind"),
    [
        ("claims", EntryKind.FORWARD),
        ("returned", EntryKind.RETURN),
        ("noticed", EntryKind.NOTICE_OF_CHANGE),
        ("refused", EntryKind.REFUSED_NOTICE),
        ("dishonored", EntryKind.DISHONORED_RETURN),
        ("contested", EntryKind.CONTESTED_RETURN),
    ],
)
def test_kind_follows_from_the_addenda(sample, kind):
    assert _first(bytes_of(sample)) is kind


def test_return_that_kept_a_forward_code_is_still_a_return():
    assert _first(broken("returned", put(3, 2, "22"))) is EntryKind.RETURN


def test_return_code_without_an_addenda_is_no_return():
    assert _first(broken("mixed", put(3, 2, "21"))) is EntryKind.FORWARD


@pytest.mark.parametrize(
    ("code", "kind"), [("23", EntryKind.PRENOTE), ("38", EntryKind.PRENOTE), ("24", "zero_dollar")]
)
def test_kind_follows_from_the_code_where_no_addenda_answers(code, kind):
    assert _first(broken("claims", put(3, 2, code))) == kind


def test_acknowledgment_follows_from_its_sec_code():
    data = broken("claims", both(put(2, 51, "ACK"), put(3, 2, "24")))
    assert _first(data) is EntryKind.ACKNOWLEDGMENT


def test_enrolment_is_no_prenote():
    data = broken("claims", both(put(2, 51, "ENR"), put(3, 2, "23")))
    assert _first(data) is EntryKind.FORWARD
