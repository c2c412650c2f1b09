"""Payment files: what left for a bank, with a readable view of its entries."""

from django.contrib import admin
from django.http import HttpRequest

from hmsach.admin.room_admin import RoomAdmin
from hmsach.admin.tables import Table, table_of
from payments.admin.shown import payee_name
from payments.models import PaymentFile


@admin.register(PaymentFile)
class PaymentFileAdmin(RoomAdmin):
    """One NACHA file."""

    labels = {
        "entry_count": "Entries",
        "batch_count": "Batches",
        "credit_cents": "Credits",
        "debit_cents": "Debits",
        "modifier": "File id modifier",
        "transmission": "Sent as",
        "created_at": "Built",
        "voided_at": "Refused",
    }
    search_help_text = "File name"
    nothing_yet = "No file has been built yet: approved payments leave at the bank's next cut-off."
    list_display = [
        "file_name",
        "bank_profile",
        "entry_count",
        "credit_cents",
        "created_at",
        "voided_at",
    ]
    list_select_related = ["transmission", "bank_profile"]
    list_filter = ["bank_profile"]
    search_fields = ["transmission__file_name"]
    ordering = ["-created_at"]
    headline = ["credit_cents"]
    sections = [
        ("File", ["transmission", "bank_profile", "created_on", "modifier", "voided_at"]),
        ("Totals", ["batch_count", "entry_count", "credit_cents", "debit_cents"]),
    ]

    @admin.display(description="File", ordering="created_at")
    def file_name(self, obj: PaymentFile) -> str:
        """The name it has at the bank."""
        return obj.transmission.file_name

    def document_title(self, obj: PaymentFile) -> str:
        """The name it has at the bank."""
        return obj.transmission.file_name

    def child_tables(self, request: HttpRequest, obj: PaymentFile) -> list[Table]:
        """Its entries, as the bank reads them."""
        rows = obj.payments.select_related("payee", "account").order_by("trace_number")
        table = table_of(
            "Entries",
            rows,
            ["trace_number", "sec_code", "payee", "account", "amount_cents", "eft_trace", "status"],
            empty="Its payments were freed when the bank refused the file.",
        )
        table.rows = [
            [*cells[:2], payee_name(row.payee), *cells[3:]]
            for row, cells in zip(rows, table.rows, strict=False)
        ]
        return [table]
