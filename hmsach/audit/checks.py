"""System checks of what the chain relies on: no foreign key changes a record behind its history."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db import models

from hmsach.db.history import history_model_of

SILENT = (models.SET_NULL, models.SET_DEFAULT)


@register("hmsach")
def no_silent_foreign_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """hmsach.E002: SET_NULL and SET_DEFAULT write rows without history."""
    return [
        Error("Use PROTECT: this on_delete writes no history.", obj=field, id="hmsach.E002")
        for model in apps.get_models()
        if history_model_of(model) is not None
        for field in model._meta.concrete_fields
        if field.remote_field is not None and field.remote_field.on_delete in SILENT
    ]
