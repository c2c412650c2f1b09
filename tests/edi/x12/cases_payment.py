"""Cases of the 820 and of acknowledgements."""

from __future__ import annotations

from tests.edi.x12.case import BPR_820, Case, Valid


def payment() -> list[Case | Valid]:
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


def answers() -> list[Case | Valid]:
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
