"""What the codecs' commands share: files without loading them, exit codes, progress, broken pipes.

What a command says of a file is the codec's own.
"""

from __future__ import annotations

import argparse
import mmap
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import BinaryIO

OK, ERRORS, UNREADABLE = 0, 1, 2
# What a shell reports for a command whose reader went away.
BROKEN_PIPE = 141

CHECK_STATUS = (
    "Exit status: 0 all files are in order (warnings aside), 1 some file has an error, "
    "2 some file cannot be read."
)

Source = bytes | mmap.mmap

# A file is read in well under a second up to this size, and nobody wants to hear about it.
QUIET_BYTES = 16 << 20
_SECONDS_BETWEEN = 0.5


def run(main: Callable[[], int]) -> int:
    """The exit status of a command; quiet where the reader of its output goes away, and 130
    where a person stops it."""
    try:
        status = main()
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would complain once more when it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return 130
    return status


@contextmanager
def opened(name: str) -> Iterator[Source]:
    """The bytes of a file without loading them; "-" is standard input. Raises OSError.

    What cannot be mapped (a pipe) is first copied to a file of its own, so memory stays flat.
    """
    if name == "-":
        with _spooled(sys.stdin.buffer) as data:
            yield data
        return
    with open(name, "rb") as file:
        if not os.path.isfile(name):
            with _spooled(file) as data:
                yield data
            return
        with _mapped(file) as data:
            yield data


@contextmanager
def _spooled(stream: BinaryIO) -> Iterator[Source]:
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(stream, copy)
        with _mapped(copy) as data:
            yield data


@contextmanager
def _mapped(file: BinaryIO) -> Iterator[Source]:
    file.flush()
    if os.fstat(file.fileno()).st_size == 0:
        yield b""
        return
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        yield data


def why_unreadable(error: OSError) -> str:
    """The reason the system gives, as part of a sentence."""
    return f"the file cannot be read: {error.strerror or type(error).__name__}"


def complain(name: str, message: str) -> int:
    """Says on standard error what is wrong with a file; gives the exit status for it."""
    sys.stderr.write(f"{name}: {message}\n")
    return UNREADABLE


def add_json_option(parser: argparse.ArgumentParser) -> None:
    """`--json`: one JSON line a file, as is printed anyway where no person is looking."""
    parser.add_argument(
        "--json",
        action="store_true",
        help="print one JSON line a file; the default where standard output is no terminal",
    )


def add_tolerate_option(parser: argparse.ArgumentParser, names: Iterable[str]) -> None:
    """`--tolerate NAME`, any number of times; the names are listed at the foot of the help."""
    parser.add_argument(
        "--tolerate",
        action="append",
        default=[],
        choices=list(names),
        metavar="NAME",
        help="let breaches of this kind pass as warnings; may be given again",
    )
    parser.epilog = f"{CHECK_STATUS} Tolerances: {', '.join(names)}."


def add_files(parser: argparse.ArgumentParser) -> None:
    """One file or several."""
    parser.add_argument("files", nargs="+", metavar="FILE")


def each_file(names: Iterable[str], act: Callable[[str, Source], int]) -> int:
    """The worst status of the files; what cannot be read is said on standard error."""
    worst = OK
    for name in names:
        try:
            with opened(name) as data:
                status = act(name, data)
        except BrokenPipeError:
            raise
        except OSError as error:
            status = complain(name, why_unreadable(error))
        worst = max(worst, status)
    return worst


def wants_json(options: argparse.Namespace) -> bool:
    """Whether findings are printed as JSON lines: asked for, or read by a program."""
    return bool(options.json) or not sys.stdout.isatty()


class Progress:
    """How far a large file has been read, on standard error, where a person is looking.

    Silent for small files and where standard error is no terminal.
    """

    def __init__(self, name: str, total_bytes: int) -> None:
        self.name, self.total_bytes = name, total_bytes
        self.is_shown = total_bytes > QUIET_BYTES and sys.stderr.isatty()
        self.next_at = monotonic() + _SECONDS_BETWEEN if self.is_shown else float("inf")

    def reached(self, done_bytes: int) -> None:
        """Call now and then; prints at most twice a second."""
        if monotonic() < self.next_at:
            return
        self.next_at = monotonic() + _SECONDS_BETWEEN
        share = 100 * done_bytes // self.total_bytes
        text = f"\r{self.name}: {share} % of {self.total_bytes / 1e6:,.0f} MB"
        sys.stderr.write(text)
        sys.stderr.flush()

    def finish(self) -> None:
        """Clears the line."""
        if self.is_shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
