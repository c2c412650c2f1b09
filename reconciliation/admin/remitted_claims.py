"""One claim of a remittance beside the claim it was matched to; matching by hand, and undoing."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminTextInputWidget

from hmsach.admin.acts import act_button, person
from hmsach.admin.forms import ReasonForm
from hmsach.admin.room_admin import RoomAdmin
from hmsach.admin.tables import Column, Table, table_of
from hmsach.lib import clock
from hmsach.lib.errors import NotFound
from hmsach.lib.money import display_dollars
from reconciliation.admin.reason_words import reason_words, reasons, status_words
from reconciliation.admin.side_by_side import MATCHABLE, candidates, claim_tables
from reconciliation.models import Claim, RemittedClaim
from reconciliation.services.allocations import match_by_hand, undo_allocation
from reconciliation.states import MatchStatus

PATIENT = ("patient_last", "patient_first", "member_id")
LINE_COLUMNS = [
    Column("Line"),
    Column("Procedure"),
    Column("Service"),
    Column("Charge", number=True),
    Column("Allowed", number=True),
    Column("Paid", number=True),
]


class MatchForm(ReasonForm):
    """Which claim of THE's it is; the nearest one stands there already."""

    claim_number = forms.CharField(
        label="THE's claim number",
        max_length=64,
        widget=UnfoldAdminTextInputWidget(),
        help_text="The nearest claim is filled in, where one comes near. Make sure that it is it.",
    )

    def prepare(self) -> None:
        """Suggest the nearest claim."""
        if self.obj is None or self.is_bound or "claim_number" in self.initial:
            return
        near = candidates(self.obj, Claim.objects.visible_to(self.user))
        if near:
            self.initial["claim_number"] = near[0][1].external_id


@admin.register(RemittedClaim)
class RemittedClaimAdmin(RoomAdmin):
    """One claim of a remittance, line by line, beside the claim it was matched to."""

    called = ("remitted claim", "remitted claims")
    labels = {
        "control_number": "Patient control number (CLP01)",
        "status_code": "Decision (CLP02)",
        "charge_cents": "Charge (CLP03)",
        "paid_cents": "Paid (CLP04)",
        "patient_responsibility_cents": "Patient's share (CLP05)",
        "filing_indicator": "Filing indicator (CLP06)",
        "payer_control_number": "Payer's claim number (CLP07)",
        "original_control_number": "Corrects (REF F8)",
        "off_cents": "Off by",
        "claim": "Our claim",
        "method": "How it was matched",
        "reasons": "What agrees",
        "remarks": "Remark codes",
        "patient_last": "Last name",
        "patient_first": "First name",
    }
    search_help_text = "Control number, payer's number, member id, charge"
    list_display = [
        "control_number",
        "remittance",
        "decision",
        "charge_cents",
        "paid_cents",
        "claim",
        "status",
    ]
    list_select_related = ["remittance__payer", "claim__payer", "facility"]
    list_filter = ["status", "method", "facility"]
    search_fields = ["control_number", "payer_control_number", "member_id_index", "charge_cents"]
    ordering = ["-created_at"]
    headline = ["status", "paid_cents"]
    sections = [
        ("Claim", ["control_number", "payer_control_number", "decision", "remittance"]),
        ("Money", ["charge_cents", "paid_cents", "patient_responsibility_cents", "off_cents"]),
        ("Service", ["service_from", "service_to", "remarks"]),
        ("Match", ["claim", "method", "score", "reasons"]),
        ("Patient", list(PATIENT)),
    ]
    hidden_fields = PATIENT
    reveal_fields = PATIENT

    @admin.display(description="Decision")
    def decision(self, obj: RemittedClaim) -> str:
        """CLP02 in words."""
        return status_words(obj.status_code)

    def child_tables(self, request: HttpRequest, obj: RemittedClaim) -> list[Table]:
        """Beside our claim; lines with their reasons, and what was posted."""
        return [
            *claim_tables(request, obj),
            _line_table(obj),
            _claim_level(obj),
            table_of(
                "Posted",
                obj.allocations.select_related("claim", "deposit", "made_by"),
                ["kind", "claim", "amount_cents", "method", "made_by", "created_at"],
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

    @act_button(
        label="Match by hand",
        permission="work_queue",
        tone="primary",
        icon="link",
        form=MatchForm,
        shown=lambda row: row.status in MATCHABLE,
        explain="Posts what the payer paid to that claim. Where payer or charge differ, an "
        "approver must do it.",
    )
    def match(self, request: HttpRequest, obj: RemittedClaim, data: dict[str, Any]) -> str:
        """Post to a claim that a person chose."""
        claim = (
            Claim.objects.visible_to(request.user)
            .filter(external_id=data["claim_number"].strip(), facility=obj.facility_id)
            .first()
        )
        if claim is None:
            raise NotFound("There is no claim of that number at this facility.")
        match_by_hand(
            user=person(request),
            remitted_claim_id=obj.pk,
            claim_id=claim.pk,
            reason=data["reason"],
            now=clock.now(),
        )
        return f"{obj.control_number} is posted to {claim.external_id}."

    @act_button(
        label="Undo the posting",
        permission="work_queue",
        tone="danger",
        icon="undo",
        shown=lambda row: row.status == MatchStatus.POSTED,
        explain="An opposite row takes the money back from the claim; THE is told.",
    )
    def undo(self, request: HttpRequest, obj: RemittedClaim, data: dict[str, Any]) -> str:
        """Undo by an opposite row."""
        standing = (
            obj.allocations.filter(reverses__isnull=True, reversed_by__isnull=True)
            .order_by("-generation")
            .first()
        )
        if standing is None:
            raise NotFound("Nothing is posted.")
        undo_allocation(
            user=person(request), allocation_id=standing.pk, reason=data["reason"], now=clock.now()
        )
        return f"The posting of {obj.control_number} is undone."


def _line_table(obj: RemittedClaim) -> Table:
    rows = obj.lines.prefetch_related("adjustments")
    table = table_of(
        "Lines",
        rows,
        [
            "control_number",
            "procedure",
            "service_on",
            "charge_cents",
            "allowed_cents",
            "paid_cents",
        ],
        empty="The payer sent no lines for this claim.",
        linked=False,
    )
    table.columns = [*LINE_COLUMNS, Column("Why the rest was not paid")]
    table.rows = [
        [*cells, reasons(row.adjustments.all())]
        for row, cells in zip(rows, table.rows, strict=False)
    ]
    return table


def _claim_level(obj: RemittedClaim) -> Table:
    rows = obj.adjustments.filter(line__isnull=True)
    return Table(
        "Adjustments of the whole claim",
        [Column("Why"), Column("Dollars", number=True)],
        [[reason_words(row.group, row.reason), display_dollars(row.amount_cents)] for row in rows],
        empty="None: each adjustment stands on its line.",
    )
