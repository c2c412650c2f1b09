"""The system check of the two maps in which settings name functions of the rooms above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string

MAPS = ("EVENT_SUBSCRIBERS", "INBOUND_IMPORTERS")


@register("hmsach")
def names_import(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """hmsach.E001: a dotted name of EVENT_SUBSCRIBERS or INBOUND_IMPORTERS does not import."""
    return [
        Error(f"{setting}[{kind!r}]: {objection}", id="hmsach.E001")
        for setting in MAPS
        for kind, name in _names(getattr(settings, setting))
        if (objection := _import_objection(name))
    ]


def _names(named: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    return [(kind, name) for kind, names in named.items() for name in names]


def _import_objection(name: str) -> str | None:
    try:
        found = import_string(name)
    except ImportError as error:
        return f"{name} does not import ({error})."
    return None if callable(found) else f"{name} is not a function."
