"""What is printed of a file's findings and of differences: as one JSON object, or as sentences.

Nothing is printed here.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from edi.ground.amounts import display_dollars
from edi.ground.command import ERRORS, OK, UNREADABLE
from edi.ground.line_findings import Finding, as_json
from edi.nacha.diff import Difference, FieldChange, FileDiff
from edi.nacha.files import Tally
from edi.nacha.stream import Report


def report_json(name: str, report: Report | str) -> dict[str, Any]:
    if isinstance(report, str):
        finding = Finding("FS01", "E", 1, (1, 94), report)
        counts = dict.fromkeys(("batches", "entries", "debits_cents", "credits_cents"), 0)
        return {"file": name, "ok": False, **counts, "findings": [as_json(finding)]}
    tally = report.summary.tally
    result = {
        "file": name,
        "ok": report.is_in_order,
        "batches": report.summary.batch_count,
        "entries": tally.entries,
        "debits_cents": tally.debits_cents,
        "credits_cents": tally.credits_cents,
        "findings": [as_json(each) for each in report.findings],
    }
    return result | ({"left_out": report.left_out} if report.left_out else {})


def sentences(name: str, report: Report | str) -> Iterator[str]:
    """What a person reads of a file: errors, then warnings, then counts and totals."""
    if isinstance(report, str):
        # Why was said on standard error.
        return
    for is_error, title in ((True, "Errors"), (False, "Warnings")):
        found = [each for each in report.findings if each.is_error == is_error]
        if found:
            yield f"{name}: {title.lower()}"
            yield from map(_sentence, found)
    for rule, count in sorted(report.left_out.items()):
        more = "1 more finding" if count == 1 else f"{count:,} more findings"
        yield f"  {more} of {rule} {'is' if count == 1 else 'are'} left out here"
    counted = _counted(report.summary.batch_count, report.summary.tally)
    yield f"{name}: {_verdict(report)}; {counted}"


def _sentence(finding: Finding) -> str:
    first, last = finding.columns
    value = f" [{_printable(finding.value)}]" if finding.value else ""
    passed = f" (let pass by {finding.tolerated})" if finding.tolerated else ""
    where = f"line {finding.line}, {first}-{last}:"
    return f"  {finding.rule}  {where:<22} {finding.message}{value}{passed}"


def _verdict(report: Report) -> str:
    if not report.errors and not report.warnings:
        return "in order"
    errors, warnings = _number(report.errors, "error"), _number(report.warnings, "warning")
    return f"{'in order' if not report.errors else 'not in order'}, {errors}, {warnings}"


def closing(statuses: Sequence[int]) -> str:
    """How many of several files are in order, by the exit status of each."""
    words = {OK: "in order", ERRORS: "not in order", UNREADABLE: "not readable"}
    counts = [f"{statuses.count(each):,} {words[each]}" for each in words if each in statuses]
    return f"{len(statuses):,} files: {', '.join(counts)}"


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


def diff_json(before: str, after: str, found: FileDiff) -> dict[str, Any]:
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
        "before": before,
        "after": after,
        "same": found.is_same,
        "differences": [each.as_json() for each in found.differences],
        "totals": {"before": totals[0], "after": totals[1]},
    }


def diff_sentences(found: FileDiff) -> Iterator[str]:
    for each in found.differences:
        yield _difference(each)
        for change in each.fields:
            yield f"    {_change(change)}"
    yield f"before: {_counted(found.batches_before, found.before)}"
    yield f"after:  {_counted(found.batches_after, found.after)}"
    count = _number(len(found.differences), "difference")
    yield "The files are the same." if found.is_same else f"{count}."


def _change(change: FieldChange) -> str:
    """A field before and after; values whose masks are alike differ in what is covered."""
    name = change.name.removesuffix("_cents").replace("_", " ")
    before, after = (_value(change.name, each) for each in (change.before, change.after))
    if before == after:
        return f"{name}: differs where it is covered ({before})"
    return f"{name}: {before} -> {after}"


def _value(field: str, text: str) -> str:
    if field.endswith("_cents") and text.isdecimal():
        return display_dollars(int(text))
    return _printable(text) or "blank"


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
