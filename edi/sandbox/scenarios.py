"""What a claim meets at the sandbox payer, and what should come of it. Not how it is paid."""

import random
from collections.abc import Mapping, Sequence
from enum import StrEnum

from hmsach.lib.errors import DomainError


class UnknownScenario(DomainError):
    """There is no such scenario; edi.sandbox.scenarios lists them."""

    code = "unknown-scenario"


class Scenario(StrEnum):
    """The fate of one claim, or of the remittance and deposit it is in."""

    # The claim's own.
    CLEAN = "clean"  # contractual part written off, patient's share
    PAID_IN_FULL = "paid_in_full"  # the payer bears all that the contract allows
    DENIED = "denied"
    UNDERPAID = "underpaid"  # less than expected
    OVERPAID = "overpaid"  # more than expected
    TRANSPOSED = "transposed"  # two digits of our control number are swapped
    SECONDARY = "secondary"  # another payer paid first (OA 23)
    UNKNOWN_CODE = "unknown_code"  # an adjustment reason that nobody knows
    # Of the remittance, which is then one of its own.
    CORRECTED = "corrected"  # paid, then reversed and paid otherwise in a later remittance
    TAKEBACK = "takeback"  # beside the claim, a reversal of a payment that never was
    RECOVERY = "recovery"  # PLB WO with a reference: an old overpayment is taken back
    FORWARDED = "forwarded"  # a takeback above what is paid: BPR02 is 0, PLB FB carries the rest
    INTEREST = "interest"  # PLB L6 below zero: interest paid to us
    UNBALANCED = "unbalanced"  # BPR02 is 1.00 more than claims and PLB make
    SENT_TWICE = "sent_twice"  # the same 835 again in an interchange of another number
    REMITTANCE_ONLY = "remittance_only"  # the deposit never comes
    DEPOSIT_ONLY = "deposit_only"  # the remittance never comes
    UNIDENTIFIED = "unidentified"  # a deposit without TRN from a sender unknown to us
    AMOUNT_DIFFERS = "amount_differs"  # the deposit is less than BPR02


OF_CLAIM = (
    Scenario.CLEAN,
    Scenario.PAID_IN_FULL,
    Scenario.DENIED,
    Scenario.UNDERPAID,
    Scenario.OVERPAID,
    Scenario.TRANSPOSED,
    Scenario.SECONDARY,
    Scenario.UNKNOWN_CODE,
)

# The kind of exception that should open, named as reconciliation names it; none where absent.
EXCEPTIONS: dict[Scenario, str] = {
    Scenario.DENIED: "denial",
    Scenario.UNDERPAID: "underpayment",
    Scenario.OVERPAID: "overpayment",
    Scenario.TRANSPOSED: "claim_not_found",
    Scenario.UNKNOWN_CODE: "unknown_code",
    Scenario.TAKEBACK: "takeback_unlinked",
    Scenario.RECOVERY: "plb_open",
    Scenario.FORWARDED: "plb_open",
    Scenario.UNBALANCED: "unbalanced_remittance",
    Scenario.SENT_TWICE: "duplicate_remittance",
    Scenario.REMITTANCE_ONLY: "era_without_eft",
    Scenario.DEPOSIT_ONLY: "eft_without_era",
    Scenario.UNIDENTIFIED: "unidentified_deposit",
    Scenario.AMOUNT_DIFFERS: "amount_mismatch",
}

# Share of a month's claims, in thousandths; the rest is CLEAN.
SHARES: dict[Scenario, int] = {
    Scenario.PAID_IN_FULL: 120,
    Scenario.DENIED: 80,
    Scenario.UNDERPAID: 25,
    Scenario.OVERPAID: 6,
    Scenario.TRANSPOSED: 8,
    Scenario.SECONDARY: 25,
    Scenario.UNKNOWN_CODE: 3,
    Scenario.CORRECTED: 6,
    Scenario.TAKEBACK: 2,
    Scenario.RECOVERY: 3,
    Scenario.FORWARDED: 1,
    Scenario.INTEREST: 4,
    Scenario.UNBALANCED: 2,
    Scenario.SENT_TWICE: 4,
    Scenario.REMITTANCE_ONLY: 3,
    Scenario.DEPOSIT_ONLY: 3,
    Scenario.UNIDENTIFIED: 2,
    Scenario.AMOUNT_DIFFERS: 3,
}


def assign(
    claim_ids: Sequence[str],
    *,
    seed: str,
    troubles: bool,
    chosen: Mapping[str, str] | None = None,
) -> dict[str, Scenario]:
    """A scenario for each claim, the same for the same arguments.

    `chosen` fixes some by claim (UnknownScenario for a word that is none). Without `troubles` the
    rest is clean. With them, each scenario comes once, as far as half of the claims reach, and
    beyond that by its share.
    """
    fixed = {each: _scenario(word) for each, word in (chosen or {}).items() if each in claim_ids}
    open_ids = [each for each in claim_ids if each not in fixed]
    result = dict.fromkeys(claim_ids, Scenario.CLEAN) | fixed
    if troubles:
        random.Random(f"scenarios {seed}").shuffle(open_ids)  # noqa: S311 -- sample data
        result |= dict(zip(open_ids, _troubles(len(open_ids)), strict=False))
    return result


def _scenario(word: str) -> Scenario:
    try:
        return Scenario(word)
    except ValueError:
        raise UnknownScenario


def _troubles(count: int) -> list[Scenario]:
    first = list(SHARES)[: count // 2]
    more = [
        scenario for scenario, share in SHARES.items() for _ in range(count * share // 1000 - 1)
    ]
    return (first + more)[: count // 2]
