"""What a user may see and search in an admin: scoped rows, and nothing written by default."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import lookup_spawns_duplicates
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.http import HttpRequest

from hmsach.accounts.policies import can, can_anywhere
from hmsach.accounts.roles import facility_ids
from hmsach.db.fields import BlindIndexField, CentsField, index_of
from hmsach.lib.errors import DomainError
from hmsach.lib.money import parse_dollars

LOOKUPS = ("exact", "iexact", "startswith", "istartswith", "contains", "icontains", "in")


class ScopedAdmin(ModelAdmin):
    """Starts every read from `.visible_to(user)`; adds, changes and deletes nothing.

    `house_wide`: the model has no facility (partners, rule sets): whoever has the model's view
    permission sees all of it. `superusers_only`: nobody else sees any of it.
    `scope_through`: the foreign key to the scoped model whose visibility the rows share, where they
    have no `visible_to` of their own.
    `facility_path`: how to walk from an object to its facility; taken from the model's queryset.
    """

    house_wide = False
    superusers_only = False
    scope_through = ""
    facility_path: str | None = None

    def __init__(self, model: type[Model], admin_site: Any) -> None:
        super().__init__(model, admin_site)
        scoped = hasattr(model._default_manager, "visible_to")
        if not (scoped or self.house_wide or self.superusers_only or self.scope_through):
            raise ImproperlyConfigured(
                f"{type(self).__name__}: {model.__name__} has no visible_to(); "
                "say scope_through, house_wide = True or superusers_only = True."
            )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """The rows this user may see, in the admin's order."""
        rows = self._visible_rows(request)
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def _visible_rows(self, request: HttpRequest) -> QuerySet[Model]:
        manager = self.model._default_manager
        if self.superusers_only:
            return manager.all() if request.user.is_superuser else manager.none()
        if self.scope_through:
            parent: Any = self.opts.get_field(self.scope_through).related_model
            seen = parent._default_manager.visible_to(request.user)
            return manager.filter(**{f"{self.scope_through}__in": seen})
        return manager.all() if self.house_wide else manager.visible_to(request.user)

    def facility_id_of(self, obj: Model) -> UUID | None:
        """The facility an object belongs to; None where it has none (yet)."""
        path = self._path_to_facility()
        if not path:
            return None
        value: Any = obj
        *steps, last = path.split("__")
        for step in steps:
            value = getattr(value, step, None)
        if last in ("id", "pk"):
            return getattr(value, "pk", None)
        return getattr(value, f"{last}_id", None)

    def _path_to_facility(self) -> str:
        if self.facility_path or self.house_wide or self.superusers_only:
            return self.facility_path or ""
        if self.scope_through:
            parent: Any = self.opts.get_field(self.scope_through).related_model
            return f"{self.scope_through}__{_facility_path_of(parent)}"
        return _facility_path_of(self.model)

    def user_can(self, request: HttpRequest, permission: str | None, obj: Model | None) -> bool:
        """Whether the user holds a facility permission for the object; without one, anywhere.

        An object without a facility (yet) asks for the permission at any facility; no permission
        named means whoever sees the object may.
        """
        if permission is None:
            return True
        if permission == "superuser":
            return bool(request.user.is_active and request.user.is_superuser)
        facility_id = self.facility_id_of(obj) if obj is not None else None
        if facility_id is None:
            return can_anywhere(request.user, permission)
        return can(request.user, permission, facility_id)

    # --- rights: read, and only what is visible ------------------------------------------------
    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """The model's view permission and, for an object, that it is among the visible rows."""
        if self.superusers_only and not request.user.is_superuser:
            return False
        if not super().has_view_permission(request):
            return False
        return obj is None or self._is_visible(request, obj)

    def opens_to(self, request: HttpRequest, obj: Model) -> bool:
        """Whether a link to the object is of use to this user; asks the database nothing more."""
        if not self.has_view_permission(request):
            return False
        facility_id = getattr(obj, "facility_id", None)
        if self.house_wide or facility_id is None:
            return True
        return facility_id in facility_ids(request.user)

    def _is_visible(self, request: HttpRequest, obj: Model) -> bool:
        seen_by = getattr(obj, "_seen_by", None)
        if seen_by != request.user.pk and self.get_queryset(request).filter(pk=obj.pk).exists():
            seen_by = obj._seen_by = request.user.pk  # type: ignore[attr-defined]
        return bool(seen_by == request.user.pk and seen_by is not None)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Model | None:
        """The visible object, or None: an invisible one looks like one that never was."""
        obj = super().get_object(request, object_id, from_field)
        if obj is not None:
            obj._seen_by = request.user.pk
        return obj

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        """Nobody, unless an admin says otherwise: rows come from services."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody, unless an admin says otherwise: changes are acts."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody, ever."""
        return False

    # --- search: exact, whole term ------------------------------------------------------------
    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        """Visible rows of which one search field is exactly the term (or begins with it for `^`).

        Money columns take dollars; blind indexes take the clear value; a term that a column cannot
        hold skips that column.
        """
        term = search_term.replace("\x00", "").strip()
        fields = self.get_search_fields(request)
        if not term or not fields:
            return queryset, False
        wanted = Q(pk__in=[])
        for name in fields:
            wanted |= self._search_condition(str(name), term) or Q(pk__in=[])
        repeats = any(
            lookup_spawns_duplicates(self.opts, str(name).lstrip("^=")) for name in fields
        )
        return queryset.filter(wanted), repeats

    def _search_condition(self, name: str, term: str) -> Q | None:
        if name.startswith("^"):
            return Q(**{f"{name[1:]}__startswith": term})
        if name.startswith("="):
            return Q(**{f"{name[1:]}__iexact": term})
        if name.rsplit("__", 1)[-1] in LOOKUPS:
            return Q(**{name: term})
        model, field = _walk(self.model, name)
        try:
            return Q(**{name: _search_value(model, field, term)})
        except (ValidationError, ValueError, TypeError, DomainError):
            return None


def _facility_path_of(model: type[Model]) -> str:
    return getattr(model._default_manager.all(), "facility_path", "")


def _walk(model: type[Model], path: str) -> tuple[type[Model], Field[Any, Any]]:
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    field = model._meta.pk if last == "pk" else model._meta.get_field(last)
    return model, field  # type: ignore[return-value]


def _search_value(model: type[Model], field: Field[Any, Any], term: str) -> Any:
    if isinstance(field, BlindIndexField):
        return index_of(model, field.name, term)
    is_money = isinstance(field, CentsField)
    value = parse_dollars(term.replace("$", "").replace(",", "")) if is_money else term
    value = field.to_python(value)
    field.run_validators(value)  # a number too large or half an address is not in the column
    return value
