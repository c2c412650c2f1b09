"""What really happened in the sandbox: one record for each claim paid, remittance and deposit.

Cents throughout. `exception` is the kind that should open, or null; `exception_cents` its amount;
`posts` whether the claim's payment should be allocated without a person.
"""

from collections.abc import Iterator
from typing import Any

from edi.sandbox.adjudication import UNKNOWN_REASON
from edi.sandbox.deposits import Deposit
from edi.sandbox.remittances import UNBALANCED_BY_CENTS, Advice, AdvisedClaim
from edi.sandbox.scenarios import EXCEPTIONS, OF_CLAIM, Scenario
from edi.x12.remittance import Claim

# Money of these does not reach claims until a person or the missing half comes.
_NOT_POSTED = frozenset(
    {
        Scenario.TRANSPOSED,
        Scenario.UNBALANCED,
        Scenario.REMITTANCE_ONLY,
        Scenario.DEPOSIT_ONLY,
        Scenario.UNIDENTIFIED,
        Scenario.AMOUNT_DIFFERS,
    }
)
_BY_AMOUNT = frozenset({"underpayment", "overpayment"})
# Troubles of the deposit, not of its remittance.
_OF_DEPOSIT = frozenset({Scenario.DEPOSIT_ONLY, Scenario.UNIDENTIFIED, Scenario.AMOUNT_DIFFERS})


def claim_truths(advice: Advice, trace_number: str) -> Iterator[dict[str, Any]]:
    """A record for each CLP of the remittance, in its order."""
    for position, each in enumerate(advice.claims, 1):
        yield _claim_truth(each, advice, trace_number, position)


def _claim_truth(
    each: AdvisedClaim, advice: Advice, trace_number: str, position: int
) -> dict[str, Any]:
    claim, known = each.claim, each.open_claim
    is_takeback = each.scenario is Scenario.TAKEBACK and known is None
    exception = _exception(each, is_takeback)
    return {
        "id": f"claim:{trace_number}:{position}",
        "kind": "claim",
        "scenario": each.scenario,
        "claim_id": known.external_id if known else None,
        "control_number": claim.control_number,
        "status_code": claim.status_code,
        "payer_tin": advice.payer.tin,
        "trace_number": trace_number,
        "charge_cents": claim.charge_cents,
        "expected_cents": known.expected_cents if known else None,
        "paid_cents": claim.paid_cents,
        "patient_cents": _adjusted(claim, "PR"),
        "contractual_cents": _adjusted(claim, "CO"),
        "posts": each.scenario not in _NOT_POSTED and not is_takeback,
        "exception": exception,
        "exception_cents": _at_stake(each, exception),
    }


def _exception(each: AdvisedClaim, is_takeback: bool) -> str | None:
    if not is_takeback and each.scenario not in OF_CLAIM:
        return None
    exception = EXCEPTIONS.get(each.scenario)
    # A contract that allows the whole charge leaves nothing to overpay or to reduce.
    if exception in _BY_AMOUNT and _at_stake(each, exception) == 0:
        return None
    reasons = {adjustment.reason for adjustment in each.claim.all_adjustments}
    if exception == "unknown_code" and UNKNOWN_REASON not in reasons:
        return None
    return exception


def _adjusted(claim: Claim, group: str) -> int:
    return sum(each.amount_cents for each in claim.all_adjustments if each.group == group)


def _at_stake(each: AdvisedClaim, exception: str | None) -> int:
    """Cents a person has to look for: what was not paid or paid too much, else what was paid."""
    if exception is None:
        return 0
    known = each.open_claim
    if known is not None and exception in {"denial", *_BY_AMOUNT}:
        patient_cents = each.claim.patient_responsibility_cents or 0
        return abs(known.expected_cents - each.claim.paid_cents - patient_cents)
    return abs(each.claim.paid_cents)


def remittance_truth(
    advice: Advice, trace_number: str, *, file_name: str, control: int, repeat: bool = False
) -> dict[str, Any]:
    """The record of one 835; `repeat` is the second sending of the same."""
    exception = None
    if advice.scenario not in _OF_DEPOSIT | {Scenario.TAKEBACK} and (
        repeat or advice.scenario is not Scenario.SENT_TWICE
    ):
        exception = EXCEPTIONS.get(advice.scenario)
    if exception == "plb_open" and not advice.provider_adjustments:
        exception = None
    return {
        "id": f"remittance:{trace_number}:{control}",
        "kind": "remittance",
        "scenario": advice.scenario,
        "file_name": file_name,
        "interchange_control": f"{control:09d}",
        "trace_number": trace_number,
        "payer_identifier": advice.payer.company_id,
        "payer_tin": advice.payer.tin,
        "amount_cents": advice.stated_cents,
        "claims_cents": advice.claims_cents,
        "provider_adjustment_cents": advice.provider_adjustment_cents,
        "claims": len(advice.claims),
        "is_repeat": repeat,
        "exception": exception,
        "exception_cents": _remittance_at_stake(advice) if exception else 0,
    }


def _remittance_at_stake(advice: Advice) -> int:
    if advice.scenario is Scenario.UNBALANCED:
        return UNBALANCED_BY_CENTS
    return abs(advice.provider_adjustment_cents) or advice.stated_cents


def deposit_truth(
    deposit: Deposit, scenario: Scenario, trace_number: str, stated_cents: int | None
) -> dict[str, Any]:
    """The record of one deposit; the payer adds its bank reference. `trace_number` is that of the
    835 it pays, `stated_cents` the 835's amount, None where there is no 835."""
    exception = EXCEPTIONS.get(scenario) if scenario in _OF_DEPOSIT else None
    off_cents = deposit.amount_cents - (stated_cents or 0)
    return {
        "kind": "deposit",
        "scenario": scenario,
        "trace_number": deposit.trn02,
        "remittance_trace_number": trace_number if stated_cents is not None else None,
        "payer_identifier": deposit.company_id,
        "amount_cents": deposit.amount_cents,
        "remittance_cents": stated_cents,
        "settled_on": deposit.settled_on.isoformat(),
        "exception": exception,
        "exception_cents": abs(off_cents) if exception else 0,
    }
