"""One reading of one file in a process of its own; prints what it came to as a line of JSON.

python -m bench.child CODEC ROW PATH
"""

import importlib
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from bench.peers import directory_of
from bench.row import Row


def measure(row: Row, path: str) -> dict[str, Any]:
    """Processor seconds of the reading alone, entries, peak memory in MB; or the error's class."""
    if row.peer:
        sys.path.insert(0, str(directory_of(row.peer)))
    try:
        read = row.prepare()
        _forget_peak()
        started = time.process_time()
        count = read(path)
        seconds = time.process_time() - started
    except BaseException as error:
        # A reader may fail in any way, and may even leave the process.
        return {"error": type(error).__name__, "message": str(error)[:300]}
    return {"count": count, "seconds": seconds, "peak_mb": _peak_mb()}


def _forget_peak() -> None:
    """From here on the peak is the reading's own, where the system lets it be set back."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def _peak_mb() -> float:
    """The most memory the process held: of Linux since the last setting back, else ever."""
    try:
        status = Path("/proc/self/status").read_text()
        return next(
            int(row.split()[1]) / 1024 for row in status.splitlines() if row.startswith("VmHWM")
        )
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(codec: str, name: str, path: str) -> None:
    """Prints the result after whatever the reader itself printed."""
    rows: tuple[Row, ...] = importlib.import_module(f"bench.readers.{codec}").ROWS
    row = next(each for each in rows if each.name == name)
    sys.stdout.write("\n" + json.dumps(measure(row, path)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
