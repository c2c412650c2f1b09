"""List filters that offer only what the user may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.admin import (
    AllValuesFieldListFilter,
    ChoicesFieldListFilter,
    RelatedFieldListFilter,
    SimpleListFilter,
)
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


def scoped(
    model: type[models.Model], list_filter: Any, labels: Mapping[str, str] | None = None
) -> list[Any]:
    """The same filters, those on a relation made to offer only what is visible.

    `labels`: what the admin calls a field, where its own label is a code.
    """
    return [
        _named(model, item, (labels or {}).get(item)) if isinstance(item, str) else item
        for item in list_filter
    ]


def _named(model: type[models.Model], path: str, title: str | None) -> Any:
    if _is_relation(model, path):
        return (path, ScopedRelatedFilter)
    if not title or "__" in path:
        return path
    field: Any = model._meta.get_field(path)
    usual: Any = ChoicesFieldListFilter if field.choices else AllValuesFieldListFilter
    words = title[:1].lower() + title[1:]

    class Titled(usual):  # type: ignore[misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.title = words

    return (path, Titled)


class StandingFilter(SimpleListFilter):
    """Choices of ours, of which the first one holds where none is asked for."""

    title = "standing"
    parameter_name = "standing"
    standings: Sequence[tuple[str, str]] = ()

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """What can be chosen."""
        return list(self.standings)

    def standing(self) -> str:
        """What is chosen, or holds by itself."""
        names = [name for name, _ in self.standings]
        return str(self.value()) if self.value() in names else names[0]

    def choices(self, changelist: Any) -> Any:
        """The choices without "All" before them: all is one of them."""
        for name, words in self.standings:
            yield {
                "selected": self.standing() == name,
                "query_string": changelist.get_query_string({self.parameter_name: name}),
                "display": words,
            }


def _is_relation(model: type[models.Model], path: str) -> bool:
    field: Any = None
    for step in path.split("__"):
        field = model._meta.get_field(step)
        model = field.related_model or model
    return bool(field.is_relation)
