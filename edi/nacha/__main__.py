"""`python -m edi.nacha`: check, show, mask and compare Nacha files, and list their rules."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

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
    run,
    wants_json,
    why_unreadable,
)
from edi.nacha.diff import Difference, FileDiff, diff
from edi.nacha.files import NachaFile, Tally
from edi.nacha.findings import Finding, as_json
from edi.nacha.mask import masked
from edi.nacha.reader import parse
from edi.nacha.rules_page import rules_page
from edi.nacha.show import shown
from edi.nacha.stream import Report, check, looks_like_nacha
from edi.nacha.tolerances import TOLERANCES

# Findings of one rule that a command keeps and prints; the others are counted.
FINDINGS_A_RULE = 2_000
_NO_FILE = "no line of the file looks like a Nacha record"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit status."""
    options = _parser().parse_args(arguments)
    return run(lambda: options.run(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m edi.nacha",
        description="Check, show, mask and compare Nacha (ACH) files. FILE may be - for standard "
        "input. Exit status 2: some file cannot be read.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_check(commands)
    for name, act, words in (
        ("show", _show, "print files as a page, account numbers masked and names covered"),
        ("mask", _mask, "print a copy fit to send: accounts and names covered, all else kept"),
    ):
        command = commands.add_parser(name, help=words)
        command.add_argument("files", nargs="+", metavar="FILE")
        command.set_defaults(run=act)
    _add_diff(commands)
    rules = commands.add_parser("rules", help="print every rule and tolerance, as Markdown")
    rules.set_defaults(run=_rules)
    return parser


def _add_check(commands: Any) -> None:
    command = commands.add_parser(
        "check",
        help="judge files by the rules of the network",
        description="Judge each file as an inbound one, or with --out as one about to be sent.",
        epilog="Exit status: 0 all files are in order (warnings aside), 1 some file has an error, "
        "2 some file cannot be read. Tolerances: " + ", ".join(TOLERANCES) + ".",
    )
    command.add_argument(
        "--tolerate",
        action="append",
        default=[],
        choices=TOLERANCES,
        metavar="NAME",
        help="let breaches of this kind pass as warnings; may be given again",
    )
    command.add_argument("--out", action="store_true", help="judge by the rules of output")
    add_json_option(command)
    command.add_argument("files", nargs="+", metavar="FILE")
    command.set_defaults(run=_check)


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


def _each(names: Sequence[str], act: Callable[[str, Source], int]) -> int:
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


def _check(options: argparse.Namespace) -> int:
    worst = OK
    for name in options.files:
        status, report = _checked(name, options)
        if wants_json(options):
            lines = [json.dumps(_report(name, status, report), ensure_ascii=True)]
        else:
            lines = list(_sentences(name, report))
        print("\n".join(lines), flush=True)
        worst = max(worst, status)
    return worst


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
            limit=FINDINGS_A_RULE,
            progress=progress.reached,
        )
    finally:
        progress.finish()


def _report(name: str, status: int, report: Report | str) -> dict[str, Any]:
    if isinstance(report, str):
        finding = Finding("FS01", "E", 1, (1, 94), report)
        counts = dict.fromkeys(("batches", "entries", "debits_cents", "credits_cents"), 0)
        return {"file": name, "ok": False, **counts, "findings": [as_json(finding)]}
    tally = report.summary.tally
    result = {
        "file": name,
        "ok": status == OK,
        "batches": report.summary.batch_count,
        "entries": tally.entries,
        "debits_cents": tally.debits_cents,
        "credits_cents": tally.credits_cents,
        "findings": [as_json(each) for each in report.findings],
    }
    return result | ({"left_out": report.left_out} if report.left_out else {})


def _sentences(name: str, report: Report | str) -> Iterator[str]:
    """What a person reads of a file: errors, then warnings, then counts and totals."""
    if isinstance(report, str):
        yield f"{name}: not readable"
        return
    for is_error, title in ((True, "Errors"), (False, "Warnings")):
        found = [each for each in report.findings if each.is_error == is_error]
        if found:
            yield f"{name}: {title.lower()}"
            yield from map(_sentence, found)
    for rule, count in sorted(report.left_out.items()):
        yield f"  {count:,} more findings of {rule} are left out here"
    counted = _counted(report.summary.batch_count, report.summary.tally)
    yield f"{name}: {_verdict(report)}; {counted}"


def _sentence(finding: Finding) -> str:
    first, last = finding.columns
    value = f" [{_printable(finding.value)}]" if finding.value else ""
    passed = f" (let pass by {finding.tolerated})" if finding.tolerated else ""
    where = f"line {finding.line}, {first}-{last}:"
    return f"  {finding.rule}  {where:<22} {finding.message}{value}{passed}"


def _verdict(report: Report) -> str:
    errors, warnings = _number(report.errors, "error"), _number(report.warnings, "warning")
    return f"{'in order' if not report.errors else 'not in order'}, {errors}, {warnings}"


def _counted(batches: int, tally: Tally) -> str:
    return (
        f"{_number(batches, 'batch', 'batches')}, {_number(tally.entries, 'entry', 'entries')}, "
        f"debits {display_dollars(tally.debits_cents)}, "
        f"credits {display_dollars(tally.credits_cents)}"
    )


def _number(count: int, one: str, more: str = "") -> str:
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text)


