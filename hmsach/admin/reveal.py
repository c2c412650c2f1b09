"""Showing a masked value in full, once, against a logged reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse

from hmsach.admin.acts import IN_DIALOG, ActsAdmin, act_button
from hmsach.admin.forms import ReasonForm
from hmsach.admin.values import label
from hmsach.audit.access import reveal


class RevealForm(ReasonForm):
    """Which value, and why."""

    field = forms.ChoiceField(label="Show")

    def prepare(self) -> None:
        """Offer the fields of the object that hold something."""
        model = type(self.obj)
        choice: Any = self.fields["field"]
        choice.choices = [
            (name, label(model, name))
            for name in self.obj._revealable
            if getattr(self.obj, name) not in (None, "")
        ]


class RevealAdmin(ActsAdmin):
    """Adds the act `reveal` to admins that name `reveal_fields`."""

    reveal_fields: tuple[str, ...] = ()

    @property
    def acts(self) -> dict[str, Any]:
        """The admin's acts; reveal comes last, and only where there is something to reveal."""
        acts = super().acts
        last = acts.pop("reveal", None)
        return acts | {"reveal": last} if last and self.reveal_fields else acts

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> models.Model | None:
        """The visible object, told which of its fields may be revealed."""
        obj = super().get_object(request, object_id, from_field)
        if obj is not None:
            obj._revealable = self.reveal_fields  # type: ignore[attr-defined]
        return obj

    @act_button(
        label="Reveal",
        permission="reveal",
        form=RevealForm,
        icon="visibility",
        explain="The value is shown once. That you saw it, and why, is written to the access log.",
    )
    def reveal(self, request: HttpRequest, obj: models.Model, data: dict[str, Any]) -> HttpResponse:
        """Answer with the clear value; nothing keeps the page."""
        value = reveal(user=request.user, obj=obj, field=data["field"], reason=data["reason"])
        context = {
            "value": value,
            "what": label(type(obj), data["field"]),
            "object": obj,
            "object_url": self.object_url(obj),
            "title": "Reveal",
            "opts": self.opts,
        }
        if IN_DIALOG in request.headers:
            response: HttpResponse = render(request, "hmsach/revealed_value.html", context)
        else:
            context |= self.admin_site.each_context(request)
            response = TemplateResponse(request, "hmsach/revealed.html", context)
        response["Cache-Control"] = "no-store"
        return response
