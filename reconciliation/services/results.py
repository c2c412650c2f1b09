"""Results for THE: numbered without gaps, in the shape of the contract. Sending is elsewhere."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from hmsach.celery import wake
from hmsach.lib.money import dollars
from reconciliation.decisions import Decision, result_status
from reconciliation.models import (
    Adjustment,
    Allocation,
    Deposit,
    ReconciliationResult,
    Remittance,
    RemittedClaim,
    RemittedLine,
)
from reconciliation.services.payers import payer_tin
from reconciliation.services.turns import wait_for_turn
from reconciliation.states import ExceptionKind

POSTED = "CLAIM_POSTED"
REVERSED = "CLAIM_REVERSED"
TASK = "reconciliation.tasks.post_results"


@dataclass(frozen=True, slots=True)
class Posted:
    """One claim's posting as a result tells it."""

    row: RemittedClaim
    allocation: Allocation
    claim_external_id: str
    decision: Decision
    adjustments: Sequence[Adjustment]
    lines: Sequence[RemittedLine]
    kinds: list[ExceptionKind] = field(default_factory=list)


def results_of(
    posted: Iterable[Posted], *, remittance: Remittance, deposit: Deposit | None
) -> list[ReconciliationResult]:
    """Unstored results in the order given, numbered on from the last; a worker is woken.

    The counter's row stays locked to the end of the transaction, so no number is lost or given
    out of the order of commits.
    """
    rows = list(posted)
    if not rows:
        return []
    last = _reserve(len(rows))
    head = _head(remittance, deposit)
    wake(TASK)
    return [_result(each, last + place, head) for place, each in enumerate(rows, 1)]


def reversal_of(
    result: ReconciliationResult, *, row: RemittedClaim, reason_kinds: Sequence[ExceptionKind] = ()
) -> ReconciliationResult:
    """The unstored result that undoes an earlier one: every amount negated."""
    body = json.loads(result.body)
    for name in ("paid", "patient_responsibility", "contractual"):
        body[name] = _negated(body[name])
    body["adjustments"] = [
        {**each, "amount": _negated(each["amount"])} for each in body["adjustments"]
    ]
    body |= {"kind": REVERSED, "status": "REVERSED", "exceptions": [str(k) for k in reason_kinds]}
    sequence = _reserve(1) + 1
    made = ReconciliationResult(
        sequence=sequence,
        facility_id=result.facility_id,
        kind=REVERSED,
        remitted_claim=row,
        claim_external_id=result.claim_external_id,
    )
    body |= {"result_id": made.result_id, "sequence": sequence, "reverses": result.result_id}
    made.body = json.dumps(body)
    wake(TASK)
    return made


def paid_cents_of(result: ReconciliationResult) -> int:
    """What the result told THE to post: signed, and negative where it undoes."""
    paid = result.remitted_claim.paid_cents
    return -paid if result.kind == REVERSED else paid


def _negated(amount: str) -> str:
    if amount.startswith("-"):
        return amount[1:]
    return amount if amount == "0.00" else f"-{amount}"


def _reserve(count: int) -> int:
    """The last number given before these `count`."""
    counter = wait_for_turn()
    before = counter.last
    counter.last = before + count
    counter.save()
    return before


def _result(each: Posted, sequence: int, head: Mapping[str, Any]) -> ReconciliationResult:
    made = ReconciliationResult(
        sequence=sequence,
        facility_id=each.row.facility_id,
        kind=POSTED,
        remitted_claim=each.row,
        claim_external_id=each.claim_external_id,
    )
    body = {
        "result_id": made.result_id,
        "sequence": sequence,
        "kind": POSTED,
        **head,
        "claim_id": each.claim_external_id,
        **_money(each),
        "match": {
            "method": each.allocation.method,
            "score": each.allocation.score,
            "reasons": each.allocation.reasons,
        },
        "exceptions": [str(kind) for kind in each.kinds],
    }
    made.body = json.dumps({name: body[name] for name in _ORDER})
    return made


_ORDER = (
    "result_id",
    "sequence",
    "kind",
    "facility",
    "claim_id",
    "remittance",
    "deposit",
    "status",
    "charge",
    "paid",
    "patient_responsibility",
    "contractual",
    "adjustments",
    "remarks",
    "match",
    "exceptions",
)


def _head(remittance: Remittance, deposit: Deposit | None) -> dict[str, Any]:
    payer = remittance.payer
    return {
        "facility": remittance.facility.code,
        "remittance": {
            "trace_number": remittance.trace_number,
            "payer_tin": payer_tin(payer, remittance.payer_identifier),
            "payer": payer.name if payer else remittance.payer_name,
            "paid_on": remittance.paid_on.isoformat() if remittance.paid_on else None,
            "amount": dollars(remittance.amount_cents),
        },
        "deposit": None
        if deposit is None
        else {
            "id": deposit.deposit_id,
            "bank_reference": deposit.bank_reference,
            "settled_on": deposit.settled_on.isoformat(),
        },
    }


def _money(each: Posted) -> dict[str, Any]:
    numbers: dict[UUID | None, str] = {
        line.pk: line.control_number or str(line.position) for line in each.lines
    }
    remarks = [*each.row.remarks, *(code for line in each.lines for code in line.remarks)]
    return {
        "status": result_status(each.decision),
        "charge": dollars(each.decision.charge_cents),
        "paid": dollars(each.decision.paid_cents),
        "patient_responsibility": dollars(each.decision.patient_cents),
        "contractual": dollars(each.decision.contractual_cents),
        "adjustments": [
            {
                "group": triplet.group,
                "reason": triplet.reason,
                "amount": dollars(triplet.amount_cents),
                "line": numbers.get(triplet.line_id),
            }
            for triplet in each.adjustments
        ],
        "remarks": list(dict.fromkeys(remarks)),
    }
