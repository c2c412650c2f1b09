"""History of a row: who, why, in which act and request; written by save() and by hmsach.db.bulk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from hmsach.db import act_context


class ActStamp(models.Model):
    """A row that belongs to one act for ever; the audit chain covers each table of these."""

    act_id = models.UUIDField(default=act_context.act_id, editable=False, db_index=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row and tell the open act that its table has one more. Raises ActRequired."""
        act_context.require_act().tables.add(type(self))
        super().save(*args, **kwargs)


class HistoryStamp(ActStamp):
    """What every history row says of its act beside the package's own columns."""

    request_id = models.CharField(
        max_length=64, blank=True, default=act_context.request_id, editable=False
    )

    class Meta:
        abstract = True


class History(HistoricalRecords):
    """django-simple-history whose actor and reason come from the open act.

    Columns in `excluded_fields`, and those a model lists in `unrecorded_fields` (a lease), are
    bookkeeping: a save that touches only them writes no row and needs no act.
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("bases", (HistoryStamp,))
        super().__init__(**options)

    def unrecorded(self, model: Any) -> frozenset[str]:
        """Names of the columns of the model (or of a row) that history leaves out."""
        listed = (base.__dict__.get("unrecorded_fields", ()) for base in model._meta.model.__mro__)
        return frozenset(self.excluded_fields).union(*listed)

    def fields_included(self, model: Any) -> list[Any]:
        """The columns history keeps."""
        left_out = self.unrecorded(model)
        return [field for field in model._meta.fields if field.name not in left_out]

    def copy_fields(self, model: Any) -> dict[str, Any]:
        """The columns' copies; history is looked up by row, so only the row's id has an index."""
        copies: dict[str, Any] = super().copy_fields(model)
        for name, copied in copies.items():
            copied.db_index = name == model._meta.pk.attname
        return copies

    def create_history_model(self, model: Any, inherited: bool) -> Any:
        """The history model, which also knows the columns it leaves out."""
        made = super().create_history_model(model, inherited)
        made._history_excluded_fields = sorted(self.unrecorded(model))
        return made

    def get_meta_options(self, model: Any) -> dict[str, Any]:
        """The history stands in the app of its model, wherever that was written down."""
        return {**super().get_meta_options(model), "app_label": model._meta.app_label}

    def finalize(self, sender: Any, **kwargs: Any) -> None:
        """Make the history model; refuse the row itself, not only its history, outside an act."""
        super().finalize(sender, **kwargs)
        if sender is self.cls or (self.inherit and issubclass(sender, self.cls)):
            models.signals.pre_save.connect(self.pre_save, sender=sender, weak=False)

    def pre_save(
        self, instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any
    ) -> None:
        """Raise ActRequired before the row is touched."""
        if not raw and not self.is_bookkeeping(instance, update_fields):
            act_context.require_act()

    def pre_delete(self, instance: Any, **kwargs: Any) -> None:
        """Raise ActRequired before the row is gone."""
        act_context.require_act()
        super().pre_delete(instance, **kwargs)

    def post_save(self, instance: Any, created: Any, using: Any = None, **kwargs: Any) -> None:
        """Write the history row of a save, unless only bookkeeping was saved."""
        if not self.is_bookkeeping(instance, kwargs.get("update_fields")):
            super().post_save(instance, created, using=using, **kwargs)

    def is_bookkeeping(self, instance: Any, update_fields: Any) -> bool:
        """Whether a save touches nothing that history keeps."""
        if hasattr(instance, "skip_history_when_saving"):
            return True
        return update_fields is not None and self.unrecorded(instance).issuperset(update_fields)

    def get_history_user(self, instance: Any) -> Any:
        """The open act's actor."""
        return act_context.require_act().actor

    def get_change_reason_for_object(self, instance: Any, history_type: str, using: Any) -> str:
        """The open act's reason."""
        return act_context.require_act().reason

    def _get_history_change_reason_field(self) -> models.Field:  # type: ignore[type-arg]
        return models.TextField(blank=True)

    def _get_history_id_field(self) -> models.Field:  # type: ignore[type-arg]
        return models.BigAutoField(primary_key=True)

    def _get_history_user_fields(self) -> dict[str, Any]:
        # Users are never deleted (PROTECT), so the database need not check each of millions of
        # rows, nor lock the system user's row for every one of them.
        return {
            "history_user": models.ForeignKey(
                settings.AUTH_USER_MODEL,
                null=True,
                related_name="+",
                on_delete=models.PROTECT,
                db_constraint=False,
                db_index=False,
            )
        }

    @property
    def _date_indexing(self) -> bool:
        return False


def history_model_of(model: type[models.Model]) -> Any:
    """The model of its history, or None where it has none."""
    name = getattr(model._meta, "simple_history_manager_attribute", None)
    return None if name is None else getattr(model, name).model
