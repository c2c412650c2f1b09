"""Cases of elements that are no value at all: blanks, components where there are none; and of the
envelope's own elements, dates and versions. What stands in the wrong order is one fault."""

from __future__ import annotations

from tests.edi.x12.case import BPR_820, CLP, GS, ISA, PLB, Case, Edit, Raw, Valid, replaced
from tests.edi.x12.samples import SAMPLES, Sample

BPR_PREMIUM = SAMPLES["premium"].body[0]
GS_820 = "GS*RA*PAYERONE*HOSPITALTWO*20261120*0915*7*X*005010X218"
TA1 = "TA1*000000003*261119*1200*A*000"
OLD_ISA = SAMPLES["old"].isa


def form() -> list[Case | Valid]:
    return [*_blanks(), *_components(), *_envelope(), *_versions(), *_order()]


def _case(rule: str, level: str, sample: str, row: str, new: str, element: int) -> Case:
    return Case(rule, level, sample, [(row, new)], at=new, element=element)


def _blanks() -> list[Case | Valid]:
    stay = "MIA*3***5000.25*MA01***********3****N689"
    return [
        Valid("XS08", "clinic", [("PER*BL", "PER*BL*HELP  DESK *TE*5550100100*EX*12")]),
        _case("XS08", "E", "clinic", "SVC*HC:99214", "SVC*HC:99214*200*150** ", 5),
        _case("XS08", "E", "clinic", "CAS*CO*45*50", "CAS*CO*45*50* ", 4),
        _case("XS08", "E", "hospital", "MIA", stay.replace("5000.25", "  "), 4),
        _case("XS08", "E", "hospital", "TS2", "TS2* *1200", 1),
        _case("XS08", "E", "premium", "BPR", BPR_PREMIUM.replace("20261123", " "), 16),
        _case("XS08", "E", "old_answer", "AK4", "AK4*4* *6", 2),
        _case("XS09", "W", "clinic", "N4", "N4*SPRINGFIELD* *62701", 2),
        _case("XS09", "W", "clinic", "CLP*CLAIM1", CLP.replace("*11*1", "*  *1"), 8),
        _case("XS09", "W", "clinic", "PER*BL", "PER*BL* *TE*5550100100*EX*12", 2),
        _case("XS09", "W", "old", "NM1*QC", "NM1*QC*1*DOE* ****MI*MEMBER1", 4),
        _case("XS09", "W", "vendor", "BPR", BPR_820.replace("*CTX*", "* *"), 5),
        _case("XS09", "W", "vendor", "RMR*IV*INV-2", "RMR*IV*INV-2* *410*500", 3),
        _case("XS09", "W", "answer", "IK5*R", "IK5*R*5* ", 3),
        _case("PA05", "W", "members", "RMR*AZ*POLICY1", "RMR*AZ* **100*100", 2),
        _case(
            "XS09",
            "W",
            "exchange",
            "DTM*582",
            "DTM*582****RD8*  ",
            6,
        ),
    ]


def _components() -> list[Case | Valid]:
    return [
        Valid("XS09", "hospital", [("SVC*HC:71046", "SVC*HC:71046:26*600*360*0324*1*HC:71045*2")]),
        _case("XS08", "E", "clinic", "CAS*CO*45*50", "CAS*CO*45*50*2:1", 4),
        _case("XS08", "E", "clinic", "PLB", PLB.replace("2026", "2:026"), 2),
        _case("XS08", "E", "clinic", "DTM*405", "DTM*405*2026:1120", 2),
        _case("XS08", "E", "hospital", "QTY", "QTY*CA*3:1", 2),
        _case("XS08", "E", "members", "ENT*2", "ENT*2:1*2J*34*987654321", 1),
        _case("XS09", "W", "clinic", "PLB", PLB.replace("1234567893", "123:4567893"), 1),
        _case("XS09", "W", "clinic", "PLB", PLB.replace("INTEREST1", "INTEREST1:2"), 3),
        _case("XS09", "W", "reversal", "REF*F8", "REF*F8*PAYER:CLAIM0", 2),
        _case("RA10", "W", "clinic", "CLP*CLAIM1", CLP.replace("CLAIM1*1*", "CLAIM1*1:9*"), 2),
        _case("RA13", "W", "hospital", "MOA", "MOA*.8**MA:01*MA18", 3),
        _case("PA02", "E", "vendor", "ADX*-40", "ADX*-4:0*01", 1),
    ]  # fmt: skip


