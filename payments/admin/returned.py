"""Returns and notices of change: what the receivers' banks sent back."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString

from edi.nacha.codes import CHANGE_CODES, RETURN_CODES
from hmsach.admin.acts import act_button, person
from hmsach.admin.display import money
from hmsach.admin.room_admin import RoomAdmin
from hmsach.lib import clock
from payments.models import NoticeOfChange, PaymentReturn
from payments.models.returned import NoticeStatus
from payments.services.notices import apply_notice, refuse_notice


def waits(notice: NoticeOfChange) -> bool:
    """Whether nobody has seen to the notice yet."""
    return notice.status == NoticeStatus.RECEIVED


@admin.register(PaymentReturn)
class PaymentReturnAdmin(RoomAdmin):
    """A return, its code in words, and what it asks of us."""

    scope_through = "payment"
    called = ("return", "returns")
    labels = {
        "original_trace_number": "Trace of our entry",
        "trace_number": "Trace of the return",
        "title": "What it means",
        "returned_on": "Returned",
        "inbound_file": "File",
    }
    search_help_text = "Trace number or return code"
    nothing_yet = "No payment has come back."
    list_display = ["code", "title", "payment", "amount", "returned_on"]
    list_select_related = ["payment"]
    list_filter = ["code"]
    search_fields = ["original_trace_number", "trace_number", "code"]
    ordering = ["-created_at"]
    headline = ["amount"]
    sections = [
        ("Return", ["payment", "code", "title", "what_to_do", "returned_on"]),
        ("Entry", ["trace_number", "original_trace_number", "date_of_death", "inbound_file"]),
    ]

    @admin.display(description="Amount")
    def amount(self, obj: PaymentReturn) -> SafeString:
        """What came back."""
        return money(obj.payment.amount_cents)

    @admin.display(description="What to do")
    def what_to_do(self, obj: PaymentReturn) -> SafeString | str:
        """Our own advice for the code."""
        code = RETURN_CODES.get(obj.code)
        return code.to_do if code else "Ask the bank what it means."


@admin.register(NoticeOfChange)
class NoticeOfChangeAdmin(RoomAdmin):
    """A notice of change, and the day by which it is to be applied."""

    labels = {
        "title": "What changes",
        "received_on": "Received",
        "corrected_data": "Corrected data",
        "inbound_file": "File",
    }
    search_help_text = "Trace number or change code"
    nothing_yet = "No bank has corrected a payee's details."
    list_display = ["code", "title", "payment", "received_on", "apply_by", "status"]
    list_select_related = ["payment"]
    list_filter = ["status", "code"]
    search_fields = ["original_trace_number", "code"]
    ordering = ["apply_by"]
    headline = ["status"]
    sections = [
        ("Notice", ["payment", "code", "title", "what_to_do", "corrected_data"]),
        ("Clock", ["received_on", "apply_by", "inbound_file"]),
    ]
    hidden_fields = ("corrected_data",)
    reveal_fields = ("corrected_data",)

    @admin.display(description="What to do")
    def what_to_do(self, obj: NoticeOfChange) -> SafeString | str:
        """Our own advice for the code."""
        code = CHANGE_CODES.get(obj.code)
        return code.to_do if code else "Ask the bank what it means."

    @act_button(
        label="Apply",
        permission="manage_payee",
        tone="primary",
        icon="published_with_changes",
        shown=waits,
        explain="The corrected account becomes the payee's. The first payment to it is held until "
        "an approver lets it go.",
    )
    def apply(self, request: HttpRequest, obj: NoticeOfChange, data: dict[str, Any]) -> str:
        """Take the correction over."""
        account = apply_notice(
            user=person(request), notice_id=obj.pk, reason=data["reason"], now=clock.now()
        )
        return f"The payee's account is now {account}."

    @act_button(
        label="Set aside",
        permission="manage_payee",
        icon="do_not_disturb_on",
        shown=waits,
        explain="The account stays as it is. Tell the bank, within 15 days, why it is refused.",
    )
    def refuse(self, request: HttpRequest, obj: NoticeOfChange, data: dict[str, Any]) -> str:
        """Leave the account as it is."""
        refuse_notice(
            user=person(request), notice_id=obj.pk, reason=data["reason"], now=clock.now()
        )
        return "The notice is set aside."
