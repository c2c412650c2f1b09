"""Telling THE what was posted: batches in the order of their numbers, again until it takes them.

The queue is the results' rows. THE knows each by its result_id, so a batch told twice is one.
"""

import json
import os
import socket
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from edi.models import Channel
from edi.models.partner import PartnerKind, Protocol
from hmsach.accounts.roles import system_user
from hmsach.api.http import OutboundFailed, SafeHttp, UrlNotAllowed
from hmsach.audit.acts import act
from hmsach.db.bulk import set_state
from hmsach.db.leases import claim_due, release, still_held
from reconciliation.models import ReconciliationResult
from reconciliation.states import ResultStatus

BATCH = 500
LEASE_SECONDS = 300
# Ever slower, and without end: a posting that THE does not know is money it does not know.
RETRY_AFTER = tuple(timedelta(seconds=s) for s in (5, 30, 120, 600, 1800, 3600))


def post_due(*, now: datetime, limit: int = 5_000) -> int:
    """Post up to `limit` queued results to their facilities' billing platform; how many it took.

    A facility whose platform fails is left alone until its next try. Safe to call often, and by
    several workers.
    """
    http = SafeHttp(allow_networks=settings.OUTBOUND_PRIVATE_NETWORKS)
    delivered, left, failing = 0, limit, set[UUID]()
    while left > 0 and (claimed := _claim(now, min(BATCH, left), failing)):
        left -= len(claimed)
        by_facility: dict[UUID, list[ReconciliationResult]] = defaultdict(list)
        for result in claimed:
            by_facility[result.facility_id].append(result)
        for facility_id, batch in by_facility.items():
            if _post(facility_id, batch, http, now):
                delivered += len(batch)
            else:
                failing.add(facility_id)
    return delivered


def _claim(now: datetime, limit: int, failing: set[UUID]) -> list[ReconciliationResult]:
    due = (
        ReconciliationResult.objects.filter(
            Q(next_try_at__isnull=True) | Q(next_try_at__lte=now), status=ResultStatus.QUEUED
        )
        .exclude(facility__in=failing)
        .order_by("sequence")
    )
    owner = f"{socket.gethostname()}:{os.getpid()}"
    return claim_due(due, owner=owner, now=now, seconds=LEASE_SECONDS, limit=limit)


def _post(
    facility_id: UUID, batch: Sequence[ReconciliationResult], http: SafeHttp, now: datetime
) -> bool:
    channel = _channel(facility_id)
    trouble = _send(channel, batch, http, now)
    if trouble:
        _put_off(batch, trouble, now)
        return False
    _mark_delivered(batch, now)
    return True


def _channel(facility_id: UUID) -> Channel | None:
    return (
        Channel.objects.select_related("partner")
        .filter(
            facility_id=facility_id,
            protocol=Protocol.HTTPS,
            partner__kind=PartnerKind.PLATFORM,
            active=True,
            partner__active=True,
        )
        .first()
    )


def _send(
    channel: Channel | None,
    batch: Sequence[ReconciliationResult],
    http: SafeHttp,
    now: datetime,
) -> str:
    """Blank where THE took the batch, else what went wrong."""
    if channel is None:
        return "The facility has no channel to a billing platform."
    if not channel.partner.may_carry_patient_data(now.date()):
        return "No business associate agreement is in force with the billing platform."
    document = {"results": [json.loads(result.body) for result in batch]}
    headers = {"Authorization": f"Bearer {channel.password}"} if channel.password else {}
    try:
        answer = http.post_json(channel.url, document, headers)
    except (OutboundFailed, UrlNotAllowed) as error:
        return str(error)
    return "" if answer.is_success else f"The billing platform answered {answer.status}."


def _mark_delivered(batch: Sequence[ReconciliationResult], now: datetime) -> None:
    """Those still ours are delivered; THE may have answered one while it was being posted."""
    with act(system_user(), "Results posted to the billing platform"):
        held = [result.pk for result in batch if still_held(result)]
        waiting = ReconciliationResult.objects.filter(pk__in=held, status=ResultStatus.QUEUED)
        set_state(
            waiting,
            to=ResultStatus.DELIVERED,
            extra={"delivered_at": now, "last_error": "", "next_try_at": None},
        )
    for result in batch:
        release(result)


def _put_off(batch: Sequence[ReconciliationResult], trouble: str, now: datetime) -> None:
    attempt = min(result.attempt for result in batch)
    wait = RETRY_AFTER[min(attempt - 1, len(RETRY_AFTER) - 1)]
    with transaction.atomic(), act(system_user(), "Billing platform not reached"):
        held = [result.pk for result in batch if still_held(result)]
        waiting = ReconciliationResult.objects.filter(pk__in=held, status=ResultStatus.QUEUED)
        set_state(
            waiting,
            to=ResultStatus.QUEUED,
            extra={"next_try_at": now + wait, "last_error": trouble[:200]},
        )
    for result in batch:
        release(result)
