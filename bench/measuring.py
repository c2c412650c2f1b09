"""Measuring a table: every reader in a process of its own, in turn, three times over."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from bench.row import Row
from bench.tables import Table

FILES = Path("var/bench/files")
_MOST_SECONDS = 120
Report = Callable[[str], None]


@dataclass(slots=True)
class Measured:
    """What the readings of one row came to; `error` instead, where it could not read the file."""

    row: Row
    count: int
    size: int
    seconds: list[float] = field(default_factory=list)
    peak_mb: float = 0.0
    error: str = ""

    @property
    def rate(self) -> float:
        """Entries (claims, transactions) a second: the median reading."""
        return self.count / median(self.seconds) if self.seconds else 0.0

    @property
    def mb_a_second(self) -> float:
        return self.size / 1e6 / median(self.seconds) if self.seconds else 0.0

    @property
    def spread(self) -> float:
        """How far the slowest and quickest reading lie apart, as a share of the median."""
        if not self.seconds:
            return 0.0
        return (max(self.seconds) - min(self.seconds)) / median(self.seconds)


def measure(table: Table, scale: float, repeat: int, report: Report) -> list[Measured]:
    """Writes the files, has every reader read its share `repeat` times, the readers in turn."""
    FILES.mkdir(parents=True, exist_ok=True)
    paths = _files(table, scale)
    measured = [_empty(row, table, scale, paths) for row in table.rows]
    for number in range(repeat):
        for place, each in enumerate(measured, 1):
            if not each.error:
                report(f"{table.title}: {number + 1} of {repeat}, {place} of {len(measured)}")
                _once(table, each, paths[each.row.divisor])
    for path in paths.values():
        path.unlink()
    return measured


def _files(table: Table, scale: float) -> dict[int, Path]:
    paths = {}
    for divisor, count in table.counts(scale).items():
        paths[divisor] = FILES / f"{table.write.__name__}-{count}"
        table.write(paths[divisor], count)
    return paths


def _empty(row: Row, table: Table, scale: float, paths: dict[int, Path]) -> Measured:
    return Measured(row, table.counts(scale)[row.divisor], paths[row.divisor].stat().st_size)


def _once(table: Table, each: Measured, path: Path) -> None:
    result = _in_child(table.codec, each.row.name, path)
    if "error" in result:
        each.error = result["error"]
    elif result["count"] != each.count:
        each.error = f"finds {result['count']:,} of {each.count:,}"
    else:
        each.seconds.append(result["seconds"])
        each.peak_mb = max(each.peak_mb, result["peak_mb"])


def _in_child(codec: str, name: str, path: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.child", codec, name, str(path)]
    # Hashes alike in every process, so that no reading is luckier than another.
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    try:
        done = subprocess.run(  # noqa: S603
            command,
            capture_output=True,
            text=True,
            check=False,
            env=environment,
            timeout=_MOST_SECONDS,
        )
        result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    except subprocess.TimeoutExpired:
        return {"error": f"over {_MOST_SECONDS} seconds"}
    except (IndexError, ValueError):
        return {"error": f"process ended with {done.returncode}"}
    return result
