"""Remittances, readable as an explanation of payment: claim by claim, reasons in words."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hmsach.admin.display import NOTHING, lines
from hmsach.admin.room_admin import RoomAdmin
from hmsach.admin.tables import Column, Table, table_of
from hmsach.lib.money import display_dollars
from reconciliation.admin.reason_words import plb_words, reasons, status_words
from reconciliation.models import Remittance


@admin.register(Remittance)
class RemittanceAdmin(RoomAdmin):
    """One 835."""

    labels = {
        "trace_number": "Trace number (TRN02)",
        "payer_identifier": "Payer's identifier (TRN03)",
        "set_control": "Set control number (ST02)",
        "handling": "Handling (BPR01)",
        "method": "Method (BPR04)",
        "amount_cents": "Amount (BPR02)",
        "claims_cents": "Sum of the claims",
        "provider_adjustment_cents": "Less provider adjustments",
        "off_cents": "Off by",
        "payer_name": "Payer",
        "payer": "Known to us as",
        "payee_name": "Payee",
        "inbound_file": "File",
        "received_at": "Received",
    }
    search_help_text = "Trace number, payer's identifier or amount"
    nothing_yet = "No 835 has come yet. They are collected from the payers by themselves."
    list_display = [
        "trace_number",
        "payer_name",
        "facility",
        "paid_on",
        "amount_cents",
        "method",
        "status",
        "received_at",
    ]
    list_select_related = ["facility"]
    list_filter = ["status", "method", "facility"]
    search_fields = ["trace_number", "payer_identifier", "amount_cents"]
    ordering = ["-received_at"]
    headline = ["status", "amount_cents"]
    sections = [
        ("Payment", ["trace_number", "payer_identifier", "method", "paid_on", "amount_cents"]),
        ("Payer and payee", ["payer_name", "payer", "payee_name", "payee_npi", "facility"]),
        (
            "Does it balance?",
            ["claims_cents", "provider_adjustment_cents", "off_cents", "where_off"],
        ),
        ("File", ["inbound_file", "set_control", "received_at", "duplicate_of"]),
    ]

    @admin.display(description="Where it is off")
    def where_off(self, obj: Remittance) -> SafeString:
        """Each place out of balance with its cents."""
        return lines([_place(row) for row in obj.imbalance]) if obj.imbalance else NOTHING

    def child_tables(self, request: HttpRequest, obj: Remittance) -> list[Table]:
        """What the payer says, claim by claim, and what came of it."""
        return [
            self._claims(obj),
            _provider_adjustments(obj),
            table_of(
                "Deposits",
                obj.deposits.all(),
                ["bank_reference", "company_name", "settled_on", "amount_cents", "status"],
                empty="The deposit has not come yet.",
            ),
            table_of(
                "Work on it",
                obj.exceptions.all(),
                ["kind", "title", "amount_cents", "due_at", "status"],
                empty="Nothing to do.",
            ),
        ]

    def _claims(self, obj: Remittance) -> Table:
        rows = obj.claims.prefetch_related("adjustments").select_related("claim")
        table = table_of(
            "Claims, as the payer explains them",
            rows,
            [
                "control_number",
                "charge_cents",
                "paid_cents",
                "patient_responsibility_cents",
                "status",
            ],
        )
        table.columns = [
            Column("Claim"),
            Column("Decision"),
            Column("Charge", number=True),
            Column("Paid", number=True),
            Column("Patient", number=True),
            Column("Status"),
            Column("Why the rest was not paid"),
        ]
        table.rows = [
            [
                format_html('<span class="hm-nowrap">{}</span>', cells[0]),
                status_words(row.status_code),
                *cells[1:],
                reasons(row.adjustments.all()),
            ]
            for row, cells in zip(rows, table.rows, strict=False)
        ]
        return table


def _provider_adjustments(obj: Remittance) -> Table:
    rows = obj.provider_adjustments.all()
    return Table(
        "Provider adjustments",
        [Column("Reason"), Column("Reference"), Column("Taken from the payment", number=True)],
        [[plb_words(row.reason), row.reference, display_dollars(row.amount_cents)] for row in rows],
        empty="None.",
    )


def _place(row: dict[str, Any]) -> str:
    where = row.get("where") or row.get("loop") or row.get("level") or "set"
    cents = row.get("off_cents", row.get("cents", 0))
    return f"{where}: off by {display_dollars(int(cents))}"