def _show(options: argparse.Namespace) -> int:
    return _each(options.files, _shown)


def _shown(name: str, data: Source) -> int:
    if not looks_like_nacha(data):
        return complain(name, _NO_FILE)
    for line in shown(data):
        print(line)
    return OK


def _mask(options: argparse.Namespace) -> int:
    return _each(options.files, _masked)


def _masked(name: str, data: Source) -> int:
    if not looks_like_nacha(data):
        return complain(name, _NO_FILE)
    progress, done = Progress(name, len(data)), 0
    sys.stdout.flush()
    for piece in masked(data):
        sys.stdout.buffer.write(piece)
        done += len(piece)
        progress.reached(done)
    sys.stdout.buffer.flush()
    progress.finish()
    return OK


def _diff(options: argparse.Namespace) -> int:
    files: list[NachaFile] = []

    def take(name: str, data: Source) -> int:
        if not looks_like_nacha(data):
            return complain(name, _NO_FILE)
        files.append(parse(bytes(data)))
        return OK

    if status := _each([options.before, options.after], take):
        return status
    found = diff(*files)
    if wants_json(options):
        print(json.dumps(_diff_report(options, found), ensure_ascii=True))
    else:
        print("\n".join(_diff_sentences(found)))
    return OK if found.is_same else ERRORS


def _diff_report(options: argparse.Namespace, found: FileDiff) -> dict[str, Any]:
    sides = ((found.batches_before, found.before), (found.batches_after, found.after))
    totals = [
        {
            "batches": batches,
            "entries": tally.entries,
            "debits_cents": tally.debits_cents,
            "credits_cents": tally.credits_cents,
        }
        for batches, tally in sides
    ]
    return {
        "before": options.before,
        "after": options.after,
        "same": found.is_same,
        "differences": [each.as_json() for each in found.differences],
        "totals": {"before": totals[0], "after": totals[1]},
    }


def _diff_sentences(found: FileDiff) -> Iterator[str]:
    for each in found.differences:
        yield _difference(each)
        for change in each.fields:
            before, after = _printable(change.before), _printable(change.after)
            name = change.name.removesuffix("_cents").replace("_", " ")
            yield f"    {name}: {before or 'blank'} -> {after or 'blank'}"
    yield f"before: {_counted(found.batches_before, found.before)}"
    yield f"after:  {_counted(found.batches_after, found.after)}"
    count = _number(len(found.differences), "difference")
    yield "The files are the same." if found.is_same else f"{count}."


def _difference(each: Difference) -> str:
    places = [
        f"line {line} of {name}"
        for line, name in ((each.line_before, "A"), (each.line_after, "B"))
        if line
    ]
    batch = f", batch {each.batch}" if each.batch is not None else ""
    trace = f", trace {each.trace}" if each.trace else ""
    where = f" ({', '.join(places)})" if places else ""
    return f"{each.what}: {each.record}{batch}{trace}{where}"


def _rules(options: argparse.Namespace) -> int:
    for line in rules_page():
        print(line)
    return OK


if __name__ == "__main__":
    sys.exit(main())
