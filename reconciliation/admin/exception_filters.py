"""Ways to look at the queue: what is work, whose, and how late."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from hmsach.admin.acts import person
from hmsach.admin.filters import StandingFilter
from hmsach.lib import clock
from reconciliation.states import ExceptionStatus


class WorkFilter(StandingFilter):
    """What is still work; what is done is asked for."""

    title = "work"
    parameter_name = "work"
    standings = (
        ("open", "Open"),
        ("mine", "Mine"),
        ("free", "Nobody's yet"),
        ("done", "Resolved"),
        ("all", "All"),
    )

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        super().__init__(request, *args)
        asked = (name for name, value in request.GET.items() if value)
        self.asks_for_more = any(name == "q" or name.startswith("status") for name in asked)

    def standing(self) -> str:
        """A search, or a state asked for by name, looks through what is done as well."""
        return "all" if self.value() is None and self.asks_for_more else super().standing()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of the standing."""
        standing = self.standing()
        if standing == "all":
            return queryset
        if standing == "done":
            return queryset.filter(status=ExceptionStatus.RESOLVED)
        rows = queryset.exclude(status=ExceptionStatus.RESOLVED)
        if standing == "mine":
            return rows.filter(owner=person(request))
        return rows.filter(owner__isnull=True) if standing == "free" else rows


class DueFilter(admin.SimpleListFilter):
    """By how much is left on the clock."""

    title = "clock"
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Late, soon, this week."""
        return [("late", "Late"), ("day", "Within a day"), ("week", "Within a week")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows whose clock ends in that time."""
        now = clock.now()
        if self.value() == "late":
            return queryset.filter(due_at__lt=now)
        days = {"day": 1, "week": 7}.get(str(self.value()))
        if days is None:
            return queryset
        return queryset.filter(due_at__gte=now, due_at__lt=now + timedelta(days=days))
