"""Ways to damage a file: every element of every segment, every segment, the file at every
segment. What each has to lead to stands in test_mutation.py."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.edi.x12.samples import to_bytes

_NUMBER = re.compile(r"-?[0-9]*\.?[0-9]+")
# Elements that are amounts, by segment.
AMOUNTS = {
    "BPR": (2,),
    "CLP": (3, 4, 5),
    "SVC": (2, 3),
    "CAS": (3, 6, 9, 12, 15, 18),
    "PLB": (4, 6, 8, 10, 12, 14),
    "AMT": (2,),
    "RMR": (4, 5, 6, 8),
    "ADX": (1,),
    "TS3": (5,),
    "TS2": (1, 2),
    "MIA": (4,),
}
# Of these each cent is in one of the three balances.
BALANCED = {
    "BPR": (2,),
    "CLP": (3, 4),
    "SVC": (2, 3),
    "CAS": AMOUNTS["CAS"],
    "PLB": AMOUNTS["PLB"],
}
WHOLE = "segment"


@dataclass(frozen=True)
class Mutant:
    """A damaged file: `what` was done `where`, such as CLP04 or CLP (the whole segment)."""

    what: str
    where: str
    row: int
    data: bytes

    @property
    def segment(self) -> str:
        return re.sub(r"(?<=..)[0-9]{2}(?:-[0-9])?$", "", self.where)


def mutants(rows: list[str]) -> Iterator[Mutant]:
    """Every mutant of a file given as its segments."""
    for index, row in enumerate(rows):
        tag = row.partition("*")[0]
        for what, where, changed in _of_elements(row):
            yield Mutant(what, where, index, to_bytes([*rows[:index], changed, *rows[index + 1 :]]))
        yield Mutant("dropped", tag, index, to_bytes([*rows[:index], *rows[index + 1 :]]))
        yield Mutant("doubled", tag, index, to_bytes([*rows[: index + 1], *rows[index:]]))
        if index + 1 < len(rows):
            yield Mutant("truncated", tag, index, to_bytes(rows[: index + 1]))
            if row != rows[index + 1]:
                swapped = [*rows[:index], rows[index + 1], row, *rows[index + 2 :]]
                yield Mutant("swapped", tag, index, to_bytes(swapped))


def _of_elements(row: str) -> Iterator[tuple[str, str, str]]:
    tag, *elements = row.split("*")
    for number, value in enumerate(elements, start=1):
        if not value:
            continue
        for what, changed in _of_value(value, number in AMOUNTS.get(tag, ())):
            parts = [*elements[: number - 1], changed, *elements[number:]]
            yield what, f"{tag}{number:02d}", "*".join([tag, *parts])


def _of_value(value: str, is_amount: bool) -> Iterator[tuple[str, str]]:
    yield "emptied", ""
    yield "blank", " "
    yield "too long", value + "9" * 90
    yield "control character", f"{value[:1]}\x07{value[1:]}"
    yield "element separator", f"{value[:1]}*{value[1:]}"
    yield "component separator", f"{value[:1]}:{value[1:]}"
    yield "terminator", f"{value[:1]}~{value[1:]}"
    if value.lower() != value:
        yield "lower case", value.lower()
    if _NUMBER.fullmatch(value):
        yield "letter", f"{value[:-1]}O"
        yield "exponent", f"{value}E1"
    if is_amount:
        yield from _of_amount(value)
    else:
        yield "doubled", value * 2


def _of_amount(value: str) -> Iterator[tuple[str, str]]:
    cents = round(float(value) * 100)
    yield "third decimal", f"{cents / 100:.2f}5"
    yield "cent more", f"{(cents + 1) / 100:.2f}"
    yield "cent less", f"{(cents - 1) / 100:.2f}"
    yield "thousands", f"{value},000"
    if cents:
        yield "sign", value[1:] if value.startswith("-") else f"-{value}"
