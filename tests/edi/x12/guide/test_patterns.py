"""The quick look: a pattern passes only what the slow judge finds right, and passes plain files."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from edi.x12.envelope import read
from edi.x12.guide import Guide, guide_of
from edi.x12.guide.judging import Judge
from edi.x12.guide.table import ElementRule, SegmentRule
from edi.x12.segments import Delimiters
from tests.edi.x12.samples import SAMPLES, to_bytes

GUIDES = [
    ("835", "005010X221A1"),
    ("835", "004010X091A1"),
    ("820", "005010X218"),
    ("820", "005010X306"),
    ("820", "004010X061A1"),
    ("820", "004010"),
    ("999", "005010X231A1"),
    ("997", "004010"),
]
MARKS = [Delimiters(), Delimiters("|", ">", "\n", "\x00"), Delimiters("+", "^", "\\", "!")]
JUNK = [
    *(
        "",
        "",
        "",
        " ",
        "  A",
        "A ",
        "0",
        "-1",
        "+5",
        ".5",
        "1.",
        "1.234",
        "12.50",
        "-.5",
        "1e5",
        "-",
    ),
    *(
        "20261101",
        "20240229",
        "20230229",
        "19000229",
        "20000229",
        "20261131",
        "261101",
        "D8",
        "RD8",
    ),
    *("20261101-20261130", "20261101-20261131", "0915", "2460", "X", "XX", "ZZZ", "A1", "9" * 16),
    *(
        "A" * 26,
        "A" * 51,
        "A" * 81,
        "\x01",
        "é",
        "a:b",
        "a^b",
        "HC:99213",
        "HC:99213:25",
        "HC",
        ":X",
    ),
    *("HC:99213:25:::", "WO:REF", "WO", "HC:" + "A" * 49, "1:2", "1:2:3:4", "\n"),
]


@cache
def guide(name: tuple[str, str]) -> Guide:
    found = guide_of(*name)
    assert found is not None
    return found


@st.composite
def value(draw: st.DrawFn, rule: ElementRule, marks: Delimiters) -> str:
    """A right value mostly, else one that may be anything."""
    choice = draw(st.integers(0, 9))
    if choice == 0:
        return draw(st.sampled_from(JUNK))
    if choice < 4 and rule.use != "R":
        return ""
    if rule.codes:
        return draw(st.sampled_from(sorted(rule.codes)))
    match rule.kind:
        case "M" | "R":
            return draw(st.sampled_from(["1", "-12.5", "100.00", "0", "9999999999"]))
        case "N0" | "N2":
            return "1" * draw(st.integers(rule.least, rule.most))
        case "DT":
            return draw(st.sampled_from(["20261101", "20240229", "20261231"]))
        case "TM":
            return "0915"
        case "C":
            parts = [draw(value(part, marks)) for part in rule.components]
            return marks.component.join(parts).rstrip(marks.component)
        case _:
            return "A" * draw(st.integers(max(rule.least, 1), min(rule.most, rule.least + 3)))


@st.composite
def segment(draw: st.DrawFn, name: tuple[str, str], marks: Delimiters) -> list[str]:
    key = draw(st.sampled_from(sorted(guide(name).rules)))
    rule: SegmentRule = guide(name).rules[key]
    elements = [rule.id, *(draw(value(element, marks)) for element in rule.elements)]
    _, _, qualifier = key.partition("*")
    if qualifier:
        elements[1] = qualifier
    del elements[draw(st.integers(1, len(elements))) + 1 :]
    if draw(st.integers(0, 5)):
        while len(elements) > 1 and not elements[-1]:
            elements.pop()
    return elements + draw(st.sampled_from([[], [], [], [], [""], ["A"]]))


@pytest.mark.parametrize("name", GUIDES, ids="-".join)
@settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_a_pattern_passes_the_judge_finds_right(
    name: tuple[str, str], data: st.DataObject
) -> None:
    marks = data.draw(st.sampled_from(MARKS))
    elements = data.draw(segment(name, marks))
    text = marks.element.join(elements)
    # Values that hold the separator are other segments: they are judged as what they are.
    elements = text.split(marks.element)
    assume(marks.segment not in text)
    key = guide(name).look(marks)(text)
    if key is not None:
        rule = guide(name).rule_for(elements)
        assert rule is not None
        assert Judge(name[0], marks).faults(rule, elements) == []
        assert key.startswith(elements[0])


def test_every_segment_of_a_plain_file_is_passed() -> None:
    """A pattern that refuses what is right costs time only; of plain files it refuses nothing."""
    refused = []
    for name, sample in SAMPLES.items():
        for transaction in (t for i in read(to_bytes(sample.rows()))[0] for t in i.sets):
            known = guide_of(transaction.type, transaction.version)
            assert known is not None
            look = known.look(transaction.delimiters)
            texts = [transaction.delimiters.element.join(e) for _, e in transaction.tokens()]
            refused += [(name, text) for text in texts if look(text) is None]
    assert refused == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("CLP*A*1*100*50**12*B", "CLP"),
        ("NM1*QC*1*DOE*JANE****MI*MEMBER1", "NM1*QC"),
        ("REF*6R*LINE1", "REF*6R"),
        ("DTM*472*20240229", "DTM*472"),
        ("N4*TOWN*IL*62701", "N4"),
        ("PLB*1*20261231*WO:A*-30*72:B*30", "PLB"),
        ("DTM*472*20230229", None),
        ("CLP*A*1*100*50**12*B*", None),
        ("CLP*A*1*100.001*50**12*B", None),
        ("CAS*CO*45*10**96", None),
        ("CAS*CO*45*10**96*10", "CAS"),
        ("NM1*82*1*ROE*ANN****XX", None),
        ("clp*A*1*100*50**12*B", None),
        ("ZZZ*1", None),
        ("", None),
        ("CLP", None),
    ],
)
def test_a_look_gives_the_key_of_what_is_right(text: str, key: str | None) -> None:
    assert guide(GUIDES[0]).look(Delimiters())(text) == key


def test_the_qualifier_of_an_entity_is_its_second_element() -> None:
    look = guide(GUIDES[2]).look(Delimiters())
    assert look("ENT*1*2J*34*190206123") == "ENT*2J"


def test_a_look_is_remembered_by_delimiters() -> None:
    known = guide(GUIDES[0])
    assert known.look(Delimiters()) is known.look(Delimiters())
    assert known.look(MARKS[1]) is not known.look(Delimiters())
