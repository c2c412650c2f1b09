"""What a ledger answers to our results: taken once, told back item by item."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hmsach.accounts.models import User
from hmsach.accounts.policies import can
from hmsach.audit.acts import act
from hmsach.lib.money import dollars
from reconciliation.bodies import AnswerBody
from reconciliation.models import Claim, LedgerAnswer, ReconciliationResult
from reconciliation.services.opening import (
    Draft,
    close_exceptions,
    open_exceptions,
    unresolved,
)
from reconciliation.services.results import paid_cents_of
from reconciliation.services.turns import wait_for_turn
from reconciliation.states import ExceptionKind, ResultStatus

APPLIED, ALREADY_APPLIED, UNKNOWN, REFUSED = "applied", "already_applied", "unknown", "refused"
STATUS_OF = {
    "POSTED": ResultStatus.POSTED,
    "ADJUSTED": ResultStatus.ADJUSTED,
    "REFUSED": ResultStatus.REFUSED,
}


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """What became of one item."""

    source_id: str
    result_id: str
    status: str
    code: str = ""
    detail: str = ""

    def as_json(self) -> dict[str, Any]:
        """As the API tells it; code and detail only where there is one."""
        told = {"source_id": self.source_id, "result_id": self.result_id, "status": self.status}
        return told | ({"code": self.code, "detail": self.detail} if self.code else {})


def apply_answers(
    *,
    client_id: str,
    user: User,
    items: Sequence[AnswerBody],
    now: datetime,
    request_id: str = "",
) -> list[ItemAnswer]:
    """An answer for each item, in order; an unknown one does not stop the others.

    Once by (client, source_id): a repeat is `already_applied`, another content under the same
    source_id is `refused`. A ledger's refusal opens an item.
    """
    with act(user, "Ledger answered", request_id):
        wait_for_turn()
        known = _answers(client_id, items)
        results = _results(user, items)
        answers = []
        for item in items:
            answers.append(_apply(client_id, user, item, known, results, now))
    return answers


def _answers(client_id: str, items: Sequence[AnswerBody]) -> dict[str, LedgerAnswer]:
    rows = LedgerAnswer.objects.filter(
        client_id=client_id, source_id__in=[item.source_id for item in items]
    ).select_related("result")
    return {row.source_id: row for row in rows}


def _results(user: User, items: Sequence[AnswerBody]) -> dict[str, ReconciliationResult]:
    rows = (
        ReconciliationResult.objects.visible_to(user)
        .select_for_update(of=("self",), no_key=True)
        .select_related("remitted_claim")
        .filter(result_id__in=[item.result_id for item in items])
    )
    return {row.result_id: row for row in rows if can(user, "work_queue", row.facility_id)}


def _apply(
    client_id: str,
    user: User,
    item: AnswerBody,
    known: dict[str, LedgerAnswer],
    results: dict[str, ReconciliationResult],
    now: datetime,
) -> ItemAnswer:
    earlier = known.get(item.source_id)
    if earlier is not None:
        return _repeated(item, earlier)
    result = results.get(item.result_id)
    if result is None:
        return ItemAnswer(item.source_id, item.result_id, UNKNOWN)
    if item.claim_id is not None and item.claim_id != result.claim_external_id:
        detail = "The result speaks of another claim."
        return ItemAnswer(item.source_id, item.result_id, REFUSED, "claim-differs", detail)
    known[item.source_id] = _keep(client_id, item, result)
    _move(result, STATUS_OF[item.outcome])
    _update_balance(result, item)
    _judge(result, item, known[item.source_id], now)
    return ItemAnswer(item.source_id, item.result_id, APPLIED)


def _repeated(item: AnswerBody, earlier: LedgerAnswer) -> ItemAnswer:
    same = (
        earlier.result.result_id == item.result_id
        and earlier.outcome == item.outcome
        and earlier.amount_cents == item.amount
    )
    if same:
        return ItemAnswer(item.source_id, item.result_id, ALREADY_APPLIED)
    detail = "This source_id was used for another answer; use a new one."
    return ItemAnswer(item.source_id, item.result_id, REFUSED, "source-id-reused", detail)


def _keep(client_id: str, item: AnswerBody, result: ReconciliationResult) -> LedgerAnswer:
    return LedgerAnswer.objects.create(
        client_id=client_id,
        source_id=item.source_id,
        facility_id=result.facility_id,
        result=result,
        outcome=item.outcome,
        amount_cents=item.amount,
        balance_cents=item.balance,
        ledger_reference=item.ledger_reference,
        reason=item.reason,
    )


def _move(result: ReconciliationResult, target: ResultStatus) -> None:
    if result.status != target:
        result.move_to(target)


def _update_balance(result: ReconciliationResult, item: AnswerBody) -> None:
    """The ledger's balance is the claim's."""
    if item.balance is None:
        return
    claim = (
        Claim.objects.select_for_update(no_key=True)
        .filter(facility_id=result.facility_id, external_id=result.claim_external_id)
        .first()
    )
    if claim is not None and claim.balance_cents != item.balance:
        claim.balance_cents = item.balance
        claim.save()


def _judge(
    result: ReconciliationResult, item: AnswerBody, answer: LedgerAnswer, now: datetime
) -> None:
    """A refusal, or another amount than ours, is put before a person; a posting settles both."""
    told_cents = paid_cents_of(result)
    if item.outcome == "REFUSED":
        title = f"The ledger refused to post {dollars(told_cents)}"
        _open(result, ExceptionKind.LEDGER_REFUSED, title, abs(told_cents), answer, now)
    elif item.amount is not None and item.amount != told_cents:
        off_cents = item.amount - told_cents
        title = f"The ledger posted {dollars(item.amount)}, we told it {dollars(told_cents)}"
        _open(result, ExceptionKind.AMOUNT_MISMATCH, title, abs(off_cents), answer, now)
    else:
        items = unresolved(kind=ExceptionKind.LEDGER_REFUSED, remitted_claim=result.remitted_claim)
        close_exceptions(items, resolution="posted by the ledger", now=now)


def _open(
    result: ReconciliationResult,
    kind: ExceptionKind,
    title: str,
    cents: int,
    answer: LedgerAnswer,
    now: datetime,
) -> None:
    draft = Draft(
        kind=kind,
        facility_id=result.facility_id,
        title=title,
        amount_cents=cents,
        fingerprint=f"answer:{answer.pk}",
        links={
            "remitted_claim": result.remitted_claim,
            "remittance_id": result.remitted_claim.remittance_id,
            "claim_id": result.remitted_claim.claim_id,
        },
    )
    open_exceptions([draft], now=now)
