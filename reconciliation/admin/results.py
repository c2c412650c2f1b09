"""What THE was told, and what its ledger answered."""

from django.contrib import admin
from django.http import HttpRequest

from hmsach.admin.room_admin import RoomAdmin
from hmsach.admin.tables import Table, table_of
from reconciliation.models import ReconciliationResult


@admin.register(ReconciliationResult)
class ReconciliationResultAdmin(RoomAdmin):
    """One result on its way into the ledger."""

    called = ("result for the ledger", "results for the ledger")
    labels = {
        "claim_external_id": "THE's claim number",
        "result_id": "Result",
        "delivered_at": "Delivered",
        "next_try_at": "Next try",
    }
    search_help_text = "Result or claim number"
    nothing_yet = "Nothing has been posted yet, so THE has nothing to be told."
    list_display = [
        "sequence",
        "result_id",
        "kind",
        "claim_external_id",
        "facility",
        "status",
        "delivered_at",
    ]
    list_select_related = ["facility"]
    list_filter = ["status", "kind", "facility"]
    search_fields = ["result_id", "claim_external_id"]
    ordering = ["-sequence"]
    headline = ["status"]
    sections = [
        ("Result", ["sequence", "result_id", "kind", "claim_external_id", "remitted_claim"]),
        ("Delivery", ["delivered_at", "next_try_at", "last_error"]),
    ]
    hidden_fields = ("body",)

    def child_tables(self, request: HttpRequest, obj: ReconciliationResult) -> list[Table]:
        """THE's answers."""
        return [
            table_of(
                "The ledger's answers",
                obj.answers.all(),
                ["outcome", "amount_cents", "balance_cents", "ledger_reference", "created_at"],
                empty="The ledger has not answered yet.",
                linked=False,
            )
        ]
