"""Readers of 835s. Each gives the number of claims."""

import io
import logging
from pathlib import Path

from bench.row import Read, Row


def ours_claims() -> Read:
    from edi.ground.command import opened
    from edi.x12.envelope import read as read_envelope
    from edi.x12.remittance_835 import read_claims

    def read(path: str) -> int:
        with opened(path) as data:
            interchanges, _ = read_envelope(data)
            sets = (each for interchange in interchanges for each in interchange.sets)
            return sum(1 for each in sets for _ in read_claims(each))

    return read


def ours_check() -> Read:
    from edi.ground.command import opened
    from edi.x12.checking import check

    def read(path: str) -> int:
        with opened(path) as data:
            report = check(data)
        assert report.is_ok and all(each.balanced for each in report.transactions)
        return sum(each.claims for each in report.transactions)

    return read


def floor() -> Read:
    """The text split into segments and these into elements, and nothing else."""

    def read(path: str) -> int:
        claims = 0
        for segment in Path(path).read_text("latin-1").split("~\n"):
            elements = segment.split("*")
            claims += elements[0] == "CLP"
        return claims

    return read


def pyx12_read() -> Read:
    from pyx12.x12file import X12Reader

    def read(path: str) -> int:
        with X12Reader(path) as reader:
            return sum(1 for segment in reader if segment.get_seg_id() == "CLP")

    return read


def pyx12_validate() -> Read:
    import pyx12.params
    import pyx12.x12n_document

    logging.disable(logging.CRITICAL)

    def read(path: str) -> int:
        ack = io.StringIO()
        is_valid = pyx12.x12n_document.x12n_document(pyx12.params.params(), path, ack, None, None)
        if not is_valid:
            raise ValueError("refused")
        return _claims_in(path)

    return read


def linuxforhealth() -> Read:
    from linuxforhealth.x12.io import X12ModelReader

    def read(path: str) -> int:
        claims = 0
        with X12ModelReader(path) as reader:
            for model in reader.models():
                headers = model.loop_2000 or []
                claims += sum(len(header.loop_2100 or []) for header in headers)
        return claims

    return read


def x12_edi_tools() -> Read:
    import importlib.util
    import sys

    from bench.peers import directory_of

    # The package's own import wants a database and a web client; its parser alone does not.
    place = directory_of("x12-edi-tools") / "x12_edi_tools" / "x12_parser.py"
    spec = importlib.util.spec_from_file_location("x12_parser", place)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["x12_parser"] = module
    spec.loader.exec_module(module)

    def read(path: str) -> int:
        return len(module.X12Parser().parse(Path(path).read_text("latin-1"))["CLP"])

    return read


def ansi_x12() -> Read:
    from x12 import parse_x12_interchange, tokenize_x12

    def read(path: str) -> int:
        interchange = parse_x12_interchange(tokenize_x12(Path(path).read_bytes()))
        return sum(1 for segment in interchange.all_segments if segment.tag == "CLP")

    return read


def draftedi() -> Read:
    from draftedi import parse_edi_file

    def read(path: str) -> int:
        file = parse_edi_file(Path(path).read_bytes())
        groups = (each for part in file["interchanges"] for each in part["groups"])
        sets = (each for group in groups for each in group["transactions"])
        return sum(1 for each in sets for one in each["segments"] if one["segment_id"] == "CLP")

    return read


def oxedi() -> Read:
    import oxedi as package

    def read(path: str) -> int:
        return int(package.parse_file(path).count_claims())

    return read


def openx12() -> Read:
    from openx12 import x835

    def read(path: str) -> int:
        return len(x835.parse(Path(path).read_text("latin-1")).claims)

    return read


def edi_835_parser() -> Read:
    from edi_835_parser import parse

    def read(path: str) -> int:
        return sum(len(each.claims) for each in parse(path))

    return read


def _claims_in(path: str) -> int:
    """For readers that say no number themselves."""
    return Path(path).read_bytes().count(b"\nCLP*")


_SEGMENTS = "segments and elements; no claims, no sums, nothing judged"

ROWS = (
    Row("ours, parse", "claims, lines, adjustments in exact cents, one at a time", ours_claims),
    Row("ours, full check", "the same, all rules, three balances, findings", ours_check),
    Row("floor", "text split into segments and elements; nothing kept, nothing judged", floor),
    Row("pyx12, read", "segments and elements, envelope counts", pyx12_read, "pyx12", 10),
    Row("pyx12, validate", "the guide's map, no sums; findings", pyx12_validate, "pyx12", 100),
    Row("linuxforhealth-x12", "models by the guide", linuxforhealth, "linuxforhealth-x12", 200),
    Row("x12-edi-tools", _SEGMENTS, x12_edi_tools, "x12-edi-tools", 1),
    Row("ansi-x12", f"{_SEGMENTS}; envelopes checked", ansi_x12, "ansi-x12", 10),
    Row("draftedi", _SEGMENTS, draftedi, "draftedi", 20),
    Row("oxedi (compiled)", "tables of claims and lines, balances; findings", oxedi, "oxedi"),
    Row("openx12", "claims as dicts, amounts as floats", openx12, "openx12", 10),
    Row("edi-835-parser", "claims and lines as objects", edi_835_parser, "edi-835-parser", 10),
)
