"""The quick look passes only what every rule finds right."""

from hypothesis import given, settings
from hypothesis import strategies as st

from edi.nacha.reader import parse
from edi.nacha.rules.registry import CHECKS
from edi.nacha.rules.screen import screen_for
from tests.edi.nacha.samples import bytes_of

LINES = {name: bytes_of(name).decode().splitlines() for name in ("claims", "vendor", "mixed")}
ENTRY_CHECKS = [check for check in CHECKS if check.scope == "entry"]

CHANGES = st.lists(
    st.tuples(
        st.integers(1, 94),
        st.text(alphabet=" 0123456789ABXZ*~\\-\xe9\x07TRN", min_size=1, max_size=12),
    ),
    max_size=3,
)


@settings(max_examples=1_500, deadline=None)
@given(st.sampled_from(sorted(LINES)), st.integers(2, 7), CHANGES)
def test_what_the_quick_look_passes_breaks_no_rule(name, line, changes):
    lines = list(LINES[name])
    for column, text in changes:
        old = lines[line - 1]
        lines[line - 1] = (old[: column - 1] + text + old[column - 1 + len(text) :])[:94]
    file = parse("\n".join(lines).encode("latin-1"))
    for batch in file.batches:
        passes = screen_for(batch)
        for entry in batch.entries:
            if passes(entry):
                found = [c.rule for c in ENTRY_CHECKS for _ in c.judge(entry, batch)]
                assert found == []


def test_quick_look_passes_the_entries_it_is_made_for():
    for name in ("claims", "vendor"):
        batch = parse(bytes_of(name)).batches[0]
        assert all(map(screen_for(batch), batch.entries))


def test_account_with_leading_zeros_is_passed_and_one_of_zeros_is_not():
    data = bytes_of("vendor").decode()
    zeros = parse(data.replace("4455667788", "0000000000").encode()).batches[0]
    leading = parse(data.replace("4455667788", "0055667788").encode()).batches[0]
    assert not screen_for(zeros)(zeros.entries[0])
    assert screen_for(leading)(leading.entries[0])
