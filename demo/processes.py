"""The demo's processes: sandbox, web, worker, beat; started, waited for, and ended together."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

PORT_WISHED = 8000
GRACE_SECONDS = 8


class NotReady(Exception):
    """A process of the demo ended or did not answer in time; its log says why."""


class Processes:
    """The running processes, each with its log file under `log_dir`."""

    def __init__(self, *, root: Path, log_dir: Path, environment: dict[str, str]) -> None:
        self.root = root
        self.log_dir = log_dir
        self.environment = {**os.environ, **environment}
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        log_dir.mkdir(parents=True, exist_ok=True)

    def start(self, name: str, *command: str) -> None:
        """Start `python -m command`, its output appended to name.log."""
        with (self.log_dir / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=self.root,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def wait_for(self, name: str, ready: Callable[[], bool], seconds: float = 60) -> None:
        """Return once `ready()`; raises NotReady if the process ends or time runs out."""
        ends_at = time.monotonic() + seconds
        while time.monotonic() < ends_at:
            if self.running[name].poll() is not None:
                raise NotReady(f"The {name} process ended; see {self.log_dir / name}.log")
            if ready():
                return
            time.sleep(0.2)
        raise NotReady(f"The {name} did not answer in {seconds:.0f} s; see {self.log_dir}")

    def stop(self) -> None:
        """End every process: asked first, then killed with whatever it started."""
        for process in self.running.values():
            _signal(process, signal.SIGTERM)
        ends_at = time.monotonic() + GRACE_SECONDS
        for process in self.running.values():
            try:
                process.wait(max(0.1, ends_at - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()
        self.running.clear()


@contextmanager
def running(processes: Processes) -> Iterator[Processes]:
    """The processes, ended when the block is left, however it is left."""
    try:
        yield processes
    finally:
        processes.stop()


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Nobody else plays this world meanwhile; raises NotReady if somebody does.

    The lock dies with the process, so nothing is left to clean up.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise NotReady(
                "This world is being played already, by another `make demo` or `make run`."
            ) from None
        yield


def free_port(wished: int = PORT_WISHED) -> int:
    """`wished` where nothing listens there, else a free port of the machine's choice."""
    for port in (wished, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise NotReady("No port is free on 127.0.0.1.")


def answers(url: str) -> Callable[[], bool]:
    """Whether a GET of `url` is answered with 200."""

    def ready() -> bool:
        try:
            return requests.get(url, timeout=2).status_code == 200
        except requests.RequestException:
            return False

    return ready


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    if process.poll() is None:
        os.killpg(process.pid, number)
