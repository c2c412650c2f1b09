"""An object's page as a document to read: headline, acts, sections of facts, tables, history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from hmsach.admin.history import HistoryAdmin
from hmsach.admin.tables import Fact, Table
from hmsach.admin.values import label, show
from hmsach.admin.viewer import looks
from hmsach.db.fields import BlindIndexField


class DocumentAdmin(HistoryAdmin):
    """Shows objects as documents instead of forms.

    `headline`: fields beside the title (states, the amount). `sections`: pairs of a title and the
    names of fields, of methods of this admin, or of properties of the object.
    """

    document_template = "hmsach/document.html"
    headline: Sequence[str] = ()
    sections: Sequence[tuple[str, Sequence[str]]] = ()

    def get_sections(self, request: HttpRequest, obj: Any) -> Sequence[tuple[str, Sequence[str]]]:
        """The sections for this object; every field in one where none are named."""
        if self.sections:
            return self.sections
        names = [
            field.name
            for field in self.opts.concrete_fields
            if not field.primary_key and not isinstance(field, BlindIndexField)
        ]
        return [("Details", names)]

    def child_tables(self, request: HttpRequest, obj: Any) -> Sequence[Table]:
        """The tables below the sections; see `table_of`."""
        return ()

    def document_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """More for a document template of the room's own."""
        return {}

    def document_title(self, obj: Any) -> str:
        """The page's title."""
        return str(obj)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The document; with `?edit=1`, the form, for those who may change the object.

        404 for an object that is not there or not visible.
        """
        looks(request)
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if request.method == "POST" or "edit" in request.GET:
            return super().change_view(request, object_id, form_url, extra_context)
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        return self.document_view(request, obj, extra_context)

    def document_view(
        self, request: HttpRequest, obj: Model, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Everything the page shows, and nothing that changes anything."""
        context = {
            **self.admin_site.each_context(request),
            "title": self.document_title(obj),
            "object": obj,
            "original": obj,
            "object_url": self.object_url(obj),
            "opts": self.opts,
            "model_admin": self,
            "headline": [show(obj, name, self) for name in self.headline],
            "sections": [
                (title, self._facts(obj, names)) for title, names in self.get_sections(request, obj)
            ],
            "tables": list(self.child_tables(request, obj)),
            "buttons": self.buttons(request, obj),
            "entries": self.history_panel(request, obj),
            "may_see_history": self.may_see_history(request, obj),
            "may_edit": self.has_change_permission(request, obj),
            **self.document_context(request, obj),
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.document_template, context)

    def _facts(self, obj: Model, names: Sequence[str]) -> list[Fact]:
        return [Fact(label(type(obj), name, self), show(obj, name, self)) for name in names]
