"""Partners and the channels to them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from edi.models import Channel, Partner
from hmsach.accounts.roles import facility_ids
from hmsach.admin.room_admin import RoomAdmin
from hmsach.admin.tables import Table, table_of


@admin.register(Partner)
class PartnerAdmin(RoomAdmin):
    """Who we exchange files with."""

    list_display = ["code", "name", "kind", "agreement_from", "agreement_until", "active"]
    list_select_related = ()
    list_filter = ["kind", "active"]
    search_fields = ["code", "x12_id"]
    ordering = ["code"]
    sections = [
        ("Partner", ["code", "name", "kind", "active"]),
        ("X12", ["x12_qualifier", "x12_id", "x12_version"]),
        ("Business associate agreement", ["agreement_from", "agreement_until"]),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Partners with a channel of the user's facilities, each once."""
        rows = Partner.objects.order_by("code")
        if request.user.is_superuser:
            return rows
        channels = Channel.objects.filter(facility__in=facility_ids(request.user))
        return rows.filter(pk__in=channels.values("partner"))

    def child_tables(self, request: HttpRequest, obj: Partner) -> list[Table]:
        """Its channels, and what came lately."""
        seen = Channel.objects.visible_to(request.user).filter(partner=obj)
        files = obj.inbound_files.visible_to(request.user).order_by("-received_at")
        return [
            table_of("Channels", seen, ["code", "protocol", "host", "active", "last_error"]),
            table_of(
                "Latest files from it",
                files,
                ["remote_name", "kind", "status", "received_at"],
                limit=10,
            ),
        ]


@admin.register(Channel)
class ChannelAdmin(RoomAdmin):
    """One way to a partner. Its secrets are never shown."""

    list_display = ["code", "partner", "facility", "protocol", "host", "active", "last_polled_at"]
    list_select_related = ["partner", "facility"]
    list_filter = ["protocol", "facility", "active"]
    search_fields = ["code"]
    ordering = ["code"]
    sections = [
        ("Channel", ["code", "partner", "facility", "protocol", "active"]),
        (
            "Where",
            ["host", "port", "username", "url", "outbound_dir", "inbound_dir", "archive_dir"],
        ),
        ("Trust", ["host_key", "tolerances"]),
        ("Lately", ["last_polled_at", "last_error"]),
    ]
    hidden_fields = ("password", "private_key")
