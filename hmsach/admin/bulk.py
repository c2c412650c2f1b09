"""Acts over the rows chosen in a list: first what is eligible and what not, then row by row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from hmsach.admin.acts import Act, ActsAdmin
from hmsach.admin.values import show
from hmsach.lib.errors import DomainError

ROWS_MAX = 500
PREFIX = "bulk_"


@dataclass(frozen=True)
class Row:
    """One chosen object: eligible, or barred with the reason; afterwards with its outcome."""

    obj: Model
    facts: tuple[Any, ...] = ()
    barred: str = ""
    outcome: str = ""


class BulkActsAdmin(ActsAdmin):
    """Offers the acts declared with `bulk=True` in the list's menu."""

    bulk_template = "hmsach/bulk_act.html"

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """The bulk acts this user may do somewhere; deleting is never among them."""
        return {
            PREFIX + act.name: (self._action(act), PREFIX + act.name, act.label)
            for act in self.acts.values()
            if act.bulk and self.user_can(request, act.permission, None)
        }

    def _action(self, act: Act) -> Callable[..., HttpResponse]:
        def action(admin: Any, request: HttpRequest, queryset: QuerySet[Model]) -> HttpResponse:
            return admin.bulk_view(request, act, queryset)

        return action

    def bulk_view(self, request: HttpRequest, act: Act, queryset: QuerySet[Model]) -> HttpResponse:
        """Without `confirmed`: the dry count and the form. With it: each row by itself."""
        chosen = list(queryset[: ROWS_MAX + 1])
        rows = [self._row(request, act, obj) for obj in chosen[:ROWS_MAX]]
        data = request.POST if "confirmed" in request.POST else None
        form = act.form_class(data, user=request.user, auto_id="id_bulk_%s")
        context = {"act": act, "form": form, "too_many": len(chosen) > ROWS_MAX}
        if data is None or context["too_many"] or not form.is_valid():
            return self._bulk_page(request, context | _sorted_out(rows), bool(data))
        done = [self._bulk_do(request, act, row, form.cleaned_data) for row in rows]
        return self._bulk_page(request, context | {"done": done, **_counts(done)}, False)

    def _row(self, request: HttpRequest, act: Act, obj: Model) -> Row:
        facts = tuple(show(obj, name, self) for name in getattr(self, "headline", ()))
        return Row(obj, facts, self._why_not(request, act, obj))

    def _why_not(self, request: HttpRequest, act: Act, obj: Model) -> str:
        if not self.user_can(request, act.permission, obj):
            return "You may not do this at its facility."
        if not act.shown(obj):
            return "Not possible in its present state."
        return act.objection(request.user, obj) or ""

    def _bulk_do(self, request: HttpRequest, act: Act, row: Row, data: dict[str, Any]) -> Row:
        if row.barred:
            return row
        try:
            answer = self.perform_act(request, act, row.obj, data)
        except DomainError as error:
            return replace(row, barred=str(error))
        return replace(row, outcome=answer if isinstance(answer, str) else "Done.")

    def _bulk_page(
        self, request: HttpRequest, context: dict[str, Any], refused: bool
    ) -> HttpResponse:
        context |= {
            "title": context["act"].label,
            "opts": self.opts,
            "model_admin": self,
            "rows_max": ROWS_MAX,
            "action_name": PREFIX + context["act"].name,
            "checkbox_name": ACTION_CHECKBOX_NAME,
            **self.admin_site.each_context(request),
        }
        return TemplateResponse(
            request, self.bulk_template, context, status=422 if refused else 200
        )


def _sorted_out(rows: list[Row]) -> dict[str, Any]:
    return {
        "eligible": [row for row in rows if not row.barred],
        "barred": [row for row in rows if row.barred],
        "rows": rows,
    }


def _counts(rows: list[Row]) -> dict[str, int]:
    return {
        "count_done": sum(not row.barred for row in rows),
        "count_barred": sum(bool(row.barred) for row in rows),
    }
