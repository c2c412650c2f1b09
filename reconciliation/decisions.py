"""What a payer's decision on one claim comes to: paid, denied, too little, too much. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from edi.x12.codes import ADJUSTMENT_REASONS, REVERSAL
from reconciliation.states import ClaimStatus

# Statuses that can be a denial: reversals, forwarded claims and predeterminations cannot.
ADJUDICATED = frozenset({"1", "2", "3", "4", "19", "20", "21"})
# Adjustments that explain a zero payment without denying the service.
NOT_A_DENIAL = frozenset({"patient share", "contractual", "contract"})
PRIOR_PAYER = ("OA", "23")


class CasTriplet(Protocol):
    """One CAS triplet; a positive amount reduces what is paid."""

    group: str
    reason: str
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Decision:
    """A remitted claim by what its adjustments say. Amounts in cents, signed as remitted."""

    status_code: str
    charge_cents: int
    paid_cents: int
    contractual_cents: int
    patient_cents: int
    prior_payer_cents: int
    is_denied: bool

    @property
    def is_reversal(self) -> bool:
        """Whether it takes an earlier payment back."""
        return self.status_code == REVERSAL

    @property
    def explained_cents(self) -> int:
        """What the patient and an earlier payer bear of the allowed amount."""
        return self.patient_cents + self.prior_payer_cents


def decide(
    *, status_code: str, charge_cents: int, paid_cents: int, adjustments: Iterable[CasTriplet]
) -> Decision:
    """The decision, summed up over the claim's and its lines' adjustments."""
    triplets = list(adjustments)
    return Decision(
        status_code=status_code,
        charge_cents=charge_cents,
        paid_cents=paid_cents,
        contractual_cents=sum(t.amount_cents for t in triplets if t.group == "CO"),
        patient_cents=sum(t.amount_cents for t in triplets if t.group == "PR"),
        prior_payer_cents=sum(
            t.amount_cents for t in triplets if (t.group, t.reason) == PRIOR_PAYER
        ),
        is_denied=(
            status_code in ADJUDICATED
            and paid_cents == 0
            and charge_cents > 0
            and any(_denies(t) for t in triplets)
        ),
    )


def _denies(triplet: CasTriplet) -> bool:
    if (triplet.group, triplet.reason) == PRIOR_PAYER or triplet.amount_cents == 0:
        return False
    category = ADJUSTMENT_REASONS.get(triplet.reason, ("", ""))[1]
    # A denial that is the patient's to pay is one all the same, unless it is their share.
    return category not in NOT_A_DENIAL


def result_status(decision: Decision) -> str:
    """The word of the contract for the outcome: PAID, PARTIALLY_PAID, DENIED or REVERSED."""
    if decision.is_reversal:
        return "REVERSED"
    if decision.is_denied:
        return "DENIED"
    left = decision.charge_cents - decision.paid_cents - decision.contractual_cents
    return "PARTIALLY_PAID" if left > 0 else "PAID"


def claim_status(decision: Decision, *, net_paid_cents: int) -> ClaimStatus:
    """Where a claim stands after the decision; `net_paid_cents` is all that was posted to it."""
    if net_paid_cents <= 0:
        if decision.is_denied:
            return ClaimStatus.DENIED
        if decision.is_reversal:
            return ClaimStatus.OPEN
    left = decision.charge_cents - net_paid_cents - decision.contractual_cents
    return ClaimStatus.PARTIALLY_PAID if left > 0 else ClaimStatus.PAID


def underpaid_cents(decision: Decision, *, net_paid_cents: int, expected_cents: int | None) -> int:
    """What is missing to the allowed amount that was expected, or 0."""
    if expected_cents is None or decision.is_denied or decision.is_reversal:
        return 0
    return max(expected_cents - net_paid_cents - decision.explained_cents, 0)


def overpaid_cents(
    decision: Decision,
    *,
    net_paid_cents: int,
    charge_cents: int,
    expected_cents: int | None,
    owed_cents: int,
) -> int:
    """What was paid beyond the charge, the expected amount, or what was still owed; else 0.

    `owed_cents` is the ledger's balance before this payment.
    """
    if decision.is_reversal or decision.paid_cents <= 0:
        return 0
    beyond = [net_paid_cents - charge_cents, decision.paid_cents - owed_cents]
    if expected_cents is not None:
        beyond.append(net_paid_cents + decision.explained_cents - expected_cents)
    return max(*beyond, 0)
