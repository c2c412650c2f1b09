"""Base classes of everything kept: rows with a history, rows that never change, scoped reads."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, NoReturn, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from hmsach.db.fields import BlindIndexField
from hmsach.db.history import ActStamp, History
from hmsach.lib import clock
from hmsach.lib.errors import NotFound


class HistoryWouldBeLost(TypeError):
    """This writes rows without their history; use save(), or bulk_insert and set_state."""

    def __init__(self, call: str, model: type[models.Model]) -> None:
        super().__init__(
            f"{call}() on {model._meta.label} writes no history; use save(), or bulk_insert and "
            "set_state of hmsach.db.bulk."
        )


class AppendOnlyViolation(TypeError):
    """A row that is never changed or deleted was about to be; append another row instead."""


class RecordQuerySet(models.QuerySet[Any]):
    """Reads as any queryset; refuses every write that would go around history."""

    def update(self, **values: Any) -> NoReturn:  # type: ignore[override]
        """Refuse; see HistoryWouldBeLost."""
        raise HistoryWouldBeLost("update", self.model)

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:  # type: ignore[override]
        """Refuse; see HistoryWouldBeLost."""
        raise HistoryWouldBeLost("bulk_create", self.model)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:  # type: ignore[override]
        """Refuse; see HistoryWouldBeLost."""
        raise HistoryWouldBeLost("bulk_update", self.model)

    def delete(self) -> NoReturn:  # type: ignore[override]
        """Refuse; see HistoryWouldBeLost."""
        raise HistoryWouldBeLost("delete", self.model)

    # As on Django's own: templates never call these, and a manager has no delete().
    update.alters_data = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


def plain_rows(model: type[models.Model]) -> models.QuerySet[Any]:
    """The model's rows by a queryset that refuses nothing: for hmsach.db and hmsach.audit only."""
    return models.QuerySet(model)


class ScopedQuerySet(RecordQuerySet):
    """Rows of facilities: `visible_to` is where every read for a person or a client starts.

    `facility_path` leads from the row to its facility, `object_grants` names the direct
    foreign-key permission model ("app.Model") where single rows are granted too. Both are set on
    the model, or on a queryset of its own.
    """

    @property
    def facility_path(self) -> str:
        """How to walk from the row to its facility."""
        return getattr(self.model, "facility_path", "facility")

    @property
    def object_grants(self) -> str | None:
        """The label of the model that grants single rows, if there is one."""
        return getattr(self.model, "object_grants", None)

    def visible_to(self, user: Any) -> Self:
        """The rows this user may see: of the user's facilities, and those granted singly.

        Nothing for nobody, the anonymous and the inactive; everything for a superuser.
        """
        if user is None or not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        # The grants stand on Facility, which is itself a record: a real cycle, cut here.
        from hmsach.accounts.roles import facility_ids

        seen = Q(**{f"{self.facility_path}__in": facility_ids(user)})
        if self.object_grants:
            grants = apps.get_model(self.object_grants)._default_manager.filter(
                user=user, permission__codename=f"view_{self.model._meta.model_name}"
            )
            seen |= Q(pk__in=grants.values("content_object"))
        return self.filter(seen)

    def locked_for(self, user: Any, missing: str, **which: Any) -> Any:
        """The one row of which `which` is true, locked until the transaction ends, to be acted on.

        Raises NotFound with the sentence `missing` where there is none, or none for this user.
        """
        seen = self.visible_to(user).select_for_update(of=("self",), no_key=True)
        row = seen.filter(**which).first()
        if row is None:
            raise NotFound(missing)
        return row


class Record(models.Model):
    """A row of record: each of its states stays in its history."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = RecordQuerySet.as_manager()
    history = History(inherit=True)

    class Meta:
        abstract = True
        # Related managers write through the base manager, which must refuse them as well.
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save and write the history row. Raises ActRequired outside an act."""
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = self._with_blind_indexes(kwargs["update_fields"])
        super().save(*args, **kwargs)

    def _with_blind_indexes(self, names: Iterable[str]) -> set[str]:
        """An encrypted column is never saved without the index that finds it."""
        wanted = set(names)
        return wanted | {
            field.name
            for field in self._meta.concrete_fields
            if isinstance(field, BlindIndexField) and field.source in wanted
        }


class AppendOnly(models.Model):
    """A row that is inserted once; triggers refuse its update and deletion in the database too."""

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row. Raises AppendOnlyViolation for a row that is already stored."""
        if not self._state.adding:
            raise AppendOnlyViolation(f"{self._meta.label} rows are never changed; append another.")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: what was is never deleted."""
        raise AppendOnlyViolation(f"{self._meta.label} rows are never deleted.")


class AppendOnlyRecord(AppendOnly, ActStamp):
    """A fact written in an act: no history, since it never changes, but covered by the chain."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(AppendOnly.Meta):
        abstract = True
