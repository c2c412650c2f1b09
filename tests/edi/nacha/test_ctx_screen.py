"""The quick look at CTX entries passes only what every rule of entries finds right."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi.nacha.reader import parse
from edi.nacha.rulebook import Rulebook
from edi.nacha.rules.ctx_screen import is_plain_batch, is_plainly_right
from edi.nacha.rules.screen import Banks
from tests.edi.nacha.samples import OUR_BANK, bytes_of

ENVELOPED = (
    "ISA*00*          *00*          *ZZ*NORTHWIND      *ZZ*LAKESIDE       "
    "*261123*0900*^*00501*000000017*0*P*:~GS*RA*NORTHWIND*LAKESIDE*20261123*0900*17*X*005010~"
    "ST*820*0001~BPR*C*1250*C*ACH*CTX*01*021000021*DA*4455667788~TRN*1*PAY000042~"
    "ENT*1~RMR*IV*INV-7**1250~SE*6*0001~GE*1*17~IEA*1*000000017~"
)
LINES = {"bare": bytes_of("ctx").decode("latin-1").splitlines()}


def _enveloped() -> list[str]:
    head, entry, *_, control, end = LINES["bare"][:7]
    del head
    pieces = [ENVELOPED[at : at + 80].ljust(80) for at in range(0, len(ENVELOPED), 80)]
    addenda = [f"705{piece}{n:04d}{entry[87:94]}" for n, piece in enumerate(pieces, 1)]
    header, entry = LINES["bare"][1], LINES["bare"][2]
    entry = f"{entry[:54]}{len(addenda):04d}{entry[58:]}"
    file_header = LINES["bare"][0]
    addenda = [f"{each[:87]}{entry[87:94]}" for each in addenda]
    return [file_header, header, entry, *addenda, control, end]


LINES["enveloped"] = _enveloped()
TEXT = st.one_of(
    st.text(alphabet=" 0123456789ABXZ*~\\-\xe9\x07TRN", min_size=1, max_size=12),
    st.sampled_from(
        ["0" * 10, "0" * 17, " " * 16, "44 55", "20", "  ", "~~", "ST*", "ISA", "GE*2"]
    ),
    st.sampled_from(["~SE*5*0001", "BPR*", "REVERSAL  ", "CCD", "HCCLAIMPMT", "~ ", "1250.01"]),
)
CHANGES = st.lists(st.tuples(st.integers(2, 12), st.integers(1, 94), TEXT), max_size=3)


def _changed(sample: str, changes) -> bytes:
    lines = list(LINES[sample])
    for line, column, text in changes:
        at = min(line, len(lines)) - 1
        lines[at] = (lines[at][: column - 1] + text + lines[at][column - 1 + len(text) :])[:94]
    return "".join(each + "\n" for each in lines).encode("latin-1")


def _spoken_of(data: bytes, side: str) -> list[tuple[bool, list[str]]]:
    """For each entry the quick look fits: whether it passes, and the rules that speak."""
    rulebook = Rulebook(side)
    return [
        (
            is_plainly_right(entry, Banks()),
            [check.rule for check in rulebook.checks_of(entry) for _ in check.judge(entry, batch)],
        )
        for batch in parse(data).batches
        if is_plain_batch(batch)
        for entry in batch.entries
    ]


@pytest.mark.parametrize("sample", LINES)
@pytest.mark.parametrize("side", ["in", "out"])
def test_an_entry_that_is_right_passes(sample, side):
    assert _spoken_of(_changed(sample, []), side) == [(True, [])]


@settings(max_examples=1500)
@given(st.sampled_from(sorted(LINES)), CHANGES, st.sampled_from(["in", "out"]))
def test_what_passes_breaks_no_rule(sample, changes, side):
    for passes, rules in _spoken_of(_changed(sample, changes), side):
        assert not (passes and rules)


@pytest.mark.parametrize(
    ("sample", "line", "old", "new"),
    [
        ("enveloped", 3, "0000125000", "0000125001"),
        ("enveloped", 3, OUR_BANK, OUR_BANK[:-1] + "X"),
        ("bare", 3, "0002", "0003"),
        ("bare", 4, "0001~", "0009~"),
        ("bare", 4, "1250.00", "1250.01"),
        ("bare", 5, "0002", "0003"),
    ],
)
def test_a_fault_is_left_to_the_rules(sample, line, old, new):
    lines = list(LINES[sample])
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    data = "".join(each + "\n" for each in lines).encode("latin-1")
    [(passes, rules)] = _spoken_of(data, "in")
    assert not passes
    assert rules
