"""`python -m edi.nacha`: its commands, and the printing. What is said: edi.nacha.printed."""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from edi.ground.command import (
    ERRORS,
    OK,
    UNREADABLE,
    Progress,
    Source,
    add_files,
    add_json_option,
    add_tolerate_option,
    complain,
    each_file,
    opened,
    run,
    wants_json,
    why_unreadable,
)
from edi.nacha.diff import diff
from edi.nacha.files import NachaFile
from edi.nacha.mask import masked
from edi.nacha.printed import closing, diff_json, diff_sentences, report_json, sentences
from edi.nacha.reader import parse
from edi.nacha.remittance import remittances
from edi.nacha.rules_page import rules_page
from edi.nacha.show import shown
from edi.nacha.stream import Report, check, looks_like_nacha
from edi.nacha.tolerances import TOLERANCES

# Findings of one rule that a command keeps and prints; the others are counted.
FINDINGS_A_RULE = 2_000
# As many of them as a person reads.
LINES_A_RULE = 100
_NO_FILE = "no line of the file looks like a Nacha record"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit status."""
    options = _parser().parse_args(arguments)
    return run(lambda: options.run(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m edi.nacha",
        description="Check, show, mask and compare Nacha (ACH) files, and take the remittances "
        "out of them. FILE may be - for standard input. Exit status 2: some file cannot be read.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_check(commands)
    for name, act, words in (
        ("show", _show, "print files as a page, account numbers masked and names covered"),
        ("mask", _mask, "print a copy fit to send: accounts and names covered, all else kept"),
    ):
        command = commands.add_parser(name, help=words)
        add_files(command)
        command.set_defaults(run=act)
    _add_addenda(commands)
    _add_diff(commands)
    rules = commands.add_parser("rules", help="print every rule and tolerance, as Markdown")
    rules.set_defaults(run=_rules)
    return parser


def _add_check(commands: Any) -> None:
    command = commands.add_parser(
        "check",
        help="judge files by the rules of the network",
        description="Judge each file as an inbound one, or with --out as one about to be sent.",
    )
    add_tolerate_option(command, TOLERANCES)
    command.add_argument("--out", action="store_true", help="judge by the rules of output")
    add_json_option(command)
    add_files(command)
    command.set_defaults(run=_check)


def _add_addenda(commands: Any) -> None:
    command = commands.add_parser(
        "addenda",
        help="print the text in the addenda of CTX entries, for a program that reads X12",
        description="Print the text that runs through the 05 addenda of each CTX, ATX, TRX and "
        "ACK entry, unmasked, each with a line end after it. What reads it: python -m edi.x12 "
        "show -",
        epilog="Exit status: 0 it is printed, 2 some file cannot be read.",
    )
    command.add_argument("--all", action="store_true", help="of entries of every class")
    add_files(command)
    command.set_defaults(run=_addenda)


def _add_diff(commands: Any) -> None:
    command = commands.add_parser(
        "diff",
        help="say what differs between two files, by batch, entry and field, masked",
        epilog="Exit status: 0 the files are the same, 1 they differ, 2 one cannot be read.",
    )
    add_json_option(command)
    command.add_argument("before", metavar="A")
    command.add_argument("after", metavar="B")
    command.set_defaults(run=_diff)


def _check(options: argparse.Namespace) -> int:
    is_json, statuses = wants_json(options), []
    for name in options.files:
        status, report = _checked(name, options)
        statuses.append(status)
        if is_json:
            print(json.dumps(report_json(name, report), ensure_ascii=True), flush=True)
        else:
            for line in sentences(name, report):
                print(line, flush=True)
    if len(statuses) > 1 and not is_json:
        print(closing(statuses))
    return max(statuses)


def _checked(name: str, options: argparse.Namespace) -> tuple[int, Report | str]:
    """The status and report of a file, or why there is none."""
    try:
        with opened(name) as data:
            report = _judged(name, data, options)
    except OSError as error:
        return UNREADABLE, _complaint(name, why_unreadable(error))
    if not report.looks_like_nacha:
        return UNREADABLE, _complaint(name, _NO_FILE)
    return ERRORS if report.errors else OK, report


def _complaint(name: str, message: str) -> str:
    """Says on standard error why a file cannot be read, and gives the reason."""
    complain(name, message)
    return message


def _judged(name: str, data: Source, options: argparse.Namespace) -> Report:
    progress = Progress(name, len(data))
    try:
        return check(
            data,
            side="out" if options.out else "in",
            tolerate=options.tolerate,
            limit=FINDINGS_A_RULE if wants_json(options) else min(FINDINGS_A_RULE, LINES_A_RULE),
            progress=progress.reached,
        )
    finally:
        progress.finish()


def _show(options: argparse.Namespace) -> int:
    def act(name: str, data: Source) -> int:
        if not looks_like_nacha(data):
            return complain(name, _NO_FILE)
        if len(options.files) > 1:
            print(f"{name}:")
        for line in shown(data):
            print(line)
        if len(options.files) > 1:
            print()
        return OK

    return each_file(options.files, act)


def _mask(options: argparse.Namespace) -> int:
    return each_file(options.files, lambda name, data: _write(name, data, masked(data)))


def _write(name: str, data: Source, pieces: Iterable[bytes]) -> int:
    """Prints bytes as they are, unless the file is no Nacha file."""
    if not looks_like_nacha(data):
        return complain(name, _NO_FILE)
    progress, done = Progress(name, len(data)), 0
    sys.stdout.flush()
    for piece in pieces:
        sys.stdout.buffer.write(piece)
        done += len(piece)
        progress.reached(done)
    sys.stdout.buffer.flush()
    progress.finish()
    return OK


def _addenda(options: argparse.Namespace) -> int:
    def act(name: str, data: Source) -> int:
        return _write(name, data, remittances(data, every_class=options.all))

    return each_file(options.files, act)


def _diff(options: argparse.Namespace) -> int:
    files: list[NachaFile] = []

    def take(name: str, data: Source) -> int:
        if not looks_like_nacha(data):
            return complain(name, _NO_FILE)
        files.append(parse(bytes(data)))
        return OK

    if status := each_file([options.before, options.after], take):
        return status
    found = diff(*files)
    if wants_json(options):
        print(json.dumps(diff_json(options.before, options.after, found), ensure_ascii=True))
    else:
        print("\n".join(diff_sentences(found)))
    return OK if found.is_same else ERRORS


def _rules(options: argparse.Namespace) -> int:
    for line in rules_page():
        print(line)
    return OK


if __name__ == "__main__":
    sys.exit(main())
