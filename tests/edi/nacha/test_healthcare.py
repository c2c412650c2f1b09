"""The TRN segment: made, refused and read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi.nacha.errors import UnwritableField
from edi.nacha.healthcare import parse_trn, trn_addenda

ELEMENT = st.text(
    alphabet=st.characters(min_codepoint=33, max_codepoint=126, blacklist_characters="*~\\"),
    min_size=1,
    max_size=50,
)


@given(ELEMENT, st.sampled_from(["~", "\\"]))
def test_what_is_made_reads_back(trn02, terminator):
    trn = parse_trn(trn_addenda(trn02, "1123456789", terminator=terminator).ljust(80))
    assert (trn.trn01, trn.trn02, trn.trn03) == ("1", trn02, "1123456789")
    assert (trn.trn04, trn.terminator, trn.rest) == (None, terminator, "")


def test_fifty_characters_fit_and_fifty_one_do_not():
    assert len(trn_addenda("7" * 50, "1123456789")) == 68
    with pytest.raises(UnwritableField):
        trn_addenda("7" * 51, "1123456789")


def test_trn04_fits_until_the_eighty_characters_are_full():
    assert len(trn_addenda("7" * 50, "1123456789", "8" * 11)) == 80
    with pytest.raises(UnwritableField):
        trn_addenda("7" * 50, "1123456789", "8" * 12)


@pytest.mark.parametrize("trn02", ["", " ", "A*B", "A~B", "A\\B", "A ", "É", "A\n"])
def test_trn02_with_a_delimiter_or_blank_is_refused(trn02):
    with pytest.raises(UnwritableField):
        trn_addenda(trn02, "1123456789")


@pytest.mark.parametrize("trn03", ["", "123456789", "11234567890"])
def test_trn03_of_other_than_ten_characters_is_refused(trn03):
    with pytest.raises(UnwritableField):
        trn_addenda("EFT1", trn03)


def test_other_terminators_are_refused():
    with pytest.raises(UnwritableField):
        trn_addenda("EFT1", "1123456789", terminator="|")


@pytest.mark.parametrize("text", ["", "RMR*IV*1~", " TRN*1*A*B~", "trn*1*A*B~", "TRN"])
def test_what_does_not_begin_with_trn_is_none(text):
    assert parse_trn(text) is None


def test_text_after_the_segment_is_kept_apart():
    trn = parse_trn("TRN*1*EFT1*1123456789\\ REF 77   ")
    assert (trn.trn03, trn.terminator, trn.rest) == ("1123456789", "\\", "REF 77")


def test_first_terminator_ends_the_segment():
    assert parse_trn("TRN*1*EFT1~1123456789\\").trn03 == ""


def test_segment_without_an_end_reads_to_its_last_character():
    trn = parse_trn("TRN*1*EFT1*1123456789   ")
    assert (trn.trn03, trn.terminator) == ("1123456789", "")
