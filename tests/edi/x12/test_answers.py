"""Answers to faulty files: what a 999, 997 or TA1 says, and that all we write is right itself."""

from __future__ import annotations

from datetime import datetime

import pytest

from edi.x12.ack_999 import Acknowledgment, build_999, read_999, write_999
from edi.x12.answering import answers
from edi.x12.checking import check
from edi.x12.envelope import read
from edi.x12.findings import Finding
from edi.x12.guide import envelope_faults, guide_of
from edi.x12.notes_999 import MOST_NOTES
from edi.x12.segments import Delimiters
from edi.x12.ta1 import build_ta1
from tests.edi.x12.mutations import mutants
from tests.edi.x12.samples import SAMPLES, to_bytes

AT = datetime(2026, 11, 23, 10, 30)
SECRETS = ("DOE", "JANE", "POE", "ROE", "MEMBER", "CLAIM1", "111222333", "1234567893", "123456789")


def structural(data: bytes) -> list[Finding]:
    """What the guides say of a file, with the rules of the sets and the envelope's findings."""
    interchanges, findings = read(data)
    for transaction in (t for i in interchanges for t in i.sets):
        guide = guide_of(transaction.type, transaction.version)
        findings += guide.check(transaction, whole=True) if guide else []
    return findings


def built(data: bytes) -> Acknowledgment:
    interchange = read(data)[0][0]
    return build_999(interchange.groups[0], structural(data))


def rows_of(data: bytes) -> list[str]:
    rows = write_999(built(data))
    return [
        "*".join(e if isinstance(e, str) else ":".join(e) for e in row).rstrip("*") for row in rows
    ]


def notes(data: bytes) -> list[str]:
    return [row for row in rows_of(data) if row[:2] in ("IK", "AK", "CT")][2:-2]


