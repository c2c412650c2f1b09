"""Makes `cases/`: for each rule a file that keeps it and one or more that break it, and in
expected.tsv what a check has to say of each. Run it from the root of the checkout:

    python -m tests.edi.x12.make_cases

All of it is invented. What is expected is said here by hand; nothing is taken from what the
codec finds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.edi.x12.samples import SAMPLES, Sample, change, to_bytes

HERE = Path(__file__).with_name("cases")
COLUMNS = "file\trule\tlevel\tsegment\tnumber\telement\tbeside"

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


def _after(text: bytes) -> Raw:
    return lambda data: data + text


def _before(text: bytes) -> Raw:
    return lambda data: text + data


def _replace(old: bytes, new: bytes) -> Raw:
    def replaced(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new, 1)

    return replaced


def _delimited(element: bytes, component: bytes, terminator: bytes) -> Raw:
    table = bytes.maketrans(b"*:~", element + component + terminator)
    return lambda data: data.translate(table)


def _bare(data: bytes) -> bytes:
    return data[data.index(b"ST*") : data.index(b"GE*")]


def _second_set(control: str) -> Raw:
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


_AMOUNTS = ("AU", "D8", "DY", "F5", "I", "NL", "T", "T2", "ZK", "ZL", "ZM", "ZN", "ZO", "AU")


def _envelope() -> list[Case | Valid]:
    return [
        Valid("XI01", "clinic", raw=_before(b"\xef\xbb\xbf\r\n  ")),
        Case("XI01", "E", "clinic", at="", segment="ISA", raw=_bare),
        Case("XI01", "W", "clinic", at="ISA", raw=_before(b"Received: by mail\n\n")),
        Case("XI01", "E", "clinic", at="", segment="ISA", raw=lambda data: b""),
        Case("XI01", "E", "clinic", at="", segment="ISA", raw=lambda data: b"\x00\xff" * 99),
        Valid("XI02", "clinic", raw=_delimited(b"|", b">", b"\\")),
        Case(
            "XI02", "E", "clinic", at="ISA", envelope=[(ISA, ISA.replace("PAYERONE ", "PAYERONE"))]
        ),
        Case("XI02", "E", "clinic", at="ISA", element=16, raw=_delimited(b"*", b"q", b"~")),
        Case("XI02", "E", "ta1", at="ISA", element=16, raw=_delimited(b"*", b"*", b"~")),
        Valid("XI03", "ta1"),
        Case("XI03", "E", "clinic", at="IEA", element=2, envelope=[("IEA", "IEA*1*000000008")]),
        Case("XI03", "E", "clinic", at="ISA", envelope=[("IEA", None)]),
        Case("XI03", "E", "ta1", at="ISA", envelope=[("IEA", None)]),
        Valid("XI04", "clinic", envelope=[("IEA", "IEA*01*000000007")]),
        Case("XI04", "E", "clinic", at="IEA", element=1, envelope=[("IEA", "IEA*2*000000007")]),
        Case("XI04", "E", "clinic", at="IEA", element=1, envelope=[("IEA", "IEA**000000007")]),
        Valid("XI05", "old_answer"),
        Case(
            "XI05",
            "W",
            "clinic",
            at="ISA",
            element=12,
            envelope=[(ISA, ISA.replace("00501", "00304"))],
        ),
        Case(
            "XI05", "W", "clinic", at="ISA", element=11, envelope=[(ISA, ISA.replace("*^*", "*U*"))]
        ),
        Valid("XI09", "clinic", envelope=[(ISA, ISA.replace("261120*0915", "280229*2359"))]),
        Case(
            "XI09",
            "W",
            "clinic",
            at="ISA",
            element=9,
            envelope=[(ISA, ISA.replace("261120", "270229"))],
        ),
        Case(
            "XI09",
            "W",
            "clinic",
            at="ISA",
            element=10,
            envelope=[(ISA, ISA.replace("0915", "2400"))],
        ),
        Valid("XI10", "clinic", raw=_after(b"\r\n\r\n \x00\x00\x1a")),
        Case("XI10", "W", "clinic", at="IEA", raw=_after(b"-- \nsent by nobody\n")),
        Valid("XG01", "premium"),
        Case(
            "XG01",
            "W",
            "vendor",
            at="GS",
            element=1,
            envelope=[("GS", GS.replace("HP", "HC").replace("005010X221A1", "005010"))],
        ),
        Case("XG01", "W", "clinic", at="GS", element=1, envelope=[("GS", GS.replace("HP", "RA"))]),
        Valid(
            "XG02",
            "clinic",
            envelope=[("GS", GS.replace("*7*X", "*000007*X")), ("GE", "GE*1*000007")],
        ),
        Case("XG02", "E", "clinic", at="GE", element=2, envelope=[("GE", "GE*1*8")]),
        Case("XG02", "E", "clinic", at="GS", envelope=[("GE", None)]),
        Case("XG02", "E", "clinic", at="ST", envelope=[("GS", None), ("GE", None)]),
        Valid("XG03", "clinic", raw=_second_set("0002")),
        Case("XG03", "E", "clinic", at="GE", element=1, envelope=[("GE", "GE*2*7")]),
        Case("XG03", "E", "clinic", at="GE", element=1, envelope=[("GE", "GE*one*7")]),
        Valid("XG04", "exchange"),
        Case(
            "XG04",
            "W",
            "clinic",
            at="GS",
            element=8,
            envelope=[("GS", GS.replace("X221A1", "X999"))],
        ),
        Valid("XS01", "answer"),
        Case("XS01", "E", "clinic", at="ST", element=1, envelope=[("ST", "ST*278*0001")]),
        Valid("XS02", "clinic", raw=_second_set("0002")),
        Case("XS02", "E", "clinic", at="SE", element=2, envelope=[("SE*", "SE*44*0002")]),
        Case("XS02", "E", "clinic", at="ST", envelope=[("SE*", None)]),
        Case("XS02", "E", "vendor", at="ST", envelope=[("SE*", None)]),
        Case("XS02", "E", "answer", at="ST", envelope=[("SE*", None)]),
        Valid("XS03", "hospital"),
        Case("XS03", "E", "clinic", at="SE", element=1, envelope=[("SE*", "SE*45*0001")]),
        Case("XS03", "E", "vendor", at="SE", element=1, envelope=[("SE*", "SE*many*0001")]),
        Case("XS03", "E", "answer", at="SE", element=1, envelope=[("SE*", "SE*1*0001")]),
        Valid("XS04", "vendor", raw=_second_set("0002")),
        Case("XS04", "E", "clinic", at="ST", element=2, raw=_second_set("0001")),
        Case("XS04", "E", "vendor", at="ST", element=2, raw=_second_set("0001")),
    ]


def _structure() -> list[Case | Valid]:
    return [
        Valid("XS05", "hospital"),
        Case("XS05", "E", "clinic", [("NM1*QC", None)], at="NM1@REF*EA"),
        Case("XS05", "E", "clinic", [("N3*1", None)], at="N3@N4*SPRINGFIELD"),
        Case("XS05", "E", "clinic", [("N4", None)], at="N4@REF*2U"),
        Case("XS05", "W", "clinic", [("PER*BL", None)], at="PER@N1*PE"),
        Case("XS05", "W", "clinic", [("LX", None)], at="LX@CLP"),
        Case("XS05", "W", "clinic", [("DTM*405", None)], at="DTM@N1*PR"),
        Case(
            "XS05",
            "E",
            "clinic",
            [("CAS*PR*1*50", ["REF*6R*L", "CAS*PR*1*50"]), ("REF*6R*LINE1", None)],
            at="CAS*PR*1*50",
        ),
        Case(
            "XS05",
            "E",
            "clinic",
            [("LQ", ["LQ*HE*N130", "NM1*82*1*ROE*RUTH****XX*1234567893"])],
            at="NM1*82*1*ROE*RUTH****XX*1234567893",
            nth=2,
        ),
        Case(
            "XS05", "E", "clinic", [("TRN", ["TRN*1*EFT0001*1999999999", "NTE*ADD*LATE"])], at="NTE"
        ),
        Case("XS05", "E", "clinic", [(PLB, [PLB, "NTE*ADD*LATE"])], at="NTE"),
        Case(
            "XS05",
            "E",
            "hospital",
            [("CLP*VISIT1", ["TS2*1", "CLP*VISIT1*19*1000*600*0*MB*PAYERVISIT1*13*1"])],
            at="TS2*1",
        ),
        Case("XS05", "E", "hospital", [("MIA", ["MOA***MA01", "MIA*3***5000.25*MA01"])], at="MIA"),
        Case("XS05", "E", "old", [("N3*1", None)], at="N3@N4*SPRINGFIELD"),
        Case("XS05", "E", "old", [("NM1*QC", None)], at="NM1@DTM*232"),
        Case("XS05", "E", "clinic", raw=_replace(b"GE*1", b"ZZZ*1~\nGE*1"), at="", segment=""),
        Case("XS05", "E", "vendor", [("CUR", None), ("ENT", ["ENT*1", "CUR*PR*USD"])], at="CUR"),
        Case(
            "XS05",
            "E",
            "vendor",
            [("NTE", None), ("CUR", ["CUR*PR*USD", "NTE*ADD*LATE"])],
            at="NTE",
        ),
        Case(
            "XS05",
            "E",
            "premium",
            [
                ("N1*PE", None),
                (
                    "PER",
                    [
                        "PER*IC*PAYROLL DESK*TE*5550100103",
                        "N1*PE*INVENTED HEALTH PLAN*FI*123456789",
                    ],
                ),
            ],
            at="N1*PE",
        ),
        Case(
            "XS07",
            "W",
            "premium",
            [("ENT", ["ENT*1*2L*FI*987654321", "REF*ZZ*PLAN7"])],
            at="REF*ZZ",
        ),
        Case(
            "XS05",
            "E",
            "members",
            [
                ("NM1*IL", None),
                ("RMR*AZ*POLICY1", ["RMR*AZ*POLICY1**100*100", "NM1*IL*1*DOE*JANE****N*MEMBER1"]),
            ],
            at="NM1*IL",
        ),
        Case("XS05", "E", "answer", [("IK3", None), ("CTX", None)], at="IK4"),
        Case("XS05", "E", "answer", [("IK5*A", ["IK4*3*782*6", "IK5*A"])], at="IK4"),
        Case("XS05", "E", "old_answer", [("AK3", None)], at="AK4"),
        Valid("XS06", "hospital"),
        Case(
            "XS06",
            "W",
            "clinic",
            [("NM1*82", ["NM1*82*1*ROE*RUTH****XX*1234567893"] * 2)],
            at="NM1*82",
            nth=2,
        ),
        Case("XS06", "W", "hospital", [("MOA", ["MOA***MA01"] * 2)], at="MOA", nth=2),
        Case("XS06", "W", "hospital", [("MIA", ["MIA*3***5000.25*MA01"] * 2)], at="MIA", nth=2),
        Case("XS06", "W", "clinic", [("DTM*405", ["DTM*405*20261120"] * 2)], at="DTM*405", nth=2),
        Case("XS06", "W", "clinic", [("REF*EV", ["REF*EV*RECEIVER7"] * 2)], at="REF*EV", nth=2),
        Case(
            "XS06",
            "W",
            "clinic",
            [("TRN", ["TRN*1*EFT0001*1999999999"] + ["CUR*PR*USD"] * 2)],
            at="CUR",
            nth=2,
        ),
        Case(
            "XS06",
            "W",
            "clinic",
            [
                (
                    "AMT*AU",
                    [
                        f"AMT*{code}*1"
                        for code in [
                            "AU",
                            "D8",
                            "DY",
                            "F5",
                            "I",
                            "NL",
                            "T",
                            "T2",
                            "ZK",
                            "ZL",
                            "ZM",
                            "ZN",
                            "ZO",
                            "AU",
                        ]
                    ],
                )
            ],
            at="AMT*AU",
            nth=2,
        ),
        Case("XS06", "W", "clinic", [("LQ", ["LQ*HE*N130"] * 100)], at="LQ", nth=100),
        Case("XS06", "W", "old", [("DTM*405", ["DTM*405*20261120"] * 2)], at="DTM*405", nth=2),
        Case("XS06", "W", "vendor", [("BPR", [BPR_820] * 2)], at="BPR", nth=2),
        Case("XS06", "W", "vendor", [("TRN", ["TRN*1*PAY0001*1888888888"] * 2)], at="TRN", nth=2),
        Case(
            "XS06",
            "W",
            "premium",
            [("TRN", ["TRN*3*PAY0002*1888888888"] + ["CUR*PR*USD"] * 2)],
            at="CUR",
            nth=2,
        ),
        Case("XS06", "W", "members", [("N4", ["N4*SPRINGFIELD*IL*62702"] * 2)], at="N4", nth=2),
        Valid("XS07", "premium"),
        Case("XS07", "W", "clinic", [("AMT*B6", ["AMT*B6*100", "ZZZ*1"])], at="@ZZZ"),
        Case("XS07", "W", "clinic", [("AMT*B6", "amt*B6*100")], at="@amt"),
        Case(
            "XS07", "W", "old", [("NM1", ["NM1*QC*1*DOE*JANE****MI*MEMBER1", "UHU*1"])], at="@UHU"
        ),
        Case("XS07", "W", "vendor", [("ENT", ["ENT*1", "ZZZ*1"])], at="@ZZZ"),
        Case("XS07", "W", "premium", [("IT1", ["IT1*1", "ZZZ*1"])], at="@ZZZ"),
        Case("XS07", "W", "exchange", [("REF*POL", ["REF*POL*POLICY1", "ZZZ*1"])], at="@ZZZ"),
        Case("XS07", "W", "answer", [("IK5*A", ["ZZZ*1", "IK5*A"])], at="@ZZZ"),
        Case("XS07", "W", "old_answer", [("AK5*A", ["ZZZ*1", "AK5*A"])], at="@ZZZ"),
    ]


def _values() -> list[Case | Valid]:
    return [
        Valid("XS08", "hospital"),
        Case(
            "XS08",
            "E",
            "clinic",
            [("DTM*232*20261101", "DTM*232*20261301")],
            at="DTM*232",
            element=2,
        ),
        Case("XS08", "E", "clinic", [("DTM*405", "DTM*405*2026")], at="DTM*405", element=2),
        Case(
            "XS08",
            "E",
            "clinic",
            [("SVC*HC:99214", "SVC*HC:99214*200*150**two")],
            at="SVC*HC:99214",
            element=5,
        ),
        Case("XS08", "E", "clinic", [("QTY", "QTY*ZK*1E2")], at="QTY", element=2),
        Case(
            "XS08",
            "E",
            "clinic",
            [("CAS*CO*45*50", "CAS*CO*45*50*x")],
            at="CAS*CO*45*50",
            element=4,
        ),
        Case(
            "XS08", "E", "clinic", [(PLB, PLB.replace("20261231", "20260231"))], at="PLB", element=2
        ),
        Case("XS08", "E", "old", [("DTM*472", "DTM*472*2026100")], at="DTM*472", element=2),
        Case(
            "XS08",
            "E",
            "hospital",
            [("TS3", "TS3*1234567893*11*20261399*2*8000")],
            at="TS3",
            element=3,
        ),
        Case(
            "XS08",
            "E",
            "hospital",
            [("TS3", "TS3*1234567893*11*20261231*two*8000")],
            at="TS3",
            element=4,
        ),
        Case(
            "XS08",
            "E",
            "vendor",
            [("DTM*003*20261001", "DTM*003*20261034")],
            at="DTM*003",
            element=2,
        ),
        Case(
            "XS08",
            "E",
            "vendor",
            [("BPR", BPR_820.replace("20261123", "2026112"))],
            at="BPR",
            element=16,
        ),
        Case(
            "XS08",
            "E",
            "premium",
            [("DTM*582", "DTM*582****RD8*20261101-20261131")],
            at="DTM*582",
            element=6,
        ),
        Case("XS08", "E", "members", [("DTM*582", "DTM*582*2026")], at="DTM*582", element=2),
        Case(
            "XS08",
            "E",
            "exchange",
            [("DTM*582", "DTM*582****RD8*20261101")],
            at="DTM*582",
            element=6,
        ),
        Case("XS08", "E", "answer", [("IK3", "IK3*CLP*x*2100*8")], at="IK3", element=2),
        Case("XS08", "E", "answer", [("AK9", "AK9*P*2*two*1")], at="AK9", element=3),
        Case("XS08", "E", "old_answer", [("AK9", "AK9*P*2*2*x")], at="AK9", element=4),
        Valid("XS09", "clinic", [("CLP*CLAIM1", CLP.replace("CLAIM1*1*", "C" * 20 + "*1*"))]),
        Case(
            "XS09",
            "W",
            "clinic",
            [("CLP*CLAIM1", CLP.replace("CLAIM1*1*", "C" * 39 + "*1*"))],
            at="CLP*CCC",
            element=1,
        ),
        Case(
            "XS09",
            "W",
            "clinic",
            [("CLP*CLAIM1", CLP.replace("CLAIM1*1*", "*1*"))],
            at="CLP**",
            element=1,
        ),
        Case("XS09", "W", "clinic", [("BPR", BPR.replace("BPR*I", "BPR*Q"))], at="BPR", element=1),
        Case(
            "XS09", "W", "clinic", [("BPR", BPR.replace("*C*ACH", "*X*ACH"))], at="BPR", element=3
        ),
        Case(
            "XS09",
            "W",
            "clinic",
            [("BPR", BPR.replace("*ACH*CCP*", "*AAA*CCP*"))],
            at="BPR",
            element=4,
        ),
        Case(
            "XS09",
            "W",
            "clinic",
            [("TRN", "TRN*1*" + "9" * 51 + "*1999999999")],
            at="TRN",
            element=2,
        ),
        Case(
            "XS09", "W", "clinic", [("N3*1", "N3*1 NOWHERE ROAD " + "X" * 50)], at="N3*1", element=1
        ),
        Case("XS09", "W", "clinic", [("REF*EA", "REF*ea*RECORD1")], at="REF*ea", element=1),
        Case("XS09", "W", "clinic", [("AMT*AU", "AMT*QQ*300")], at="AMT*QQ", element=1),
        Case(
            "XS09",
            "W",
            "clinic",
            [("DTM*050", "DTM*050*20261105*****W")],
            at="DTM*050",
            element=7,
        ),
        Case(
            "XS09",
            "W",
            "hospital",
            [("TS3", "TS3*1234567893*111*20261231*2*8000")],
            at="TS3",
            element=2,
        ),
        Case(
            "XS09",
            "W",
            "old",
            [("CLP*CLAIM5", "CLP*" + "C" * 39 + "*1*100*60*10*12*PAYERCLAIM5*11*1")],
            at="CLP",
            element=1,
        ),
        Case("XS09", "W", "clinic", at="ISA", raw=_replace(b"JANE", "JOSÉ".encode())),
        Case(
            "XS09", "W", "vendor", [("BPR", BPR_820.replace("BPR*C", "BPR*Q"))], at="BPR", element=1
        ),
        Case(
            "XS09",
            "W",
            "vendor",
            [("RMR*IV*INV-1", "RMR*?*INV-1*PI*490*500*10")],
            at="RMR*?",
            element=1,
        ),
        Case(
            "XS09", "W", "premium", [("RMR*11", "RMR*IV*ACCOUNT7**860*900")], at="RMR*IV", element=1
        ),
        Case("XS09", "W", "premium", [("ENT", "ENT*1*QQ*FI*987654321")], at="ENT", element=2),
        Case(
            "XS09",
            "W",
            "members",
            [("NM1*IL", "NM1*QC*1*DOE*JANE****N*MEMBER1")],
            at="NM1*QC",
            element=1,
        ),
        Case(
            "XS09",
            "W",
            "exchange",
            [("REF*38*12345", "REF*38*" + "1" * 51)],
            at="REF*38*1111",
            element=2,
        ),
        Case(
            "XS09",
            "W",
            "answer",
            [("IK5*A", "IK5*Q")],
            at="IK5*Q",
            element=1,
            beside=[("AK03", "W", "AK9", 0)],
        ),
        Case("XS09", "W", "answer", [("IK4", "IK4*3*782*99")], at="IK4", element=3),
        Case("XS09", "W", "old_answer", [("AK3", "AK3*RMR*11**99")], at="AK3", element=4),
        Case("XS09", "W", "ta1", [("TA1", "TA1*000000003*261119*1200*Q*000")], at="TA1", element=4),
        Case("XS09", "W", "ta1", [("TA1", "TA1*000000003*261119*1200*A*999")], at="TA1", element=5),
        Valid("XS10", "clinic", raw=lambda data: data.replace(b"\n", b"\r\n")),
        Case("XS10", "E", "clinic", [("N3*1", "N3*1 NOWHERE\x07 ROAD")], at="N3*1", element=1),
        Case(
            "XS10",
            "E",
            "clinic",
            [("NM1*QC", "NM1*QC*1*DOE*JA\nNE****MI*MEMBER1")],
            at="NM1*QC",
            element=4,
        ),
        Case("XS10", "E", "vendor", [("N3", "N3*2 NOWHERE\tROAD")], at="N3", element=1),
        Case("XS10", "E", "answer", [("AK1", "AK1*HP*7\x1b*005010X221A1")], at="AK1", element=2),
    ]


def _remittance() -> list[Case | Valid]:
    return [
        Valid("RA01", "clinic"),
        Case("RA01", "E", "clinic", [("TRN", None)], at="TRN@LX"),
        Case("RA01", "E", "clinic", [("BPR", None)], at="BPR@LX"),
        Case(
            "RA01",
            "E",
            "clinic",
            [("N1*PE", "N1*SE*OTHER")],
            at="N1@LX",
            beside=[("XS09", "W", "N1*SE", 1)],
        ),
        Case("RA01", "E", "clinic", [("TRN", ["TRN*1*EFT0001*1999999999"] * 2)], at="TRN", nth=2),
        Case(
            "RA01",
            "E",
            "clinic",
            [
                (
                    "PER*BL",
                    [
                        "PER*BL*HELP DESK*TE*5550100100",
                        "N1*PR*ANOTHER",
                        "N3*1 ROAD",
                        "N4*SPRINGFIELD*IL*62701",
                        "PER*BL*DESK*TE*5550100100",
                    ],
                )
            ],
            at="N1*PR*AN",
        ),
        Case("RA01", "E", "old", [("TRN", None)], at="TRN@LX"),
        Valid("RA02", "clinic", [("AMT*AU", "AMT*AU*+300.00")]),
        Case(
            "RA02", "E", "clinic", [("BPR", BPR.replace("*230*", "*230.001*"))], at="BPR", element=2
        ),
        Case(
            "RA02",
            "E",
            "clinic",
            [("CLP*CLAIM1", CLP.replace("*300*", "*3E2*"))],
            at="CLP*CLAIM1",
            element=3,
            beside=[("RA04", "E", "BPR", 2)],
        ),
        Case(
            "RA02",
            "E",
            "clinic",
            [("CLP*CLAIM1", CLP.replace("*200*", "**"))],
            at="CLP*CLAIM1",
            element=4,
            beside=[("RA04", "E", "BPR", 2)],
        ),
        Case(
            "RA02",
            "E",
            "clinic",
            [("CLP*CLAIM1", CLP.replace("*50*", "*5O*"))],
            at="CLP*CLAIM1",
            element=5,
            beside=[("RA04", "E", "BPR", 2)],
        ),
        Case(
            "RA02",
            "E",
            "clinic",
            [("SVC*HC:99214", "SVC*HC:99214*2,00*150**2")],
            at="SVC*HC:99214",
            element=2,
            beside=[("RA04", "E", "BPR", 2)],
        ),
        Case(
            "RA02",
            "E",
            "clinic",
            [("SVC*HC:99214", "SVC*HC:99214*200*150 **2")],
            at="SVC*HC:99214",
            element=3,
            beside=[("RA04", "E", "BPR", 2)],
        ),
        Case(
            "RA02",
            "E",
            "clinic",
            [("CAS*CO*45*50", "CAS*CO*45*50.001")],
            at="CAS*CO*45*50",
            element=3,
            beside=[("RA04", "E", "BPR", 2)],
        ),
        Case(
            "RA02",
            "E",
            "clinic",
            [("AMT*B6", "AMT*B6*x")],
            at="AMT*B6",
            element=2,
            beside=[("RA04", "E", "BPR", 2)],
        ),
        Case(
            "RA02",
            "E",
            "clinic",
            [(PLB, PLB + ".005")],
            at="PLB",
            element=4,
            beside=[("RA04", "E", "BPR", 2)],
        ),
        Valid("RA03", "forwarded"),
        Case(
            "RA03",
            "E",
            "clinic",
            [("BPR", BPR.replace("*230*", "*-230*")), (PLB, PLB.replace("-30", "430"))],
            at="BPR",
            element=2,
        ),
        Valid("RA04", "reversal"),
        Case(
            "RA04", "E", "clinic", [("BPR", BPR.replace("*230*", "*230.01*"))], at="BPR", element=2
        ),
        Case("RA04", "E", "clinic", [(PLB, PLB.replace("-30", "30"))], at="BPR", element=2),
        Case(
            "RA04",
            "E",
            "forwarded",
            [("PLB", "PLB*1234567893*20261231*WO:PAYERCLAIM8*100")],
            at="BPR",
            element=2,
        ),
        Case(
            "RA04",
            "E",
            "old",
            [("BPR", SAMPLES["old"].body[0].replace("*60*", "*61*"))],
            at="BPR",
            element=2,
        ),
        Valid("RA05", "hospital"),
        Case(
            "RA05",
            "E",
            "hospital",
            [("CAS*PR*1*400", "CAS*PR*1*399.99**2*100.00")],
            at="CLP*STAY1",
            element=4,
            beside=[("RA09", "W", "CLP*STAY1", 5)],
        ),
        Case(
            "RA05",
            "E",
            "hospital",
            [("CAS*CO*45*1499.75", "CAS*CO*45*1499.74")],
            at="CLP*STAY1",
            element=4,
        ),
        Valid("RA06", "reversal"),
        Case(
            "RA06",
            "E",
            "clinic",
            [("CAS*CO*45*50*2", "CAS*CO*45*49.99*2")],
            at="SVC*HC:99214",
            element=3,
            beside=[("RA05", "E", "CLP*CLAIM1", 4)],
        ),
        Case(
            "RA06",
            "E",
            "clinic",
            [
                ("SVC*HC:99213", "SVC*HC:99213:25*100*49.99**1"),
                ("SVC*HC:99214", "SVC*HC:99214*200*150.01**2"),
            ],
            at="SVC*HC:99213",
            element=3,
            beside=[("RA06", "E", "SVC*HC:99214", 3)],
        ),
        Valid("RA07", "hospital"),
        Case(
            "RA07",
            "W",
            "hospital",
            [
                ("CLP*VISIT1", "CLP*VISIT1*19*1000.01*600*0*MB*PAYERVISIT1*13*1"),
                ("NM1*QC*1*ROE", ["CAS*CO*45*.01", "NM1*QC*1*ROE*RICHARD****MI*MEMBER6"]),
            ],
            at="CLP*VISIT1",
            element=3,
        ),
        Valid("RA08", "hospital"),
        Case(
            "RA08",
            "W",
            "hospital",
            [
                ("CLP*VISIT1", "CLP*VISIT1*19*1000*599*0*MB*PAYERVISIT1*13*1"),
                ("NM1*QC*1*ROE", ["CAS*OA*23*1", "NM1*QC*1*ROE*RICHARD****MI*MEMBER6"]),
                ("BPR", SAMPLES["hospital"].body[0].replace("5600.25", "5599.25")),
            ],
            at="CLP*VISIT1",
            element=4,
        ),
        Valid("RA09", "reversal"),
        Case(
            "RA09",
            "W",
            "clinic",
            [("CLP*CLAIM1", CLP.replace("*50*", "*49.99*"))],
            at="CLP*CLAIM1",
            element=5,
        ),
        Case(
            "RA09",
            "W",
            "clinic",
            [("CLP*CLAIM2", "CLP*CLAIM2*2*80*0**12*PAYERCLAIM2*11*1")],
            at="CLP*CLAIM2",
            element=5,
        ),
        Valid("RA10", "clinic", [("CLP*CLAIM2", "CLP*CLAIM2*21*80*0*30*12*PAYERCLAIM2*11*1")]),
        Case(
            "RA10",
            "W",
            "clinic",
            [("CLP*CLAIM1", CLP.replace("CLAIM1*1*", "CLAIM1*5*"))],
            at="CLP*CLAIM1",
            element=2,
        ),
        Case(
            "RA10",
            "W",
            "clinic",
            [("CLP*CLAIM1", CLP.replace("CLAIM1*1*", "CLAIM1**"))],
            at="CLP*CLAIM1",
            element=2,
        ),
        Case(
            "RA10",
            "W",
            "old",
            [("CLP*CLAIM5", "CLP*CLAIM5*10*100*60*10*12*PAYERCLAIM5*11*1")],
            at="CLP*CLAIM5",
            element=2,
        ),
        Valid("RA11", "clinic", [("CAS*OA*23", "CAS*PI*23*40")]),
        Case("RA11", "W", "clinic", [("CAS*OA*23", "CAS*CR*23*40")], at="CAS*CR", element=1),
        Case("RA11", "W", "clinic", [("CAS*CO*45*50*2", "CAS*co*45*50*2")], at="CAS*co", element=1),
        Valid("RA12", "clinic", [("CAS*OA*23", "CAS*OA*23*10**1*10**2*10**3*4**45*3**96*3")]),
        Case(
            "RA12",
            "E",
            "clinic",
            [("CAS*CO*45*50*2", "CAS*CO*45")],
            at="CAS*CO*45",
            element=3,
            beside=[("RA04", "E", "BPR", 2)],
        ),
        Case(
            "RA12",
            "E",
            "clinic",
            [("CAS*CO*45*50*2", "CAS*CO**50")],
            at="CAS*CO**50",
            element=2,
            beside=[("RA04", "E", "BPR", 2)],
        ),
        Case(
            "RA12",
            "E",
            "clinic",
            [("CAS*CO*45*50*2", "CAS**45*50")],
            at="CAS**45",
            element=1,
            beside=[("RA04", "E", "BPR", 2)],
        ),
        Case(
            "RA12",
            "E",
            "clinic",
            [("CAS*CO*45*50*2", "CAS*CO")],
            at="CAS*CO",
            element=2,
            beside=[("RA04", "E", "BPR", 2)],
        ),
        Case(
            "RA12",
            "E",
            "clinic",
            [("CAS*CO*45*50*2", "CAS*CO*45*20**1*5**2*5**3*5**4*5**5*5**6*5")],
            at="CAS*CO*45*20",
            element=20,
            beside=[("RA04", "E", "BPR", 2)],
        ),
        Valid("RA13", "hospital"),
        Case("RA13", "W", "clinic", [("CAS*OA*23", "CAS*OA*999*40")], at="CAS*OA*999", element=2),
        Case(
            "RA13",
            "W",
            "clinic",
            [("CAS*PR*2*10**3*20", "CAS*PR*2*10**XX*20")],
            at="CAS*PR*2",
            element=5,
        ),
        Case("RA13", "W", "clinic", [("LQ", "LQ*HE*130")], at="LQ", element=2),
        Case("RA13", "W", "hospital", [("MOA", "MOA*.8**MA01*X18")], at="MOA", element=4),
        Case(
            "RA13",
            "W",
            "hospital",
            [("MIA", "MIA*3***5000.25*01***********3****N689")],
            at="MIA",
            element=5,
        ),
        Valid("RA14", "reversal"),
        Case("RA14", "W", "clinic", [(PLB, PLB.replace("L6", "QQ"))], at="PLB", element=3),
        Case(
            "RA14",
            "W",
            "reversal",
            [("PLB", SAMPLES["reversal"].body[-1].replace("72:", "ZZ:"))],
            at="PLB",
            element=5,
        ),
        Valid(
            "RA15",
            "clinic",
            [(PLB, PLB.replace("-30", "-5") + "".join(f"*L6:I{n}*-5" for n in range(5)))],
        ),
        Case(
            "RA15",
            "E",
            "clinic",
            [(PLB, PLB.replace("*-30", ""))],
            at="PLB",
            element=4,
            beside=[("RA04", "E", "BPR", 2)],
        ),
        Case(
            "RA15",
            "E",
            "clinic",
            [(PLB, PLB.replace("L6:INTEREST1", ""))],
            at="PLB",
            element=3,
            beside=[("RA04", "E", "BPR", 2)],
        ),
        Case(
            "RA15",
            "E",
            "clinic",
            [(PLB, "PLB*1234567893*20261231")],
            at="PLB",
            element=3,
            beside=[("RA04", "E", "BPR", 2)],
        ),
        Case(
            "RA15",
            "E",
            "clinic",
            [(PLB, PLB.replace("-30", "-5") + "".join(f"*L6:I{n}*-5" for n in range(6)))],
            at="PLB",
            element=15,
            beside=[("RA04", "E", "BPR", 2)],
        ),
        Valid(
            "RA16",
            "clinic",
            [
                (
                    "BPR",
                    BPR.replace(
                        "ACH*CCP*01*021000021*DA*111222333*1999999999**01*011000015*DA*444555666",
                        "CHK" + "*" * 6 + "1999999999" + "*" * 5,
                    ),
                )
            ],
        ),
        Case("RA16", "W", "clinic", [("BPR", BPR.replace("*CCP*", "**"))], at="BPR", element=4),
        Case(
            "RA16",
            "W",
            "clinic",
            [("BPR", BPR.replace("111222333", ""))],
            at="BPR",
            element=4,
            beside=[("XS09", "W", "BPR", 9)],
        ),
        Case(
            "RA16",
            "W",
            "clinic",
            [("BPR", BPR.replace("*ACH*CCP*", "*CHK**"))],
            at="BPR",
            element=4,
        ),
        Valid("RA17", "clinic", [("BPR", BPR.replace("20261123", "20261125"))]),
        Case(
            "RA17",
            "W",
            "clinic",
            [("BPR", BPR.replace("20261123", "20261126"))],
            at="BPR",
            element=16,
        ),
        Case(
            "RA17",
            "W",
            "clinic",
            [("BPR", BPR.replace("20261123", "20261131"))],
            at="BPR",
            element=16,
        ),
        Case("RA17", "W", "clinic", [("BPR", BPR[: -len("*20261123")])], at="BPR", element=16),
        Valid("RA18", "clinic", [("TRN", "TRN*1*" + "9" * 30 + "*1999999999")]),
        Case("RA18", "E", "clinic", [("TRN", "TRN*1**1999999999")], at="TRN", element=2),
        Case("RA18", "E", "clinic", [("TRN", "TRN*3*EFT0001*1999999999")], at="TRN", element=1),
        Case(
            "RA18",
            "W",
            "clinic",
            [("TRN", "TRN*1*EFT0001*199999999"), ("BPR", BPR.replace("1999999999", "199999999"))],
            at="TRN",
            element=3,
            beside=[("XS09", "W", "BPR", 10)],
        ),
        Valid(
            "RA19",
            "clinic",
            [
                ("TRN", "TRN*1*EFT0001*1999999999*000000001"),
                ("BPR", BPR.replace("1999999999**", "1999999999*000000001*")),
            ],
        ),
        Case("RA19", "W", "clinic", [("TRN", "TRN*1*EFT0001*1999999998")], at="BPR", element=10),
        Case(
            "RA19", "W", "clinic", [("TRN", "TRN*1*EFT0001*1999999999*0001")], at="BPR", element=11
        ),
        Valid("RA22", "hospital", [("BPR", SAMPLES["hospital"].body[0].replace("BPR*C", "BPR*I"))]),
        Case("RA22", "W", "clinic", [("BPR", BPR.replace("BPR*I", "BPR*D"))], at="BPR", element=1),
        Case(
            "RA22",
            "W",
            "clinic",
            [
                ("BPR", BPR.replace("*230*", "*0*")),
                *[(row, None) for row in SAMPLES["clinic"].body[15:]],
                ("LX", None),
            ],
            at="BPR",
            element=1,
        ),
        Valid("RA23", "forwarded"),
        Case("RA23", "W", "clinic", [(PLB, PLB.replace("L6", "FB"))], at="PLB", element=3),
        Valid("RA26", "reversal"),
        Case(
            "RA26",
            "W",
            "clinic",
            [
                ("CLP*CLAIM2", "CLP*CLAIM2*2*-80*0*-30*12*PAYERCLAIM2*11*1"),
                ("CAS*OA*23*40", "CAS*OA*23*-40"),
                ("CAS*PR*2", "CAS*PR*2*-10**3*-20"),
                ("CAS*CO*45*10", "CAS*CO*45*-10"),
            ],
            at="CLP*CLAIM2",
            element=3,
        ),
        Case(
            "RA26",
            "W",
            "clinic",
            [("DTM*233*20261102", "DTM*233*20261031")],
            at="DTM*233",
            element=2,
        ),
        Valid("RA27", "forwarded"),
        Case("RA27", "W", "clinic", [("BPR", BPR.replace("BPR*I", "BPR*H"))], at="BPR", element=1),
        Valid("RA28", "clinic", [("CLP*CLAIM2", "CLP*CLAIM2*4*80*0*30*12*PAYERCLAIM2*11*1")]),
        Case(
            "RA28",
            "W",
            "clinic",
            [("CLP*CLAIM1", CLP.replace("CLAIM1*1*", "CLAIM1*4*"))],
            at="CLP*CLAIM1",
            element=2,
        ),
        Valid("RA29", "reversal"),
        Case(
            "RA29",
            "W",
            "clinic",
            [("CLP*CLAIM2", "CLP*CLAIM1*2*80*0*30*12*PAYERCLAIM1*11*1")],
            at="CLP*CLAIM1*2",
            element=1,
        ),
        Valid("RA30", "clinic"),
        Case(
            "RA30",
            "W",
            "clinic",
            [("BPR", BPR.replace("021000021", "021000022"))],
            at="BPR",
            element=7,
        ),
        Case(
            "RA30",
            "W",
            "clinic",
            [("BPR", BPR.replace("011000015", "991000015"))],
            at="BPR",
            element=13,
        ),
        Case(
            "RA30",
            "W",
            "clinic",
            [("N1*PE", "N1*PE*INVENTED HOSPITAL*XX*1234567890")],
            at="N1*PE",
            element=4,
        ),
        Case(
            "RA30",
            "W",
            "clinic",
            [("NM1*82", "NM1*82*1*ROE*RUTH****XX*123456789")],
            at="NM1*82",
            element=9,
        ),
        Valid("RA31", "old"),
        Case(
            "RA31", "W", "clinic", envelope=[("ST", "ST*835*0001*005010X221A1")], at="ST", element=3
        ),
    ]


def _payment() -> list[Case | Valid]:
    vendor = [("RMR*IV*INV-2", "RMR*IV*INV-2**410*501")]
    return [
        Valid("PA01", "vendor"),
        Case("PA01", "E", "vendor", [("BPR", None)], at="BPR@ST"),
        Case("PA01", "E", "vendor", [("TRN", None)], at="TRN@ST"),
        Case("PA01", "E", "vendor", [("TRN", "TRN*1**1888888888")], at="TRN", element=2),
        Case("PA01", "W", "vendor", [("N1*PE", None)], at="N1@ST"),
        Case("PA01", "E", "members", [("TRN", None)], at="TRN@ST"),
        Case("PA01", "W", "exchange", [("N1*PR", None), ("PER", None)], at="N1@ST"),
        Valid("PA02", "vendor", [("RMR*IV*INV-1", "RMR*IV*INV-1*PI*+490.00*500.*10.0")]),
        Case(
            "PA02",
            "E",
            "vendor",
            [("BPR", BPR_820.replace("*900*", "*9.0.0*"))],
            at="BPR",
            element=2,
        ),
        Case(
            "PA02",
            "E",
            "vendor",
            [("RMR*IV*INV-1", "RMR*IV*INV-1*PI*49O*500*10")],
            at="RMR*IV*INV-1",
            element=4,
        ),
        Case(
            "PA02",
            "E",
            "vendor",
            [("RMR*IV*INV-1", "RMR*IV*INV-1*PI*490*500.005*10")],
            at="RMR*IV*INV-1",
            element=5,
        ),
        Case("PA02", "E", "vendor", [("ADX*-40", "ADX*-4e1*01")], at="ADX*-4e1", element=1),
        Case("PA02", "E", "premium", [("ADX*-10", "ADX**53")], at="ADX**53", element=1),
        Case(
            "PA02", "E", "exchange", [("RMR*ZZ*CSR", "RMR*ZZ*CSR**3 0")], at="RMR*ZZ*CSR", element=4
        ),
        Valid("PA03", "premium"),
        Case(
            "PA03",
            "W",
            "vendor",
            [("BPR", BPR_820.replace("*900*", "*900.01*"))],
            at="BPR",
            element=2,
        ),
        Case("PA03", "W", "premium", [("ADX*-10", "ADX*-10.01*53")], at="BPR", element=2),
        Case("PA03", "W", "exchange", [("RMR*ZZ*CSR", "RMR*ZZ*CSR**30.01")], at="BPR", element=2),
        Valid("PA04", "members"),
        Case("PA04", "W", "vendor", vendor, at="RMR*IV*INV-2", element=4),
        Case(
            "PA04",
            "W",
            "vendor",
            [("RMR*IV*INV-1", "RMR*IV*INV-1*PI*490*500*9.99")],
            at="RMR*IV*INV-1",
            element=4,
        ),
        Case("PA04", "W", "members", [("ADX*-5", "ADX*5*52")], at="RMR*AZ*POLICY2", element=4),
        Valid("PA05", "vendor"),
        Case(
            "PA05",
            "W",
            "vendor",
            [("RMR*IV*INV-1", "RMR**INV-1*PI*490*500*10")],
            at="RMR**INV-1",
            element=1,
        ),
        Case(
            "PA05",
            "W",
            "vendor",
            [("RMR*IV*INV-1", "RMR*IV**PI*490*500*10")],
            at="RMR*IV**",
            element=2,
        ),
        Case(
            "PA05",
            "W",
            "members",
            [("RMR*AZ*POLICY1", "RMR*AZ* **100*100")],
            at="RMR*AZ* *",
            element=2,
        ),
    ]


def _answers() -> list[Case | Valid]:
    return [
        Valid("AK01", "answer"),
        Case(
            "AK01",
            "E",
            "answer",
            [("AK1", None)],
            at="ST",
            segment="AK1",
            beside=[
                ("AK01", "E", "AK2*835*0001", 0),
                ("AK01", "E", "AK2*835*0002", 0),
                ("AK01", "E", "AK9", 0),
            ],
        ),
        Case("AK01", "E", "answer", [("AK9", None)], at="ST", segment="AK9"),
        Case(
            "AK01",
            "E",
            "answer",
            [("IK5*A", None)],
            at="AK2*835*0002",
            beside=[("AK03", "W", "AK9", 0)],
        ),
        Case("AK01", "E", "answer", [("IK5*R", None)], at="AK9"),
        Case("AK01", "E", "answer", [("AK1", ["AK1*HP*7*005010X221A1"] * 2)], at="AK1", nth=2),
        Case("AK01", "E", "answer", [("AK9", ["AK9*P*2*2*1"] * 2)], at="AK9", nth=2),
        Case(
            "AK01",
            "E",
            "old_answer",
            [("AK5*A", None)],
            at="AK2*820*0002",
            beside=[("AK03", "W", "AK9", 0)],
        ),
        Case("AK01", "E", "old_answer", [("AK9", None)], at="ST", segment="AK9"),
        Valid("AK03", "old_answer"),
        Case("AK03", "W", "answer", [("AK9", "AK9*P*3*3*1")], at="AK9"),
        Case("AK03", "W", "answer", [("AK9", "AK9*P*2*2*2"), ("IK5*R", "IK5*A")], at="AK9"),
        Case("AK03", "W", "old_answer", [("AK9", "AK9*R*1*1*0")], at="AK9"),
    ]


CASES = [*_envelope(), *_structure(), *_values(), *_remittance(), *_payment(), *_answers()]


def named() -> list[tuple[str, Case | Valid]]:
    """Each case with the name of its file."""
    seen: dict[str, int] = {}
    result: list[tuple[str, Case | Valid]] = []
    for case in CASES:
        if isinstance(case, Valid):
            result.append((f"{case.rule}.valid.edi", case))
            continue
        count = seen[case.rule] = seen.get(case.rule, 0) + 1
        tail = "" if count == 1 else f"-{count}"
        result.append((f"{case.rule}{tail}.faulty.edi", case))
    return result


def expected_table() -> str:
    """expected.tsv, a line for each faulty file."""
    lines = [f"{name}\t{expected_of(case)}" for name, case in named() if isinstance(case, Case)]
    return "\n".join([COLUMNS, *lines]) + "\n"


def main() -> None:
    HERE.mkdir(exist_ok=True)
    for old in HERE.glob("*.edi"):
        old.unlink()
    for name, case in named():
        (HERE / name).write_bytes(data_of(case))
    (HERE / "expected.tsv").write_text(expected_table(), encoding="utf-8")


if __name__ == "__main__":
    main()
