"""A bank over real SFTP and a database of its own, which killed processes leave behind."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
from django.conf import settings
from psycopg import sql

from edi.sandbox.sftp_server import SftpServer

ROOT = Path(__file__).resolve().parents[2]
CHILD = Path(__file__).with_name("kill_child.py")
PATIENCE_SECONDS = 300  # all migrations run in the first child
USER, PASSWORD = "hospital", "correct horse"


@dataclass
class KillWorld:
    """Starts children, counts what arrives at the bank, and moves the clock on."""

    server: SftpServer
    environment: dict[str, str]
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    arrived: Counter[str] = field(default_factory=Counter)

    @property
    def bank(self) -> Path:
        return self.server.folder(USER)

    def moment(self) -> str:
        """Long enough after the last one that every lease and every wait is over."""
        self.now += timedelta(minutes=16)
        return self.now.isoformat()

    def start(self, command: str, *, fault: str = "", **arguments: object) -> "subprocess.Popen":
        """A child at work; it dies or stops at the fault point, if one is given."""
        return subprocess.Popen(
            [sys.executable, str(CHILD), command, json.dumps(arguments)],
            cwd=ROOT,
            env={**self.environment, "HMSACH_FAULT": fault},
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, command: str, *, fault: str = "", **arguments: object) -> object:
        """The child's answer; None if it was killed, as it must be when a fault is given."""
        child = self.start(command, fault=fault, **arguments)
        try:
            out, _ = child.communicate(timeout=PATIENCE_SECONDS)
        finally:
            child.kill()
        if fault:
            assert child.returncode == -9, f"{fault} was not reached"
            return None
        assert child.returncode == 0
        return json.loads(out.splitlines()[-1])

    def settle(self) -> dict:
        """What the database says once recovery has had its turn."""
        return self.run("settle", at=self.moment())

    def watch(self, operation: str, path: str) -> None:
        """Counts final names put in place: the bank takes each away at once."""
        if operation == "rename.done" and path.startswith("/in/"):
            self.arrived[Path(path).name] += 1
            (self.bank / "in" / Path(path).name).unlink()


@contextmanager
def kill_world(folder: Path) -> Iterator[KillWorld]:
    """A fresh world; its database is of the kind the tests run on."""
    with (
        SftpServer.start(folder / "bank", {USER: PASSWORD}) as server,
        _environment(folder) as environment,
    ):
        for name in ("in", "out", "archive"):
            (server.folder(USER) / name).mkdir()
        world = KillWorld(server, environment)
        wire = {"host": server.host, "port": server.port, "host_key": server.host_key}
        folders = {"outbound_dir": "/in", "inbound_dir": "/out", "archive_dir": "/archive"}
        world.run("setup", username=USER, password=PASSWORD, **wire, **folders)
        yield world


@contextmanager
def _environment(folder: Path) -> Iterator[dict[str, str]]:
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    common = {**os.environ, "HMSACH_VAR": str(folder / "var"), "PYTHONPATH": os.pathsep.join(paths)}
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        common.pop("DATABASE_URL", None)
        yield common
        return
    name = f"hmsach_kill_{uuid4().hex[:10]}"
    base = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    with psycopg.connect(f"{base}/postgres", autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield {**common, "DATABASE_URL": f"{base}/{name}"}
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            server.execute(drop)
