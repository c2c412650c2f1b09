"""Sums over allocations. Reads only."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Sum

from reconciliation.models import Allocation, Deposit

# How many keys one query is asked for.
PART = 1000


def allocated_cents(deposit: Deposit) -> int:
    """The signed sum of what was put somewhere; the deposit's amount less this is unallocated."""
    return deposit.allocations.aggregate(cents=Sum("amount_cents"))["cents"] or 0


def net_posted_cents(claim_ids: Iterable[UUID]) -> dict[UUID, int]:
    """By claim, what was posted to it so far, takebacks and undoings taken off."""
    net: dict[UUID, int] = defaultdict(int)
    wanted = list(claim_ids)
    for start in range(0, len(wanted), PART):
        sums = (
            Allocation.objects.filter(claim__in=wanted[start : start + PART])
            .order_by()
            .values("claim_id")
            .annotate(cents=Sum("amount_cents"))
        )
        net.update({row["claim_id"]: row["cents"] for row in sums})
    return net
