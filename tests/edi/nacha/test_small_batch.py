"""Batches like those found right before pass at once, and only if every rule finds them right."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi.nacha.build import build_file
from edi.nacha.healthcare import trn_addenda
from edi.nacha.rules.frames import Frames
from edi.nacha.stream import Checker
from tests.edi.nacha import samples
from tests.edi.nacha.samples import COMPANY, OUR_BANK, batch, entry, spec


class _Forgetful(Frames):
    def frame_of(self, *_):
        return None


def _three(*entries, **changes):
    """Three batches alike, their traces rising."""
    return spec(
        *(
            batch(
                *(
                    entry(**each | {"trace_number": f"{OUR_BANK}{10 * number + at:07d}"})
                    for at, each in enumerate(entries)
                ),
                **changes,
            )
            for number in (1, 2, 3)
        )
    )


_TRN = {"addenda": [trn_addenda("EFT00017", COMPANY)]}
_CTX = {"addenda": list(samples.ctx().batches[0].entries[0].addenda)}
_DEBIT = {"direction": "debit", "amount_cents": 40}
SPECS = {
    "alone": _three({}),
    "paired": _three({"addenda": ["RMR*IV*INV-7**1250.00\\"]}, {}),
    "claims": _three(_TRN, _TRN, description="HCCLAIMPMT"),
    "both sides": _three({}, _DEBIT, description="REVERSAL"),
    "debits": _three(_DEBIT, sec_code="PPD"),
    "retried": _three(_DEBIT, description="RETRY PYMT"),
    "ctx": _three(_CTX, sec_code="CTX"),
}
LINES = {name: build_file(each).decode().splitlines() for name, each in SPECS.items()}
TEXT = st.one_of(
    st.text(alphabet=" 0123456789ABXZ*~\\-\xe9\x07", min_size=1, max_size=10),
    st.sampled_from(["0" * 10, " " * 25, "200", "220", "225", "280", "WEB", "ccd", "CTX", "000"]),
    st.sampled_from(["HCCLAIMPMT", "ACCTVERIFY", "RETURN FEE", "261126", "SD2400", "   "]),
)
COLUMNS = st.one_of(
    st.integers(1, 94),
    st.sampled_from([2, 5, 21, 41, 51, 54, 64, 70, 76, 79, 80, 88, 11, 21, 33, 45, 55, 74]),
)
CHANGES = st.lists(st.tuples(st.integers(1, 40), COLUMNS, TEXT), max_size=3)
MOVES = st.lists(
    st.tuples(st.sampled_from(["drop", "repeat", "blank", "CR LF"]), st.integers(0, 40)), max_size=1
)


def _changed(name, changes, moves=()):
    lines = [each + "\n" for each in LINES[name]]
    for line, column, text in changes:
        line %= len(lines)
        old = lines[line][:-1]
        lines[line] = (old[: column - 1] + text + old[column - 1 + len(text) :])[:94] + "\n"
    for move, line in moves:
        line %= len(lines)
        old = lines[line]
        new = {"drop": [], "repeat": [old, old], "blank": [old, "\n"], "CR LF": [old[:-1] + "\r\n"]}
        lines[line : line + 1] = new[move]
    return "".join(lines).encode("latin-1")


def _reports(data, **options):
    """With what is remembered of batches and the quick look, and without either."""
    quick, slow = Checker(data, **options), Checker(data, **options)
    slow.judging.frames = _Forgetful()
    quick.run()
    list(slow)
    return quick.report, slow.report


@settings(max_examples=1_500, deadline=None)
@given(
    st.sampled_from(sorted(LINES)),
    CHANGES,
    MOVES,
    st.sampled_from(["in", "out"]),
    st.sampled_from([(), ("headers_only",), ("skip_all",)]),
    st.sampled_from([700, 1 << 19]),
)
def test_a_batch_that_passes_at_once_breaks_no_rule(name, changes, moves, side, lets, piece_bytes):
    data = _changed(name, changes, moves)
    quick, slow = _reports(data, side=side, tolerate=lets, piece_bytes=piece_bytes)
    assert quick == slow


def _controls(name):
    return [at for at, line in enumerate(LINES[name]) if line[0] == "8"]


@pytest.mark.parametrize("name", sorted(LINES))
@pytest.mark.parametrize(
    ("field", "text"),
    [
        (2, "280"),
        (8, "0077"),
        (18, "99"),
        (32, "9"),
        (44, "9"),
        (45, "1999999999"),
        (55, "MAC"),
        (74, "X"),
        (80, "02100002"),
        (88, "0000009"),
        (94, " "),
    ],
)
def test_every_fault_of_a_later_control_is_found(name, field, text):
    quick, slow = _reports(_changed(name, [(_controls(name)[2], field, text)]))
    assert quick == slow
    assert quick.findings


@pytest.mark.parametrize("name", sorted(LINES))
@pytest.mark.parametrize(
    ("field", "text"),
    [
        (2, "280"),
        (5, " " * 16),
        (5, " ORTH"),
        (41, "0" * 10),
        (51, "XYZ"),
        (54, " " * 10),
        (64, "SD2560"),
        (70, "261332"),
        (70, "261126"),
        (76, "999"),
        (79, "3"),
        (80, "99"),
        (88, "0000001"),
        (88, "00000 3"),
    ],
)
def test_every_fault_of_a_later_header_is_found(name, field, text):
    header = _controls(name)[1] + 1
    quick, slow = _reports(_changed(name, [(header, field, text)]))
    assert quick == slow
    assert quick.findings


def _one_side_of(name, at, line):
    """The lines of a sample with one entry of a batch left out, its control set right."""
    lines = list(LINES[name])
    control = _controls(name)[at]
    del lines[control - line]
    debits = "0" * 12 if line == 1 else lines[control - 1][20:32]
    credits = "0" * 12 if line == 2 else lines[control - 1][32:44]
    lines[control - 1] = (
        lines[control - 1][:4]
        + "000001"
        + "0002100002"
        + debits
        + credits
        + lines[control - 1][44:]
    )
    return lines


def _number_falls(name="alone"):
    first, second = _controls(name)[1] + 1, _controls(name)[2]
    return _changed(name, [(first, 88, "0000001"), (second, 88, "0000001")])


def _after_the_file_control(name="alone"):
    lines = LINES[name]
    end = _controls(name)[2] + 1
    header, entry, control = lines[end - 3 : end]
    late = [header[:87] + "0000004", entry[:87] + "0000041", control[:87] + "0000004"]
    return _as_file([*lines[: end + 1], *late, *lines[end + 1 :]])


def _advice_between(name="alone"):
    return _changed(name, [(_controls(name)[0] + 1, 51, "ADV")])


def _prenote_first():
    """A batch right by a credit of nothing, then one alike with debits alone."""
    lines = _one_side_of("both sides", 2, 2)
    entry = _controls("both sides")[0] - 2
    lines[entry] = lines[entry][:1] + "23" + lines[entry][3:29] + "0" * 10 + lines[entry][39:]
    control = _controls("both sides")[0]
    lines[control] = lines[control][:32] + "0" * 12 + lines[control][44:]
    return _as_file(lines)


def _empty_batch(name="alone"):
    lines = list(LINES[name])
    control = _controls(name)[2]
    lines[control] = lines[control][:4] + "0" * 40 + lines[control][44:]
    del lines[control - 1]
    return _as_file(lines)


def _as_file(lines):
    return "".join(line + "\n" for line in lines).encode()


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (_as_file(_one_side_of("both sides", 2, 1)), "BA02"),
        (_as_file(_one_side_of("both sides", 2, 2)), "BA02"),
        (_prenote_first(), "BA02"),
        (_changed("paired", [(_controls("paired")[2] - 1, 88, "0000030")]), "BA05"),
        (_changed("alone", [(_controls("alone")[2] - 1, 80, "99999999")]), "BA06"),
        (_number_falls(), "BH19"),
        (_after_the_file_control(), "FS06"),
        (_advice_between(), "BH02"),
        (_empty_batch(), "FS10"),
    ],
)
def test_what_sets_a_batch_apart_from_those_alike_is_found(data, rule):
    quick, slow = _reports(data)
    assert quick == slow
    assert rule in {each.rule for each in quick.findings}


def test_a_fee_with_a_credit_among_fees_is_found():
    lines = LINES["both sides"]
    headers = [0, *_controls("both sides")[:2]]
    fees = [(at + 1, 54, "RETRY PYMT") for at in headers]
    debits = [(at + 2, 2, "27") for at in headers[:2]]
    quick, slow = _reports(_changed("both sides", [*fees, *debits]))
    assert quick == slow
    assert [each.line for each in quick.findings if each.rule == "BH09"] == [headers[2] + 2]
    assert lines[headers[2] + 2][1:3] == "22"


def _passed(monkeypatch, data):
    taken = []
    monkeypatch.setattr(
        "edi.nacha.judging.Judging.take_small", lambda self, batch: taken.append(batch.number)
    )
    Checker(data).run()
    return taken


@pytest.mark.parametrize("form", ["\n", "\r\n"])
@pytest.mark.parametrize("name", sorted(set(LINES) - {"ctx"}))
def test_batches_alike_pass_at_once_after_the_first(monkeypatch, name, form):
    data = _changed(name, []).replace(b"\n", form.encode())
    assert _passed(monkeypatch, data) == [2, 3]


def test_a_name_and_discretionary_data_of_their_own_hold_no_batch_back(monkeypatch):
    header = _controls("alone")[0] + 1
    data = _changed("alone", [(header, 5, "SOUTHWIND PLAN  "), (header, 21, "REF 0002".ljust(20))])
    assert _passed(monkeypatch, data) == [2, 3]


def test_rules_are_not_asked_again_of_headers_found_right():
    asked = []
    checker = Checker(_changed("ctx", []))
    check = checker.judging.batch_checks[0]
    checker.judging.batch_checks = [
        type(check)("BH01", "batch", None, lambda batch: asked.append(batch) or ())
    ]
    checker.run()
    assert len(asked) == 1
