"""Cases of payment, trace and parties of an 835."""

from __future__ import annotations

from tests.edi.x12.case import BPR, CLP, PLB, Case, Valid
from tests.edi.x12.samples import SAMPLES


def remittance() -> list[Case | Valid]:
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
        Valid("RA27", "forwarded"),
        Case("RA27", "W", "clinic", [("BPR", BPR.replace("BPR*I", "BPR*H"))], at="BPR", element=1),
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
