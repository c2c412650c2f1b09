"""List filters that offer only what the user may see."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import RelatedFieldListFilter
from django.db import models
from django.http import HttpRequest

OFFERED_MAX = 100


class ScopedRelatedFilter(RelatedFieldListFilter):
    """Filters by a related object; offers the visible ones only, and at most OFFERED_MAX."""

    def field_choices(
        self, field: models.Field[Any, Any], request: HttpRequest, model_admin: Any
    ) -> list[Any]:
        """The related objects among which to choose."""
        model: type[models.Model] = field.remote_field.model  # type: ignore[union-attr]
        registered = model_admin.admin_site._registry.get(model)
        if registered is not None:
            rows = registered.get_queryset(request)
        elif hasattr(model._default_manager, "visible_to"):
            rows = model._default_manager.visible_to(request.user)
        else:
            rows = model._default_manager.all()
        return [(row.pk, str(row)) for row in rows[:OFFERED_MAX]]


def scoped(model: type[models.Model], list_filter: Any) -> list[Any]:
    """The same filters, those on a relation made to offer only what is visible."""
    return [
        (item, ScopedRelatedFilter) if isinstance(item, str) and _is_relation(model, item) else item
        for item in list_filter
    ]


def _is_relation(model: type[models.Model], path: str) -> bool:
    field: Any = None
    for step in path.split("__"):
        field = model._meta.get_field(step)
        model = field.related_model or model
    return bool(field.is_relation)
