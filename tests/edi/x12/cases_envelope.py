"""Cases of the rules of interchange, group and set."""

from __future__ import annotations

from tests.edi.x12.case import GS, ISA, Case, Valid, after, bare, before, delimited, second_set


def envelope() -> list[Case | Valid]:
    return [
        Valid("XI01", "clinic", raw=before(b"\xef\xbb\xbf\r\n  ")),
        Case("XI01", "E", "clinic", at="", segment="ISA", raw=bare),
        Case("XI01", "W", "clinic", at="ISA", raw=before(b"Received: by mail\n\n")),
        Case("XI01", "E", "clinic", at="", segment="ISA", raw=lambda data: b""),
        Case("XI01", "E", "clinic", at="", segment="ISA", raw=lambda data: b"\x00\xff" * 99),
        Valid("XI02", "clinic", raw=delimited(b"|", b">", b"\\")),
        Case(
            "XI02", "E", "clinic", at="ISA", envelope=[(ISA, ISA.replace("PAYERONE ", "PAYERONE"))]
        ),
        Case("XI02", "E", "clinic", at="ISA", element=16, raw=delimited(b"*", b"q", b"~")),
        Case("XI02", "E", "ta1", at="ISA", element=16, raw=delimited(b"*", b"*", b"~")),
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
        Valid("XI10", "clinic", raw=after(b"\r\n\r\n \x00\x00\x1a")),
        Case("XI10", "W", "clinic", at="IEA", raw=after(b"-- \nsent by nobody\n")),
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
        Valid("XG03", "clinic", raw=second_set("0002")),
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
        Valid("XS02", "clinic", raw=second_set("0002")),
        Case("XS02", "E", "clinic", at="SE", element=2, envelope=[("SE*", "SE*44*0002")]),
        Case("XS02", "E", "clinic", at="ST", envelope=[("SE*", None)]),
        Case("XS02", "E", "vendor", at="ST", envelope=[("SE*", None)]),
        Case("XS02", "E", "answer", at="ST", envelope=[("SE*", None)]),
        Valid("XS03", "hospital"),
        Case("XS03", "E", "clinic", at="SE", element=1, envelope=[("SE*", "SE*45*0001")]),
        Case("XS03", "E", "vendor", at="SE", element=1, envelope=[("SE*", "SE*many*0001")]),
        Case("XS03", "E", "answer", at="SE", element=1, envelope=[("SE*", "SE*1*0001")]),
        Valid("XS04", "vendor", raw=second_set("0002")),
        Case("XS04", "E", "clinic", at="ST", element=2, raw=second_set("0001")),
        Case("XS04", "E", "vendor", at="ST", element=2, raw=second_set("0001")),
    ]
