"""Who looks at the page being made, so that a value links only to what this person may open."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

_looking: ContextVar[HttpRequest | None] = ContextVar("hmsach_admin_looking", default=None)


def looks(request: HttpRequest) -> None:
    """The page is made for this request from here on; the next page sets its own."""
    _looking.set(request)


def may_open(obj: models.Model) -> bool:
    """Whether the page's viewer may open the object's page; without a page, nobody asks.

    A courtesy that costs no query: the object's own page asks for the rights again.
    """
    model_admin: Any = admin.site._registry.get(type(obj))
    if model_admin is None:
        return False
    request = _looking.get()
    if request is None or not hasattr(model_admin, "opens_to"):
        return True
    return bool(model_admin.opens_to(request, obj))
