"""Payers and their aliases."""

from django.contrib import admin
from django.http import HttpRequest

from hmsach.admin.room_admin import RoomAdmin
from hmsach.admin.tables import Table, table_of
from reconciliation.models import Claim, Payer, Remittance


@admin.register(Payer)
class PayerAdmin(RoomAdmin):
    """A payer; the rows shown with it are the user's facilities' only."""

    house_wide = True
    labels = {"external_id": "THE's payer number", "tin": "Tax number (TIN)"}
    search_help_text = "Name (its beginning), number or TIN"
    nothing_yet = "Payers come with THE's claims; none has come yet."
    list_display = ["name", "external_id", "tin"]
    list_select_related = ()
    search_fields = ["external_id", "tin", "^name"]
    ordering = ["name"]
    sections = [("Payer", ["name", "external_id", "tin"])]

    def child_tables(self, request: HttpRequest, obj: Payer) -> list[Table]:
        """How it is also called, its latest remittances, the claims it owes."""
        remittances = Remittance.objects.visible_to(request.user).filter(payer=obj)
        claims = Claim.objects.visible_to(request.user).filter(payer=obj, status="open")
        return [
            table_of("Also known as", obj.aliases.all(), ["identifier"], linked=False),
            table_of(
                "Latest remittances",
                remittances.order_by("-received_at"),
                ["trace_number", "amount_cents", "paid_on", "status"],
                limit=20,
            ),
            table_of(
                "Open claims",
                claims.order_by("service_from"),
                ["external_id", "service_from", "charge_cents", "balance_cents", "status"],
                limit=20,
            ),
        ]
