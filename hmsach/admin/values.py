"""The one way a model's field becomes something to look at, for lists, documents and tables."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from hmsach.admin import display
from hmsach.admin.viewer import may_open
from hmsach.db.fields import CentsField, EncryptedBinaryField, EncryptedTextField

ENCRYPTED = (EncryptedTextField, EncryptedBinaryField)
# Choices that are not a state are plain words; a state's pill is worth its colour.
STATE_FIELDS = frozenset({"status", "state", "work_state", "money_state", "recon_state"})


def field_of(model: type[models.Model], name: str) -> models.Field[Any, Any] | None:
    """The concrete field called `name`, else None (a method or property)."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None


def is_money(model: type[models.Model], name: str) -> bool:
    """Whether the column holds cents, so that it stands on the right."""
    return name.endswith("_cents") or isinstance(field_of(model, name), CentsField)


def label(model: type[models.Model], name: str, model_admin: Any = None) -> str:
    """What the column is called: the admin's own word, else its label with a capital."""
    named = model_admin or admin.site._registry.get(model)
    if name in (words := getattr(named, "labels", {})):
        return str(words[name])
    text = str(label_for_field(name, model, model_admin=model_admin))
    text = text.removesuffix(" cents").replace("_", " ")
    return text[:1].upper() + text[1:]


def show(obj: models.Model, name: str, model_admin: Any = None) -> SafeString:
    """The value of a field, of a method of the admin, or of a property of the object.

    Encrypted columns come out masked; only a reveal shows them.
    """
    field = field_of(type(obj), name)
    if field is not None:
        return show_field(obj, field, model_admin)
    member = getattr(model_admin, name, None)
    value = member(obj) if callable(member) else getattr(obj, name)
    value = value() if callable(value) else value
    return display.money(value) if name.endswith("_cents") else show_value(value)


def show_field(
    obj: models.Model, field: models.Field[Any, Any], model_admin: Any = None
) -> SafeString:
    """The value of a concrete field, by the field's kind."""
    if isinstance(field, EncryptedBinaryField):
        return display.hidden()
    if isinstance(field, EncryptedTextField):
        whole = field.name in getattr(model_admin, "hidden_fields", ())
        return display.hidden() if whole else display.masked(getattr(obj, field.name))
    if isinstance(field, models.ForeignKey):
        return link_to(getattr(obj, field.name))
    value = getattr(obj, field.attname)
    if isinstance(field, CentsField):
        return display.money(value)
    if field.choices and value not in (None, ""):
        words = str(getattr(obj, f"get_{field.name}_display")())
        is_state = field.name in STATE_FIELDS or field.name.endswith(("_status", "_state"))
        return display.pill(str(value), words) if is_state else show_value(words)
    return show_value(value)


def show_value(value: Any) -> SafeString:
    """Any Python value, by its type."""
    if value is None or value == "":
        return display.NOTHING
    for kinds, render in RENDERERS:
        if isinstance(value, kinds):
            return render(value)
    return conditional_escape(value)


RENDERERS: list[tuple[Any, Callable[[Any], SafeString]]] = [
    (bool, display.yes_no),
    (datetime.datetime, display.moment),
    (datetime.date, display.day),
    ((dict, list, tuple), display.lines),
    (models.Model, lambda obj: link_to(obj)),
]


def link_to(obj: models.Model | None) -> SafeString:
    """The object's name, linking to its page where the viewer may open it."""
    if obj is None:
        return display.NOTHING
    if not may_open(obj):
        return conditional_escape(str(obj))
    return format_html('<a class="hm-link" href="{}">{}</a>', page_of(obj), str(obj))


def page_of(obj: models.Model) -> str:
    """The address of the object's page in the admin, or "" where it has none."""
    try:
        return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])
    except NoReverseMatch:
        return ""


def column(model: type[models.Model], name: str, model_admin: Any) -> str | Callable[..., Any]:
    """A list column that shows its value the house's way; methods of the admin stay themselves."""
    field = field_of(model, name)
    if field is None and hasattr(model_admin, name):
        return name

    def cell(obj: models.Model) -> SafeString:
        return show(obj, name, model_admin)

    cell.__name__ = name
    cell.short_description = label(model, name, model_admin)  # type: ignore[attr-defined]
    if field is not None and not isinstance(field, ENCRYPTED):
        cell.admin_order_field = name  # type: ignore[attr-defined]
    return cell
