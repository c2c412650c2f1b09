"""`python -m edi.x12`: check, show or answer X12 files from the command line."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from edi.x12.answering import answers
from edi.x12.checking import FileReport, check
from edi.x12.envelope import mapped, read
from edi.x12.findings import ERROR, Finding
from edi.x12.segments import UnwritableElement
from edi.x12.showing import show

OK, FOUND, UNREADABLE = 0, 1, 2


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(
        prog="python -m edi.x12",
        description="Read X12 files: remittances (835), payments (820), acknowledgements (999, "
        "997, TA1).",
        epilog="Exit: 0 all is well, 1 an error was found, 2 a file cannot be read (the worst of "
        "several files counts).",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    checks = commands.add_parser("check", help="report what is wrong with each file")
    checks.add_argument("--json", action="store_true", help="a JSON line a file (always so)")
    shows = commands.add_parser(
        "show", help="show each file readably; names and account numbers are masked"
    )
    acks = commands.add_parser("ack", help="print the TA1 and 999 to answer each file with")
    acks.add_argument(
        "--control", type=int, default=1, help="first control number to use (default 1)"
    )
    for command in (checks, shows, acks):
        command.add_argument("files", nargs="+", metavar="FILE", type=Path)
    return top


def main(arguments: list[str] | None = None) -> int:
    """Runs one command over its files; gives the worst exit code."""
    options = parser().parse_args(arguments)
    commands: dict[str, Callable[[Path, argparse.Namespace], int]] = {
        "check": _check,
        "show": _show,
        "ack": _ack,
    }
    return max(commands[options.command](path, options) for path in options.files)


def _check(path: Path, options: argparse.Namespace) -> int:
    try:
        with mapped(path) as data:
            report = check(data)
    except OSError as error:
        message = f"The file cannot be read: {error.strerror or type(error).__name__}."
        report = FileReport(findings=[Finding("XI01", ERROR, "", 0, message)])
    print(json.dumps(report.as_json(str(path)), ensure_ascii=False))
    if not report.is_x12:
        return UNREADABLE
    return OK if report.is_ok else FOUND


def _show(path: Path, options: argparse.Namespace) -> int:
    try:
        with mapped(path) as data:
            interchanges, findings = read(data)
            for line in show(interchanges):
                print(line)
            code = OK if interchanges else UNREADABLE
    except BrokenPipeError:
        raise
    except OSError as error:
        return _complain(path, f"cannot be read: {error.strerror or type(error).__name__}")
    return code if code == OK else _complain(path, findings[0].message)


def _ack(path: Path, options: argparse.Namespace) -> int:
    try:
        with mapped(path) as data:
            interchanges, findings = read(data)
            if not interchanges:
                return _complain(path, findings[0].message)
            for answer in answers(data, control=options.control, at=datetime.now().astimezone()):
                print(answer.decode("ascii"), end="")
    except BrokenPipeError:
        raise
    except OSError as error:
        return _complain(path, f"cannot be read: {error.strerror or type(error).__name__}")
    except UnwritableElement as error:
        print(f"{path}: {error}", file=sys.stderr)
        return FOUND
    return OK


def _complain(path: Path, message: str) -> int:
    print(f"{path}: {message}", file=sys.stderr)
    return UNREADABLE


def run() -> int:
    """`main`, quiet when the reader of its output goes away."""
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        # What is left in the buffer goes nowhere, so that the exit does not complain again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    return code


if __name__ == "__main__":
    sys.exit(run())
