"""CTX text cut into addenda and joined again, and the message scanned in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi.nacha.build import build_file
from edi.nacha.ctx import envelope_objections, join_addenda, scan_x12, split_into_addenda
from edi.nacha.errors import UnwritableField
from edi.nacha.reader import parse
from tests.edi.nacha.samples import REMITTANCE, batch, bytes_of, entry, spec

PRINTABLE = st.characters(min_codepoint=32, max_codepoint=126)
ISA = (
    "ISA*00*          *00*          *ZZ*NORTHWIND      *ZZ*LAKESIDE       "
    "*261123*0930*^*00501*000000007*0*P*:~GS*RA*A*B*20261123*0930*7*X*005010X218~"
)


@given(st.text(alphabet=PRINTABLE, min_size=1, max_size=700).filter(lambda t: t[-1] != " "))
def test_text_survives_being_cut_written_and_joined(text):
    pieces = split_into_addenda(text)
    assert all(len(piece) == 80 for piece in pieces[:-1])
    # Free text is no 820: only a bank's file may hold it.
    built = build_file(spec(batch(entry(addenda=pieces), sec_code="CTX")), author="bank")
    assert join_addenda(parse(built).batches[0].entries[0]) == text


def test_blanks_at_the_end_of_a_middle_record_belong_to_the_text():
    text = "A" * 75 + " " * 5 + "B"
    built = build_file(
        spec(batch(entry(addenda=split_into_addenda(text)), sec_code="CTX")), author="bank"
    )
    assert join_addenda(parse(built).batches[0].entries[0]) == text


@pytest.mark.parametrize("text", ["ends in a blank ", "a\nline", "ümlaut"])
def test_text_a_file_cannot_hold_is_refused(text):
    with pytest.raises(UnwritableField):
        split_into_addenda(text)


def test_more_than_9999_records_are_refused():
    with pytest.raises(UnwritableField):
        split_into_addenda("A" * (80 * 9_999 + 1))


def test_remittance_of_the_sample_is_scanned():
    message = scan_x12(join_addenda(parse(bytes_of("ctx")).batches[0].entries[0]))
    assert message.bpr02_cents == 125_000
    assert message.ended
    assert envelope_objections(message) == []


def test_enveloped_message_is_scanned_with_its_own_delimiters():
    text = (ISA + REMITTANCE + "GE*1*7~IEA*1*000000007~").replace("*", "\xa6")
    message = scan_x12(text)
    assert message.bpr02_cents == 125_000
    assert envelope_objections(message) == []


@pytest.mark.parametrize(
    ("wrong", "objection"),
    [
        ("GE*2*7~IEA*1*000000007~", "GE01"),
        ("GE*1*8~IEA*1*000000007~", "GS and GE"),
        ("GE*1*7~IEA*1*000000008~", "ISA and IEA"),
        ("GE*1*7~IEA*2*000000007~", "IEA01"),
        ("GE*1*7~", "0 IEA"),
    ],
)
def test_envelope_that_does_not_agree_is_named(wrong, objection):
    assert objection in " ".join(envelope_objections(scan_x12(ISA + REMITTANCE + wrong)))


def test_transaction_set_with_an_implementation_reference_is_scanned():
    assert scan_x12(REMITTANCE.replace("0001~BPR", "0001*005010X218~BPR")).bpr02_cents == 125_000


def test_text_that_is_no_message_is_none():
    assert scan_x12("INVOICE 17 PAID IN FULL") is None
