"""Deposits: what the bank took in, and where each cent of it went."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Sum
from django.http import HttpRequest
from django.utils.safestring import SafeString
from unfold.widgets import UnfoldAdminSelectWidget

from hmsach.admin.acts import act_button, person
from hmsach.admin.display import money
from hmsach.admin.forms import ReasonForm
from hmsach.admin.room_admin import RoomAdmin
from hmsach.admin.tables import Table, table_of
from hmsach.lib import clock
from hmsach.lib.money import display_dollars
from reconciliation.models import Deposit, Remittance
from reconciliation.services.association import FREE_DEPOSIT, pair_by_hand
from reconciliation.states import RemittanceStatus


class RemittanceField(forms.ModelChoiceField):
    """A remittance by its payer, amount and trace."""

    def label_from_instance(self, obj: Any) -> str:
        """What tells remittances apart."""
        return f"{obj.payer_name}, {display_dollars(obj.amount_cents)}, {obj.trace_number}"


class PairForm(ReasonForm):
    """Which remittance the deposit pays: those that wait for just this amount."""

    remittance = RemittanceField(
        queryset=Remittance.objects.none(),
        widget=UnfoldAdminSelectWidget(),
        error_messages={"required": "No remittance waits for just this amount."},
    )

    def prepare(self) -> None:
        """Offer what fits to the cent."""
        if self.obj is not None:
            field = self.fields["remittance"]
            field.queryset = Remittance.objects.visible_to(self.user).filter(  # type: ignore[attr-defined]
                facility=self.obj.facility_id,
                status=RemittanceStatus.AWAITING_EFT,
                amount_cents=self.obj.amount_cents,
            )


@admin.register(Deposit)
class DepositAdmin(RoomAdmin):
    """One credit of the bank's."""

    labels = {
        "trace_number": "Trace number (TRN02)",
        "payer_identifier": "Payer's identifier (TRN03)",
        "company_name": "Sender",
        "company_id": "Sender's id",
        "associated_by": "Paired by",
        "settled_on": "Settled",
    }
    search_help_text = "Bank reference, trace number, sender's id or amount"
    nothing_yet = "No deposit has been reported by the bank yet."
    list_display = [
        "bank_reference",
        "company_name",
        "facility",
        "settled_on",
        "amount_cents",
        "remittance",
        "status",
    ]
    list_select_related = ["remittance", "facility"]
    list_filter = ["status", "source", "facility"]
    search_fields = ["bank_reference", "trace_number", "company_id", "amount_cents", "deposit_id"]
    ordering = ["-settled_on", "-created_at"]
    headline = ["status", "amount_cents"]
    sections = [
        ("Deposit", ["deposit_id", "bank_reference", "source", "settled_on", "facility"]),
        ("Sender", ["company_name", "company_id", "description", "payer"]),
        ("Reassociation", ["trace_number", "payer_identifier", "remittance", "associated_by"]),
        ("Where the money is", ["amount_cents", "allocated", "unallocated"]),
    ]

    @admin.display(description="Allocated")
    def allocated(self, obj: Deposit) -> SafeString:
        """The sum of its allocations."""
        return money(allocated_cents(obj))

    @admin.display(description="Not yet allocated")
    def unallocated(self, obj: Deposit) -> SafeString:
        """What is left: always amount less allocated."""
        return money(obj.amount_cents - allocated_cents(obj))

    def child_tables(self, request: HttpRequest, obj: Deposit) -> list[Table]:
        """Allocations and open work."""
        return [
            table_of(
                "Allocations",
                obj.allocations.select_related("claim", "provider_adjustment", "made_by"),
                ["kind", "claim", "provider_adjustment", "amount_cents", "method", "created_at"],
                empty="Nothing is allocated yet.",
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
        label="Pair with a remittance",
        permission="work_queue",
        tone="primary",
        icon="link",
        form=PairForm,
        shown=lambda deposit: deposit.status in FREE_DEPOSIT,
        explain="Says which 835 this deposit pays, and posts it. The amounts agree to the cent.",
    )
    def pair(self, request: HttpRequest, obj: Deposit, data: dict[str, Any]) -> str:
        """Pair by hand, and post."""
        pair_by_hand(
            user=person(request),
            deposit_id=obj.pk,
            remittance_id=data["remittance"].pk,
            reason=data["reason"],
            now=clock.now(),
        )
        return "Paired and posted."


def allocated_cents(deposit: Deposit) -> int:
    """What of the deposit is allocated, in cents."""
    return int(deposit.allocations.aggregate(total=Sum("amount_cents"))["total"] or 0)
