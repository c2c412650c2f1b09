"""Template tags of the house: tables, values, addresses of admin pages."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from hmsach.admin import display
from hmsach.admin.tables import Table

register = template.Library()
register.filter("moment", display.moment)
register.filter("day", display.day)
register.filter("money", display.money)
register.filter("pill", display.pill)


@register.simple_tag
def document_table(table: Table) -> SafeString:
    """A table of related rows, or the sentence that says why there are none."""
    return render_to_string("hmsach/table.html", {"table": table})


@register.filter
def crumbs(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The trail as the sidebar calls its stations; the app's own page leads nowhere of use."""
    return [{**part, "title": _called(part)} for part in parts[1:] or parts]


def _called(part: dict[str, Any]) -> Any:
    try:
        view = resolve(str(part.get("link") or "")).func
    except Resolver404:
        return part["title"]
    is_list = getattr(view, "__name__", "") == "changelist_view"
    names = getattr(getattr(view, "model_admin", None), "one_and_many", None)
    return capfirst(names[1]) if is_list and names else part["title"]


@register.filter
def admin_page(opts: Any, page: str) -> str:
    """The name of a model's admin page for `{% url %}`: `opts|admin_page:"history"`."""
    return f"admin:{opts.app_label}_{opts.model_name}_{page}"
