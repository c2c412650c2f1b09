"""`python -m bench`: the codecs beside other readers, in tables; `--write` makes their page."""

import argparse
import sys
from datetime import date
from pathlib import Path

from bench.measuring import measure
from bench.page import page, table_lines
from bench.tables import TABLES


def main(arguments: list[str] | None = None) -> int:
    """Measures and prints table after table."""
    options = _parser().parse_args(arguments)
    tables = []
    for table in TABLES:
        if options.only in (None, table.codec):
            lines = table_lines(table, measure(table, options.scale, options.repeat, _progress))
            _progress("")
            print("\n".join(lines), flush=True)
            tables.append(lines)
    if options.write:
        command = f"python -m bench --scale {options.scale:g} --write {options.write}"
        options.write.write_text(page(tables, command, date.today()))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", choices=sorted({table.codec for table in TABLES}))
    parser.add_argument("--scale", type=float, default=1.0, help="1 is 50,000 entries of CCD+")
    parser.add_argument("--repeat", type=int, default=3, help="readings of each; the median counts")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the page of benchmarks")
    return parser


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}\r")
        sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
