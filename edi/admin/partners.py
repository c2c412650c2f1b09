"""Partners and the channels to them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from edi.admin.tolerances import let_pass
from edi.models import Channel, Partner
from edi.nacha.tolerances import FOR_IMPORT, WORDS
from edi.services import channels
from hmsach.accounts.roles import facility_ids
from hmsach.admin.acts import act_button, person
from hmsach.admin.room_admin import EditableRoomAdmin, ReasonedModelForm
from hmsach.admin.tables import Table, table_of


@admin.register(Partner)
class PartnerAdmin(EditableRoomAdmin):
    """Who we exchange files with."""

    edit_fields = [
        "code",
        "name",
        "kind",
        "x12_qualifier",
        "x12_id",
        "x12_version",
        "agreement_from",
        "agreement_until",
        "active",
    ]
    labels = {"agreement_from": "Agreement from", "agreement_until": "Agreement until"}
    search_help_text = "Code or X12 id"
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


class ChannelForm(ReasonedModelForm):
    """A channel, with its tolerances chosen by what they mean."""

    tolerances = forms.MultipleChoiceField(
        label="Let pass",
        required=False,
        choices=[(name, f"{WORDS[name]} ({name})") for name in FOR_IMPORT],
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="Departures from the Nacha rules that files by this channel may have. Each "
        "stays a warning on its file; none drops an entry.",
    )


@admin.register(Channel)
class ChannelAdmin(EditableRoomAdmin):
    """One way to a partner. Its secrets are never shown, and are set by the operator's shell."""

    form = ChannelForm
    edit_fields = [
        "code",
        "partner",
        "facility",
        "protocol",
        "host",
        "port",
        "username",
        "host_key",
        "url",
        "outbound_dir",
        "inbound_dir",
        "archive_dir",
        "tolerances",
        "active",
    ]

    labels = {"last_polled_at": "Last looked at", "tolerated": "Let pass"}
    search_help_text = "Code"
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
        ("Trust", ["host_key", "tolerated"]),
        ("Lately", ["last_polled_at", "last_error"]),
    ]
    hidden_fields = ("password", "private_key")

    def tolerated(self, obj: Channel) -> SafeString:
        """What its files may have against the Nacha rules."""
        return let_pass(obj.tolerances)

    @act_button(
        label="Reopen",
        permission="release_payment",
        tone="primary",
        icon="lock_open",
        shown=lambda channel: not channel.active,
        explain="The channel was stopped, for example because the server showed another key. Make "
        "sure with the partner, by telephone, before you reopen it.",
    )
    def reopen(self, request: HttpRequest, obj: Channel, data: dict[str, Any]) -> str:
        """Let files through again."""
        channels.reopen(user=person(request), channel_id=obj.pk, reason=data["reason"])
        return f"{obj.code} is open."
