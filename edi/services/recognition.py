"""What a file is, told by its content alone; and, where nobody can tell, why in plain words."""

import re
from dataclasses import dataclass

from edi.models.transmission import FileKind

BOM = b"\xef\xbb\xbf"
BANK_ACKNOWLEDGMENT_MARK = b"BANKACK|1|"

_KIND_OF_SET = {
    b"835": FileKind.X12_835,
    b"820": FileKind.X12_820,
    b"999": FileKind.X12_999,
    b"997": FileKind.X12_997,
}
_ISA_LENGTH = 106
_ISA_AFTER_TEXT = re.compile(rb"^ISA(?=[^\w\s]\w\w[^\w\s])", re.MULTILINE)
_PREAMBLE_MAX = 16_384
_NACHA_HEADER = re.compile(rb"101[ 0-9].{30}", re.DOTALL)
_NACHA_BATCH = re.compile(rb"5(?:200|220|225|280)")
_RECORD = 94
# Begins of things people send by mistake, and what to call them.
_MISTAKES = (
    (b"PK\x03\x04", "zip", "The file is a ZIP archive. Files come unpacked."),
    (b"\x1f\x8b", "gzip", "The file is compressed. Files come unpacked."),
    (b"%PDF", "pdf", "The file is a PDF document, not an EDI or NACHA file."),
    (b"\xff\xfe", "utf-16", "The file is UTF-16 text. Files come as plain ASCII."),
    (b"\xfe\xff", "utf-16", "The file is UTF-16 text. Files come as plain ASCII."),
    (b"-----BEGIN PGP", "encrypted", "The file is encrypted with PGP and cannot be opened here."),
)


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a file is of no kind we know: a stable code and a sentence for a person."""

    code: str
    sentence: str


def recognise(content: bytes) -> FileKind:
    """The kind of the file; of the first thing in it where an X12 file holds several."""
    kinds = kinds_in(content)
    return kinds[0] if kinds else FileKind.UNKNOWN


def kinds_in(content: bytes) -> list[FileKind]:
    """All kinds the file holds, each once, in order of appearance; empty for an unknown file."""
    body = payload(content)
    if body.startswith(BANK_ACKNOWLEDGMENT_MARK):
        return [FileKind.BANK_ACKNOWLEDGMENT]
    if _is_nacha(body):
        return [FileKind.NACHA] if _nacha_is_whole(body) else []
    return _x12_kinds(_from_isa(body))


def payload(content: bytes) -> bytes:
    """The content as importers get it: without byte order mark and blank lines before it."""
    return content.removeprefix(BOM).lstrip(b"\r\n\t ")


def objection(content: bytes) -> Objection:
    """Why `recognise` says UNKNOWN. Never repeats anything of the content."""
    body = _from_isa(payload(content))
    if not body:
        return Objection("empty-file", "The file is empty.")
    for begin, code, sentence in _MISTAKES:
        if body.startswith(begin):
            return Objection(code, sentence)
    if body[:200].lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        return Objection("web-page", "The file is a web page or XML, perhaps an error page.")
    if _is_nacha(body):
        return Objection(
            "cut-off", "The file begins as NACHA, but its last record is missing: it was cut off."
        )
    if body.startswith(b"ISA") and b"IEA" in body:
        return Objection(
            "unsupported-set", "The X12 file holds no set that is known here (835, 820, 999, TA1)."
        )
    if body.startswith(b"ISA"):
        return Objection(
            "cut-off", "The file begins as X12, but its end is missing: it was cut off."
        )
    if b"\0" in body[:4096]:
        return Objection("binary-file", "The file is binary, not an EDI or NACHA file.")
    return Objection(
        "unknown-format", "The file is neither NACHA, X12 nor a bank's acknowledgment."
    )


def _from_isa(body: bytes) -> bytes:
    """From the ISA on, where lines of text stand before it: the codec skips and remarks them."""
    found = _ISA_AFTER_TEXT.search(body[:_PREAMBLE_MAX])
    return body[found.start() :] if found else body


def _is_nacha(body: bytes) -> bool:
    # Return desks send files that begin at a batch header; that is the channel's to tolerate.
    first = body[:_RECORD]
    return bool(_NACHA_HEADER.match(first) or (_NACHA_BATCH.match(first) and len(body) >= _RECORD))


def _nacha_is_whole(body: bytes) -> bool:
    """Whether a file or batch control stands near the end, with whatever filler after it."""
    starts = [line[:1] for line in body.splitlines() if line.strip(b" 9\x1a")]
    if len(starts) <= 1:  # one long run without line ends
        run = body.rstrip()
        starts = [run[at : at + 1] for at in range(0, len(run), _RECORD) if run[at:].strip(b"9")]
    return bool(starts) and starts[-1] in (b"8", b"9")


def _x12_kinds(body: bytes) -> list[FileKind]:
    marks = _delimiters(body)
    if marks is None:
        return []
    element, segment = map(re.escape, marks)
    begin = rb"(?:^|" + segment + rb")[\r\n\t ]*"
    if body.startswith(b"ISA") and not re.search(begin + rb"IEA" + element, body):
        return []
    pattern = begin + rb"(?:ST" + element + rb"([0-9]{3})|(TA1)" + element + rb")"
    found = (_kind(match) for match in re.finditer(pattern, body))
    return list(dict.fromkeys(kind for kind in found if kind is not None))


def _kind(match: re.Match[bytes]) -> FileKind | None:
    return FileKind.X12_TA1 if match[2] else _KIND_OF_SET.get(match[1])


def _delimiters(body: bytes) -> tuple[bytes, bytes] | None:
    """Element separator and segment terminator: from ISA, or guessed after a bare GS or ST."""
    if body.startswith(b"ISA"):
        return _isa_delimiters(body)
    match = re.match(rb"(?:GS|ST)([^A-Za-z0-9\s])", body)
    if match is None:
        return None
    terminator = re.search(rb"[~\n]", body)
    return (match[1], terminator[0]) if terminator else None


def _isa_delimiters(body: bytes) -> tuple[bytes, bytes] | None:
    element = body[3:4]
    if not element or element.isalnum():
        return None
    if body[:_ISA_LENGTH].count(element) == 16 and body[103:104] == element:
        return element, body[105:106]
    # An ISA whose blanks were lost: the segment ends one place after the sixteenth separator.
    parts = body[:400].split(element, 16)
    if len(parts) < 17 or len(parts[16]) < 2:
        return None
    return element, parts[16][1:2]
