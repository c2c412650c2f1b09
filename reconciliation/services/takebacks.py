"""Which earlier posting a payer's reversal (CLP02 = 22) takes back. Reads only.

Known by the payer's own number of the claim (CLP07, REF*F8), else by our number, and always by
the exact amount negated (answers 227 and 791 of the standards body).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from edi.x12.codes import REVERSAL
from reconciliation.models import Allocation, Remittance, RemittedClaim
from reconciliation.models.allocation import AllocationKind
from reconciliation.states import MatchStatus, RemittanceStatus


@dataclass(slots=True)
class Originals:
    """Claim postings that are still live, to be given out once each."""

    live: list[Allocation]
    taken: set[UUID] = field(default_factory=set)

    def take(self, row: RemittedClaim) -> Allocation | None:
        """The one original of a reversal, or None where there is none or more than one."""
        fitting = [each for each in self.live if each.pk not in self.taken and _fits(each, row)]
        for is_it in (_by_payers_number, _by_ours):
            found = [each for each in fitting if is_it(each.row, row)]
            if len(found) == 1:
                self.taken.add(found[0].pk)
                return found[0]
            if found:
                return None
        return None


def originals(
    rows: Sequence[RemittedClaim], remittance: Remittance, own: Iterable[Allocation] = ()
) -> Originals:
    """What the reversals may take back: postings of before, then those of the same set (`own`)."""
    ours = {row.control_number for row in rows}
    theirs = {number for row in rows for number in _payers_numbers(row)}
    if not rows:
        return Originals([])
    before = Allocation.objects.filter(
        Q(remitted_claim__control_number__in=ours)
        | Q(remitted_claim__payer_control_number__in=theirs),
        facility_id=remittance.facility_id,
        kind=AllocationKind.CLAIM,
        reverses__isnull=True,
        reversed_by__isnull=True,
        remittance__payer=remittance.payer,
    )
    found = before.select_related("remitted_claim", "claim").order_by("created_at", "pk")
    return Originals([*found, *own])


def waiting_for(allocations: Sequence[Allocation], remittance: Remittance) -> list[Remittance]:
    """Other remittances with a reversal that came before the payment it takes back was posted.

    Payer and money go separate ways, so the two may come in either order.
    """
    rows = [each.row for each in allocations if each.kind == AllocationKind.CLAIM]
    ours = {row.control_number for row in rows if row is not None}
    theirs = {row.payer_control_number for row in rows if row and row.payer_control_number}
    if not ours:
        return []
    reversals = RemittedClaim.objects.filter(
        Q(control_number__in=ours)
        | Q(payer_control_number__in=theirs)
        | Q(original_control_number__in=theirs),
        status=MatchStatus.UNMATCHED,
        status_code=REVERSAL,
        remittance__facility_id=remittance.facility_id,
        remittance__payer=remittance.payer,
        remittance__status=RemittanceStatus.PARTIALLY_POSTED,
    ).select_related("remittance")
    found: dict[UUID, Remittance] = {}
    for row in reversals.exclude(remittance=remittance).order_by("remittance__received_at"):
        if any(_fits(each, row) for each in allocations):
            found[row.remittance_id] = row.remittance
    return list(found.values())


def _payers_numbers(row: RemittedClaim) -> list[str]:
    return [n for n in (row.payer_control_number, row.original_control_number) if n]


def _fits(original: Allocation, row: RemittedClaim) -> bool:
    remitted = original.remitted_claim
    return (
        remitted is not None
        and remitted.paid_cents == -row.paid_cents
        and remitted.charge_cents == -row.charge_cents
    )


def _by_payers_number(original: RemittedClaim, row: RemittedClaim) -> bool:
    return original.payer_control_number in _payers_numbers(row)


def _by_ours(original: RemittedClaim, row: RemittedClaim) -> bool:
    return (
        original.control_number == row.control_number and original.service_from == row.service_from
    )
