"""What a file is, by its content alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi.models.transmission import FileKind
from edi.services.recognition import kinds_in, objection, payload, recognise

ISA = (
    "ISA*00*          *00*          *ZZ*TESTPAYER      *ZZ*NORTHHOSP      "
    "*261123*1200*^*00501*000000001*0*P*:~"
)
IEA = "IEA*1*000000001~"


def x12(*sets: str, line_end: str = "\n", mark: str = "*", terminator: str = "~") -> bytes:
    body = [f"{name}~" if name == "TA1*000000001*261123*1200*A*000" else name for name in sets]
    text = line_end.join([ISA, *body, IEA])
    return text.replace("*", mark).replace("~", terminator).encode()


NACHA_HEADER = b"101 091000019 1234567802611231200A094101" + b"TEST BANK".ljust(23)
NACHA_HEADER += b"NORTH HOSPITAL".ljust(23) + b" " * 8
NACHA_END = b"9000001000001000000010009100001000000000000000000012500" + b" " * 39
BATCH = b"5220NORTH HOSPITAL".ljust(94)
BATCH_END = b"8220000001".ljust(94)


def nacha(*lines: bytes, end: bytes = b"\n") -> bytes:
    return end.join(lines) + end


WHOLE = [NACHA_HEADER, BATCH, BATCH_END, NACHA_END, b"9" * 94]


def test_the_made_lines_are_of_the_right_length() -> None:
    assert {len(line) for line in WHOLE} == {94}
    assert len(ISA) == 106


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (x12("GS*HP~", "ST*835*0001~", "SE*2*0001~"), FileKind.X12_835),
        (x12("GS*RA~", "ST*820*0001~"), FileKind.X12_820),
        (x12("GS*FA~", "ST*999*0001*005010X231A1~"), FileKind.X12_999),
        (x12("GS*FA~", "ST*997*0001~"), FileKind.X12_997),
        (x12("TA1*000000001*261123*1200*A*000~"), FileKind.X12_TA1),
        (x12("ST*835*0001~", line_end=""), FileKind.X12_835),
        (x12("ST*835*0001~", mark="|", terminator="\n", line_end=""), FileKind.X12_835),
        (b"ST*835*0001~BPR*I*0~SE*3*0001~", FileKind.X12_835),
        (b"GS*HP*A*B~ST*835*0001~GE*1*1~", FileKind.X12_835),
        (nacha(*WHOLE), FileKind.NACHA),
        (nacha(*WHOLE, end=b"\r\n"), FileKind.NACHA),
        (b"".join(WHOLE), FileKind.NACHA),
        (nacha(BATCH, BATCH_END), FileKind.NACHA),
        (b"BANKACK|1|a.ach|" + b"0" * 64 + b"|ACCEPTED\n", FileKind.BANK_ACKNOWLEDGMENT),
    ],
)
@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\r\n \n", b"\xef\xbb\xbf\n"])
def test_a_known_file_is_recognised_whatever_stands_before_it(
    content: bytes, kind: FileKind, before: bytes
) -> None:
    assert recognise(before + content) is kind
    assert payload(before + content) == content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"\xef\xbb\xbf\r\n", "empty-file"),
        (b"PK\x03\x04 and more", "zip"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"%PDF-1.7", "pdf"),
        (b"<!DOCTYPE html><title>Error</title>", "web-page"),
        (b"  <html>", "web-page"),
        (b"<?xml version='1.0'?>", "web-page"),
        (NACHA_HEADER.decode().encode("utf-16"), "utf-16"),
        (b"-----BEGIN PGP MESSAGE-----", "encrypted"),
        (nacha(NACHA_HEADER, BATCH), "cut-off"),
        (nacha(NACHA_HEADER), "cut-off"),
        (b"".join(WHOLE[:2]) + b"622", "cut-off"),
        (NACHA_HEADER[:60], "cut-off"),
        (x12("ST*835*0001~").removesuffix(IEA.encode()), "cut-off"),
        (b"ISA*00*", "cut-off"),
        (x12("GS*HC~", "ST*837*0001~"), "unsupported-set"),
        (b"\x00\x01\x02", "binary-file"),
        (b"Dear hospital, please find attached", "unknown-format"),
        (b"claim,amount\n1,2\n", "unknown-format"),
    ],
)
def test_an_unknown_file_gets_a_sentence_a_person_understands(content: bytes, code: str) -> None:
    assert recognise(content) is FileKind.UNKNOWN
    why = objection(content)
    assert why.code == code
    assert why.sentence.endswith(".")


def test_a_file_of_several_sets_shows_all_its_kinds_in_order() -> None:
    content = x12("TA1*000000001*261123*1200*A*000~", "ST*999*1~", "ST*835*2~", "ST*999*3~")
    assert kinds_in(content) == [FileKind.X12_TA1, FileKind.X12_999, FileKind.X12_835]


@given(st.binary(max_size=400))
def test_any_bytes_are_judged_without_an_exception(content: bytes) -> None:
    kinds = kinds_in(content)
    assert (recognise(content) is FileKind.UNKNOWN) == (not kinds)
    assert objection(content).sentence


@given(st.integers(min_value=0, max_value=94 * 5))
def test_a_nacha_file_cut_anywhere_before_its_control_is_not_taken(length: int) -> None:
    """Whole again only from the batch control on, which return desks may end with."""
    cut = b"".join(WHOLE)[:length]
    if length <= 94 * 2:
        assert recognise(cut) is FileKind.UNKNOWN


def test_text_before_the_interchange_does_not_hide_it():

    isa = b"ISA*00*" + b" " * 10 + b"*00*" + b" " * 10 + b"*ZZ*A              *ZZ*B              "
    isa += b"*261123*1200*^*00501*000000001*0*P*:~"
    body = isa + b"GS*HP*A*B*20261123*1200*1*X*005010X221A1~ST*835*0001~SE*2*0001~GE*1*1~"
    content = b"A note of the sender.\r\n\r\nISA is what follows.\r\n" + body + b"IEA*1*000000001~"
    assert recognise(content) == "x12_835"
