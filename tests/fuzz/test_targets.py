"""The promises hold for a small, fixed share of damaged input, and for all that once broke them."""

from pathlib import Path

import pytest

from fuzz.plain import run
from fuzz.targets.registry import TARGETS
from tests.fuzz.regressions import CRASHES

_INPUTS = 1_000
_SEED = 20_261_123


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Crashes of a test are not kept in the checkout."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_keep_every_promise(name):
    target = TARGETS[name]
    for data in target.seeds():
        target.examine(data, True)


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_input_breaks_no_promise(name):
    assert run(name, _INPUTS, _SEED).crashes == {}


@pytest.mark.parametrize(
    ("name", "data"), [(name, data) for name, inputs in CRASHES.items() for data in inputs]
)
def test_what_once_broke_a_promise_keeps_it(name, data):
    TARGETS[name].examine(data, True)


def test_the_same_seed_gives_the_same_inputs():
    first, second = (run("835", 300, 7) for _ in range(2))
    assert (first.runs, first.new_seeds) == (second.runs, second.new_seeds)
    assert first.new_seeds > 0
