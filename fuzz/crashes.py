"""Crashes: what tells one from another, where they are kept, and how they are made small."""

import hashlib
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from fuzz.oracle import Breach
from fuzz.targets.registry import Target

HOME = Path("var/fuzz/crashes")
# Processor time for one input of at most 4 KB; a sound parser needs a thousandth of it.
MOST_SECONDS = 5.0
_MOST_TRIES = 4000


class Hang(BaseException):
    """An input took too long. No Exception, so that nothing on the way swallows it."""


@contextmanager
def guarded() -> Iterator[None]:
    """Within it, `attempt` ends an input that takes too long. For a process's main thread."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Hang("took too long")

    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def attempt(target: Target, data: bytes, thorough: bool = True) -> frozenset[str]:
    """Examines one input, ended after MOST_SECONDS of processor time inside `guarded`."""
    signal.setitimer(signal.ITIMER_VIRTUAL, MOST_SECONDS)
    return target.examine(data, thorough)


def kind_of(error: BaseException) -> str:
    """The same text for crashes of one cause: the promise, or the exception and its last line."""
    if isinstance(error, Breach):
        return f"Breach: {error.promise}"
    if isinstance(error, Hang):
        return "Hang"
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/edi/" in frame.filename] or list(frames)
    where = ours[-1]
    place = f"{Path(where.filename).name}:{where.name}" if ours else ""
    return f"{type(error).__name__} in {place}"


def crash_of(target: Target, data: bytes) -> BaseException | None:
    """What the input raises, or None."""
    try:
        attempt(target, data)
    except (Exception, Hang) as error:
        return error
    return None


def shrunk(target: Target, data: bytes, kind: str) -> bytes:
    """A smaller input that crashes in the same way: pieces left out, from halves to bytes."""
    tries = 0
    size = max(1, len(data) // 2)
    while size and tries < _MOST_TRIES:
        at, found = 0, False
        while at < len(data) and tries < _MOST_TRIES:
            candidate = data[:at] + data[at + size :]
            tries += 1
            error = crash_of(target, candidate)
            if error is not None and kind_of(error) == kind:
                data, found = candidate, True
            else:
                at += size
        if not found or size > 1:
            size //= 2
    return data


def keep(target: Target, data: bytes, error: BaseException) -> Path:
    """Writes the input and its traceback; gives the input's path, one for each kind of crash."""
    directory = HOME / target.name
    directory.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(kind_of(error).encode()).hexdigest()[:12]
    path = directory / f"{name}.bin"
    path.write_bytes(data)
    text = "".join(traceback.format_exception(error, chain=False))
    path.with_suffix(".txt").write_text(f"{kind_of(error)}\n\n{data!r}\n\n{text}")
    return path
