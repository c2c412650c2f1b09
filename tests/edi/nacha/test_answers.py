"""The 98 and 99 records, position by position: where other software went wrong most."""

import pytest

from edi.nacha.reader import parse
from tests.edi.nacha.samples import bytes_of

# Written out by hand against the rulebook's positions.
RECORDS = {
    "returned": "799R03091000010000001      02100002                                            "
    "021000020000071",
    "noticed": "798C01091000010000001      021000027766554433                                  "
    "021000020000071",
    "refused": "798C65091000010000001      021000027766554433                   C010000071     "
    "091000010000009",
    "dishonored": "799R69091000010000001      02100002   0210000200000713300301*03                "
    "091000010000009",
    "contested": "799R73091000010000001261120021000023230210000200000713300309100001000000933568 "
    "021000020000071",
}


@pytest.mark.parametrize("sample", RECORDS)
def test_record_is_what_was_written_by_hand(sample):
    assert bytes_of(sample).decode().splitlines()[3] == RECORDS[sample]


def _answer(sample):
    return parse(bytes_of(sample)).batches[0].entries[0].answer


def test_dishonored_return_reads_by_position():
    answer = _answer("dishonored")
    assert answer.code == "R69"
    assert answer.original_trace == "091000010000001"
    assert answer.return_trace == "021000020000071"
    assert answer.return_settlement_day == "330"
    assert answer.return_reason == "03"
    assert answer.information == "01*03"


def test_contested_return_reads_by_position():
    answer = _answer("contested")
    assert answer.date_returned == "261120"
    assert answer.original_settlement_day == "323"
    assert answer.return_trace == "021000020000071"
    assert answer.dishonored_trace == "091000010000009"
    assert answer.dishonored_settlement_day == "335"
    assert answer.dishonored_reason == "68"


def test_refused_notice_reads_by_position():
    answer = _answer("refused")
    assert answer.corrected_data.rstrip() == "7766554433"
    assert answer.change_code == "C01"
    assert answer.notice_sequence == "0000071"


def test_return_reads_its_date_of_death():
    died = parse(bytes_of("returned")).batches[0].entries[1].answer
    assert (died.code, died.date_of_death) == ("R14", "261102")
