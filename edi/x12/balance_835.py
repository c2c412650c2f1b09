"""The three balances of an 835: line, claim, transaction. Sums only; what to do is elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from edi.x12.remittance import Adjustment, Claim, Remittance


@dataclass(frozen=True, slots=True)
class ClaimBalance:
    """What a claim is off by, in cents: itself, and each of its lines in order.

    Off is what is stated as paid minus what charge less adjustments comes to.
    """

    control_number: str
    off_cents: int
    line_off_cents: tuple[int, ...] = ()

    @property
    def is_balanced(self) -> bool:
        """Whether the claim and all its lines balance."""
        return not self.off_cents and not any(self.line_off_cents)


@dataclass(frozen=True, slots=True)
class Balance:
    """What a remittance is off by, in cents: the payment, and each claim with its lines."""

    off_cents: int
    claims: tuple[ClaimBalance, ...] = ()

    @property
    def is_balanced(self) -> bool:
        """Whether the payment, every claim and every line balance."""
        return not self.off_cents and all(claim.is_balanced for claim in self.claims)

    @property
    def unbalanced_claims(self) -> list[ClaimBalance]:
        return [claim for claim in self.claims if not claim.is_balanced]


def adjusted_cents(adjustments: Iterable[Adjustment]) -> int:
    """The sum of the adjustments, signed: positive reduces the payment."""
    total = 0
    for adjustment in adjustments:
        total += adjustment.amount_cents
    return total


def balance_claim(claim: Claim) -> ClaimBalance:
    """Line: charge less its adjustments is paid. Claim: charge less its own adjustments and
    those of its lines is paid. (Three-level balancing, answers 222, 2548, 2601 of the standards
    body.) AMT, QTY and CLP05 take no part."""
    total = adjusted_cents(claim.adjustments)
    offs = []
    for line in claim.lines:
        adjusted = adjusted_cents(line.adjustments)
        total += adjusted
        offs.append(line.paid_cents - line.charge_cents + adjusted)
    off_cents = claim.paid_cents - claim.charge_cents + total
    return ClaimBalance(claim.control_number, off_cents, tuple(offs))


def transaction_off_cents(remittance: Remittance, claims_paid_cents: int) -> int:
    """What BPR02 differs by from the claims' payments less the provider-level adjustments."""
    provider = sum(item.amount_cents for item in remittance.provider_adjustments)
    return remittance.bpr.amount_cents - claims_paid_cents + provider


def balance(remittance: Remittance) -> Balance:
    """The balance of a remittance that was read whole or built to be written."""
    paid_cents = sum(claim.paid_cents for claim in remittance.claims)
    claims = tuple(balance_claim(claim) for claim in remittance.claims)
    return Balance(transaction_off_cents(remittance, paid_cents), claims)
