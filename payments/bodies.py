"""The body of POST /ach/payments, by its shape. What it means is judged in services/intake."""

from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, StringConstraints

from hmsach.api.field_types import AmountCents, Body, IsoDate, IsoMoment
from hmsach.lib.money import dollars

# Read as a decimal string and written as one, cents in between.
Cents = Annotated[AmountCents, PlainSerializer(dollars, return_type=str, when_used="json")]

Code = Annotated[str, StringConstraints(min_length=1, max_length=64, strip_whitespace=True)]
Digits9 = Annotated[str, StringConstraints(pattern=r"^[0-9]{9}$")]
Digits10 = Annotated[str, StringConstraints(pattern=r"^[0-9]{10}$")]
# The ACH character set: printable ASCII. An account number is kept exactly as given.
AccountNumber = Annotated[str, StringConstraints(pattern=r"^[!-~]([ -~]{0,15}[!-~])?$")]
# X12 keeps a few bytes for itself; they cannot stand inside an element. Nor can control characters.
Name = Annotated[
    str,
    StringConstraints(
        min_length=1, max_length=80, strip_whitespace=True, pattern=r"^[^*~:\\^\x00-\x1f\x7f]+$"
    ),
]
Text = Annotated[str, StringConstraints(max_length=80, pattern=r"^[^*~:\\^\x00-\x1f\x7f]*$")]
Element = Annotated[str, StringConstraints(min_length=1, max_length=50, pattern=r"^[^*~:\\^]+$")]


class Account(Body):
    """Where the money goes."""

    routing_number: str
    account_number: AccountNumber
    type: Literal["CHECKING", "SAVINGS"]


class PayeeBody(Body):
    """Who is paid."""

    external_id: Code
    name: Name
    kind: Literal["ORGANIZATION", "PERSON"] = "ORGANIZATION"
    npi: Digits10 | None = None
    tin: Digits9 | None = None
    account: Account


class PayerBody(Body):
    """The health plan in whose name a claim is paid."""

    name: Name
    tin: Digits9


class PatientBody(Body):
    """The patient of a claim, for the payee's 835."""

    last: Name
    first: Text = ""
    member_id: Element | None = None


class AdjustmentBody(Body):
    """A CAS triplet."""

    group: Literal["CO", "OA", "PI", "PR"]
    reason: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,5}$")]
    amount: Cents


class LineBody(Body):
    """A service line of a claim."""

    procedure: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2}:[^*~\\^]{1,48}$")]
    charge: Cents
    paid: Cents
    adjustments: list[AdjustmentBody] = Field(default_factory=list, max_length=99)
    control_number: Element | None = None


class ClaimBody(Body):
    """A claim that a payment pays."""

    claim_id: Annotated[
        str, StringConstraints(min_length=1, max_length=38, pattern=r"^[^*~:\\^]+$")
    ]
    payer_control_number: Element | None = None
    status: Literal["1", "2", "3", "4", "19", "20", "21", "22", "23", "25"] = "1"
    patient: PatientBody
    charge: Cents
    paid: Cents
    patient_responsibility: Cents = 0
    service_from: IsoDate
    service_to: IsoDate
    adjustments: list[AdjustmentBody] = Field(default_factory=list, max_length=99)
    lines: list[LineBody] = Field(default_factory=list, max_length=999)


class ProviderAdjustmentBody(Body):
    """A PLB pair: a positive amount reduces what is paid."""

    reason: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2}$")]
    reference: Element | None = None
    amount: Cents


class RefundBody(Body):
    """Why a patient gets money back."""

    reason: Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[A-Z_]+$")]
    patient_account: Code | None = None
    claim_id: Code | None = None
    requested_at: IsoMoment | None = None


class InvoiceBody(Body):
    """A vendor's invoice, or a credit memo with negative amounts."""

    number: Annotated[str, StringConstraints(min_length=1, max_length=30, pattern=r"^[^*~:\\^]+$")]
    purchase_order: Annotated[str, StringConstraints(max_length=30, pattern=r"^[^*~:\\^]*$")] = ""
    date: IsoDate | None = None
    due: IsoDate | None = None
    gross: Cents
    discount: Cents = 0
    paid: Cents


class PaymentBody(Body):
    """One payment of a batch."""

    external_id: Code
    amount: Cents
    payee: PayeeBody
    payer: PayerBody | None = None
    claims: list[ClaimBody] = Field(default_factory=list, max_length=9_999)
    provider_adjustments: list[ProviderAdjustmentBody] = Field(default_factory=list, max_length=99)
    refund: RefundBody | None = None
    invoices: list[InvoiceBody] = Field(default_factory=list, max_length=9_999)


class ControlBody(Body):
    """What THE says the batch adds up to."""

    count: int = Field(ge=0, strict=True)
    total: Cents


class BatchBody(Body):
    """A batch: whole or not at all."""

    external_id: Code
    kind: Literal["CLAIM_REMITTANCE", "PATIENT_REFUND", "VENDOR_PAYMENT"]
    facility: Code
    same_day: bool = Field(default=False, strict=True)
    effective_date: IsoDate | None = None
    control: ControlBody
    payments: list[PaymentBody] = Field(min_length=1)


class KeptRemittance(Body):
    """The part of a payment's body that its 835, 820 or readable page is written from."""

    payer: PayerBody | None = None
    claims: list[ClaimBody] = Field(default_factory=list)
    provider_adjustments: list[ProviderAdjustmentBody] = Field(default_factory=list)
    invoices: list[InvoiceBody] = Field(default_factory=list)
