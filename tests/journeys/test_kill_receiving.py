"""A collector that is killed anywhere: each file of the bank is kept and imported exactly once."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.crash

POINTS = [
    "receiving.after_keep",
    "receiving.after_archive",
    "importing.after_claim",
    "importing.before_commit",
    "importing.after_commit",
]


def _load(name: str) -> ModuleType:
    """A module beside this one: tests are no package."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    with _load("kill_world").kill_world(tmp_path_factory.mktemp("kill")) as made:
        yield made


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_collector_imports_each_file_once(world, point: str) -> None:
    name = f"{point}.ach"
    world.run("send", at=world.moment(), names=[name])
    before = world.run("status")
    answer = f"BANKACK|1|{name}|{before['digests'][name]}|ACCEPTED\n"
    (world.bank / "out" / f"{name}.ack").write_text(answer)

    world.run("take_in", fault=point, at=world.moment())
    for _ in range(2):
        world.run("take_in", at=world.moment())

    after = world.run("status")
    new = [row for row in after["received"] if row not in before["received"]]
    assert new == [[f"{name}.ack", "imported", True]]
    assert after["acknowledgments"] == before["acknowledgments"] + 1
    assert after["sent"][name][0] == "acknowledged"
    assert list((world.bank / "out").iterdir()) == []
    assert (world.bank / "archive" / f"{name}.ack").exists()
