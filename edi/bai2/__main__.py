"""`python -m edi.bai2`: check, show and mask BAI2 reports, and list their rules."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from edi.bai2.judge import NO_BAI2, Report, check
from edi.bai2.lines import looks_like_bai2
from edi.bai2.mask import mask
from edi.bai2.order import Counts
from edi.bai2.rules_page import rules_page
from edi.bai2.show import show
from edi.bai2.tolerances import TOLERANCES
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
from edi.ground.line_findings import Finding, as_json


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit status."""
    options = _parser().parse_args(arguments)
    return run(lambda: int(options.run(options)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m edi.bai2",
        description="Check, show and mask BAI2 cash reports. FILE may be - for standard input.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_check(commands)
    show_command = commands.add_parser(
        "show", help="print a report as a page for people, account numbers masked"
    )
    add_files(show_command)
    show_command.set_defaults(run=_show)
    mask_command = commands.add_parser(
        "mask", help="print a report with accounts, parties and texts covered, same lengths"
    )
    add_files(mask_command)
    mask_command.set_defaults(run=_mask)
    rules = commands.add_parser("rules", help="print every rule and tolerance, as Markdown")
    rules.set_defaults(run=_rules)
    return parser


def _add_check(commands: Any) -> None:
    command = commands.add_parser(
        "check",
        help="judge reports by the rules of the format",
        description="Judge each report; print what is wrong with it.",
    )
    add_tolerate_option(command, TOLERANCES)
    add_json_option(command)
    add_files(command)
    command.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    as_lines = wants_json(options)
    statuses = []
    for name in options.files:
        status, report, trouble = _report(name, options.tolerate)
        if trouble:
            complain(name, trouble)
        if as_lines:
            print(json.dumps(_as_object(name, status, report)), flush=True)
        elif not trouble:
            _tell(name, report)
        statuses.append(status)
    if not as_lines:
        good = statuses.count(OK)
        print(f"{len(statuses)} files: {good} in order, {len(statuses) - good} not")
    return max(statuses)


def _report(name: str, tolerate: Sequence[str]) -> tuple[int, Report, str | None]:
    try:
        with opened(name) as data:
            progress = Progress(name, len(data))
            report = check(data, tolerate=tolerate, reached=progress.reached)
            progress.finish()
    except OSError as error:
        why = why_unreadable(error)
        finding = Finding("BF01", "E", 1, (1, 1), why)
        return UNREADABLE, Report(Counts(), False, [finding]), why
    if not report.is_bai2:
        return UNREADABLE, report, NO_BAI2
    return OK if report.is_ok else ERRORS, report, None


def _as_object(name: str, status: int, report: Report) -> dict[str, Any]:
    counts = report.counts
    return {
        "file": name,
        "ok": status == OK,
        "groups": counts.groups,
        "accounts": counts.accounts,
        "transactions": counts.transactions,
        "credits_cents": counts.credits_cents,
        "debits_cents": counts.debits_cents,
        "findings": [as_json(each) for each in report.findings],
    }


def _tell(name: str, report: Report) -> None:
    for each in report.findings:
        told = as_json(each)
        value = f" [{each.value}]" if each.value else ""
        where = f"{name}:{each.line}:{told['columns']}"
        print(f"{where}: {each.level_word} {each.rule}: {told['message']}{value}")
    counts = report.counts
    errors = sum(each.is_error for each in report.findings)
    print(
        f"{name}: {counts.groups} groups, {counts.accounts} accounts, {counts.transactions} "
        f"transactions; {errors} errors, {len(report.findings) - errors} warnings"
    )


def _show(options: argparse.Namespace) -> int:
    return each_file(options.files, _print_page)


def _print_page(name: str, data: Source) -> int:
    if not looks_like_bai2(data):
        return complain(name, NO_BAI2)
    for line in show(data):
        print(line)
    return OK


def _mask(options: argparse.Namespace) -> int:
    return each_file(options.files, _print_copy)


def _print_copy(name: str, data: Source) -> int:
    if not looks_like_bai2(data):
        return complain(name, NO_BAI2)
    sys.stdout.flush()
    for piece in mask(data):
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()
    return OK


def _rules(options: argparse.Namespace) -> int:
    for line in rules_page():
        print(line)
    return OK


if __name__ == "__main__":
    sys.exit(main())
