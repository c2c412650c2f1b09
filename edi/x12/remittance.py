"""The remittance advice (835) as fields: remittance, claim, line, adjustments. Neither how it is
read nor how it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from edi.x12.codes import REVERSAL
from edi.x12.parties import Contact, Dated, Name, Party, Reference
from edi.x12.payment import Bpr, Trace
from edi.x12.segments import RawSegment


class Adjustment(NamedTuple):
    """One triplet of a CAS: positive reduces the payment, negative raises it."""

    group: str
    reason: str
    amount_cents: int
    quantity: Decimal | None = None


class Amount(NamedTuple):
    """AMT: qualifier and cents. Takes no part in balancing."""

    qualifier: str
    amount_cents: int


class Quantity(NamedTuple):
    """QTY: qualifier and number."""

    qualifier: str
    quantity: Decimal


class Remark(NamedTuple):
    """LQ: code list (HE remark codes, RX pharmacy reject codes) and code."""

    list_qualifier: str
    code: str


class Procedure(NamedTuple):
    """A procedure composite: qualifier (HC, NU, N4 ...), code, modifiers, description."""

    qualifier: str
    code: str
    modifiers: tuple[str, ...] = ()
    description: str = ""


@lru_cache(maxsize=8192)
def procedure_of(text: str, component: str) -> Procedure:
    """The procedure of a composite element: qualifier, code, up to four modifiers, description."""
    parts = text.split(component)
    size = len(parts)
    if size == 2:
        return Procedure(parts[0], parts[1])
    modifiers = tuple(part for part in parts[2:6] if part)
    return Procedure(parts[0], parts[1] if size > 1 else "", modifiers, "".join(parts[6:7]))


def day_of(dates: Iterable[Dated], *qualifiers: str) -> date | None:
    """The first day under one of the qualifiers."""
    return next((dated.day for dated in dates if dated.qualifier in qualifiers), None)


def value_of(references: Iterable[Reference], qualifier: str) -> str:
    """The first value under the qualifier, or an empty text."""
    return next((ref.value for ref in references if ref.qualifier == qualifier), "")


@dataclass(slots=True)
class Line:
    """A service line (SVC loop). `control_number` is our own number of the line (REF*6R)."""

    procedure: Procedure
    charge_cents: int
    paid_cents: int
    revenue_code: str = ""
    units: Decimal | None = None
    original_procedure: Procedure | None = None
    original_units: Decimal | None = None
    dates: list[Dated] = field(default_factory=list)
    adjustments: list[Adjustment] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    others: list[RawSegment] = field(default_factory=list)
    position: int = 0
    number: int = 0

    @property
    def control_number(self) -> str:
        return value_of(self.references, "6R")

    @property
    def service_date(self) -> date | None:
        """The day of service, or its first day."""
        return day_of(self.dates, "472", "150")

    @property
    def service_end(self) -> date | None:
        """The last day of service, where it is given."""
        return day_of(self.dates, "151")

    @property
    def allowed_cents(self) -> int | None:
        """AMT*B6, where it is given."""
        return next((a.amount_cents for a in self.amounts if a.qualifier == "B6"), None)


@dataclass(slots=True)
class ClaimGroup:
    """LX: the number of a group of claims, and its TS3 and TS2 as they came."""

    number: str
    summaries: list[RawSegment] = field(default_factory=list)


@dataclass(slots=True)
class Claim:
    """A claim's payment (CLP loop). `control_number` is our own claim number (CLP01).

    `patient_responsibility_cents` is None where CLP05 is blank. `remarks` are the codes of MIA
    and MOA; these two are kept whole in `inpatient` and `outpatient` (elements after the id).

    A claim that a reader gives may keep its text: the fields that are not set yet are read from
    it when one of them is asked for (`unread`).
    """

    control_number: str
    status_code: str
    charge_cents: int
    paid_cents: int
    patient_responsibility_cents: int | None = None
    filing_indicator: str = ""
    payer_control_number: str = ""
    facility_code: str = ""
    frequency: str = ""
    patient_status: str = ""
    drg: str = ""
    drg_weight: str = ""
    discharge_fraction: str = ""
    adjustments: list[Adjustment] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    inpatient: tuple[str, ...] = ()
    outpatient: tuple[str, ...] = ()
    references: list[Reference] = field(default_factory=list)
    dates: list[Dated] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    others: list[RawSegment] = field(default_factory=list)
    group: ClaimGroup | None = None
    position: int = 0
    number: int = 0
    _fill: Callable[[Claim], None] | None = field(
        default=None, init=False, repr=False, compare=False
    )

    @classmethod
    def unread(
        cls,
        control_number: str,
        status_code: str,
        charge_cents: int,
        paid_cents: int,
        payer_control_number: str,
        fill: Callable[[Claim], None],
    ) -> Claim:
        """A claim of which no more is set than this; `fill` sets all other fields on demand."""
        claim: Claim = cls.__new__(cls)
        claim.control_number, claim.status_code = control_number, status_code
        claim.charge_cents, claim.paid_cents = charge_cents, paid_cents
        claim.payer_control_number, claim._fill = payer_control_number, fill
        return claim

    def __getattr__(self, name: str) -> Any:
        # Asked only for what is not set: a slot of a claim that is not read yet.
        fill = None if name == "_fill" else self._fill
        if fill is None or name not in self.__slots__:
            raise AttributeError(name)
        self._fill = None
        fill(self)
        return object.__getattribute__(self, name)

    @property
    def is_reversal(self) -> bool:
        return self.status_code == REVERSAL

    @property
    def patient(self) -> Name | None:
        return self.name_in_role("QC")

    def name_in_role(self, role: str) -> Name | None:
        """The NM1 of a role: QC, IL, 74, 82, TT, PR, GB."""
        return next((name for name in self.names if name.role == role), None)

    @property
    def remarks(self) -> list[str]:
        """Remark codes of MIA (05, 20-23) and MOA (03-07)."""
        codes = (*self.inpatient[4:5], *self.inpatient[19:23], *self.outpatient[2:7])
        return [code for code in codes if code]

    @property
    def original_control_number(self) -> str:
        """REF*F8: the payer's number of the claim that is reversed or corrected."""
        return value_of(self.references, "F8")

    @property
    def statement_from(self) -> date | None:
        """First day of service (232, else 472, else the earliest line)."""
        days = [line.service_date for line in self.lines if line.service_date]
        return day_of(self.dates, "232", "472") or min(days, default=None)

    @property
    def statement_to(self) -> date | None:
        """Last day of service (233, else as `statement_from`, else the latest line)."""
        days = [line.service_end or line.service_date for line in self.lines]
        last = max((day for day in days if day), default=None)
        return day_of(self.dates, "233") or last or self.statement_from

    @property
    def received_date(self) -> date | None:
        """The day the payer received the claim (050)."""
        return day_of(self.dates, "050")

    @property
    def all_adjustments(self) -> Iterator[Adjustment]:
        """The claim's own adjustments, then those of its lines."""
        yield from self.adjustments
        for line in self.lines:
            yield from line.adjustments


class ProviderAdjustment(NamedTuple):
    """One pair of a PLB: positive reduces what is paid, negative raises it.

    `reference` is the second component of the reason, kept whole. `position` is a byte offset,
    `number` the PLB's in the set, `element` that of the reason.
    """

    provider_id: str
    fiscal_date: date | None
    reason: str
    reference: str
    amount_cents: int
    position: int = 0
    number: int = 0
    element: int = 0


@dataclass(slots=True)
class Remittance:
    """One 835. Amounts are cents. Claims are empty where the set is read claim by claim."""

    bpr: Bpr
    trace: Trace
    payer: Party
    payee: Party
    production_date: date | None = None
    currency: str = ""
    receiver_id: str = ""
    version_id: str = ""
    control: str = ""
    version: str = ""
    parties: list[Party] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    provider_adjustments: list[ProviderAdjustment] = field(default_factory=list)
    others: list[RawSegment] = field(default_factory=list)
    position: int = 0

    @property
    def amount_cents(self) -> int:
        """BPR02."""
        return self.bpr.amount_cents
