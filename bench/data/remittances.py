"""835s that balance at all three levels: claims of two shapes, written segment by segment."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

_ISA = (
    "ISA*00*          *00*          *ZZ*PAYERONE       *ZZ*HOSPITALTWO    "
    "*261120*0915*^*00501*000000007*0*P*:"
)
_HEADER = (
    "TRN*1*EFT000000001*1999999999",
    "DTM*405*20261120",
    "N1*PR*INVENTED HEALTH PLAN",
    "N3*1 NOWHERE ROAD",
    "N4*SPRINGFIELD*IL*62701",
    "PER*BL*HELP DESK*TE*5550100100",
    "N1*PE*INVENTED HOSPITAL*XX*1234567893",
    "REF*TJ*123456789",
)
# The guide advises no more claims than this in a set.
_CLAIMS_IN_SET = 10_000
_FIRST = ("JANE", "RICHARD", "WILHELMINA", "QUENTIN")
_LAST = ("DOE", "ROE", "ZEBEDEE", "OAKES")
_PROCEDURES = ("99213", "99214", "80053", "71046", "93000")

Rows = list[str]


def short_claims(path: Path, claims: int, seed: int = 7) -> None:
    """Claims of eleven segments, about 300 bytes: one service line."""
    _write(path, claims, seed, services=1)


def long_claims(path: Path, claims: int, seed: int = 7) -> None:
    """Claims of three service lines, with references, remarks and amounts."""
    _write(path, claims, seed, services=3)


def _write(path: Path, claims: int, seed: int, services: int) -> None:
    chance = Random(seed)  # noqa: S311
    with path.open("w", encoding="ascii", newline="") as file:
        file.write(_ISA + "~\n")
        file.write("GS*HP*PAYERONE*HOSPITALTWO*20261120*0915*7*X*005010X221A1~\n")
        sets = range(0, claims, _CLAIMS_IN_SET)
        for number, first in enumerate(sets, 1):
            rows = _set(chance, number, first, min(_CLAIMS_IN_SET, claims - first), services)
            file.writelines(row + "~\n" for row in rows)
        file.write(f"GE*{len(sets)}*7~\nIEA*1*000000007~\n")


def _set(chance: Random, number: int, first: int, claims: int, services: int) -> Iterator[str]:
    body: Rows = ["LX*1"]
    total = 0
    for claim in range(first + 1, first + claims + 1):
        paid, rows = _claim(chance, claim, services)
        total += paid
        body += rows
    bpr = (
        f"BPR*I*{_amount(total)}*C*ACH*CCP*01*091000019*DA*620077118833*1999999999**01*021000021"
        "*DA*731190246688*20261123"
    )
    yield f"ST*835*{number:04d}"
    yield bpr
    yield from _HEADER
    yield from body
    yield f"SE*{len(body) + len(_HEADER) + 3}*{number:04d}"


def _claim(chance: Random, number: int, services: int) -> tuple[int, Rows]:
    """What the claim pays in cents, and its segments."""
    charge = paid = share = 0
    lines: Rows = []
    for place in range(1, services + 1):
        line = _Line(chance, number, place)
        charge, paid, share = charge + line.charge, paid + line.paid, share + line.patient
        lines += line.rows()
    amounts = "*".join(map(_amount, (charge, paid, share)))
    rows = [
        f"CLP*CLAIM{number:09d}*1*{amounts}*12*PAYER{number:09d}*11*1",
        f"NM1*QC*1*{chance.choice(_LAST)}*{chance.choice(_FIRST)}****MI*MEMBER{number:09d}",
        "DTM*232*20261101",
        "DTM*233*20261101",
    ]
    if services > 1:
        rows[2:2] = ["NM1*82*1*OAKES*PAT****XX*1234567893", "MOA***N689", "REF*EA*RECORD77"]
        rows.append(f"AMT*AU*{_amount(charge)}")
    return paid, rows + lines


class _Line:
    """A service line: what is charged, written off, left to the patient, and paid."""

    def __init__(self, chance: Random, claim: int, place: int) -> None:
        self.claim, self.place = claim, place
        self.procedure = chance.choice(_PROCEDURES)
        self.charge = chance.randrange(5_000, 90_000)
        self.written_off = self.charge * chance.randrange(10, 40) // 100
        self.patient = self.charge * chance.randrange(5, 20) // 100
        self.paid = self.charge - self.written_off - self.patient

    def rows(self) -> Rows:
        return [
            f"SVC*HC:{self.procedure}*{_amount(self.charge)}*{_amount(self.paid)}**1",
            "DTM*472*20261101",
            f"CAS*CO*45*{_amount(self.written_off)}",
            f"CAS*PR*1*{_amount(self.patient)}",
            f"REF*6R*{self.claim}-{self.place}",
            f"AMT*B6*{_amount(self.paid + self.patient)}",
            "LQ*HE*N130",
        ]


def _amount(cents: int) -> str:
    """The shortest usual form: 1250 cents is 12.5."""
    whole, rest = divmod(cents, 100)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)
