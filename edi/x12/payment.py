"""BPR and TRN, the payment and its trace: the two segments that 835 and 820 begin with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from edi.ground.amounts import parse_cents
from edi.x12.parties import BLANKS
from edi.x12.segments import Row
from edi.x12.values import amount_text, date_text, parse_date


@dataclass(slots=True)
class Bpr:
    """The payment: how it is handled, its amount in cents and the two bank accounts.

    `effective_date` is BPR16: the day of the cheque or of the electronic payment;
    `effective_text` is what stood there where it is no day. Accounts are kept out of repr.
    """

    handling: str
    amount_cents: int
    credit_or_debit: str = "C"
    method: str = "ACH"
    format: str = ""
    payer_routing_qualifier: str = ""
    payer_routing: str = ""
    payer_account_type: str = ""
    payer_account: str = field(default="", repr=False)
    originating_company_id: str = ""
    supplemental_code: str = ""
    payee_routing_qualifier: str = ""
    payee_routing: str = ""
    payee_account_type: str = ""
    payee_account: str = field(default="", repr=False)
    effective_date: date | None = None
    effective_text: str = ""
    rest: tuple[str, ...] = field(default=(), repr=False)

    def row(self) -> Row:
        day = date_text(self.effective_date) if self.effective_date else self.effective_text
        return (
            "BPR",
            self.handling,
            amount_text(self.amount_cents),
            self.credit_or_debit,
            self.method,
            self.format,
            self.payer_routing_qualifier,
            self.payer_routing,
            self.payer_account_type,
            self.payer_account,
            self.originating_company_id,
            self.supplemental_code,
            self.payee_routing_qualifier,
            self.payee_routing,
            self.payee_account_type,
            self.payee_account,
            day,
            *self.rest,
        )


@dataclass(slots=True)
class Trace:
    """TRN: type, number (TRN02), payer's id (TRN03) and supplemental code (TRN04)."""

    number: str
    payer_id: str = ""
    supplemental: str = ""
    type: str = "1"

    def row(self) -> Row:
        return ("TRN", self.type, self.number, self.payer_id, self.supplemental)


def bpr_of(elements: list[str]) -> Bpr | None:
    """The payment of a BPR segment, or None where its amount cannot be read."""
    amount_cents = parse_cents(elements[2] if len(elements) > 2 else "")
    if amount_cents is None:
        return None
    e = elements + BLANKS
    bpr = Bpr(e[1], amount_cents, e[3], e[4], e[5], e[6], e[7], e[8], e[9], e[10], e[11])
    bpr.payee_routing_qualifier, bpr.payee_routing = e[12], e[13]
    bpr.payee_account_type, bpr.payee_account = e[14], e[15]
    bpr.effective_date = parse_date(e[16])
    bpr.effective_text = "" if bpr.effective_date else e[16]
    bpr.rest = tuple(elements[17:])
    return bpr


def trace_of(elements: list[str]) -> Trace:
    """The trace of a TRN segment."""
    e = elements + BLANKS
    return Trace(e[2], e[3], e[4], e[1])
