"""Payees and their accounts: masked, with a reveal that is logged."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString

from hmsach.admin.room_admin import RoomAdmin
from hmsach.admin.tables import Table, table_of
from payments.admin.shown import payee_name
from payments.models import Payee, PayeeAccount


@admin.register(Payee)
class PayeeAdmin(RoomAdmin):
    """Who is paid."""

    labels = {
        "external_id": "THE's payee number",
        "tin": "Tax number (TIN)",
        "remittance_channel": "Its 835s go by",
        "created_at": "First seen",
    }
    search_help_text = "Number, NPI, name or tax number, in full"
    nothing_yet = "Payees come with THE's payments; none has come yet."
    list_display = ["external_id", "name_shown", "kind", "npi", "facility", "created_at"]
    list_select_related = ["facility"]
    list_filter = ["kind", "facility"]
    search_fields = ["external_id", "npi", "name_index", "tin_index"]
    ordering = ["external_id"]
    sections = [
        ("Payee", ["external_id", "name_shown", "kind", "facility"]),
        ("Numbers", ["npi", "tin", "remittance_channel"]),
    ]
    hidden_fields = ("name",)
    reveal_fields = ("name", "tin")

    @admin.display(description="Name")
    def name_shown(self, obj: Payee) -> SafeString | str:
        """The name of an organization; a person's only by a reveal."""
        return payee_name(obj)

    def child_tables(self, request: HttpRequest, obj: Payee) -> list[Table]:
        """Accounts and the latest payments."""
        return [
            table_of(
                "Accounts",
                obj.accounts.all(),
                ["type", "routing_number", "last_four", "status", "blocked_reason", "created_at"],
            ),
            table_of(
                "Latest payments",
                obj.payments.order_by("-created_at"),
                ["external_id", "amount_cents", "effective_date", "status"],
                limit=20,
            ),
        ]


@admin.register(PayeeAccount)
class PayeeAccountAdmin(RoomAdmin):
    """Where a payee's money goes."""

    called = ("payee's account", "payees' accounts")
    labels = {
        "last_four": "Ends in",
        "created_at": "First seen",
        "blocked_reason": "Blocked because",
    }
    search_help_text = "Routing number, last four or the whole account number"
    list_display = ["last_four", "payee", "type", "routing_number", "status", "created_at"]
    list_select_related = ["payee"]
    list_filter = ["status", "type"]
    search_fields = ["routing_number", "last_four", "account_index"]
    ordering = ["-created_at"]
    headline = ["status"]
    sections = [
        ("Account", ["payee", "type", "routing_number", "account_number"]),
        ("State", ["status", "blocked_reason", "replaced_by"]),
    ]
    reveal_fields = ("account_number",)
