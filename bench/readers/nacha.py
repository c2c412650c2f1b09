"""Readers of Nacha files. Each gives the number of entries."""

from pathlib import Path

from bench.row import Read, Row

FIELDS = "records into fields, entries with their addenda"


def ours_parse() -> Read:
    from edi.nacha.reader import parse

    def read(path: str) -> int:
        return sum(len(batch.entries) for batch in parse(Path(path).read_bytes()).batches)

    return read


def ours_check() -> Read:
    from edi.nacha.reader import read as read_file

    def read(path: str) -> int:
        file, findings = read_file(Path(path).read_bytes())
        assert file is not None and not findings
        return file.tally().entries

    return read


def floor() -> Read:
    """Lines cut at the columns of their record, and nothing else."""

    def read(path: str) -> int:
        entries, header = [], ""
        with open(path, encoding="latin-1") as file:
            for line in file:
                kind = line[0]
                if kind == "6":
                    if header[50:53] == "CTX":
                        row = (line[54:58], line[58:74])
                    else:
                        row = (line[54:76], "")
                    entries.append(
                        (
                            (line[1:3], line[3:11], line[11], line[12:29], line[29:39]),
                            (line[39:54], *row, line[76:78], line[78], line[79:94], []),
                        )
                    )
                elif kind == "7":
                    addenda = (line[1:3], line[3:83], line[83:87], line[87:94])
                    entries[-1][1][-1].append(addenda)
                elif kind == "5":
                    header = line
        return len(entries)

    return read


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
    Row("ours, parse", f"{FIELDS}, every byte kept", ours_parse),
    Row("ours, full check", "the same, all rules of the network, totals, findings", ours_check),
    Row("floor", "lines cut at fixed columns, nothing judged", floor),
    Row("ach", f"{FIELDS}, as dicts of text", _parser_of_dicts, "ach"),
    Row("carta-ach", f"{FIELDS}, as dicts of text", _parser_of_dicts, "carta-ach"),
    Row("achkit, parse", "most fields, as dicts", achkit_parse, "achkit"),
    Row("achkit, validate", "counts, hash, totals; findings", achkit_validate, "achkit"),
    Row("achlens, parse", "fields with their places, as objects", achlens_parse, "achlens", 10),
    Row("achlens, validate", "parse and rules; findings", achlens_validate, "achlens", 10),
)
