"""The chain of acts and the log of reveals, to read; for whoever answers for the whole house."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from hmsach.accounts.models import Facility
from hmsach.accounts.roles import facility_ids
from hmsach.admin.display import NOTHING, code
from hmsach.admin.room_admin import RoomAdmin
from hmsach.admin.tables import Column, Table
from hmsach.admin.values import link_to
from hmsach.audit.models import AccessLog, ChainLink


class WholeHouseAdmin(RoomAdmin):
    """Rows that may speak of any facility: seen by those who see the history of every one."""

    house_wide = True

    def _visible_rows(self, request: HttpRequest) -> QuerySet[Model]:
        rows = super()._visible_rows(request)
        return rows if sees_whole_house(request.user) else rows.none()


def sees_whole_house(user: Any) -> bool:
    """Whether the user may see the history of every facility there is."""
    others = Facility.objects.exclude(pk__in=facility_ids(user, "view_history"))
    return bool(user.is_active and not others.exists())


@admin.register(ChainLink)
class ChainLinkAdmin(WholeHouseAdmin):
    """One act a row: who, why, and what the chain holds against tampering."""

    called = ("act", "acts")
    labels = {"seq": "No.", "at": "When", "actor": "Who", "events": "Events, first and last"}
    search_help_text = "Number, act or request id, user, or how the reason begins"
    list_display = ["seq", "reason", "actor", "at", "row_count"]
    list_select_related = ["actor"]
    search_fields = ["seq", "act_id", "request_id", "^reason", "actor__username"]
    ordering = ["-seq"]
    sections = [
        ("Act", ["reason", "actor", "at", "request_id", "act_id"]),
        ("Chain", ["seq", "events", "hash_code", "prev_hash_code"]),
    ]

    @admin.display(description="Rows")
    def row_count(self, obj: ChainLink) -> int:
        """How many rows the act wrote."""
        return sum(entry[0] for entry in obj.tables.values())

    @admin.display(description="Hash")
    def hash_code(self, obj: ChainLink) -> Any:
        """The link's own hash."""
        return code(obj.hash)

    @admin.display(description="Hash before")
    def prev_hash_code(self, obj: ChainLink) -> Any:
        """The hash of the link before it."""
        return code(obj.prev_hash)

    def child_tables(self, request: HttpRequest, obj: Any) -> list[Table]:
        """The tables the act wrote to."""
        rows = [[table, entry[0], code(entry[1])] for table, entry in sorted(obj.tables.items())]
        columns = [Column("Table"), Column("Rows", number=True), Column("Digest")]
        return [Table("Written", columns, rows, empty="Events only.")]


@admin.register(AccessLog)
class AccessLogAdmin(WholeHouseAdmin):
    """Who was shown which masked value, and why."""

    labels = {"at": "When", "user": "Who"}
    search_help_text = "User name or subject"
    nothing_yet = "Nobody has revealed a masked value yet."
    list_display = ["at", "user", "subject", "fields_shown", "reason"]
    list_select_related = ["user"]
    list_filter = ["at"]
    search_fields = ["subject", "user__username"]
    ordering = ["-at"]
    sections = [
        ("Reveal", ["user", "at", "fields_shown", "reason"]),
        ("Of", ["subject", "page"]),
    ]

    @admin.display(description="Shown")
    def fields_shown(self, obj: AccessLog) -> str:
        """The names of the columns."""
        return ", ".join(obj.fields)

    @admin.display(description="Page")
    def page(self, obj: AccessLog) -> Any:
        """The page of what was revealed; that page asks for its own rights."""
        label, _, pk = obj.subject.partition(":")
        subject = apps.get_model(label)._base_manager.filter(pk=pk).first()
        return link_to(subject) if subject is not None else NOTHING
