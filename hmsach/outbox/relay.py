"""Telling endpoints of events: making out deliveries, posting what is due, trying again.

The queue is the Delivery rows. A telling may come twice or out of order; its `seq` says so.
"""

import json
import os
import random
import socket
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from standardwebhooks import Webhook

from hmsach.accounts.roles import facility_ids
from hmsach.api.http import Answer, OutboundFailed, SafeHttp, UrlNotAllowed
from hmsach.db.leases import claim_due, release, still_held
from hmsach.outbox.models import Event
from hmsach.outbox.webhook_models import (
    DUE,
    Delivery,
    DeliveryStatus,
    EndpointCursor,
    WebhookEndpoint,
)
from hmsach.outbox.webhooks import disable_endpoint

# After the first try at once: Standard Webhooks' example schedule, about 75 hours in all.
RETRY_AFTER = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
)
JITTER = 0.1
RETRY_AFTER_MAX = timedelta(hours=24)
FAN_OUT_EVENTS = 500
# A portion is posted one by one, each within the client's 20 seconds, so the lease outlasts it.
PORTION = 10
LEASE_SECONDS = 300
GONE = 410


@dataclass
class _Run:
    """One sweep: what is left to claim, and the endpoints that failed and are left alone in it."""

    now: datetime
    left: int
    failing: set[UUID] = field(default_factory=set)


def deliver_due(*, now: datetime, limit: int = 100) -> int:
    """Make out the deliveries of new events and post up to `limit` that are due; how many posted.

    An endpoint that fails is not tried again in the same run, so a dead one holds up nobody.
    """
    fan_out(now=now)
    http = SafeHttp(allow_networks=settings.OUTBOUND_PRIVATE_NETWORKS)
    run, posted = _Run(now, limit), 0
    while run.left > 0 and (portion := _claim(run)):
        run.left -= len(portion)
        for delivery in portion:
            if delivery.endpoint_id in run.failing:
                release(delivery)
                continue
            _deliver(delivery, http, run)
            posted += 1
    return posted


def fan_out(*, now: datetime) -> int:
    """Each enabled endpoint has a delivery for every event it is to be told of; how many new."""
    endpoints = WebhookEndpoint.objects.filter(enabled=True).select_related("owner")
    return sum(_fan_out_to(endpoint, now) for endpoint in endpoints)


def _fan_out_to(endpoint: WebhookEndpoint, now: datetime) -> int:
    made = 0
    while True:
        with transaction.atomic():
            cursor = EndpointCursor.objects.select_for_update(no_key=True).get(endpoint=endpoint)
            # Sequence numbers are given out in the order of commits: none appears behind us.
            events = list(
                Event.objects.filter(seq__gt=cursor.last_seq).order_by("seq")[:FAN_OUT_EVENTS]
            )
            if not events:
                return made
            chosen = [event for event in events if _is_for(event, endpoint)]
            Delivery.objects.bulk_create(
                [Delivery(endpoint=endpoint, event=event, next_try_at=now) for event in chosen],
                ignore_conflicts=True,
            )
            cursor.last_seq = events[-1].seq
            cursor.save()
            made += len(chosen)


def _is_for(event: Event, endpoint: WebhookEndpoint) -> bool:
    if endpoint.event_types and event.type not in endpoint.event_types:
        return False
    if endpoint.facility_id and event.facility_id != endpoint.facility_id:
        return False
    return event.facility_id in facility_ids(endpoint.owner)


def _claim(run: _Run) -> list[Delivery]:
    due = (
        Delivery.objects.filter(status__in=DUE, next_try_at__lte=run.now, endpoint__enabled=True)
        .exclude(endpoint_id__in=run.failing)
        .order_by("next_try_at", "created_at", "id")
        .select_related("endpoint__owner", "event__facility")
    )
    return claim_due(
        due,
        owner=f"{socket.gethostname()}:{os.getpid()}",
        now=run.now,
        seconds=LEASE_SECONDS,
        limit=min(PORTION, run.left),
    )


def _deliver(delivery: Delivery, http: SafeHttp, run: _Run) -> None:
    # The owner's grants may be others than when the delivery was made.
    if not _is_for(delivery.event, delivery.endpoint):
        with transaction.atomic():
            if still_held(delivery):
                _drop(delivery, run.now)
        return
    body, headers = signed_message(delivery.event, delivery.endpoint.secret, run.now)
    answer, trouble = None, ""
    try:
        answer = http.post(delivery.endpoint.url, body, headers)
        trouble = "" if answer.is_success else f"The endpoint answered {answer.status}."
    except (OutboundFailed, UrlNotAllowed) as error:
        trouble = str(error)
    if trouble:
        run.failing.add(delivery.endpoint_id)
    with transaction.atomic():
        if still_held(delivery):
            _record(delivery, answer, trouble, run.now)
    if answer is not None and answer.status == GONE:
        disable_endpoint(
            endpoint=delivery.endpoint, actor=None, reason="The endpoint answered 410, Gone."
        )


def message_of(event: Event) -> dict[str, Any]:
    """What is told: thin, without patients' data; the API has the rest."""
    facility = event.facility.code if event.facility else None
    data = {
        **event.payload,
        "id": event.id,
        "seq": event.seq,
        "subject": event.subject,
        "facility": facility,
    }
    return {"type": event.type, "timestamp": event.at.isoformat(), "data": data}


def signed_message(event: Event, secret: str, now: datetime) -> tuple[bytes, dict[str, str]]:
    """Body and headers of one telling under Standard Webhooks 1.0.0."""
    # The package reads any moment as if it were UTC.
    body = json.dumps(message_of(event), separators=(",", ":"))
    headers = {
        "webhook-id": str(event.id),
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(str(event.id), now.astimezone(UTC), body),
    }
    return body.encode(), headers


def _record(delivery: Delivery, answer: Answer | None, trouble: str, now: datetime) -> None:
    delivery.tries += 1
    delivery.response_status = answer.status if answer else None
    delivery.last_error = trouble[:200]
    delivery.lease_owner, delivery.lease_until = "", None
    wait = _wait(delivery.tries, answer)
    if not trouble:
        delivery.status, delivery.finished_at = DeliveryStatus.SUCCEEDED, now
    elif wait is None or (answer is not None and answer.status == GONE):
        delivery.status, delivery.finished_at = DeliveryStatus.EXHAUSTED, now
    else:
        delivery.status, delivery.next_try_at = DeliveryStatus.RETRYING, now + wait
    delivery.save()


def _drop(delivery: Delivery, now: datetime) -> None:
    delivery.status, delivery.finished_at = DeliveryStatus.EXHAUSTED, now
    delivery.last_error = "The owner may no longer see this event's facility."
    delivery.lease_owner, delivery.lease_until = "", None
    delivery.save()


def _wait(tries: int, answer: Answer | None) -> timedelta | None:
    """How long until the next try, after `tries` of them; None when there is none."""
    if tries > len(RETRY_AFTER):
        return None
    planned = RETRY_AFTER[tries - 1] * (1 + random.uniform(0, JITTER))  # noqa: S311
    asked = (answer.headers.get("retry-after", "") if answer else "").strip()
    if asked.isascii() and asked.isdigit() and len(asked) < 7:
        return max(planned, min(timedelta(seconds=int(asked)), RETRY_AFTER_MAX))
    return planned
