"""`python -m edi.nacha`: check, show and mask Nacha files from a shell."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from edi.nacha.files import NachaFile
from edi.nacha.findings import as_json
from edi.nacha.mask import mask
from edi.nacha.reader import parse, read
from edi.nacha.show import show
from edi.nacha.tolerances import TOLERANCES
from edi.nacha.writer import write

OK, ERRORS, UNREADABLE = 0, 1, 2
# What a shell reports for a command whose reader went away.
BROKEN_PIPE = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit status."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would complain once more when it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m edi.nacha",
        description="Check, show and mask Nacha (ACH) files. FILE may be - for standard input.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_check(commands)
    show_command = commands.add_parser(
        "show", help="print a file as a table, account numbers masked"
    )
    show_command.add_argument("file", metavar="FILE")
    show_command.set_defaults(run=_show)
    mask_command = commands.add_parser(
        "mask", help="print a file with account numbers and names covered, same widths"
    )
    mask_command.add_argument("file", metavar="FILE")
    mask_command.set_defaults(run=_mask)
    return parser


def _add_check(commands: Any) -> None:
    check = commands.add_parser(
        "check",
        help="judge files by the rules of the network; one JSON line a file",
        description="Judge each file as an inbound one and print one JSON line for it.",
        epilog="Exit status: 0 all files are in order (warnings aside), 1 some file has an error, "
        "2 some file cannot be read. Tolerances: " + ", ".join(TOLERANCES) + ".",
    )
    check.add_argument(
        "--tolerate",
        action="append",
        default=[],
        choices=TOLERANCES,
        metavar="NAME",
        help="let breaches of this kind pass as warnings; may be given again",
    )
    check.add_argument(
        "--json", action="store_true", help="print JSON lines, as is done without it too"
    )
    check.add_argument("files", nargs="+", metavar="FILE")
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    worst = OK
    for name in options.files:
        status, report = _report(name, options.tolerate)
        print(json.dumps(report, ensure_ascii=True), flush=True)
        worst = max(worst, status)
    return worst


def _report(name: str, tolerate: Sequence[str]) -> tuple[int, dict[str, Any]]:
    try:
        data = _bytes(name)
    except OSError as error:
        return UNREADABLE, _unreadable(name, f"the file cannot be read: {error.strerror}")
    file, findings = read(data, tolerate=tolerate)
    if file is None:
        return UNREADABLE, _unreadable(name, "no line of the file looks like a Nacha record")
    status = ERRORS if any(each.is_error for each in findings) else OK
    tally = file.tally()
    return status, {
        "file": name,
        "ok": status == OK,
        "batches": len(file.batches),
        "entries": tally.entries,
        "debits_cents": tally.debits_cents,
        "credits_cents": tally.credits_cents,
        "findings": [as_json(each) for each in findings],
    }


def _unreadable(name: str, message: str) -> dict[str, Any]:
    finding = {"rule": "FS01", "level": "error", "line": 1, "columns": "1-94", "message": message}
    counts = dict.fromkeys(("batches", "entries", "debits_cents", "credits_cents"), 0)
    return {"file": name, "ok": False, **counts, "findings": [finding]}


def _show(options: argparse.Namespace) -> int:
    file = _file(options.file)
    if file is None:
        return UNREADABLE
    # Covered first: the addenda of a CTX entry hold account numbers in X12 of their own.
    for line in show(parse(write(mask(file)))):
        print(line)
    return OK


def _mask(options: argparse.Namespace) -> int:
    file = _file(options.file)
    if file is None:
        return UNREADABLE
    sys.stdout.buffer.write(write(mask(file)))
    sys.stdout.buffer.flush()
    return OK


def _file(name: str) -> NachaFile | None:
    """The file, or None after saying on standard error why it cannot be read."""
    try:
        data = _bytes(name)
    except OSError as error:
        print(f"{name}: {error.strerror}", file=sys.stderr)
        return None
    file, _ = read(data, tolerate={"skip_all"})
    if file is None:
        print(f"{name}: no line looks like a Nacha record", file=sys.stderr)
        return None
    return file


def _bytes(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


if __name__ == "__main__":
    sys.exit(main())
