"""Reading and writing back: nothing lost, nothing raised, whatever the bytes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi.nacha.judge import judge
from edi.nacha.reader import parse, read
from edi.nacha.writer import write
from tests.edi.nacha.damage import DAMAGED, FORMS
from tests.edi.nacha.samples import BY_BANK, BY_ORIGINATOR, broken, bytes_of, drop, insert, put

SAMPLES = [*BY_ORIGINATOR, *BY_BANK]
DATA = {name: bytes_of(name) for name in SAMPLES}


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("form", FORMS)
def test_read_then_write_gives_the_same_bytes(sample, form):
    data = FORMS[form](DATA[sample])
    file, _ = read(data)
    assert file is not None
    assert write(file) == data


@pytest.mark.parametrize("form", ["LF", "CR LF", "CR", "no line ends", "trailing blanks lost"])
def test_every_form_of_line_ends_gives_the_same_entries(form):
    file, _ = read(FORMS[form](DATA["claims"]))
    assert file.batches[0].tally() == read(DATA["claims"])[0].batches[0].tally()


@pytest.mark.parametrize("form", ["CR LF", "no line ends"])
def test_line_ends_of_every_uniform_kind_are_in_order(form):
    assert read(FORMS[form](DATA["claims"]))[1] == []


@pytest.mark.parametrize(
    ("form", "rule"),
    [
        ("last line not ended", "FS18"),
        ("mixed line ends", "FS18"),
        ("no line ends and blank lines", "FS18"),
        ("trailing blanks lost", "FS02"),
        ("lower case", "FS17"),
        ("lower-case hex in traces", "ED20"),
        ("lower-case hex in the hash", "FS15"),
        ("latin-1", "FS14"),
        ("UTF-8 name", "FS14"),
        ("NUL", "FS13"),
        ("filler absent", "FS11"),
        ("text after the control", "FS06"),
    ],
)
def test_each_unusual_form_draws_its_finding(form, rule):
    assert rule in {each.rule for each in read(FORMS[form](DATA["claims"]))[1]}


@settings(max_examples=400, deadline=None)
@given(DAMAGED)
def test_whatever_is_damaged_is_written_back_byte_for_byte(data):
    assert write(parse(data)) == data


def _mutated(draw_data):
    """A sample with some bytes changed, taken out or put in."""
    sample, changes = draw_data
    data = bytearray(DATA[sample])
    for position, change, byte in changes:
        at = position % (len(data) + 1)
        if change == "set":
            data[at : at + 1] = bytes([byte])
        elif change == "insert":
            data[at:at] = bytes([byte])
        else:
            del data[at : at + byte % 100]
    return bytes(data)


MUTATED = st.tuples(
    st.sampled_from(SAMPLES),
    st.lists(
        st.tuples(
            st.integers(0, 2_000),
            st.sampled_from(["set", "insert", "delete"]),
            st.integers(0, 255),
        ),
        max_size=12,
    ),
).map(_mutated)


@settings(max_examples=400, deadline=None)
@given(MUTATED)
def test_no_mutation_makes_reading_raise_or_lose_a_byte(data):
    file, findings = read(data)
    assert write(parse(data)) == data
    assert file is not None or findings
    judge(parse(data), side="out")


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=600))
def test_no_bytes_at_all_make_reading_raise(data):
    read(data)
    assert write(parse(data)) == data


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="156789 \r\n0*~A", max_size=1_200).map(lambda text: text.encode()))
def test_nothing_that_resembles_a_file_makes_reading_raise(data):
    read(data)
    assert write(parse(data)) == data


@settings(max_examples=300, deadline=None)
@given(MUTATED)
def test_every_finding_points_into_the_file(data):
    file = parse(data)
    for finding in judge(file):
        assert 1 <= finding.line <= max(1, len(file.lines))
        assert 1 <= finding.columns[0] <= finding.columns[1]


def test_what_is_no_nacha_file_gives_none_and_a_finding():
    file, findings = read(b"<html>Service unavailable</html>\n")
    assert file is None
    assert any(each.is_error for each in findings)


def test_empty_file_is_a_finding_and_not_none():
    file, findings = read(b"")
    assert file is not None
    assert [each.rule for each in findings] == ["FS01"]


def test_entries_outside_a_batch_are_kept():
    file, _ = read(broken("claims", drop(2)))
    # The entries, their addenda and the batch control.
    assert len(file.strays) == 5


def test_text_after_the_control_is_kept():
    file, _ = read(broken("claims", insert(9, "SEE REPORT")))
    assert [each.line for each in file.strays] == [9]


def test_lower_case_sec_code_still_chooses_the_layout():
    file, _ = read(broken("ctx", put(2, 51, "ctx")))
    assert file.batches[0].entries[0].addenda_count == 2


def test_bad_amount_is_none_and_never_zero():
    file, _ = read(broken("claims", put(3, 30, "12.50")))
    assert file.batches[0].entries[0].amount_cents is None
    assert not file.batches[0].tally().complete


def test_repr_shows_no_account():
    file, _ = read(DATA["claims"])
    assert "4455667788" not in repr(file.batches[0].entries[0])
