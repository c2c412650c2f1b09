"""A file as lines a person can read, masked. Whatever the bytes, there is an answer."""

from itertools import islice

from edi.models.transmission import FileKind
from edi.nacha.mask import mask as mask_nacha
from edi.nacha.reader import parse as parse_nacha
from edi.nacha.reader import read as read_nacha
from edi.nacha.show import show as show_nacha
from edi.nacha.writer import write as write_nacha
from edi.x12.envelope import read as read_x12
from edi.x12.showing import show as show_x12

LINES_MAX = 400


def readable_lines(content: bytes, kind: str) -> list[str]:
    """At most LINES_MAX lines; accounts, ids and patients' names are masked by the codecs.

    A file of no known kind is not shown: what it holds cannot be masked.
    """
    lines = list(islice(_lines(content, kind), LINES_MAX + 1))
    if len(lines) > LINES_MAX:
        lines[LINES_MAX:] = [f"... the rest is left out here; the file has {len(content):,} bytes."]
    return lines


def _lines(content: bytes, kind: str):
    if kind == FileKind.NACHA:
        file, _ = read_nacha(content)
        if file is None:
            return iter(["This is no NACHA file."])
        # Covered first: a CTX entry's addenda hold account numbers in X12 of their own.
        return show_nacha(parse_nacha(write_nacha(mask_nacha(file))))
    if kind.startswith("x12"):
        interchanges, _ = read_x12(content)
        return show_x12(interchanges)
    if kind == FileKind.BANK_ACKNOWLEDGMENT:
        return iter(content.decode("utf-8", "replace").splitlines())
    return iter(["The file is of no known kind, so nothing of it can be shown safely."])