# Sample, segment, what stands for it, and what IK3, IK4 and CTX say.
NOTES: list[tuple[str, str, str | list[str] | None, list[str]]] = [
    ("clinic", "DTM*405", "DTM*405*20261320", ["IK3*DTM*5**8", "IK4*2*373*8*20261320"]),
    ("clinic", "DTM*405", "DTM*405*DOE JANE", ["IK3*DTM*5**8", "IK4*2*373*8"]),
    ("clinic", "DTM*405", "DTM*405", ["IK3*DTM*5**8", "IK4*2*373*1"]),
    ("clinic", "CLP", "CLP*A*1*1,00*0*0*12*B", ["IK3*CLP*17*2100*8", "IK4*3*782*6*1,00"]),
    ("clinic", "CLP", "CLP*A*1*JANE*0*0*12*B", ["IK3*CLP*17*2100*8", "IK4*3*782*6"]),
    ("clinic", "CLP", "CLP*A*1**0*0*12*B", ["IK3*CLP*17*2100*8", "IK4*3*782*1"]),
    ("clinic", "NM1*QC", None, ["IK3*NM1*19*2100*3"]),
    ("clinic", "N1*PE", None, ["IK3*N1*15*1000*3"]),
    ("clinic", "QTY", "QTY*ZK*x", ["IK3*QTY*34*2110*8", "IK4*2*380*6"]),
    ("clinic", "CAS*CO*45*50",
     "CAS*CO*45*50**96",
     ["IK3*CAS*32*2110*8", "IK4*6*782*2", "CTX*SITUATIONAL TRIGGER*CAS*32*2110*5"]),
    ("clinic", "PLB", "PLB*1*20261231*L6*-30*WO",
     ["IK3*PLB*43**8", "IK4*6*782*2", "CTX*SITUATIONAL TRIGGER*PLB*43**5"]),
    ("clinic", "TRN", "TRN*1", ["IK3*TRN*3**8", "IK4*2*127*1"]),
    ("premium", "RMR", "RMR*11*A**x", ["IK3*RMR*13*2300*8", "IK4*4*782*6"]),
    ("old", "DTM", "DTM*405*x", ["AK3*DTM*5**8", "AK4*2*373*8"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "expected"), NOTES)
def test_a_note_names_loop_segment_element_and_data_element(
    name: str, old: str, new: str | list[str] | None, expected: list[str]
) -> None:
    assert notes(SAMPLES[name].changed(old, new).bytes()) == expected


def test_a_component_is_named_in_the_place_of_a_note() -> None:
    data = SAMPLES["clinic"].changed("SVC", "SVC*HC:99213*x*50").bytes()
    [set_answer] = built(data).sets
    set_answer.segments[0].elements[0].place = "1:2"
    rows = write_999(built(data), delimiters=Delimiters(component=">"))
    assert ("IK4", "2", "782", "6", "") in rows
    answer = built(data)
    answer.sets[0].segments[0].elements[0].place = "1:2"
    assert ("IK4", ("1", "2"), "782", "6", "") in write_999(
        answer, delimiters=Delimiters(component=">")
    )


@pytest.mark.parametrize(
    ("old", "new", "verdict", "set_codes", "group_codes"),
    [
        (b"SE*44", b"SE*43", "R", ("4",), ()),
        (b"SE*44*0001", b"SE*44*0002", "R", ("3",), ()),
        (b"SE*44*0001~\n", b"", "R", ("2",), ()),
        (b"ST*835*", b"ST*837*", "R", ("1",), ()),
        (b"ST*835*", b"ST*83X*", "R", ("6",), ()),
        (b"ST*835*0001", b"ST*835*", "R", ("3", "7"), ()),
        (b"ST*835*0001", b"ST*835*1:2", "R", ("3", "7"), ()),
        (b"*X*005010X221A1", b"*X*005010X999", "E", (), ("2",)),
        (b"GE*1*7", b"GE*2*7", "R", None, ("5",)),
        (b"GE*1*7", b"GE*1*8", "R", None, ("4",)),
        (b"GE*1*7~\n", b"", "R", None, ("3",)),
        (b"CAS*CO*45*50*2", b"CAS*CO*45*49*2", "A", (), ()),
    ],
)
def test_what_is_wrong_with_set_or_group_has_its_code(
    old: bytes,
    new: bytes,
    verdict: str,
    set_codes: tuple[str, ...] | None,
    group_codes: tuple[str, ...],
) -> None:
    data = SAMPLES["clinic"].bytes()
    assert old in data
    answer = built(data.replace(old, new))
    assert (answer.verdict, answer.codes) == (verdict, group_codes)
    assert (answer.sets[0].codes if answer.sets else None) == set_codes


def test_a_control_number_that_stands_twice_is_said_of_the_second_set() -> None:
    text = SAMPLES["clinic"].bytes().decode()
    start, end = text.index("ST*"), text.index("GE*")
    data = (text[:end] + text[start:end] + text[end:].replace("GE*1", "GE*2")).encode()
    answer = built(data)
    assert [(s.verdict, s.codes) for s in answer.sets] == [("A", ()), ("R", ("23",))]
    assert (answer.verdict, answer.included, answer.received, answer.accepted) == ("P", 2, 2, 1)


def test_an_unbalanced_remittance_is_not_refused() -> None:
    data = SAMPLES["clinic"].changed("CAS*CO*45*50", "CAS*CO*45*49").bytes()
    answer = build_999(read(data)[0][0].groups[0], check(data).findings)
    assert (answer.verdict, answer.accepted) == ("E", 1)


def test_notes_are_cut_at_a_hundred() -> None:
    sample = SAMPLES["clinic"].changed("QTY", ["QTY*ZK*x"] * 150)
    answer = built(sample.bytes())
    assert len(answer.sets[0].segments) == MOST_NOTES == 100


def test_a_997_holds_no_code_that_it_does_not_know() -> None:
    sample = SAMPLES["old"].changed("DTM", "DTM*405*x").changed("TRN", "TRN*1")
    rows = rows_of(sample.bytes())
    assert rows[0].startswith("ST*997") and "AK5*R*5" in rows
    assert not any(row[:2] in ("IK", "CT") or "I5" in row for row in rows)


# Whatever is damaged ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["clinic", "reversal", "premium", "vendor", "old"])
def test_every_answer_to_a_damaged_file_passes_our_own_check(name: str) -> None:
    said = 0
    for index, mutant in enumerate(mutants(SAMPLES[name].rows())):
        if index % 5 or mutant.where.startswith(("ISA", "GS")):
            continue
        for answer in answers(mutant.data, control=7, at=AT):
            said += 1
            assert structural(answer) == [], (mutant.what, mutant.where, answer)
            [interchange], _ = read(answer)
            for ta1 in interchange.ta1s:
                assert envelope_faults(ta1, interchange.delimiters) == []
            for transaction in interchange.sets:
                known, findings = read_999(transaction)
                assert known is not None and findings == []
                rows = write_999(known, delimiters=transaction.delimiters)
                text = "".join("*".join(map(joined, row)).rstrip("*") + "~\n" for row in rows)
                assert text.encode() in answer
    assert said > 20


def joined(element: str | tuple[str, ...]) -> str:
    return element if isinstance(element, str) else ":".join(element)


@pytest.mark.parametrize("name", ["clinic", "reversal", "members"])
def test_no_answer_repeats_a_name_an_identifier_or_an_account(name: str) -> None:
    for index, mutant in enumerate(mutants(SAMPLES[name].rows())):
        if index % 3 or mutant.where.startswith(("ISA", "GS", "ST", "SE")):
            continue
        for answer in answers(mutant.data, control=7, at=AT):
            text = answer.decode().partition("AK1")[2]
            assert not [secret for secret in SECRETS if secret in text], mutant.where


@pytest.mark.parametrize("name", ["answer", "old answer"])
def test_an_acknowledgment_is_never_answered(name: str) -> None:
    sample = next(s for s in SAMPLES.values() if s.kind == ("999" if name == "answer" else "997"))
    assert list(answers(sample.bytes(), control=1, at=AT)) == []
    broken = sample.bytes().replace(b"IEA*1", b"IEA*2")
    assert list(answers(broken, control=1, at=AT)) == []


@pytest.mark.parametrize(
    ("old", "new", "verdict", "note"),
    [
        ("*ZZ*PAYERONE", "*Q?*PAYERONE", "E", "005"),
        ("*ZZ*HOSPITALTWO", "*Q?*HOSPITALTWO", "E", "007"),
        ("ISA*00", "ISA*99", "E", "010"),
        ("*0915*^", "*2515*^", "E", "015"),
        ("*261120*", "*261320*", "E", "014"),
        ("*0*P*", "*7*P*", "E", "019"),
        ("*0*P*", "*0*Q*", "E", "020"),
        ("*00501*", "*00777*", "E", "017"),
    ],
)
def test_a_ta1_names_the_element_of_isa(old: str, new: str, verdict: str, note: str) -> None:
    rows = SAMPLES["clinic"].rows()
    assert old in rows[0]
    [interchange], findings = read(to_bytes([rows[0].replace(old, new, 1), *rows[1:]]))
    answer = build_ta1(interchange, findings)
    assert (answer.verdict, answer.note) == (verdict, note)
