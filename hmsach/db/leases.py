"""Rows that are work queues: claimed by a worker for a while, taken over when it does not return.

A claim is bookkeeping, no event of record: it writes no history and needs no act.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import F, Q

from hmsach.db.records import plain_rows


class Leased(models.Model):
    """A row a worker can claim. `attempt` counts claims, so a late worker is told apart."""

    unrecorded_fields: ClassVar[tuple[str, ...]] = ("lease_owner", "lease_until", "attempt")

    lease_owner = models.CharField(max_length=80, blank=True, default="", editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    attempt = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


def claim_due(
    queryset: models.QuerySet[Any], *, owner: str, now: datetime, seconds: int, limit: int
) -> list[Any]:
    """Up to `limit` rows of the queryset nobody holds, now held by `owner` for `seconds`.

    No two callers get one row: on PostgreSQL rows locked by another are skipped; on SQLite the
    IMMEDIATE transaction lets one caller in at a time. Commit before you work on them.
    """
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    until = now + timedelta(seconds=seconds)
    with transaction.atomic():
        due = queryset.filter(free).select_for_update(skip_locked=True, of=("self",), no_key=True)
        claimed = list(due[:limit])
        # Not the model's own queryset, which refuses update(): a lease has no history to lose.
        plain_rows(queryset.model).filter(pk__in=[row.pk for row in claimed]).update(
            lease_owner=owner, lease_until=until, attempt=F("attempt") + 1
        )
    for row in claimed:
        row.lease_owner, row.lease_until, row.attempt = owner, until, row.attempt + 1
    return claimed


def release(row: Any) -> bool:
    """Nobody holds the row any more. False, and nothing changed, if another has taken it over."""
    given_back = _held(row).update(lease_owner="", lease_until=None)
    if given_back:
        row.lease_owner, row.lease_until = "", None
    return bool(given_back)


def put_back(row: Any, *, until: datetime) -> None:
    """Nobody holds the row, and nobody takes it before `until`; a no-op once another holds it."""
    _held(row).update(lease_owner="", lease_until=until)


def still_held(row: Any) -> bool:
    """Whether nobody else has claimed the row since; in a transaction it stays so to its end."""
    held = _held(row)
    if transaction.get_connection().in_atomic_block:
        held = held.select_for_update(no_key=True)
    return held.values_list("pk", flat=True).first() is not None


def _held(row: Any) -> models.QuerySet[Any]:
    return plain_rows(type(row)).filter(pk=row.pk, lease_owner=row.lease_owner, attempt=row.attempt)
