"""One case of a rule: how its file is made of a sample, and what a check has to say of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.edi.x12.samples import SAMPLES, Sample, change, to_bytes

Edit = tuple[str, "str | list[str] | None"] | tuple[str, "str | list[str] | None", int]
Raw = Callable[[bytes], bytes]
# Rule, level, how the row of the finding begins ("" for none), element.
Expected = tuple[str, str, str, int]


@dataclass(frozen=True)
class Case:
    """One faulty file: changes of a sample's body, then of its envelope, then of its bytes."""

    rule: str
    level: str
    sample: str
    body: list[Edit] = field(default_factory=list)
    at: str = "ST"
    element: int = 0
    envelope: list[Edit] = field(default_factory=list)
    raw: Raw | None = None
    beside: list[Expected] = field(default_factory=list)
    segment: str | None = None
    nth: int = 1
    number: int | None = None


@dataclass(frozen=True)
class Valid:
    """One file that keeps the rule, at its edge where it has one."""

    rule: str
    sample: str
    body: list[Edit] = field(default_factory=list)
    envelope: list[Edit] = field(default_factory=list)
    raw: Raw | None = None


def rows_of(case: Case | Valid) -> list[str]:
    sample: Sample = SAMPLES[case.sample]
    for edit in case.body:
        sample = sample.changed(*edit)
    rows = sample.rows()
    for edit in case.envelope:
        rows = change(rows, *edit)
    return rows


def data_of(case: Case | Valid) -> bytes:
    data = to_bytes(rows_of(case))
    return case.raw(data) if case.raw else data


def expected_of(case: Case) -> str:
    """The line of expected.tsv: level, segment, its number in the set, element, what is beside."""
    rows = rows_of(case)
    first = (case.rule, case.level, case.at, case.element)
    place = _place(first, rows, case.nth)
    if case.segment is not None:
        place = (place[0], place[1], case.segment, place[3], place[4])
    if case.number is not None:
        place = (*place[:3], str(case.number), place[4])
    beside = " ".join("/".join(_place(each, rows)) for each in case.beside)
    return "\t".join([*place, beside])


def _place(expected: Expected, rows: list[str], nth: int = 1) -> tuple[str, str, str, str, str]:
    rule, level, begin, element = expected
    begin, _, place = begin.partition("@")
    index = (
        [i for i, row in enumerate(rows) if row.startswith(place or begin)]
        if place or begin
        else []
    )
    row = index[nth - 1] if index else -1
    tag = begin.split("*")[0].split("|")[0]
    return rule, level, tag, str(_number(rows, row)), str(element)


def _number(rows: list[str], row: int) -> int:
    """The row's number in its set (ST = 1); 0 outside."""
    last = max((i for i in range(row + 1) if rows[i].startswith("ST")), default=-1)
    ends = [i for i in range(max(last, 0), max(row, 0)) if rows[i].startswith("SE*")]
    outside = rows[row].startswith(("GE", "IEA", "GS", "ISA", "TA1"))
    return 0 if last < 0 or row < 0 or ends or outside else row - last + 1


def after(text: bytes) -> Raw:
    return lambda data: data + text


def before(text: bytes) -> Raw:
    return lambda data: text + data


def replaced(old: bytes, new: bytes) -> Raw:
    def put(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new, 1)

    return put


def delimited(element: bytes, component: bytes, terminator: bytes) -> Raw:
    table = bytes.maketrans(b"*:~", element + component + terminator)
    return lambda data: data.translate(table)


def bare(data: bytes) -> bytes:
    return data[data.index(b"ST*") : data.index(b"GE*")]


def second_set(control: str) -> Raw:
    """The set once more under another (or the same) ST02."""

    def doubled(data: bytes) -> bytes:
        start, end = data.index(b"ST*"), data.index(b"GE*")
        again = data[start:end].replace(b"*0001", b"*" + control.encode())
        return data[:end] + again + data[end:].replace(b"GE*1*", b"GE*2*")

    return doubled


BPR = SAMPLES["clinic"].body[0]
BPR_820 = SAMPLES["vendor"].body[0]
CLP = "CLP*CLAIM1*1*300*200*50*12*PAYERCLAIM1*11*1"
ISA = SAMPLES["clinic"].isa
PLB = "PLB*1234567893*20261231*L6:INTEREST1*-30"
GS = "GS*HP*PAYERONE*HOSPITALTWO*20261120*0915*7*X*005010X221A1"
