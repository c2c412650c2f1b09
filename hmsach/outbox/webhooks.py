"""Acts on webhook endpoints: registering one, disabling it, telling events again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Max

from hmsach.accounts.models import Facility, User
from hmsach.api.http import UrlNotAllowed, check_url
from hmsach.audit.acts import act
from hmsach.lib.errors import FieldError, InvalidInput
from hmsach.outbox.models import Event
from hmsach.outbox.webhook_models import (
    Delivery,
    DeliveryStatus,
    EndpointCursor,
    WebhookEndpoint,
    new_secret,
)

REPLAY_EVENTS_MAX = 1000


@dataclass(frozen=True, slots=True)
class Registered:
    """A new endpoint and its secret, which can be read this once."""

    endpoint: WebhookEndpoint
    secret: str


def register_endpoint(
    *,
    owner: User,
    url: str,
    event_types: Sequence[str] = (),
    facility: Facility | None = None,
    description: str = "",
    request_id: str = "",
) -> Registered:
    """Store an endpoint that is told of the events from now on, and give it a secret.

    Raises InvalidInput on an address that may not be called.
    """
    _check_address(url)
    secret = new_secret()
    with act(owner, "Webhook endpoint registered", request_id):
        endpoint = WebhookEndpoint.objects.create(
            owner=owner,
            url=url,
            event_types=sorted(set(event_types)),
            facility=facility,
            description=description,
            secret=secret,
        )
        EndpointCursor.objects.create(endpoint=endpoint, last_seq=_last_seq())
    return Registered(endpoint, secret)


def disable_endpoint(
    *, endpoint: WebhookEndpoint, actor: User | None, reason: str, request_id: str = ""
) -> None:
    """Nothing more is sent to the endpoint; what is on its way waits. Again changes nothing."""
    if not endpoint.enabled:
        return
    with act(actor, reason, request_id):
        endpoint.enabled = False
        endpoint.disabled_reason = reason
        endpoint.save()


def replay(*, endpoint: WebhookEndpoint, first_seq: int, last_seq: int, now: datetime) -> int:
    """The endpoint is told again of its events in the range, both ends included; how many.

    Only events it was told of, or was to be, are told again. At most a thousand at once: raises
    InvalidInput beyond.
    """
    chosen = Delivery.objects.filter(
        endpoint=endpoint, event__seq__gte=first_seq, event__seq__lte=last_seq
    )
    if chosen.count() > REPLAY_EVENTS_MAX:
        sentence = f"The range holds more than {REPLAY_EVENTS_MAX} events; replay it in parts."
        raise InvalidInput([FieldError("/last_seq", "too-many", sentence)])
    return chosen.update(
        status=DeliveryStatus.PENDING, tries=0, next_try_at=now, finished_at=None, last_error=""
    )


def _check_address(url: str) -> None:
    try:
        parts = check_url(url)
        if parts.scheme != "https" and not settings.OUTBOUND_PRIVATE_NETWORKS:
            raise UrlNotAllowed("The address must begin with https://.")
    except UrlNotAllowed as refused:
        raise InvalidInput([FieldError("/url", refused.code, str(refused))]) from None


def _last_seq() -> int:
    return Event.objects.aggregate(last=Max("seq"))["last"] or 0
