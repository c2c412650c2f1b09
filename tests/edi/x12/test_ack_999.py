"""999, 997 and TA1: read, built from findings, written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from edi.x12.ack_999 import Acknowledgment, NeverAnswered, build_999, read_999, write_999
from edi.x12.answering import answers
from edi.x12.checking import check
from edi.x12.envelope import read
from edi.x12.ta1 import Ta1, build_ta1, read_ta1

File = Callable[..., bytes]
AT = datetime(2026, 11, 23, 10, 30)


def acknowledgment_of(data: bytes) -> Acknowledgment:
    [interchange], _ = read(data)
    answer, _ = read_999(next(interchange.sets))
    assert answer is not None
    return answer


def built(data: bytes) -> Acknowledgment:
    [interchange], _ = read(data)
    return build_999(interchange.groups[0], check(data).findings)


def test_an_acknowledgment_is_read_into_fields(acknowledgment_file: File) -> None:
    answer = acknowledgment_of(acknowledgment_file())
    assert (answer.functional_id, answer.group_control, answer.verdict) == ("HP", "7", "P")
    assert (answer.included, answer.received, answer.accepted) == (2, 2, 1)
    assert not answer.is_accepted
    first, second = answer.sets
    assert first.is_accepted and (first.type, first.control) == ("835", "0001")
    assert (second.verdict, second.codes, second.words) == ("R", ("5",), "rejected")
    [note] = second.segments
    assert (note.segment, note.number, note.code) == ("CLP", 11, "8")
    assert [(e.place, e.code) for e in note.elements] == [("3", "6")]


def test_what_is_read_is_written_again(acknowledgment_file: File) -> None:
    data = acknowledgment_file()
    rows = write_999(acknowledgment_of(data))
    text = "".join("*".join(str(e) for e in row).rstrip("*") + "~\n" for row in rows)
    assert text.encode() in data


def test_a_997_is_read_by_its_own_segments(acknowledgment_file: File) -> None:
    data = (
        acknowledgment_file().replace(b"IK", b"AK").replace(b"*999*0001*005010X231A1", b"*997*0001")
    )
    answer = acknowledgment_of(data)
    assert answer.type == "997" and [s.verdict for s in answer.sets] == ["A", "R"]
    assert "AK5" in [row[0] for row in write_999(answer)]


CASES = [
    ("AK01", "error", "AK1", None),
    ("AK01", "error", "AK1", ["AK1*HP*7"] * 2),
    ("AK01", "error", "AK9", None),
    ("AK01", "error", "IK5*R", None),
    ("AK01", "error", "IK5*A", ["IK5*A", "IK5*A"]),
    ("AK03", "warning", "AK9", "AK9*P*2*2*2"),
    ("AK03", "warning", "AK9", "AK9*P*1*1*1"),
    ("XS05", "error", "IK3", None),
    ("XS07", "warning", "IK3", ["IK3*CLP*11**8", "ZZZ*1"]),
    ("XS08", "error", "IK3", "IK3*CLP*x**8"),
    ("XS08", "error", "AK9", "AK9*P*2*two*1"),
]


@pytest.mark.parametrize(("rule", "level", "old", "new"), CASES)
def test_a_broken_rule_is_found_and_a_kept_one_is_not(
    rule: str, level: str, old: str, new: str | list[str] | None, acknowledgment_file: File
) -> None:
    assert check(acknowledgment_file()).findings == []
    found = check(acknowledgment_file(old, new)).findings
    assert (rule, level) in [(f.rule, f.level) for f in found]


# Building -----------------------------------------------------------------------------------


def test_a_sound_group_is_accepted(remittance_file: File) -> None:
    answer = built(remittance_file())
    assert (answer.type, answer.verdict) == ("999", "A")
    assert (answer.included, answer.received, answer.accepted) == (1, 1, 1)
    assert (answer.functional_id, answer.group_control, answer.version) == (
        "HP",
        "7",
        "005010X221A1",
    )


def test_warnings_do_not_change_the_answer(remittance_file: File) -> None:
    assert built(remittance_file("PER*BL", None)).verdict == "A"


def test_an_unbalanced_remittance_is_accepted_with_errors(remittance_file: File) -> None:
    answer = built(remittance_file("CAS*CO*45*50", "CAS*CO*45*49"))
    assert (answer.verdict, answer.accepted) == ("E", 1)
    assert answer.sets[0].verdict == "E"


def test_an_unreadable_amount_rejects_the_set_at_its_element(remittance_file: File) -> None:
    answer = built(remittance_file("CLP*CLAIM1", "CLP*CLAIM1*1*300.001*200*50*12*P1*11*1"))
    assert (answer.verdict, answer.accepted) == ("R", 0)
    [note] = answer.sets[0].segments
    assert (note.segment, note.number) == ("CLP", 12)
    assert [(e.place, e.data_element, e.code, e.bad_value) for e in note.elements] == [
        ("3", "782", "6", "300.001")
    ]


def test_a_missing_segment_is_said_to_be_missing(remittance_file: File) -> None:
    answer = built(remittance_file("NM1*QC", None))
    assert [(n.segment, n.code) for n in answer.sets[0].segments] == [("NM1", "3")]


def test_one_bad_set_of_two_is_a_partial_acceptance(remittance_file: File) -> None:
    text = remittance_file().decode()
    start, end = text.index("ST*"), text.index("GE*")
    bad = text[start:end].replace("*0001", "*0002").replace("*20261101", "*20261301", 1)
    data = (text[:end] + bad + text[end:].replace("GE*1", "GE*2")).encode()
    answer = built(data)
    assert (answer.verdict, answer.received, answer.accepted) == ("P", 2, 1)
    assert [item.verdict for item in answer.sets] == ["A", "R"]


def test_a_broken_group_is_rejected_with_its_code(remittance_file: File) -> None:
    answer = built(remittance_file().replace(b"GE*1*7", b"GE*3*7"))
    assert (answer.verdict, answer.codes, answer.included) == ("R", ("5",), 3)
    assert built(remittance_file().replace(b"GE*1*7", b"GE*1*8")).codes == ("4",)
    assert built(remittance_file().replace(b"GE*1*7~\n", b"")).codes == ("3",)


def test_a_group_of_the_older_version_is_answered_by_a_997(remittance_file: File) -> None:
    answer = built(remittance_file().replace(b"*X*005010X221A1", b"*X*004010X091A1"))
    assert answer.type == "997"
    assert [row[0] for row in write_999(answer)] == ["ST", "AK1", "AK2", "AK5", "AK9", "SE"]


def test_an_acknowledgment_is_never_answered(acknowledgment_file: File) -> None:
    data = acknowledgment_file()
    with pytest.raises(NeverAnswered):
        built(data)
    [interchange], findings = read(data)
    with pytest.raises(NeverAnswered):
        build_ta1(interchange, findings)
    assert list(answers(data, control=1, at=AT)) == []


def test_a_built_answer_reads_back_without_a_finding(remittance_file: File) -> None:
    for change in [("BPR", "BPR*I*150"), ("NM1*QC", None), ("PER*BL", None)]:
        for answer in answers(remittance_file(*change), control=41, at=AT):
            report = check(answer)
            assert report.findings == []
            assert read(answer)[0][0].sender == ("ZZ", "HOSPITALTWO")


# TA1 ----------------------------------------------------------------------------------------


def test_a_ta1_is_read_and_written(remittance_file: File) -> None:
    row = b"TA1*000000003*261120*0915*R*018~\nGS*HP"
    [interchange], _ = read(remittance_file().replace(b"GS*HP", row))
    answer = read_ta1(interchange.ta1s[0])
    assert answer == Ta1("000000003", "261120", "0915", "R", "018")
    assert not answer.is_accepted and answer.words == "control number"
    assert answer.row() == ("TA1", "000000003", "261120", "0915", "R", "018")


@pytest.mark.parametrize(
    ("old", "new", "verdict", "note"),
    [
        (b"ISA", b"ISA", "A", "000"),
        (b"IEA*1*000000007", b"IEA*1*000000009", "R", "001"),
        (b"IEA*1*000000007~\n", b"", "R", "023"),
        (b"IEA*1", b"IEA*2", "R", "021"),
        (b"*261120*0915*^", b"*261320*0915*^", "E", "014"),
    ],
)
def test_a_ta1_says_what_is_wrong_with_the_interchange(
    old: bytes, new: bytes, verdict: str, note: str, remittance_file: File
) -> None:
    [interchange], findings = read(remittance_file().replace(old, new))
    answer = build_ta1(interchange, findings)
    assert (answer.control, answer.verdict, answer.note) == ("000000007", verdict, note)


def test_a_ta1_is_sent_only_if_asked_for_or_needed(remittance_file: File) -> None:
    data = remittance_file()
    assert [b"TA1*" in answer for answer in answers(data, control=1, at=AT)] == [False]
    asked = data.replace(b"*000000007*0*P", b"*000000007*1*P")
    assert [b"TA1*" in answer for answer in answers(asked, control=1, at=AT)] == [True, False]
    broken = data.replace(b"IEA*1", b"IEA*2")
    first, _ = answers(broken, control=1, at=AT)
    [interchange], findings = read(first)
    assert findings == [] and read_ta1(interchange.ta1s[0]).note == "021"
