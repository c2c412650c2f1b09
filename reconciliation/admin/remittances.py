"""Remittances, readable as an explanation of payment: claims, lines, reasons in words."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.widgets import UnfoldAdminTextInputWidget

from edi.x12 import codes
from hmsach.admin.acts import act_button, person
from hmsach.admin.display import NOTHING, lines
from hmsach.admin.forms import ReasonForm
from hmsach.admin.room_admin import RoomAdmin
from hmsach.admin.tables import Column, Table, table_of
from hmsach.lib import clock
from hmsach.lib.errors import NotFound
from hmsach.lib.money import display_dollars
from reconciliation.admin.side_by_side import MATCHABLE, candidates, claim_tables
from reconciliation.models import Claim, Remittance, RemittedClaim
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
WHO_BEARS_IT = {
    "CO": "we write it off",
    "PR": "the patient pays",
    "OA": "neither side",
    "PI": "the payer's own cut",
}


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


def status_words(code: str) -> str:
    """CLP02 in our own words."""
    words = codes.CLAIM_STATUSES.get(code, f"status {code}")
    return words[:1].upper() + words[1:]


def reason_words(group: str, reason: str) -> str:
    """A CAS triplet in words: why, who bears it, and the codes."""
    label, _ = codes.ADJUSTMENT_REASONS.get(reason, ("", ""))
    who = WHO_BEARS_IT.get(group, group)
    return f"{label or f'reason {reason}'} ({who}) {group} {reason}"


def reasons(adjustments: Any) -> SafeString:
    """Adjustments one below the other, each reason once with the sum of its dollars."""
    sums: dict[tuple[str, str], int] = {}
    for row in adjustments:
        key = (row.group, row.reason)
        sums[key] = sums.get(key, 0) + row.amount_cents
    if not sums:
        return NOTHING
    return format_html(
        '<div class="hm-lines">{}</div>',
        format_html_join(
            "",
            "<div>{} <b>{}</b></div>",
            ((display_dollars(cents), reason_words(*key)) for key, cents in sums.items()),
        ),
    )


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


def _provider_adjustments(obj: Remittance) -> Table:
    rows = obj.provider_adjustments.all()
    return Table(
        "Provider adjustments",
        [Column("Reason"), Column("Reference"), Column("Taken from the payment", number=True)],
        [
            [_plb_words(row.reason), row.reference, display_dollars(row.amount_cents)]
            for row in rows
        ],
        empty="None.",
    )


def _plb_words(code: str) -> str:
    label, _ = codes.PROVIDER_ADJUSTMENT_REASONS.get(code, ("unknown reason", ""))
    return f"{label[:1].upper()}{label[1:]} ({code})"


def _place(row: dict[str, Any]) -> str:
    where = row.get("where") or row.get("loop") or row.get("level") or "set"
    cents = row.get("off_cents", row.get("cents", 0))
    return f"{where}: off by {display_dollars(int(cents))}"
