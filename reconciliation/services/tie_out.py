"""The certificate of a day: each deposit's cents on four legs. Reads only.

Bank line = 835 = posted allocations and what openly waits = THE's ledger and what openly waits.
What one leg lacks must stand, to the cent, on rows that say why; the rest is unexplained.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from reconciliation.models import (
    Allocation,
    Deposit,
    LedgerAnswer,
    ReconciliationResult,
    RemittedClaim,
)
from reconciliation.models.allocation import AllocationKind
from reconciliation.services.results import paid_cents_of
from reconciliation.states import DepositStatus, MatchStatus, ResultStatus


@dataclass(frozen=True, slots=True)
class TieOutLine:
    """One deposit. Amounts in cents, signed.

    `unmatched` is paid by the 835 to claims not posted; `without_remittance` is money whose 835
    is not here. Of THE's leg, `in_ledger` is what it answered, `waiting` what it has not answered,
    `refused` what it would not post, `provider_adjustments` what is no claim's.
    """

    deposit: Deposit
    bank_cents: int
    remittance_cents: int | None
    allocated_cents: int
    unmatched_cents: int
    without_remittance_cents: int
    in_ledger_cents: int
    waiting_cents: int
    refused_cents: int
    provider_adjustment_cents: int

    @property
    def unallocated_cents(self) -> int:
        """Amount less allocated: what no claim and no adjustment has."""
        return self.bank_cents - self.allocated_cents

    @property
    def unexplained_cents(self) -> int:
        """The sum of what any two neighbouring legs differ by; zero is a certificate."""
        bank_to_835 = (
            self.bank_cents - self.remittance_cents - self.without_remittance_cents
            if self.remittance_cents is not None
            else self.bank_cents - self.without_remittance_cents
        )
        to_allocations = (
            self.unallocated_cents - self.unmatched_cents - self.without_remittance_cents
        )
        told = self.in_ledger_cents + self.waiting_cents + self.refused_cents
        to_ledger = self.allocated_cents - self.provider_adjustment_cents - told
        return abs(bank_to_835) + abs(to_allocations) + abs(to_ledger)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A day's deposits, or all of them, tied out."""

    day: date | None
    lines: tuple[TieOutLine, ...]

    def total(self, name: str) -> int:
        """The sum of a column in cents, blanks taken as nothing."""
        return sum(getattr(line, name) or 0 for line in self.lines)

    @property
    def unexplained_cents(self) -> int:
        """Zero, or something is wrong."""
        return self.total("unexplained_cents")

    @property
    def is_clean(self) -> bool:
        """Whether every cent is explained."""
        return self.unexplained_cents == 0


def tie_out(facility_ids: Collection[UUID], day: date | None = None) -> Certificate:
    """The certificate of the deposits of these facilities that settled on the day, or ever."""
    deposits = (
        Deposit.objects.filter(facility__in=facility_ids)
        .exclude(status__in=[DepositStatus.EXPECTED, DepositStatus.RETURNED])
        .select_related("facility", "remittance")
        .prefetch_related(Prefetch("allocations", queryset=Allocation.objects.order_by()))
    )
    if day is not None:
        deposits = deposits.filter(settled_on=day)
    rows = list(deposits.order_by("facility__code", "settled_on", "bank_reference"))
    told = _told(row.remittance_id for row in rows if row.remittance_id)
    unmatched = _unmatched(row.remittance_id for row in rows if row.remittance_id)
    return Certificate(day, tuple(_line(row, told, unmatched) for row in rows))


@dataclass(slots=True)
class _Told:
    """What THE's ledger says of one remittance."""

    in_ledger: int = 0
    waiting: int = 0
    refused: int = 0


def _line(deposit: Deposit, told: Mapping[Any, _Told], unmatched: Mapping[Any, int]) -> TieOutLine:
    remittance = deposit.remittance
    key = remittance.pk if remittance else None
    ledger = told.get(key, _Told())
    allocations = list(deposit.allocations.all())
    return TieOutLine(
        deposit=deposit,
        bank_cents=deposit.amount_cents,
        remittance_cents=remittance.amount_cents if remittance else None,
        allocated_cents=sum(each.amount_cents for each in allocations),
        unmatched_cents=unmatched.get(key, 0),
        without_remittance_cents=0 if remittance else _openly_waiting(deposit),
        in_ledger_cents=ledger.in_ledger,
        waiting_cents=ledger.waiting,
        refused_cents=ledger.refused,
        provider_adjustment_cents=sum(
            each.amount_cents
            for each in allocations
            if each.kind == AllocationKind.PROVIDER_ADJUSTMENT
        ),
    )


def _openly_waiting(deposit: Deposit) -> int:
    """All of a deposit without its 835, if that is expected or a person was told."""
    if deposit.status == DepositStatus.RECEIVED:
        return deposit.amount_cents
    return deposit.amount_cents if deposit.exceptions.exists() else 0


def _unmatched(remittance_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Paid to claims that are not posted, where an item tells a person so."""
    found: dict[UUID, int] = defaultdict(int)
    waiting = RemittedClaim.objects.filter(remittance__in=list(remittance_ids)).exclude(
        status=MatchStatus.POSTED
    )
    told = waiting.filter(exceptions__isnull=False).distinct()
    for key, cents, _ in told.values_list("remittance_id", "paid_cents", "pk"):
        found[key] += cents
    return found


def _told(remittance_ids: Iterable[UUID]) -> dict[UUID, _Told]:
    """Results and their latest answers, by remittance."""
    results = list(
        ReconciliationResult.objects.filter(remitted_claim__remittance__in=list(remittance_ids))
        .select_related("remitted_claim")
        .defer("body")
    )
    latest: dict[UUID, LedgerAnswer] = {}
    answers = LedgerAnswer.objects.filter(result__in=[each.pk for each in results])
    for answer in answers.order_by("created_at"):
        latest[answer.result_id] = answer
    found: dict[UUID, _Told] = defaultdict(_Told)
    for result in results:
        _add(found[result.remitted_claim.remittance_id], result, latest.get(result.pk))
    return found


def _add(told: _Told, result: ReconciliationResult, answer: LedgerAnswer | None) -> None:
    cents = paid_cents_of(result)
    if answer is None:
        told.waiting += cents
    elif result.status == ResultStatus.REFUSED:
        told.refused += cents
    else:
        # Another amount in the ledger than ours shows as unexplained until it is put right.
        told.in_ledger += cents if answer.amount_cents is None else answer.amount_cents
