"""Sets the other readers up: each in a directory of its own, from the blocks of a pinned list.

python -m bench.peers
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

LIST = Path("requirements-bench.txt")
HOME = Path("var/bench/peers")


def blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """The name of each reader, and its requirements with what it needs."""
    for block in text.split("\n\n"):
        rows = [row.strip() for row in block.splitlines() if row.strip()]
        pins = [row for row in rows if not row.startswith("#")]
        if pins:
            yield pins[0].split("==")[0], pins


def directory_of(name: str) -> Path:
    """Where the reader of this name is installed."""
    return HOME / name


def set_up() -> int:
    """Installs what is not there yet as pinned; gives how many could not be installed."""
    failed = 0
    for name, pins in blocks(LIST.read_text()):
        stamp = directory_of(name) / ".installed"
        if stamp.exists() and stamp.read_text() == "\n".join(pins):
            continue
        sys.stdout.write(f"  {name} ...\n")
        sys.stdout.flush()
        if _installed(name, pins):
            stamp.write_text("\n".join(pins))
        else:
            failed += 1
            sys.stdout.write(f"  {name} cannot be installed here; its row will say so\n")
    return failed


def _installed(name: str, pins: list[str]) -> bool:
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    target = ["--upgrade", "--no-deps", "--target", str(directory_of(name))]
    done = subprocess.run([*pip, *target, *pins], capture_output=True, check=False)  # noqa: S603
    return done.returncode == 0


if __name__ == "__main__":
    set_up()
