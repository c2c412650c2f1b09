"""Readers of Nacha files. Each gives the number of entries."""

from functools import cache
from pathlib import Path
from typing import Any

from bench.row import Read, Row

FIELDS = "records into fields, entries with their addenda"


def ours_entries() -> Read:
    from edi.ground.command import opened
    from edi.nacha.stream import entries

    def read(path: str) -> int:
        with opened(path) as data:
            return sum(1 for _ in entries(data))

    return read


def ours_fields() -> Read:
    from edi.ground.command import opened
    from edi.nacha.stream import entries

    @cache
    def names(kind: Any) -> list[str]:
        return [name for name in kind.layout.fields if hasattr(kind, name)]

    def read(path: str) -> int:
        count = 0
        with opened(path) as data:
            for entry, _ in entries(data):
                count += 1
                for record in (entry, *entry.addenda):
                    kind: Any = type(record)
                    _ = [getattr(record, name) for name in names(kind)]
        return count

    return read


def ours_kept() -> Read:
    from edi.nacha.reader import parse

    def read(path: str) -> int:
        return sum(len(batch.entries) for batch in parse(Path(path).read_bytes()).batches)

    return read


def ours_check() -> Read:
    from edi.ground.command import opened
    from edi.nacha.stream import check

    def read(path: str) -> int:
        with opened(path) as data:
            report = check(data)
        assert report.is_in_order and not report.findings
        return report.summary.tally.entries

    return read


def floor() -> Read:
    """Lines cut at the columns of their record, and nothing else."""

    def read(path: str) -> int:
        entries, is_ctx = 0, False
        with open(path, encoding="latin-1") as file:
            for line in file:
                kind = line[0]
                if kind == "6":
                    _entry(line, is_ctx)
                    entries += 1
                elif kind == "7":
                    _ = (line[1:3], line[3:83], line[83:87], line[87:94])
                elif kind == "5":
                    is_ctx = line[50:53] == "CTX"
        return entries

    return read


def _entry(line: str, is_ctx: bool) -> tuple[str, ...]:
    middle = (line[54:58], line[58:74]) if is_ctx else (line[54:76],)
    start = (line[1:3], line[3:11], line[11], line[12:29], line[29:39], line[39:54])
    return (*start, *middle, line[76:78], line[78], line[79:94])


def _parser_of_dicts() -> Read:
    """ach and carta-ach have one interface."""
    from ach.parser import Parser

    def read(path: str) -> int:
        batches = Parser(Path(path).read_text("latin-1")).as_dict()["batches"]
        return sum(len(batch["entries"]) for batch in batches)

    return read


def achkit_parse() -> Read:
    import achkit

    def read(path: str) -> int:
        batches = achkit.parse(Path(path).read_text("latin-1"))["batches"]
        return sum(len(batch["entries"]) for batch in batches)

    return read


def achkit_validate() -> Read:
    import achkit

    def read(path: str) -> int:
        text = Path(path).read_text("latin-1")
        achkit.validate(text)
        return sum(row.startswith("6") for row in text.splitlines())

    return read


def achlens_parse() -> Read:
    from achlens.core.parser import parse

    def read(path: str) -> int:
        file = parse(Path(path).read_text("latin-1"))
        return sum(len(batch.entries) for batch in file.batches)

    return read


def achlens_validate() -> Read:
    from achlens.core.validator import validate

    def read(path: str) -> int:
        report = validate(Path(path).read_text("latin-1"))
        return int(report.summary.entry_count)

    return read


ROWS = (
    Row("ours, parse", "entries with addenda, one at a time; fields on demand", ours_entries),
    Row("ours, all fields", "the same, every field of every record asked for", ours_fields),
    Row("ours, kept", "the whole file as objects, every byte kept to be written again", ours_kept),
    Row("ours, full check", "all rules of the network, counts, hash, totals; findings", ours_check),
    Row("floor", "lines cut at fixed columns; nothing kept, nothing judged", floor),
    Row("ach", f"{FIELDS}, as dicts of text", _parser_of_dicts, "ach"),
    Row("carta-ach", f"{FIELDS}, as dicts of text", _parser_of_dicts, "carta-ach"),
    Row("achkit, parse", "most fields, as dicts", achkit_parse, "achkit"),
    Row("achkit, validate", "counts, hash, totals; findings", achkit_validate, "achkit"),
    Row("achlens, parse", "fields with their places, as objects", achlens_parse, "achlens", 10),
    Row("achlens, validate", "parse and rules; findings", achlens_validate, "achlens", 10),
)
