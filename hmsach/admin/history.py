"""What happened to an object, from its history rows: when, who, why and what changed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from simple_history.admin import SimpleHistoryAdmin

from hmsach.admin.acts import ActsAdmin
from hmsach.admin.values import ENCRYPTED, label, show_field
from hmsach.admin.viewer import looks
from hmsach.db.fields import BlindIndexField
from hmsach.lib.crypto import Undecipherable

PANEL_ROWS = 8
PAGE_ROWS = 50
KINDS = {"+": "Created", "~": "Changed", "-": "Removed"}


@dataclass(frozen=True)
class Change:
    """One field's change; an encrypted one shows only that it changed."""

    title: str
    old: SafeString | str
    new: SafeString | str
    concealed: bool = False


@dataclass(frozen=True)
class Entry:
    """One history row as a person reads it."""

    at: datetime.datetime
    who: str
    kind: str
    reason: str
    request_id: str
    changes: Sequence[Change]


def entries(rows: Sequence[Any], model: type[models.Model]) -> list[Entry]:
    """Entries for history rows, newest first; the last row is only compared with, if it is extra.

    The oldest row of an object has no changes: it is the creation itself.
    """
    older = [*rows[1:], None]
    return [_entry(row, before, model) for row, before in zip(rows, older, strict=True)]


def _entry(row: Any, before: Any, model: type[models.Model]) -> Entry:
    user = row.history_user
    return Entry(
        at=row.history_date,
        who=user.display_name if user else "System",
        kind=KINDS[row.history_type],
        reason=row.history_change_reason or "",
        request_id=getattr(row, "request_id", "") or "",
        changes=changes(row, before, model) if before is not None else (),
    )


def changes(row: Any, before: Any, model: type[models.Model]) -> list[Change]:
    """The fields in which two history rows differ, in the model's order."""
    tracked = {field.name for field in row.tracked_fields}
    return [
        _change(row, before, field, model)
        for field in model._meta.concrete_fields
        if field.name in tracked
        and not isinstance(field, BlindIndexField)
        and _differs(row, before, field)
    ]


def _change(
    row: Any, before: Any, field: models.Field[Any, Any], model: type[models.Model]
) -> Change:
    title = label(model, field.name)
    # A model may name columns that say something of others than who may see the row.
    if isinstance(field, ENCRYPTED) or field.name in getattr(model, "concealed_fields", ()):
        return Change(title, "", "", concealed=True)
    return Change(title, _shown(before, field), _shown(row, field))


def _differs(row: Any, before: Any, field: models.Field[Any, Any]) -> bool:
    # A sealed value that was not written again is the same text; only else is it opened.
    if row.__dict__.get(field.attname) == before.__dict__.get(field.attname):
        return False
    try:
        return bool(getattr(row, field.attname) != getattr(before, field.attname))
    except Undecipherable:
        return True


def _shown(row: Any, field: models.Field[Any, Any]) -> SafeString | str:
    try:
        return show_field(row, field)
    except models.ObjectDoesNotExist:
        return str(getattr(row, field.attname))


class HistoryAdmin(ActsAdmin, SimpleHistoryAdmin):
    """The history page and panel of an admin, for visible objects only; nothing to revert."""

    history_permission = "view_history"

    def has_history(self) -> bool:
        """Whether the model keeps history rows."""
        return hasattr(self.model._meta, "simple_history_manager_attribute")

    def may_see_history(self, request: HttpRequest, obj: models.Model) -> bool:
        """Whoever sees the object and holds `view_history` at its facility."""
        if not self.has_history():
            return False
        if self.facility_id_of(obj) is None:
            return self.has_view_permission(request, obj)
        return self.user_can(request, self.history_permission, obj)

    def history_rows(self, obj: models.Model) -> Any:
        """The object's history rows, newest first."""
        manager = getattr(self.model, self.model._meta.simple_history_manager_attribute)
        rows = manager.filter(**{self.opts.pk.attname: obj.pk}).select_related("history_user")
        return rows.order_by("-history_date", "-history_id")

    def history_panel(self, request: HttpRequest, obj: models.Model) -> list[Entry]:
        """The last few entries, for the object's page."""
        if not self.may_see_history(request, obj):
            return []
        rows = list(self.history_rows(obj)[: PANEL_ROWS + 1])
        return entries(rows, self.model)[:PANEL_ROWS]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The whole history of a visible object, by pages; 404 for any other."""
        looks(request)
        obj = self.get_object(request, unquote(object_id))
        if obj is None or not self.has_view_permission(request, obj):
            raise Http404
        if not self.may_see_history(request, obj):
            raise Http404
        page = Paginator(self.history_rows(obj), PAGE_ROWS).get_page(request.GET.get("p"))
        context = {
            "title": f"History of {obj}",
            "entries": _page_entries(page, self.model),
            "page": page,
            "object": obj,
            "object_url": self.object_url(obj),
            "opts": self.opts,
            **self.admin_site.each_context(request),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "hmsach/history.html", context)

    def history_form_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """There is no page of one version: the history shows what changed."""
        raise Http404


def _page_entries(page: Any, model: type[models.Model]) -> list[Entry]:
    rows = list(page.object_list)
    following = page.paginator.object_list[page.end_index() : page.end_index() + 1] if rows else []
    return entries([*rows, *following], model)[: len(rows)]
