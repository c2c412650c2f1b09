"""THE's open claims, and what was paid on them."""

from django.contrib import admin
from django.http import HttpRequest

from hmsach.admin.room_admin import RoomAdmin
from hmsach.admin.tables import Table, table_of
from reconciliation.models import Claim, RemittedClaim

PATIENT = ("patient_last", "patient_first", "birth_date", "member_id")


@admin.register(Claim)
class ClaimAdmin(RoomAdmin):
    """A claim. The patient is masked; a reveal is logged with its reason."""

    labels = {
        "external_id": "THE's claim number",
        "patient_control_number": "Patient control number (CLM01)",
        "payer_control_number": "Payer's claim number",
        "service_from": "Service from",
        "charge_cents": "Charge",
        "expected_cents": "Expected from the payer",
        "balance_cents": "Balance in THE",
        "patient_last": "Last name",
        "patient_first": "First name",
    }
    search_help_text = "Claim number, member id, patient's last name, charge"
    nothing_yet = "THE has not sent any open claim yet."
    list_display = [
        "external_id",
        "payer",
        "facility",
        "service_from",
        "charge_cents",
        "expected_cents",
        "balance_cents",
        "status",
    ]
    list_select_related = ["payer", "facility"]
    list_filter = ["status", "payer", "facility"]
    search_fields = [
        "external_id",
        "patient_control_number",
        "payer_control_number",
        "member_id_index",
        "patient_last_index",
        "charge_cents",
    ]
    ordering = ["-service_from", "external_id"]
    headline = ["status", "balance_cents"]
    sections = [
        ("Claim", ["external_id", "patient_control_number", "payer", "payer_control_number"]),
        ("Money", ["charge_cents", "expected_cents", "balance_cents"]),
        ("Service", ["facility", "service_from", "service_to", "submitted_on"]),
        ("Patient", list(PATIENT)),
    ]
    hidden_fields = PATIENT
    reveal_fields = PATIENT

    def child_tables(self, request: HttpRequest, obj: Claim) -> list[Table]:
        """Lines, what payers decided, what was posted, what is open."""
        return [
            table_of(
                "Lines",
                obj.lines.all(),
                ["control_number", "procedure", "charge_cents"],
                empty="THE sent no lines.",
                linked=False,
            ),
            table_of(
                "What payers decided",
                obj.remitted_claims.select_related("remittance"),
                ["remittance", "decision", "charge_cents", "paid_cents", "method", "status"],
                empty="No remittance has named this claim.",
                model_admin=admin.site._registry[RemittedClaim],
            ),
            table_of(
                "Posted",
                obj.allocations.select_related("remittance", "deposit", "made_by"),
                ["kind", "amount_cents", "deposit", "method", "made_by", "created_at"],
                empty="Nothing is posted.",
                linked=False,
            ),
            table_of(
                "Work on it",
                obj.exceptions.all(),
                ["kind", "title", "amount_cents", "due_at", "status"],
                empty="Nothing to do.",
            ),
        ]
