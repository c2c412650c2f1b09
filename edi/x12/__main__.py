"""`python -m edi.x12`: check, show, mask or answer X12 files, and list their rules."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime

from edi.ground.amounts import display_dollars
from edi.ground.command import (
    ERRORS,
    OK,
    UNREADABLE,
    Progress,
    Source,
    add_json_option,
    complain,
    opened,
    wants_json,
    why_unreadable,
)
from edi.ground.command import run as run_command
from edi.x12.answering import answers
from edi.x12.checking import FileReport, SetReport, check
from edi.x12.envelope import read
from edi.x12.findings import ERROR, Finding
from edi.x12.masking import mask
from edi.x12.rules_page import rules_page
from edi.x12.segments import UnwritableElement
from edi.x12.showing import show

_NO_X12 = "no interchange and no set can be read in it"
_CHECK_EPILOG = (
    "Prints a JSON line a file, or sentences where a person is looking. Exit: 0 all is well "
    "(warnings aside), 1 an error was found, 2 a file cannot be read; the worst of several counts."
)


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(
        prog="python -m edi.x12",
        description="Read X12 files: remittances (835), payments (820), acknowledgements (999, "
        "997, TA1). FILE may be - for standard input.",
        epilog="Exit: 0 all is well, 1 an error was found, 2 a file cannot be read (the worst of "
        "several files counts).",
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    checks = commands.add_parser(
        "check", help="report what is wrong with each file", epilog=_CHECK_EPILOG
    )
    add_json_option(checks)
    shows = commands.add_parser(
        "show", help="show each file readably; names and account numbers are masked"
    )
    masks = commands.add_parser(
        "mask", help="print a copy safe to send to support: same length, same findings"
    )
    acks = commands.add_parser("ack", help="print the TA1 and 999 to answer each file with")
    acks.add_argument(
        "--control", type=int, default=1, help="first control number to use (default 1)"
    )
    rules = commands.add_parser("rules", help="print every rule as Markdown")
    for command, act in ((checks, _check), (shows, _show), (masks, _mask), (acks, _ack)):
        command.add_argument("files", nargs="+", metavar="FILE")
        command.set_defaults(run=_of_each_file(act))
    rules.set_defaults(run=_rules)
    return top


def main(arguments: list[str] | None = None) -> int:
    """Runs one command over its files; gives the worst exit code."""
    options = parser().parse_args(arguments)
    status: int = options.run(options)
    return status


Act = Callable[[str, argparse.Namespace], int]


def _of_each_file(act: Act) -> Callable[[argparse.Namespace], int]:
    """The act for every file in turn, whatever became of those before; the worst exit wins."""
    return lambda options: max([act(name, options) for name in options.files])


# check --------------------------------------------------------------------------------------


def _check(name: str, options: argparse.Namespace) -> int:
    report = _report(name)
    if wants_json(options):
        print(json.dumps(report.as_json(name), ensure_ascii=False), flush=True)
    else:
        for line in _sentences(name, report):
            print(line)
    if not report.is_x12:
        return UNREADABLE if wants_json(options) else complain(name, _why(report))
    return OK if report.is_ok else ERRORS


def _report(name: str) -> FileReport:
    try:
        with opened(name) as data:
            progress = Progress(name, len(data))
            report = check(data, progress.reached)
            progress.finish()
            return report
    except OSError as error:
        message = why_unreadable(error)
        finding = Finding("XI01", ERROR, "", 0, message[0].upper() + message[1:] + ".")
        return FileReport(findings=[finding])


def _why(report: FileReport) -> str:
    message = report.findings[0].message if report.findings else _NO_X12
    return message[0].lower() + message[1:].rstrip(".")


def _sentences(name: str, report: FileReport) -> Iterator[str]:
    """What a person reads of a file: its findings, its sets, and the counts."""
    if not report.is_x12:
        return
    yield name
    for finding in report.findings:
        yield f"  {_place(finding)}: {finding.level} {finding.rule}: {finding.message}"
    for item in report.transactions:
        yield f"  {_set_words(item)}"
    errors = sum(1 for finding in report.findings if finding.is_error)
    warnings = len(report.findings) - errors
    yield f"{name}: {_many(errors, 'error')}, {_many(warnings, 'warning')}."


def _place(finding: Finding) -> str:
    element = f"{finding.element:02d}" if finding.element else ""
    number = f" (segment {finding.number})" if finding.number else ""
    loop = f" in {finding.loop}" if finding.loop else ""
    return f"byte {finding.position}, {finding.segment or 'segment'}{element}{number}{loop}"


def _set_words(item: SetReport) -> str:
    words = f"{item.type} {item.control}"
    if item.balanced is None:
        return words
    what = "claim" if item.type == "835" else "item"
    state = "balanced" if item.balanced else "NOT BALANCED"
    return f"{words}: {_many(item.claims, what)}, {display_dollars(item.total_cents)}, {state}"


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


# show, mask, ack, rules ---------------------------------------------------------------------


def _show(name: str, options: argparse.Namespace) -> int:
    def shown(data: Source) -> int:
        interchanges, findings = read(data)
        if not interchanges:
            return complain(name, findings[0].message)
        for line in show(interchanges):
            print(line)
        return OK

    return _with_file(name, shown)


def _mask(name: str, options: argparse.Namespace) -> int:
    def masked(data: Source) -> int:
        interchanges, findings = read(data)
        if not interchanges:
            return complain(name, findings[0].message)
        sys.stdout.flush()
        out = getattr(sys.stdout, "buffer", None)
        for piece in mask(data):
            if out is None:
                sys.stdout.write(piece.decode("latin-1"))
            else:
                out.write(piece)
        return OK

    return _with_file(name, masked)


def _ack(name: str, options: argparse.Namespace) -> int:
    def answered(data: Source) -> int:
        interchanges, findings = read(data)
        if not interchanges:
            return complain(name, findings[0].message)
        try:
            for answer in answers(data, control=options.control, at=datetime.now().astimezone()):
                print(answer.decode("ascii"), end="")
        except UnwritableElement as error:
            complain(name, str(error))
            return ERRORS
        return OK

    return _with_file(name, answered)


def _with_file(name: str, act: Callable[[Source], int]) -> int:
    try:
        with opened(name) as data:
            return act(data)
    except BrokenPipeError:
        raise
    except OSError as error:
        return complain(name, why_unreadable(error))


def _rules(options: argparse.Namespace) -> int:
    for line in rules_page():
        print(line)
    return OK


def run() -> int:
    """`main`, quiet when the reader of its output goes away."""
    return run_command(main)


if __name__ == "__main__":
    sys.exit(run())
