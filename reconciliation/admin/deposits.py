"""Deposits: what the bank took in, and where each cent of it went."""

from django.contrib import admin
from django.db.models import Sum
from django.http import HttpRequest
from django.utils.safestring import SafeString

from hmsach.admin.display import money
from hmsach.admin.room_admin import RoomAdmin
from hmsach.admin.tables import Table, table_of
from reconciliation.models import Deposit


@admin.register(Deposit)
class DepositAdmin(RoomAdmin):
    """One credit of the bank's."""

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


def allocated_cents(deposit: Deposit) -> int:
    """What of the deposit is allocated, in cents."""
    return int(deposit.allocations.aggregate(total=Sum("amount_cents"))["total"] or 0)