def _envelope() -> list[Case | Valid]:
    return [
        Valid("XI09", "clinic", envelope=[("GS", GS.replace("*0915*", "*09155959*"))]),
        _at_gs("XI09", "W", 4, "*20261120*", "*20261131*"),
        _at_gs("XI09", "W", 4, "*20261120*", "**"),
        _at_gs("XI09", "W", 5, "*0915*", "*0960*"),
        Valid("XS09", "ta1"),
        _at_gs("XS09", "W", 2, "*PAYERONE*", "**"),
        _at_gs("XS09", "W", 2, "*PAYERONE*", "*P*"),
        _at_gs("XS09", "W", 3, "*HOSPITALTWO*", "*HOSPITALTWOTHREE*"),
        _at_gs("XS09", "W", 3, "*HOSPITALTWO*", "*HOSPITAL:TWO*"),
        _at_gs("XS09", "W", 7, "*7*X*", "*7*T*"),
        _at_gs("XS10", "E", 2, "*PAYERONE*", "*PAYER\x07ONE*"),
        _at_isa("XS10", "E", 6, "PAYERONE ", "PAYERONE\x07"),
        _at_isa("XS09", "W", 1, "ISA*00", "ISA*0O"),
        _at_isa("XS09", "W", 3, "*00*          *ZZ*P", "*99*          *ZZ*P"),
        _at_isa("XS09", "W", 5, "*ZZ*PAYERONE", "*zz*PAYERONE"),
        _at_isa("XS09", "W", 7, "*ZZ*HOSPITAL", "*Q1*HOSPITAL"),
        _at_isa("XS09", "W", 14, "*0*P*", "*2*P*"),
        _at_isa("XS09", "W", 15, "*0*P*", "*0*p*"),
        _at_isa("XI05", "W", 11, "*^*", "* *"),
        Case(
            "XI05", "W", "old", at="ISA", element=11,
            envelope=[(OLD_ISA, OLD_ISA.replace("*U*", "*u*"))],
        ),
        _case("XI09", "W", "ta1", "TA1", TA1.replace("261119", "261131"), 2),
        _case("XI09", "W", "ta1", "TA1", TA1.replace("*1200*", "*2400*"), 3),
        Case("XI02", "E", "clinic", at="ISA", raw=replaced(b"*P*:~", b"*P*~")),
        Case("XI02", "E", "ta1", at="ISA", raw=replaced(b"*P*:~\n", b"*P*~")),
        Case("XI02", "E", "vendor", at="ISA", element=16, raw=replaced(b"*P*:~", b"*P* ~")),
    ]  # fmt: skip


def _at_gs(rule: str, level: str, element: int, old: str, new: str) -> Case:
    edit: Edit = ("GS", GS.replace(old, new))
    return Case(rule, level, "clinic", at="GS", element=element, envelope=[edit])


def _at_isa(rule: str, level: str, element: int, old: str, new: str) -> Case:
    edit: Edit = (ISA, ISA.replace(old, new))
    return Case(rule, level, "clinic", at="ISA", element=element, envelope=[edit])


def _versions() -> list[Case | Valid]:
    def st(sample: str, text: str) -> Case:
        kind: Sample = SAMPLES[sample]
        rows: list[Edit] = [("ST", f"ST*{kind.kind}*0001*{text}")]
        return Case("XS09", "W", sample, at="ST", element=3, envelope=rows)

    return [
        st("premium", "005010x218"),
        st("members", "005010X218005010X218"),
        st("exchange", "005010X3O6"),
        st("premium", "  "),
        st("answer", "005010x231a1"),
        Case("XS09", "W", "answer", at="ST", element=3, envelope=[("ST", "ST*999*0001")]),
        _case("XS09", "W", "answer", "AK2*835*0001", "AK2*8350*0001", 1),
        _case("XS09", "W", "answer", "AK2*835*0001", "AK2*835*0000000001", 2),
        _case("XS09", "W", "old_answer", "AK2*820*0001", "AK2*820*0000000001", 2),
    ]


def _order() -> list[Case | Valid]:
    """Two segments that have changed places, one that is lacking, one that stands twice."""
    clinic = SAMPLES["clinic"].body
    street, town = clinic[5], clinic[6]
    payee, payee_street = clinic[10], clinic[11]
    assert payee.startswith("N1*PE") and street.startswith("N3")
    plan, hospital = SAMPLES["premium"].body[4:6]
    return [
        Valid("XS05", "premium", [("N3", None), ("N4", None)]),
        Case("XS05", "E", "clinic", [(street, town), (town, street, 2)], at=street),
        Case(
            "XS05",
            "E",
            "clinic",
            [(payee, payee_street), (payee_street, payee, 2)],
            at=payee,
        ),
        Case(
            "XS05",
            "W",
            "clinic",
            [("DTM*405", clinic[4]), (clinic[4], "DTM*405*20261120", 2)],
            at="DTM*405",
        ),
        Case("XS05", "E", "premium", [(plan, hospital), (hospital, plan, 2)], at="N1*PE"),
        Case("RA01", "E", "clinic", [(payee, None)], at="N1@LX"),
        Case("XS02", "E", "clinic", at="ST", raw=_broken_off(b"CAS*CO*45*50")),
        Case("XS02", "E", "hospital", at="ST", raw=_broken_off(b"N1*PE")),
        Case("XS02", "E", "answer", at="ST", raw=_broken_off(b"IK4")),
        Case("AK01", "E", "answer", [("AK2*835*0001", None)], at="IK5*A"),
    ]


def _broken_off(begin: bytes) -> Raw:
    """The set ends before the segment that begins so; its group and interchange go on."""
    return lambda data: data[: data.index(begin)] + data[data.index(b"GE*") :]
