"""The event log, who is told of it, and each telling; with acts to stop an endpoint and replay."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from hmsach.admin.acts import act_button
from hmsach.admin.display import code, pill
from hmsach.admin.forms import ReasonForm
from hmsach.admin.room_admin import RoomAdmin
from hmsach.admin.tables import Table, table_of
from hmsach.lib import clock
from hmsach.outbox.models import Event
from hmsach.outbox.webhook_models import Delivery, WebhookEndpoint
from hmsach.outbox.webhooks import disable_endpoint, replay

LAST_DELIVERIES = 20


class ReplayForm(ReasonForm):
    """Which events are told again."""

    first_seq = forms.IntegerField(label="From event", min_value=1)
    last_seq = forms.IntegerField(label="To event", min_value=1)


@admin.register(Event)
class EventAdmin(RoomAdmin):
    """What happened, in order; thin, without anybody's data."""

    labels = {"seq": "No.", "at": "When"}
    search_help_text = "Number, type, subject or act id"
    list_display = ["seq", "type", "subject", "facility", "at"]
    list_select_related = ["facility"]
    list_filter = ["facility"]
    search_fields = ["seq", "id", "subject", "type", "act_id"]
    ordering = ["-seq"]
    sections = [
        ("Event", ["type", "subject", "facility", "at", "payload"]),
        ("Log", ["seq", "id", "act_id", "hash_code"]),
    ]

    @admin.display(description="Hash")
    def hash_code(self, obj: Event) -> Any:
        """The event's place in the chain."""
        return code(obj.hash)

    def child_tables(self, request: HttpRequest, obj: Any) -> list[Table]:
        """Who was told, as far as the user may see the endpoints."""
        seen = WebhookEndpoint.objects.visible_to(request.user)
        told = obj.deliveries.filter(endpoint__in=seen).select_related("endpoint")
        columns = ["endpoint", "status", "tries", "response_status", "finished_at"]
        return [table_of("Deliveries", told, columns, empty="Nobody was told.", linked=False)]


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(RoomAdmin):
    """Addresses that are told of events; registered through the API."""

    called = ("webhook", "webhooks")
    labels = {"url": "Address", "event_types": "Told of", "owner": "Client"}
    search_help_text = "Address or client"
    nothing_yet = "Nobody asked to be told of events. Webhooks are registered through the API."
    list_display = ["url", "description", "owner", "facility", "standing"]
    list_select_related = ["owner", "facility"]
    list_filter = ["enabled", "facility"]
    search_fields = ["url", "owner__username"]
    ordering = ["created_at"]
    headline = ["standing"]
    hidden_fields = ("secret",)
    sections = [
        ("Endpoint", ["url", "description", "owner", "facility", "event_types"]),
        ("Standing", ["enabled", "disabled_reason", "secret", "created_at"]),
    ]

    @admin.display(description="Standing")
    def standing(self, obj: WebhookEndpoint) -> Any:
        """Told, or not."""
        return pill("active", "Enabled") if obj.enabled else pill("inactive", "Disabled")

    def child_tables(self, request: HttpRequest, obj: Any) -> list[Table]:
        """The latest deliveries."""
        rows = obj.deliveries.select_related("event").order_by("-created_at")
        columns = ["event", "status", "tries", "response_status", "last_error", "next_try_at"]
        everything = reverse("admin:outbox_delivery_changelist")
        return [
            table_of(
                "Latest deliveries", rows, columns, limit=LAST_DELIVERIES, linked=False,
                empty="No event for it yet.",
                more_url=f"{everything}?endpoint__id__exact={obj.pk}",
            )
        ]  # fmt: skip

    @act_button(
        label="Disable",
        permission="superuser",
        icon="notifications_off",
        tone="danger",
        shown=lambda endpoint: endpoint.enabled,
        explain="Nothing more is sent to it; what is on its way waits.",
    )
    def disable(self, request: HttpRequest, obj: Any, data: dict[str, Any]) -> str:
        """The endpoint is told no more."""
        actor: Any = request.user
        disable_endpoint(endpoint=obj, actor=actor, reason=data["reason"])
        return "The endpoint is disabled."

    @act_button(label="Replay", permission="superuser", icon="replay", form=ReplayForm)
    def replay(self, request: HttpRequest, obj: Any, data: dict[str, Any]) -> str:
        """The endpoint is told again of a range of its events."""
        count = replay(
            endpoint=obj, first_seq=data["first_seq"], last_seq=data["last_seq"], now=clock.now()
        )
        return f"{count} events are sent again."


@admin.register(Delivery)
class DeliveryAdmin(RoomAdmin):
    """One event on its way to one endpoint."""

    scope_through = "endpoint"
    list_display = [
        "created_at",
        "event",
        "endpoint",
        "status",
        "tries",
        "response_status",
        "next_try_at",
    ]
    list_select_related = ["event", "endpoint"]
    list_filter = ["status", "endpoint"]
    search_fields = ["event__seq", "event__id", "id"]
    ordering = ["-created_at"]
    headline = ["status"]
    sections = [
        ("Delivery", ["event", "endpoint", "created_at", "finished_at"]),
        ("Tries", ["tries", "response_status", "last_error", "next_try_at"]),
    ]

    @act_button(label="Send again", permission="superuser", icon="replay", bulk=True)
    def send_again(self, request: HttpRequest, obj: Any, data: dict[str, Any]) -> str:
        """The endpoint is told of this one event again."""
        seq = obj.event.seq
        replay(endpoint=obj.endpoint, first_seq=seq, last_seq=seq, now=clock.now())
        return "It is sent again."
