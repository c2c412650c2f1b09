"""Release rules, to read. Changing one is an act of two people and has its own screen."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from hmsach.accounts.roles import facility_ids
from hmsach.admin.room_admin import RoomAdmin
from payments.models import ReleaseRule


@admin.register(ReleaseRule)
class ReleaseRuleAdmin(RoomAdmin):
    """What leaves by itself, what asks, what is held."""

    labels = {"above_cents": "Above", "up_to_cents": "Up to and including"}
    nothing_yet = "There is no rule, so every batch asks for an approval."
    list_display = ["name", "effect", "kind", "measures", "above_cents", "up_to_cents", "active"]
    list_select_related = ()
    list_filter = ["effect", "kind", "active"]
    headline = ["effect"]
    sections = [
        ("Rule", ["name", "effect", "active"]),
        ("Fits", ["facility", "kind", "measures", "above_cents", "up_to_cents"]),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReleaseRule]:
        """Rules of the user's facilities, and those of the whole house."""
        rows = ReleaseRule.objects.all()
        if not request.user.is_superuser:
            seen = facility_ids(request.user)
            rows = (
                rows.filter(Q(facility__in=seen) | Q(facility__isnull=True))
                if seen
                else rows.none()
            )
        return rows.order_by("name")
