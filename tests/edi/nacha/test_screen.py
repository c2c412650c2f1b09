"""The quick look passes only what every rule finds right."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi.nacha.stream import Checker
from tests.edi.nacha.damage import data_of

LINES = {
    name: data_of(name).decode("latin-1").splitlines()
    for name in ("claims", "vendor", "ctx", "mixed", "returned", "noticed", "many")
}
TEXT = st.one_of(
    st.text(alphabet=" 0123456789ABXZ*~\\-\xe9\x07TRN", min_size=1, max_size=12),
    st.sampled_from(
        ["0" * 10, "0" * 17, " " * 22, "44 55", "20", "WEB", "PPD", "CCD", "REVERSAL  "]
    ),
    st.sampled_from(["HCCLAIMPMT", "ACCTVERIFY", "200", "225", "TRN*1*A*1123456789~"]),
)
CHANGES = st.lists(st.tuples(st.integers(1, 94), TEXT), max_size=3)
# Where a whole field is overwritten: the fields of an entry, and those a batch is judged by.
FIELDS = st.lists(
    st.tuples(st.sampled_from([2, 4, 12, 13, 30, 40, 55, 77, 79, 80, 51, 54, 41]), TEXT), max_size=2
)


def _changed(sample, line, changes):
    lines = list(LINES[sample])
    line %= len(lines)
    for column, text in changes:
        old = lines[line]
        lines[line] = (old[: column - 1] + text + old[column - 1 + len(text) :])[:94]
    return "".join(each + "\n" for each in lines).encode("latin-1")


def _reports(data, side="in"):
    quick, slow = Checker(data, side=side), Checker(data, side=side)
    quick.run()
    # Who asks for entries gets each one judged by itself.
    list(slow)
    return quick.report, slow.report


@settings(max_examples=800, deadline=None)
@given(
    st.sampled_from(sorted(LINES)),
    st.integers(1, 8),
    st.one_of(CHANGES, FIELDS),
    st.sampled_from(["in", "out"]),
)
def test_what_the_quick_look_passes_breaks_no_rule(sample, line, changes, side):
    quick, slow = _reports(_changed(sample, line, changes), side)
    assert quick == slow


@pytest.mark.parametrize(
    ("sample", "line", "column", "text"),
    [
        ("claims", 2, 30, "0" * 10),
        ("claims", 2, 13, "0" * 17),
        ("claims", 2, 13, "44 55"),
        ("claims", 2, 40, " AYEE"),
        ("claims", 2, 12, "3"),
        ("claims", 2, 80, "12200024"),
        ("claims", 4, 80, "091000010000001"),
        ("claims", 3, 4, "TRN*2*"),
        ("claims", 3, 19, "2123456789"),
        ("claims", 3, 40, "REF"),
        ("claims", 3, 84, "0002"),
        ("claims", 3, 88, "0000009"),
        ("claims", 1, 2, "225"),
        ("vendor", 3, 4, "TRN*1*EFT00017*1123456789~"),
        ("vendor", 3, 4, "THANKS".ljust(80)),
        ("vendor", 2, 79, "0"),
        ("mixed", 2, 55, " " * 22),
        ("mixed", 2, 79, "1"),
        ("mixed", 5, 2, "27"),
        ("mixed", 4, 2, "220"),
    ],
)
def test_each_fault_an_entry_may_have_is_seen_beside_the_quick_look(sample, line, column, text):
    quick, slow = _reports(_changed(sample, line, [(column, text)]))
    assert quick == slow
    assert quick.findings


@pytest.mark.parametrize("account", ["0055667788", "4", "A-1", "12345678901234567"])
def test_odd_but_right_accounts_are_passed(monkeypatch, account):
    taken = []
    monkeypatch.setattr("edi.nacha.judging.count", lambda rows, *_: taken.append(len(rows)))
    Checker(_changed("vendor", 2, [(13, account.ljust(17))])).run()
    assert taken == [1]
