"""Payments: where each stands, in which file, and what came back."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from unfold.widgets import UnfoldAdminSelectWidget

from hmsach.admin.acts import act_button, person
from hmsach.admin.display import short_day
from hmsach.admin.forms import ReasonForm
from hmsach.admin.room_admin import RoomAdmin
from hmsach.admin.tables import Column, Table, table_of
from hmsach.lib import clock
from hmsach.lib.money import display_dollars
from payments import remittance_text
from payments.admin.shown import payee_name
from payments.models import Payment
from payments.models.release import HoldReason
from payments.policies import can_hold
from payments.services.cancelling import cancel_payment
from payments.services.holds import lift_holds, place_hold
from payments.states import PAYMENT, PaymentStatus


class HoldForm(ReasonForm):
    """Why a payment is kept back."""

    kind = forms.ChoiceField(
        label="What is it about?",
        choices=HoldReason.choices,
        widget=UnfoldAdminSelectWidget(),
    )


def hold_objection(user: Any, payment: Payment) -> str | None:
    """Why this user cannot hold the payment, or None."""
    if can_hold(user, payment):
        return None
    return "An approver or the treasury holds payments."


def can_move_to(status: PaymentStatus):
    """Whether the payment's state has that step."""
    return lambda payment: PAYMENT.allows(payment.status, status)


@admin.register(Payment)
class PaymentAdmin(RoomAdmin):
    """One payment, from THE's call to the end of its return window."""

    labels = {
        "external_id": "THE's payment number",
        "eft_trace": "Trace in the 835 (TRN02)",
        "sec_code": "Entry class (SEC)",
        "settled_on": "Settled",
        "returns_expected_by": "Returns can come until",
        "reissue_of": "Pays again",
    }
    search_help_text = "Payment number, trace number or amount"
    nothing_yet = "THE has not sent any payment yet."
    list_display = [
        "external_id",
        "payee_shown",
        "kind",
        "amount_cents",
        "effective_date",
        "trace_number",
        "status",
    ]
    list_select_related = ["payee", "account", "batch"]
    list_filter = ["status", "kind", "facility"]
    search_fields = ["external_id", "trace_number", "eft_trace", "amount_cents"]
    ordering = ["-created_at"]
    headline = ["status", "amount_cents"]
    sections = [
        ("Payment", ["external_id", "batch", "kind", "facility", "amount_cents"]),
        ("Payee", ["payee", "payee_shown", "account"]),
        ("Entry", ["sec_code", "trace_number", "eft_trace", "file", "effective_date"]),
        ("Since then", ["settled_on", "returns_expected_by", "reissue_of"]),
    ]

    @admin.display(description="Payee's name")
    def payee_shown(self, obj: Payment) -> SafeString | str:
        """The payee's name; a patient's only by a reveal on the payee's page."""
        return payee_name(obj.payee)

    def child_tables(self, request: HttpRequest, obj: Payment) -> list[Table]:
        """What it pays, what happened, what came back."""
        return [
            self._paid_for(obj),
            table_of("What happened", obj.facts.all(), ["kind", "at", "detail"], linked=False),
            table_of(
                "Returns",
                obj.returns.all(),
                ["code", "title", "returned_on", "trace_number"],
                empty=_no_returns(obj),
                linked=False,
            ),
            table_of(
                "Notices of change",
                obj.notices.all(),
                ["code", "title", "received_on", "apply_by", "status"],
                empty="None.",
            ),
            table_of(
                "Holds",
                obj.holds.select_related("placed_by", "released_by"),
                ["reason", "sentence", "placed_by", "placed_at", "released_by", "released_at"],
                empty="Never held.",
                linked=False,
            ),
        ]

    def _paid_for(self, obj: Payment) -> Table:
        kept = remittance_text.load(obj.remittance)
        if kept.invoices:
            return _invoices(kept.invoices)
        return _claims(kept)

    @act_button(
        label="Hold",
        permission=None,
        icon="pan_tool",
        form=HoldForm,
        objection=hold_objection,
        shown=can_move_to(PaymentStatus.HELD),
        explain="It stays out of every file until another approver lifts the hold.",
    )
    def hold(self, request: HttpRequest, obj: Payment, data: dict[str, Any]) -> str:
        """Keep the payment back."""
        place_hold(
            user=person(request),
            payment_id=obj.payment_id,
            reason=data["kind"],
            sentence=data["reason"],
            now=clock.now(),
        )
        return f"{obj.external_id} is held."

    @act_button(
        label="Lift the hold",
        permission="approve_payment",
        tone="primary",
        icon="play_arrow",
        shown=lambda payment: payment.status == PaymentStatus.HELD,
        explain="It goes back to where its batch's approval puts it.",
    )
    def lift(self, request: HttpRequest, obj: Payment, data: dict[str, Any]) -> str:
        """Let the payment go again."""
        payment = lift_holds(
            user=person(request), payment_id=obj.payment_id, reason=data["reason"], now=clock.now()
        )
        return f"{obj.external_id} is {payment.get_status_display().lower()}."

    @act_button(
        label="Cancel",
        permission="prepare_payment",
        tone="danger",
        icon="cancel",
        shown=can_move_to(PaymentStatus.CANCELLED),
        explain="It will not be paid. This cannot be undone; a new payment can be sent.",
    )
    def cancel(self, request: HttpRequest, obj: Payment, data: dict[str, Any]) -> str:
        """Cancel the payment before its file is built."""
        cancel_payment(
            user=person(request), payment_id=obj.payment_id, reason=data["reason"], now=clock.now()
        )
        return f"{obj.external_id} is cancelled."


def _no_returns(obj: Payment) -> str:
    if obj.returns_expected_by:
        return f"No returns. Ordinary ones come by {short_day(obj.returns_expected_by)}."
    return "No returns."


def _invoices(invoices: Any) -> Table:
    return Table(
        "Invoices it pays",
        [
            Column("Invoice"),
            Column("Order"),
            Column("Gross", number=True),
            Column("Discount", number=True),
            Column("Paid", number=True),
        ],
        [
            [
                invoice.number,
                invoice.purchase_order,
                display_dollars(invoice.gross),
                display_dollars(invoice.discount),
                display_dollars(invoice.paid),
            ]
            for invoice in invoices
        ],
        foot=["", "", "", "", display_dollars(sum(invoice.paid for invoice in invoices))],
    )


def _claims(kept: Any) -> Table:
    rows = [
        [
            claim.claim_id,
            claim.payer_control_number or "",
            display_dollars(claim.charge),
            display_dollars(claim.patient_responsibility),
            display_dollars(claim.paid),
        ]
        for claim in kept.claims
    ]
    rows += [
        [
            f"Provider adjustment {row.reason}",
            row.reference or "",
            "",
            "",
            display_dollars(-row.amount),
        ]
        for row in kept.provider_adjustments
    ]
    total = sum(c.paid for c in kept.claims) - sum(a.amount for a in kept.provider_adjustments)
    return Table(
        "Claims it pays",
        [
            Column("Claim"),
            Column("Payer's number"),
            Column("Charge", number=True),
            Column("Patient's share", number=True),
            Column("Paid", number=True),
        ],
        rows,
        empty="It pays no claim.",
        foot=["", "", "", "", display_dollars(total)] if rows else (),
    )
