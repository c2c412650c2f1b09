"""Writes the cases: for each rule a file that keeps it and files that break it.

`python -m tests.edi.nacha.make_cases` makes them again from tests/edi/nacha/cases/recipes. What is
expected of each stands in cases/expected.tsv, written by the recipes and never by the codec.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.edi.nacha.cases.recipes import (
    addenda,
    answers,
    batches,
    controls,
    entries,
    headers,
    healthcare,
    structure,
)
from tests.edi.nacha.cases.recipes.recipe import Fault, Recipe, faulty, valid

FOLDER = Path(__file__).with_name("cases")
EXPECTED = "expected.tsv"
COLUMNS = ("file", "side", "asked", "rule", "line", "columns", "level", "of")

MODULES = (structure, headers, batches, entries, addenda, controls, healthcare, answers)
RECIPES: list[Recipe] = [recipe for module in MODULES for recipe in module.RECIPES]


def made() -> dict[str, bytes]:
    """Every file of the cases by its name, with the table of what is expected."""
    files: dict[str, bytes] = {}
    rows = ["\t".join(COLUMNS)]
    for recipe in RECIPES:
        for number, data in enumerate(valid(recipe), 1):
            name = f"{recipe.rule}{_suffix(number)}.valid.ach"
            files[name] = data
            rows += _rows_of_valid(name, recipe)
        for name, fault in _named(recipe):
            files[name] = faulty(recipe, fault)
            rows += _rows(name, fault)
    files[EXPECTED] = "".join(row + "\n" for row in rows).encode()
    return files


def _named(recipe: Recipe) -> Iterator[tuple[str, Fault]]:
    for number, fault in enumerate(recipe.faults, 1):
        yield f"{recipe.rule}{_suffix(number)}.faulty.ach", fault


def _suffix(number: int) -> str:
    return f"-{number}" if number > 1 else ""


def _rows_of_valid(name: str, recipe: Recipe) -> Iterator[str]:
    """One row for each side the rule is tried on: nothing is expected there."""
    for side in ("in", "out"):
        asked = {each.asked for each in recipe.faults if _expected(each, side)}
        if asked:
            yield "\t".join((name, side, asked.pop(), *"-" * 5))


def _expected(fault: Fault, side: str) -> tuple[str, ...]:
    return fault.on_input if side == "in" else fault.on_output


def _rows(name: str, fault: Fault) -> Iterator[str]:
    for side in ("in", "out"):
        for number, finding in enumerate(_expected(fault, side)):
            rule, line, columns, level = finding.split()
            whose = "beside" if number else "rule"
            yield "\t".join((name, side, fault.asked, rule, line, columns, level, whose))


def main() -> int:
    """Writes what is made and takes away what is made no more."""
    files = made()
    for path in FOLDER.glob("*.ach"):
        if path.name not in files:
            path.unlink()
    for name, data in files.items():
        (FOLDER / name).write_bytes(data)
    sys.stdout.write(f"{len(files) - 1} files and {EXPECTED} in {FOLDER.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
