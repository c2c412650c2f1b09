"""The payment order (820) as fields: payment, entities, what each pays, adjustments. Neither how
it is read nor how it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from edi.x12.parties import Dated, Name, Party, Reference
from edi.x12.payment import Bpr, Trace
from edi.x12.segments import RawSegment


@dataclass(slots=True)
class Adjustment820:
    """ADX: cents (signed as given) and reason; its REF and DTM follow it."""

    amount_cents: int
    reason: str
    qualifier: str = ""
    reference: str = ""
    references: list[Reference] = field(default_factory=list)
    dates: list[Dated] = field(default_factory=list)
    others: list[RawSegment] = field(default_factory=list)


@dataclass(slots=True)
class PaidItem:
    """RMR: one invoice, policy or account that is paid. Amounts are cents, None where absent.

    `qualifier` IV is a seller's invoice; `reference` its number. `adjustments` (ADX under the
    RMR) explain the paid amount and are not added to the payment again.
    """

    qualifier: str
    reference: str
    paid_cents: int | None = None
    gross_cents: int | None = None
    discount_cents: int | None = None
    action: str = ""
    adjustment_reason: str = ""
    adjustment_cents: int | None = None
    references: list[Reference] = field(default_factory=list)
    dates: list[Dated] = field(default_factory=list)
    adjustments: list[Adjustment820] = field(default_factory=list)
    others: list[RawSegment] = field(default_factory=list)
    position: int = 0
    number: int = 0

    @property
    def off_cents(self) -> int | None:
        """Paid less (gross - discount + adjustments); None where paid or gross is absent."""
        if self.paid_cents is None or self.gross_cents is None:
            return None
        explained = sum(adjustment.amount_cents for adjustment in self.adjustments)
        off = self.paid_cents - self.gross_cents + (self.discount_cents or 0) - explained
        # RMR08 says the adjustment in place of an ADX, or repeats it: partners do both.
        beside = self.adjustment_cents or 0
        return 0 if beside and beside in (off, -off) else off


@dataclass(slots=True)
class Entity:
    """ENT: whose items follow. `is_implied` where a partner's file has items without an ENT."""

    id: str = ""
    entity_code: str = ""
    id_qualifier: str = ""
    id_code: str = ""
    rest: tuple[str, ...] = ()
    names: list[Name] = field(default_factory=list)
    items: list[PaidItem] = field(default_factory=list)
    adjustments: list[Adjustment820] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    dates: list[Dated] = field(default_factory=list)
    others: list[RawSegment] = field(default_factory=list)
    is_implied: bool = False

    @property
    def remittances(self) -> list[PaidItem]:
        """The RMR loops: another word for `items`."""
        return self.items


@dataclass(slots=True)
class Payment820:
    """One 820. Amounts are cents."""

    bpr: Bpr
    trace: Trace
    payer: Party
    payee: Party
    entities: list[Entity] = field(default_factory=list)
    currency: str = ""
    references: list[Reference] = field(default_factory=list)
    dates: list[Dated] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    others: list[RawSegment] = field(default_factory=list)
    notes: list[RawSegment] = field(default_factory=list)
    control: str = ""
    version: str = ""
    position: int = 0

    @property
    def amount_cents(self) -> int:
        """BPR02."""
        return self.bpr.amount_cents

    @property
    def items(self) -> Iterator[PaidItem]:
        """What is paid, over all entities."""
        return (item for entity in self.entities for item in entity.items)

    @property
    def effective_date(self) -> date | None:
        """BPR16."""
        return self.bpr.effective_date

    @property
    def off_cents(self) -> int:
        """BPR02 less (what the items pay + adjustments of the entities)."""
        paid = sum(item.paid_cents or 0 for item in self.items)
        beside = sum(a.amount_cents for entity in self.entities for a in entity.adjustments)
        return self.bpr.amount_cents - paid - beside
