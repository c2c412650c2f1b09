"""Our banks and our accounts there, and the days they are closed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString

from edi.admin.tolerances import let_pass
from hmsach.admin.acts import act_button, person
from hmsach.admin.room_admin import EditableRoomAdmin, RoomAdmin
from hmsach.admin.tables import Table, table_of
from hmsach.lib import clock
from payments.models import BankAccount, BankProfile, ClosedDay
from payments.services.file_building import build_now


@admin.register(BankProfile)
class BankProfileAdmin(EditableRoomAdmin):
    """How a facility pays through a bank."""

    edit_fields = [
        "facility",
        "code",
        "name",
        "channel",
        "remittance_channel",
        "odfi_routing_number",
        "immediate_destination",
        "immediate_destination_name",
        "immediate_origin",
        "immediate_origin_name",
        "company_name",
        "company_id",
        "time_zone",
        "lead_minutes",
        "trn_terminator",
        "line_ending",
        "file_name_pattern",
        "ctx_envelope",
        "entry_cents_max",
        "file_cents_max",
        "entries_max",
        "active",
    ]
    labels = {
        "odfi_routing_number": "Bank's routing number (ODFI)",
        "channel": "Files go by",
        "remittance_channel": "Remittances go by",
        "entry_cents_max": "Most for one entry",
        "file_cents_max": "Most for one file",
        "entries_max": "Most entries in a file",
        "lead_minutes": "Minutes before the cut-off",
        "trn_terminator": "End of the TRN segment",
        "ctx_envelope": "Envelope of CTX addenda",
        "tolerated": "Let pass",
    }
    search_help_text = "Code"
    list_display = ["name", "code", "facility", "odfi_routing_number", "channel", "active"]
    list_select_related = ["facility", "channel"]
    list_filter = ["facility", "active"]
    search_fields = ["code"]
    sections = [
        ("Bank", ["name", "facility", "channel", "remittance_channel", "active"]),
        ("Origination", ["odfi_routing_number", "company_name", "company_id"]),
        (
            "File",
            [
                "immediate_destination",
                "immediate_origin",
                "file_name_pattern",
                "line_ending",
                "trn_terminator",
                "ctx_envelope",
            ],
        ),
        ("Limits", ["entry_cents_max", "file_cents_max", "entries_max"]),
        ("Cut-off", ["time_zone", "lead_minutes"]),
        ("Files from the bank", ["tolerated"]),
    ]

    def tolerated(self, obj: BankProfile) -> SafeString:
        """What its files may have against the rules; changed on the channel."""
        return let_pass(obj.tolerances)

    def child_tables(self, request: HttpRequest, obj: BankProfile) -> list[Table]:
        """Cut-offs, accounts, and the files that left."""
        return [
            table_of("Cut-offs", obj.cutoffs.all(), ["closes_at", "same_day"], linked=False),
            table_of("Our accounts", obj.accounts.all(), ["name", "routing_number", "last_four"]),
            table_of(
                "Latest files",
                obj.files.order_by("-created_at").select_related("transmission"),
                ["transmission", "entry_count", "credit_cents", "created_at"],
                limit=10,
                empty="No file has left yet.",
            ),
        ]

    @act_button(
        label="Build the file now",
        permission="release_payment",
        tone="primary",
        icon="send",
        explain="Every approved payment that the next cut-off would take leaves at once.",
    )
    def build_file(self, request: HttpRequest, obj: BankProfile, data: dict[str, Any]) -> str:
        """Build and queue the bank's file without waiting for the cut-off."""
        files = build_now(
            user=person(request), bank_profile_id=obj.pk, reason=data["reason"], now=clock.now()
        )
        return f"{len(files)} file{'s' if len(files) > 1 else ''} built and queued."


@admin.register(BankAccount)
class BankAccountAdmin(RoomAdmin):
    """An account of ours."""

    called = ("account of ours", "our accounts")
    labels = {"last_four": "Ends in"}
    search_help_text = "Last four, or the whole account number"
    list_display = ["name", "facility", "routing_number", "last_four"]
    list_select_related = ["facility"]
    list_filter = ["facility"]
    search_fields = ["last_four", "account_index"]
    sections = [("Account", ["name", "facility", "routing_number", "account_number"])]
    reveal_fields = ("account_number",)


@admin.register(ClosedDay)
class ClosedDayAdmin(EditableRoomAdmin):
    """Departures from the Federal Reserve's calendar."""

    house_wide = True
    edit_fields = ["day", "open", "note"]
    nothing_yet = (
        "No departure from the Federal Reserve's calendar: its holidays and weekends are known."
    )
    list_display = ["day", "open", "note"]
    list_select_related = ()
