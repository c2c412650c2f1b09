"""Cases of the order, the number and the ids of segments: XS05 to XS07."""

from __future__ import annotations

from tests.edi.x12.case import BPR_820, PLB, Case, Valid, replaced

_AMOUNTS = ("AU", "D8", "DY", "F5", "I", "NL", "T", "T2", "ZK", "ZL", "ZM", "ZN", "ZO", "AU")


def structure() -> list[Case | Valid]:
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
        Case("XS05", "E", "clinic", raw=replaced(b"GE*1", b"ZZZ*1~\nGE*1"), at="", segment=""),
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
