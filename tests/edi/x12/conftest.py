"""Invented files for the X12 tests: one remittance, one payment, one acknowledgement, each
without any fault, and the means to change one segment of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

ISA = (
    "ISA*00*          *00*          *ZZ*PAYERONE       *ZZ*HOSPITALTWO    "
    "*261120*0915*^*00501*000000007*0*P*:~"
)

REMITTANCE = """\
BPR*I*150*C*ACH*CCP*01*021000021*DA*111222333*1999999999**01*011000015*DA*444555666*20261123
TRN*1*EFT0001*1999999999
DTM*405*20261120
N1*PR*INVENTED HEALTH PLAN
N3*1 NOWHERE ROAD
N4*SPRINGFIELD*IL*62701
PER*BL*HELP DESK*TE*5550100100
N1*PE*INVENTED HOSPITAL*XX*1234567893
REF*TJ*123456789
LX*1
CLP*CLAIM1*1*300*200*50*12*PAYERCLAIM1*11*1
NM1*QC*1*DOE*JANE****MI*MEMBER1
DTM*232*20261101
DTM*233*20261102
SVC*HC:99213:25*100*50**1
DTM*472*20261101
CAS*PR*1*50
REF*6R*LINE1
AMT*B6*100
SVC*HC:99214*200*150**1
DTM*472*20261102
CAS*CO*45*50
LQ*HE*N130
CLP*CLAIM0*22*-100*-80**12*PAYERCLAIM0*11*8
CAS*CO*45*-20
NM1*QC*1*ROE*RICHARD****MI*MEMBER2
PLB*1234567893*20261231*WO:PAYERCLAIM9*-30
""".splitlines()

PAYMENT = """\
BPR*C*900*C*ACH*CTX*01*021000021*DA*111222333*1888888888**01*011000015*DA*444555666*20261123
TRN*1*PAY0001
N1*PR*INVENTED HOSPITAL
N1*PE*INVENTED VENDOR
ENT*1
RMR*IV*INV-1**490*500*10
REF*PO*ORDER1
DTM*003*20261001
RMR*IV*INV-2**410*500
ADX*-40*01
ADX*-50*52
""".splitlines()

ACKNOWLEDGMENT = """\
AK1*HP*7*005010X221A1
AK2*835*0001
IK5*A
AK2*835*0002
IK3*CLP*11**8
IK4*3**6
IK5*R*5
AK9*P*2*2*1
""".splitlines()

_GROUPS = {"835": ("HP", "005010X221A1"), "820": ("RA", "005010"), "999": ("FA", "005010X231A1")}


def enveloped(kind: str, body: list[str], isa: str = ISA, st_tail: str = "") -> bytes:
    """One interchange of one set with right counts, one segment a line."""
    group, version = _GROUPS[kind]
    rows = [
        f"GS*{group}*PAYERONE*HOSPITALTWO*20261120*0915*7*X*{version}",
        f"ST*{kind}*0001{st_tail}",
        *body,
        f"SE*{len(body) + 2}*0001",
        "GE*1*7",
        "IEA*1*000000007",
    ]
    return (isa + "\n" + "".join(row + "~\n" for row in rows)).encode()


def _changed(rows: list[str], old: str, new: str | list[str] | None) -> list[str]:
    index = next(i for i, row in enumerate(rows) if row.startswith(old))
    added = [] if new is None else [new] if isinstance(new, str) else new
    return [*rows[:index], *added, *rows[index + 1 :]]


@pytest.fixture
def remittance_file() -> Callable[..., bytes]:
    """A remittance's bytes, with the first segment that begins so replaced (None: left out)."""

    def build(
        old: str = "BPR", new: str | list[str] | None = REMITTANCE[0], **kwargs: str
    ) -> bytes:
        return enveloped("835", _changed(REMITTANCE, old, new), **kwargs)

    return build


@pytest.fixture
def payment_file() -> Callable[..., bytes]:
    """A vendor payment's bytes, with one segment replaced."""

    def build(old: str = "BPR", new: str | list[str] | None = PAYMENT[0]) -> bytes:
        return enveloped("820", _changed(PAYMENT, old, new))

    return build


@pytest.fixture
def acknowledgment_file() -> Callable[..., bytes]:
    """An acknowledgement's bytes, with one segment replaced."""

    def build(old: str = "AK1", new: str | list[str] | None = ACKNOWLEDGMENT[0]) -> bytes:
        return enveloped("999", _changed(ACKNOWLEDGMENT, old, new), st_tail="*005010X231A1")

    return build
