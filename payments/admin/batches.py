"""Batches: what waits for an approver, what each is worth, what became of its payments."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hmsach.admin.acts import act_button, person
from hmsach.admin.display import money, pill
from hmsach.admin.room_admin import RoomAdmin
from hmsach.admin.tables import Column, Table, table_of
from hmsach.lib import clock
from hmsach.lib.money import display_dollars, parse_dollars
from payments.admin.shown import payee_name
from payments.models import PaymentBatch
from payments.models.release import RuleEffect
from payments.readable import batch_json
from payments.rules import NO_RULE
from payments.services.approvals import approve_batch, deny_batch
from payments.states import BatchStatus, PaymentStatus

EFFECT_TONES = {"approve": "good", "ask": "attention", "hold": "attention", "refuse": "bad"}


def approval_objection(user: Any, batch: PaymentBatch) -> str | None:
    """Why this user cannot decide on this batch, or None."""
    if batch.prepared_by_id == user.pk:
        return "You prepared this batch; another approver decides."
    return None


def waits(batch: PaymentBatch) -> bool:
    """Whether the batch waits for a decision."""
    return batch.status == BatchStatus.PENDING_APPROVAL


@admin.register(PaymentBatch)
class PaymentBatchAdmin(RoomAdmin):
    """What was sent to be paid."""

    called = ("batch", "batches")
    labels = {
        "external_id": "THE's batch number",
        "batch_id": "Our batch number",
        "count": "Payments",
        "received_at": "Received",
    }
    search_help_text = "THE's batch number, or ours"
    nothing_yet = "THE has not sent any batch yet."
    list_display = [
        "external_id",
        "kind",
        "facility",
        "count",
        "total_cents",
        "effective_date",
        "status",
        "received_at",
    ]
    list_select_related = ["facility"]
    list_filter = ["status", "kind", "facility", "same_day"]
    search_fields = ["external_id", "batch_id"]
    ordering = ["-received_at"]
    headline = ["status", "total_cents"]
    sections = [
        ("Batch", ["batch_id", "kind", "facility", "prepared_by", "received_at"]),
        ("Payment", ["count", "total_cents", "effective_date", "same_day"]),
        ("Why it stands so", ["judged"]),
    ]

    def child_tables(self, request: HttpRequest, obj: PaymentBatch) -> list[Table]:
        """Its payments, how they stand, and who decided."""
        return [self._standing(obj), self._payments(obj), self._approvals(obj)]

    def _standing(self, obj: PaymentBatch) -> Table:
        counts = batch_json(obj)["counts"]
        labels = dict(PaymentStatus.choices)
        return Table(
            "How its payments stand",
            [Column("State"), Column("Payments", number=True), Column("Dollars", number=True)],
            [
                [pill(state, labels[state]), row["count"], money(parse_dollars(row["total"]))]
                for state, row in counts.items()
            ],
        )

    def _payments(self, obj: PaymentBatch) -> Table:
        rows = obj.payments.select_related("payee", "account")
        table = table_of(
            "Payments",
            rows,
            ["external_id", "payee", "account", "amount_cents", "trace_number", "status"],
        )
        table.rows = [
            [cells[0], payee_name(row.payee), *cells[2:]]
            for row, cells in zip(rows, table.rows, strict=False)
        ]
        return table

    def _approvals(self, obj: PaymentBatch) -> Table:
        return table_of(
            "Decisions",
            obj.approvals.select_related("decided_by"),
            ["decision", "decided_by", "at", "reason"],
            empty="Nobody has decided yet."
            if waits(obj)
            else "No decision was needed: a release rule let it pass.",
            linked=False,
        )

    @admin.display(description="Release rules")
    def judged(self, obj: PaymentBatch) -> SafeString:
        """The rules that fit, each with its effect; how many others were looked at."""
        fitting = [line for line in obj.judgement if line["fits"]]
        others = len(obj.judgement) - len(fitting)
        told = f"{others} other rules were looked at and do not fit." if others else ""
        if not fitting:
            return format_html('<div class="hm-line">{}</div>{}', NO_RULE, told)
        lines = format_html_join(
            "",
            '<div class="hm-line">{} {}</div>',
            ((_effect(line["effect"]), line["sentence"]) for line in fitting),
        )
        return format_html('{}<div class="hm-hint">{}</div>', lines, told)

    @act_button(
        label="Approve",
        permission="approve_payment",
        tone="primary",
        icon="check",
        objection=approval_objection,
        shown=waits,
        bulk=True,
        explain="Its payments leave with the next file. Payments on hold stay on hold.",
    )
    def approve(self, request: HttpRequest, obj: PaymentBatch, data: dict[str, Any]) -> str:
        """Approve the batch."""
        approve_batch(
            user=person(request), batch_id=obj.batch_id, reason=data["reason"], now=clock.now()
        )
        return f"{obj.external_id}: approved, {display_dollars(obj.total_cents)}."

    @act_button(
        label="Deny",
        permission="approve_payment",
        tone="danger",
        icon="block",
        objection=approval_objection,
        shown=waits,
        explain="None of its payments will be paid. The sender is told.",
    )
    def deny(self, request: HttpRequest, obj: PaymentBatch, data: dict[str, Any]) -> str:
        """Deny the batch."""
        deny_batch(
            user=person(request), batch_id=obj.batch_id, reason=data["reason"], now=clock.now()
        )
        return f"{obj.external_id}: denied."


def _effect(effect: str) -> SafeString:
    return pill(effect, RuleEffect(effect).label, tone=EFFECT_TONES[effect])
