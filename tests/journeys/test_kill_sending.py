"""A sender that is killed or stopped anywhere: exactly one file at the bank, and it counts as sent.

The oracle is the bank's folder. Real processes, a real SSH server, a real database file.
"""

import importlib.util
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.crash

POINTS = [
    "sending.after_claim",
    "sending.after_upload",
    "sending.before_rename",
    "sending.after_rename",
    "sending.after_sent",
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
        made.server.behaviour.watch = made.watch
        yield made


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_sender_leaves_one_file_at_the_bank(world, point: str) -> None:
    names = [f"{point}.{number}.ach" for number in range(2)]
    world.run("send", fault=point, at=world.moment(), names=names)
    held = world.settle()["sent"]
    assert {name: world.arrived[name] for name in names} == dict.fromkeys(names, 1)
    assert {name: held[name] for name in names} == {name: ["sent", 1] for name in names}


def test_a_sender_killed_at_one_point_after_another_sends_once(world) -> None:
    names = ["again.ach"]
    for point in ("sending.after_upload", "sending.after_claim", "sending.before_rename"):
        world.run("send", fault=point, at=world.moment(), names=names)
        names = []
    held = world.settle()["sent"]
    assert (world.arrived["again.ach"], held["again.ach"]) == (1, ["sent", 1])


@pytest.mark.parametrize("point", POINTS[:-1])
def test_a_sender_that_wakes_up_late_does_no_harm(world, point: str) -> None:
    """Stopped as a swapped-out machine is: its lease runs out, another finishes, it wakes up."""
    name = f"zombie.{point}.ach"
    zombie = world.start("send", fault=f"{point}=stop", at=world.moment(), names=[name])
    try:
        _wait_until_stopped(zombie)
        held = world.settle()["sent"]
        assert (world.arrived[name], held[name]) == (1, ["sent", 1])
        zombie.send_signal(signal.SIGCONT)
        zombie.communicate(timeout=180)
    finally:
        zombie.kill()
    held = world.settle()["sent"]
    assert (world.arrived[name], held[name]) == (1, ["sent", 1])


def test_two_workers_at_once_send_each_file_once(world) -> None:
    names = [f"two.{number}.ach" for number in range(8)]
    world.run("queue", names=names)
    at = world.moment()
    workers = [world.start("send", at=at) for _ in range(3)]
    assert [worker.communicate(timeout=180) and worker.returncode for worker in workers] == [0] * 3
    held = world.settle()["sent"]
    assert {name: world.arrived[name] for name in names} == dict.fromkeys(names, 1)
    assert {name: held[name] for name in names} == {name: ["sent", 1] for name in names}


def test_random_kills_lose_nothing_and_send_nothing_twice(world) -> None:
    rounds = int(os.environ.get("HMSACH_KILLS", "8"))
    chance = random.Random(20261123)
    names = [f"random.{number}.ach" for number in range(rounds)]
    world.run("queue", names=names)
    for _ in range(rounds):
        worker = world.start("send", at=world.moment())
        worker.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.5))
        worker.kill()
        worker.communicate()
    world.settle()
    held = world.settle()["sent"]
    assert {name: world.arrived[name] for name in names} == dict.fromkeys(names, 1)
    assert {name: held[name] for name in names} == {name: ["sent", 1] for name in names}


def _wait_until_stopped(process: subprocess.Popen) -> None:
    for _ in range(600):
        assert process.poll() is None, "The process ended before its fault point."
        state = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        if state == "T":
            return
        time.sleep(0.05)
    raise AssertionError("The process did not come to its fault point.")
