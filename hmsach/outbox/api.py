"""The event log and webhook endpoints over the API."""

from typing import Any

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from pydantic import Field
from rest_framework.request import Request
from rest_framework.response import Response

from hmsach.accounts.models import Facility
from hmsach.api.bodies import read_body
from hmsach.api.field_types import Body
from hmsach.api.pagination import limit_of, paginate
from hmsach.api.queries import whole_number
from hmsach.api.views import RoomAPIView
from hmsach.lib import clock
from hmsach.lib.errors import FieldError, InvalidInput, NotFound
from hmsach.outbox import webhooks
from hmsach.outbox.models import Event
from hmsach.outbox.relay import message_of
from hmsach.outbox.webhook_models import Delivery, WebhookEndpoint

LIMIT = OpenApiParameter("limit", OpenApiTypes.INT, description="1 to 500.")
CURSOR = OpenApiParameter("cursor", OpenApiTypes.STR, description="From the page before.")
READ = {"GET": ["events:read"]}
READ_AND_WRITE = {"GET": ["events:read"], "POST": ["events:read"]}


class EventList(RoomAPIView):
    """The event log: every event of the caller's facilities, in sequence, without a gap."""

    required_scopes = READ

    @extend_schema(
        summary="Events after a sequence number",
        parameters=[
            OpenApiParameter("after", OpenApiTypes.INT, description="The last seq you have."),
            LIMIT,
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        """Events with a higher sequence number; ask on with `next_after`."""
        after = whole_number(request, "after", default=0)
        limit = limit_of(request)
        seen = self.visible(Event.objects.all()).filter(seq__gt=after).order_by("seq")
        events = list(seen.select_related("facility")[: limit + 1])
        shown = events[:limit]
        return Response(
            {
                "events": [message_of(event) for event in shown],
                "next_after": shown[-1].seq if shown else after,
                "has_more": len(events) > limit,
            }
        )


class NewEndpoint(Body):
    """A webhook endpoint to be registered."""

    url: str = Field(min_length=1, max_length=400)
    description: str = Field(default="", max_length=200)
    event_types: list[str] = Field(default_factory=list, max_length=100)
    facility: str | None = Field(default=None, max_length=20)


class EndpointList(RoomAPIView):
    """The caller's webhook endpoints."""

    required_scopes = READ_AND_WRITE

    @extend_schema(
        summary="Your webhook endpoints",
        parameters=[LIMIT, CURSOR],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        """The endpoints, without their secrets."""
        own = WebhookEndpoint.objects.filter(owner=self.user).select_related("facility")
        page = paginate(request, own)
        return Response(page.as_json(_endpoint_json))

    @extend_schema(
        summary="Register a webhook endpoint",
        request=NewEndpoint,
        responses={201: OpenApiTypes.OBJECT},
    )
    def post(self, request: Request) -> Response:
        """Register one. The answer holds the secret, which is shown this once."""
        # No idempotency key here: it would keep the answer, and the secret with it.
        body = read_body(request, NewEndpoint)
        registered = webhooks.register_endpoint(
            owner=self.user,
            url=body.url,
            event_types=body.event_types,
            facility=self._facility(body.facility),
            description=body.description,
            request_id=self.request_id,
        )
        answer = {**_endpoint_json(registered.endpoint), "secret": registered.secret}
        location = f"/api/v1/webhook-endpoints/{registered.endpoint.pk}"
        return Response(answer, status=201, headers={"Location": location})

    def _facility(self, code: str | None) -> Facility | None:
        if code is None:
            return None
        facility = self.visible(Facility.objects.all()).filter(code=code).first()
        if facility is None:
            sentence = "You see no facility of this code."
            raise InvalidInput([FieldError("/facility", "facility-unknown", sentence)])
        return facility


class EndpointDetail(RoomAPIView):
    """One webhook endpoint of the caller's."""

    required_scopes = {"GET": ["events:read"], "DELETE": ["events:read"]}

    @extend_schema(summary="One webhook endpoint", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, endpoint_id: Any) -> Response:
        """The endpoint, without its secret."""
        return Response(_endpoint_json(own_endpoint(self, endpoint_id)))

    @extend_schema(summary="Stop a webhook endpoint", responses={204: None})
    def delete(self, request: Request, endpoint_id: Any) -> Response:
        """Disable it; what it was told stays on record."""
        webhooks.disable_endpoint(
            endpoint=own_endpoint(self, endpoint_id),
            actor=self.user,
            reason="Stopped by its owner",
            request_id=self.request_id,
        )
        return Response(status=204)


class DeliveryList(RoomAPIView):
    """What an endpoint was told, and how it answered."""

    required_scopes = READ

    @extend_schema(
        summary="Deliveries to a webhook endpoint",
        parameters=[LIMIT, CURSOR],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request, endpoint_id: Any) -> Response:
        """The deliveries, the latest first."""
        rows = Delivery.objects.filter(endpoint=own_endpoint(self, endpoint_id))
        page = paginate(request, rows.select_related("event"), order=("-created_at", "-id"))
        return Response(page.as_json(_delivery_json))


class ReplayRange(Body):
    """Which events to tell again, both ends included."""

    first_seq: int = Field(ge=1, le=2**63 - 1)
    last_seq: int = Field(ge=1, le=2**63 - 1)


class Replay(RoomAPIView):
    """Telling an endpoint again."""

    required_scopes = {"POST": ["events:read"]}

    @extend_schema(
        summary="Tell events again", request=ReplayRange, responses={202: OpenApiTypes.OBJECT}
    )
    def post(self, request: Request, endpoint_id: Any) -> Response:
        """Queue the endpoint's events of the range once more; `queued` says how many."""
        endpoint = own_endpoint(self, endpoint_id)
        chosen = read_body(request, ReplayRange)
        queued = webhooks.replay(
            endpoint=endpoint,
            first_seq=chosen.first_seq,
            last_seq=chosen.last_seq,
            now=clock.now(),
        )
        return Response({"queued": queued}, status=202)


def own_endpoint(view: RoomAPIView, endpoint_id: Any) -> WebhookEndpoint:
    """The caller's endpoint of that id; raises NotFound."""
    endpoint = WebhookEndpoint.objects.filter(owner=view.user, pk=endpoint_id).first()
    if endpoint is None:
        raise NotFound
    return endpoint


def _endpoint_json(endpoint: WebhookEndpoint) -> dict[str, Any]:
    return {
        "id": str(endpoint.pk),
        "url": endpoint.url,
        "description": endpoint.description,
        "event_types": endpoint.event_types,
        "facility": endpoint.facility.code if endpoint.facility else None,
        "enabled": endpoint.enabled,
        "disabled_reason": endpoint.disabled_reason,
        "created_at": endpoint.created_at.isoformat(),
    }


def _delivery_json(delivery: Delivery) -> dict[str, Any]:
    return {
        "id": str(delivery.pk),
        "event": str(delivery.event.id),
        "seq": delivery.event.seq,
        "type": delivery.event.type,
        "status": delivery.status,
        "tries": delivery.tries,
        "next_try_at": delivery.next_try_at.isoformat(),
        "response_status": delivery.response_status,
        "last_error": delivery.last_error,
    }


urlpatterns = [
    path("events", EventList.as_view(), name="events"),
    path("webhook-endpoints", EndpointList.as_view(), name="webhook-endpoints"),
    path("webhook-endpoints/<uuid:endpoint_id>", EndpointDetail.as_view(), name="webhook-endpoint"),
    path(
        "webhook-endpoints/<uuid:endpoint_id>/deliveries",
        DeliveryList.as_view(),
        name="webhook-deliveries",
    ),
    path("webhook-endpoints/<uuid:endpoint_id>/replay", Replay.as_view(), name="webhook-replay"),
]
