"""Bodies of the calls of this room, by their shape. What they mean is the services' to judge."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from hmsach.api.field_types import AmountCents, Body, IsoDate

Code = Annotated[str, StringConstraints(min_length=1, max_length=64, strip_whitespace=True)]
ControlNumber = Annotated[
    str, StringConstraints(min_length=1, max_length=38, strip_whitespace=True)
]
Number = Annotated[str, StringConstraints(min_length=1, max_length=50, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(max_length=80, strip_whitespace=True)]
Digits9 = Annotated[str, StringConstraints(pattern=r"^[0-9]{9}$")]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]

CLAIMS_MAX = 10_000
ANSWERS_MAX = 10_000


class ClaimPayer(Body):
    """Who owes the claim."""

    external_id: Code
    name: Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
    tin: Digits9 | None = None


class ClaimPatient(Body):
    """Whose claim it is; kept sealed."""

    last: Text
    first: Text = ""
    birth_date: IsoDate | None = None
    member_id: Text | None = None


class ClaimLineBody(Body):
    """A service line as it was billed."""

    control_number: Number
    procedure: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    charge: AmountCents


class ClaimBody(Body):
    """A claim of THE's, as it stands there now."""

    external_id: Code
    patient_control_number: ControlNumber
    facility: Code
    payer: ClaimPayer
    patient: ClaimPatient
    payer_control_number: Number | None = None
    service_from: IsoDate
    service_to: IsoDate
    submitted_on: IsoDate | None = None
    charge: AmountCents
    expected: AmountCents | None = None
    balance: AmountCents
    status: Literal["OPEN", "CLOSED"] = "OPEN"
    lines: list[ClaimLineBody] = Field(default_factory=list, max_length=999)


class ClaimsBody(Body):
    """Claims to be stored or brought up to date."""

    claims: list[ClaimBody] = Field(min_length=1, max_length=CLAIMS_MAX)


class AnswerBody(Body):
    """What a ledger did with one result."""

    source_id: Code
    result_id: Annotated[str, StringConstraints(min_length=1, max_length=32)]
    claim_id: Code | None = None
    outcome: Literal["POSTED", "ADJUSTED", "REFUSED"]
    amount: AmountCents | None = None
    balance: AmountCents | None = None
    ledger_reference: Text = ""
    reason: Annotated[str, StringConstraints(max_length=500)] = ""


class AnswersBody(Body):
    """Answers of a ledger."""

    results: list[AnswerBody] = Field(min_length=1, max_length=ANSWERS_MAX)


class ClaimNextBody(Body):
    """Which items to take from; all of them where nothing is said."""

    kinds: list[Annotated[str, StringConstraints(max_length=24)]] = Field(
        default_factory=list, max_length=30
    )
    facility: Annotated[str, StringConstraints(max_length=20)] = ""


class ResolveBody(Body):
    """How an item was resolved, and why."""

    resolution: Annotated[
        str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True)
    ]
    reason: Reason
