"""A file judged as a stream: the same as entry by entry, whatever the pieces and the damage."""

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi.nacha.judge import judge
from edi.nacha.reader import parse
from edi.nacha.stream import Checker, check, entries, traces
from tests.edi.nacha.damage import DAMAGED, FORMS, SAMPLES, data_of, large
from tests.edi.nacha.samples import broken, put, repeat


def _slowly(data, side="in", piece_bytes=1 << 19):
    """Every entry made and judged by itself: asking for entries turns the quick look off."""
    checker = Checker(data, side=side, piece_bytes=piece_bytes)
    seen = list(checker)
    return checker.report, seen


@settings(max_examples=600, deadline=None)
@given(DAMAGED, st.sampled_from(["in", "out"]), st.sampled_from([40, 200, 1_000, 1 << 19]))
def test_the_quick_look_changes_no_finding_and_no_total(data, side, piece_bytes):
    quick = Checker(data, side=side, piece_bytes=piece_bytes)
    quick.run()
    slow, _ = _slowly(data, side)
    assert quick.report == slow


@settings(max_examples=300, deadline=None)
@given(DAMAGED)
def test_the_stream_counts_and_hands_over_what_the_whole_file_holds(data):
    report, seen = _slowly(data)
    file = parse(data)
    assert report.summary.tally == file.tally()
    assert report.summary.record_count == file.record_count
    assert report.summary.batch_count == len(file.batches)
    assert report.summary.header == file.header
    assert report.summary.control == file.control
    assert [entry for entry, _ in seen] == [e for each in file.batches for e in each.entries]
    assert [e.addenda for e, _ in seen] == [e.addenda for b in file.batches for e in b.entries]
    assert list(entries(data)) == seen


@settings(max_examples=200, deadline=None)
@given(DAMAGED)
def test_findings_stand_in_order_and_in_the_file(data):
    report = check(data)
    places = [(each.line, each.columns, each.rule) for each in report.findings]
    assert places == sorted(places)
    assert all(1 <= each.line <= max(1, report.summary.line_count) for each in report.findings)
    assert judge(parse(data)) == report.findings


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("form", ["LF", "CR LF", "CR", "no line ends"])
def test_every_form_of_line_ends_gives_the_same_report(sample, form):
    plain, other = check(data_of(sample)), check(FORMS[form](data_of(sample)))
    assert other.findings == plain.findings
    assert other.summary.tally == plain.summary.tally


def test_the_quick_look_takes_the_entries_it_is_made_for(monkeypatch):
    taken = []
    monkeypatch.setattr("edi.nacha.judging.count", lambda rows, *_: taken.append(len(rows)))
    check(data_of("many"))
    assert sum(taken) == 80
    check(data_of("many").replace(b"\n", b"\r\n"))
    assert sum(taken) == 160


def test_at_most_so_many_findings_of_a_rule_are_kept_and_the_others_counted():
    data = data_of("many").replace(b"LAKESIDE CLINIC", b" AKESIDE CLINIC")
    everything, some = check(data), check(data, limit=3)
    assert [each.rule for each in everything.findings] == ["FS16"] * 80
    assert some.findings == everything.findings[:3]
    assert some.left_out == {"FS16": 77}
    assert (some.errors, some.warnings) == (0, 80)


def test_nothing_is_left_out_within_the_limit():
    assert check(data_of("many"), limit=1).left_out == {}


def test_progress_is_told_up_to_the_last_byte():
    told = []
    check(data_of("many"), progress=told.append)
    assert told[-1] == len(data_of("many"))


def test_forward_entries_before_the_first_return_are_named_when_the_batch_ends():
    lines = data_of("many").splitlines(keepends=True)
    answer = broken("returned", put(3, 80, "091000010000090")).splitlines(keepends=True)[2:4]
    found = check(b"".join([*lines[:82], *answer, *lines[82:]])).findings
    assert [each.line for each in found if each.rule == "BA03"] == list(range(3, 83, 2))


def test_a_trace_that_occurs_twice_is_named_where_it_comes_again():
    found = check(broken("mixed", repeat(3))).findings
    assert [(e.line, e.value) for e in found if e.rule == "BA07"] == [(4, "••••0001")]


def _peak_bytes(act, data):
    tracemalloc.start()
    try:
        act(data)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def _judged(data):
    Checker(data, limit=10, piece_bytes=20_000).run()


def _handed_over(data):
    for _ in Checker(data, limit=10, piece_bytes=20_000):
        pass


@pytest.mark.parametrize("act", [_judged, _handed_over])
def test_memory_does_not_grow_with_the_file(act):
    small, tenfold = large(10), large(100)
    act(small)
    assert _peak_bytes(act, tenfold) < 1.2 * _peak_bytes(act, small) + 50_000


def test_memory_does_not_grow_with_findings_beyond_the_limit():
    small, tenfold = (large(each).replace(b"LAKESIDE", b" AKESIDE") for each in (5, 50))
    _judged(small)
    assert _peak_bytes(_judged, tenfold) < 1.2 * _peak_bytes(_judged, small) + 50_000


@settings(max_examples=400, deadline=None)
@given(DAMAGED)
def test_traces_are_those_of_the_entries(data):
    found = [(e.line, e.text[79:]) for e, batch in entries(data) if batch.sec_code != "ADV"]
    assert list(traces(data)) == found


@pytest.mark.parametrize("form", ["CR", "no line ends"])
def test_the_quick_look_takes_files_of_other_line_ends_up_to_their_last_piece(monkeypatch, form):
    taken = []
    monkeypatch.setattr("edi.nacha.judging.count", lambda rows, *_: taken.append(len(rows)))
    Checker(FORMS[form](data_of("many")), piece_bytes=10_000).run()
    assert 50 < sum(taken) <= 80


@pytest.mark.parametrize("form", ["CR", "no line ends"])
@pytest.mark.parametrize("tail", [b"", b"\n", b"\r", b"\r\n", b"\n\n", b"\r\n\r", b"\r\r\n"])
def test_line_ends_that_close_a_file_are_judged_the_same_by_any_piece(form, tail):
    data = FORMS[form](data_of("many")).rstrip(b"\r\n") + tail
    reports = []
    for piece_bytes in (100, 1_000, 1 << 19):
        checker = Checker(data, piece_bytes=piece_bytes)
        checker.run()
        reports.append(checker.report)
    assert reports[0] == reports[1] == reports[2]
    is_open, is_one = form == "CR" and not tail, tail in (b"", b"\n", b"\r", b"\r\n")
    expected = {"FS18"} if is_open or not is_one else set()
    assert {each.rule for each in reports[0].findings} == expected
