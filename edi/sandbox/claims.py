"""Invented claims in the shape that the platform sends them. How they are paid is the payer's."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from edi.ground.routing import check_digit
from hmsach.lib.money import dollars

# Every name here is invented, and the first two digits of the TINs are given out to no one.
_LAST_NAMES = (
    "Abrenthal", "Bellweather", "Corvanis", "Dunmarrow", "Estravel", "Fennimore-Oake",
    "Gallowmere", "Hartsedge", "Ivarsdown", "Jessamyne", "Kestrelby", "Lorrimont",
    "Marchbanke", "Norwyke", "Oldacrest", "Pellandine", "Quillhaven", "Rathermoor",
    "Silverstrand", "Tamberlane", "Umberfield", "Vantresse", "Wexcombe", "Yarrowgate",
)  # fmt: skip
_FIRST_NAMES = (
    "Adra", "Bevin", "Calla", "Doran", "Elowy", "Fenn", "Gisla", "Hollin", "Isbet", "Jorren",
    "Kaeli", "Lunet", "Maro", "Nessa", "Orrin", "Pim", "Quenby", "Rilla", "Soren", "Tavi",
)  # fmt: skip

# Procedure and its usual charge in cents.
_PROCEDURES = (
    ("HC:99213", 18000),
    ("HC:99214", 26500),
    ("HC:99285", 72500),
    ("HC:71046", 20000),
    ("HC:80053", 9450),
    ("HC:85025", 6275),
    ("HC:93306", 120000),
    ("HC:70450", 98750),
    ("HC:36415", 2510),
)


@dataclass(frozen=True, slots=True)
class PayerIdentity:
    """A payer as the platform and the bank know it; the rate is what its contract allows."""

    external_id: str
    name: str
    tin: str
    allowed_percent: int

    @property
    def company_id(self) -> str:
        """TRN03, BPR10 and the company identification at the bank: 1 and the TIN."""
        return f"1{self.tin}"

    @property
    def odfi(self) -> str:
        """The first eight digits of the payer's bank's routing number, made from the TIN."""
        return f"09{self.tin[-6:]}"

    @property
    def routing_number(self) -> str:
        return self.odfi + check_digit(self.odfi)


PAYERS = (
    PayerIdentity("PAYER-HARBOR", "Harborlight Health Plan", "970114201", 68),
    PayerIdentity("PAYER-CEDAR", "Cedar Mutual Benefit", "970225302", 61),
    PayerIdentity("PAYER-BASIN", "Meridian Basin Care", "970336403", 74),
    PayerIdentity("PAYER-SUMMIT", "Summit Row Assurance", "970447504", 55),
    PayerIdentity("PAYER-LANTERN", "Lantern State Medical", "970558605", 48),
)


def synthetic_npi(nine: str) -> str:
    """An NPI that begins with the nine digits: the Luhn digit over 80840 and them is added."""
    total = 24  # what the constant prefix 80840 adds
    for index, digit in enumerate(reversed(nine)):
        value = int(digit) * (1 if index % 2 else 2)
        total += value - 9 if value > 9 else value
    return nine + str(-total % 10)


def sample_claims(
    seed: int,
    count: int,
    facility: str,
    *,
    as_of: date,
    payers: tuple[PayerIdentity, ...] = PAYERS,
) -> list[dict[str, Any]]:
    """`count` open claims of the facility (its code), submitted in the five weeks before `as_of`.

    The same arguments give the same claims. Two digits swapped in a control number never give
    another claim's number, so that a claim sought under such a number is truly not found.
    """
    rng = random.Random(f"claims {seed} {facility}")  # noqa: S311 -- sample data
    return [
        _claim(rng, _control_number(seed, number), facility, rng.choice(payers), as_of)
        for number in range(1, count + 1)
    ]


def _claim(
    rng: random.Random, control_number: str, facility: str, payer: PayerIdentity, as_of: date
) -> dict[str, Any]:
    lines = list(_lines(rng))
    charge_cents = sum(cents for _, cents in lines)
    service = as_of - timedelta(days=rng.randint(21, 56))
    return {
        "external_id": control_number,
        "patient_control_number": control_number,
        "facility": facility,
        "payer": {"external_id": payer.external_id, "name": payer.name, "tin": payer.tin},
        "patient": _patient(rng),
        "payer_control_number": None,
        "service_from": service.isoformat(),
        "service_to": service.isoformat(),
        "submitted_on": (service + timedelta(days=rng.randint(1, 14))).isoformat(),
        "charge": dollars(charge_cents),
        "expected": dollars(charge_cents * payer.allowed_percent // 100),
        "balance": dollars(charge_cents),
        "lines": [
            {"control_number": f"L{at}", "procedure": procedure, "charge": dollars(cents)}
            for at, (procedure, cents) in enumerate(lines, 1)
        ],
    }


def _lines(rng: random.Random) -> Iterator[tuple[str, int]]:
    for procedure, usual_cents in rng.sample(_PROCEDURES, rng.randint(1, 4)):
        yield procedure, usual_cents + rng.randint(-900, 900)


def _patient(rng: random.Random) -> dict[str, str]:
    born = date(1940, 1, 1) + timedelta(days=rng.randint(0, 29_000))
    return {
        "last": rng.choice(_LAST_NAMES),
        "first": rng.choice(_FIRST_NAMES),
        "birth_date": born.isoformat(),
        "member_id": f"{rng.choice('ABHKMW')}{rng.randint(10**8, 10**9 - 1)}",
    }


def _control_number(seed: int, number: int) -> str:
    digits = f"{seed % 1000:03d}{number:06d}"
    return f"CLM-{digits}{damm_digit(digits)}"


_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


def damm_digit(digits: str) -> str:
    """A check digit that tells every swap of neighbouring digits (H. M. Damm, 2004)."""
    interim = "0"
    for digit in digits:
        interim = _DAMM[int(interim)][int(digit)]
    return interim
