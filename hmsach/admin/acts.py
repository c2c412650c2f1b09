"""Acts on one object: a button, a dialog with a reason, a POST, one call of a service.

What an act does lives in the rooms' services; what acts on many rows look like, in `bulk`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache

from hmsach.accounts.models import User
from hmsach.admin.forms import ReasonForm
from hmsach.admin.scope import ScopedAdmin
from hmsach.admin.viewer import looks
from hmsach.audit.acts import act as open_act
from hmsach.lib.errors import DomainError

Objection = Callable[[Any, Any], str | None]
IN_DIALOG = "X-Dialog"


def no_objection(user: Any, obj: Any) -> None:
    """Always possible for whoever holds the permission."""


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing a person can do to an object of an admin; made by `act_button`."""

    name: str
    label: str
    perform: Callable[..., Any]
    permission: str | None
    form_class: type[ReasonForm] = ReasonForm
    objection: Objection = no_objection
    shown: Callable[[Any], bool] = field(default=lambda obj: True)
    icon: str = ""
    tone: str = "default"
    explain: str = ""
    bulk: bool = False
    single: bool = True


@dataclass(frozen=True)
class Button:
    """An act as it stands on the page of one object: open to this user, or barred with a reason."""

    act: Act
    url: str
    barred: str
    form: ReasonForm | None

    @property
    def dialog_id(self) -> str:
        """The dialog's id on the page."""
        return f"act-{self.act.name}"


def act_button(
    *,
    label: str,
    permission: str | None,
    form: type[ReasonForm] = ReasonForm,
    objection: Objection = no_objection,
    shown: Callable[[Any], bool] = lambda obj: True,
    icon: str = "",
    tone: str = "default",
    explain: str = "",
    bulk: bool = False,
    single: bool = True,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a method `(self, request, obj, data) -> message` of a RoomAdmin into an act.

    `permission`: a facility permission, "superuser", or None (whoever sees the object).
    `objection(user, obj)`: the sentence why it cannot be done now, or None.
    `shown(obj)`: False hides the button where the act makes no sense in the object's state.
    `tone`: primary, danger or default. `bulk`: also over the rows chosen in the list.
    The method calls one service; a DomainError it raises is shown and nothing has changed.
    It may return a sentence, or an HttpResponse of its own.
    """

    def declare(method: Callable[..., Any]) -> Callable[..., Any]:
        method.act = Act(  # type: ignore[attr-defined]
            name=method.__name__,
            label=label,
            perform=method,
            permission=permission,
            form_class=form,
            objection=objection,
            shown=shown,
            icon=icon,
            tone=tone,
            explain=explain,
            bulk=bulk,
            single=single,
        )
        return method

    return declare


def person(request: HttpRequest) -> User:
    """Who acts. Admin views let nobody in who has not logged in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def acts_of(admin_class: type) -> dict[str, Act]:
    """The acts declared on the class and its bases, in order of declaration."""
    found: dict[str, Act] = {}
    for base in reversed(admin_class.__mro__):
        for name, member in vars(base).items():
            if isinstance(getattr(member, "act", None), Act):
                found[name] = member.act
            else:
                found.pop(name, None)
    return found


class ActsAdmin(ScopedAdmin):
    """Adds the acts' address and buttons to an admin."""

    act_template = "hmsach/act.html"

    @property
    def acts(self) -> dict[str, Act]:
        """This admin's acts by name."""
        return acts_of(type(self))

    def get_urls(self) -> list[URLPattern]:
        """The address of acts comes first: the object's own catches everything."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_act"
        view = self.admin_site.admin_view(never_cache(self.act_view))
        return [path("<path:object_id>/act/<slug:name>/", view, name=name), *super().get_urls()]

    def act_url(self, obj: models.Model, name: str) -> str:
        """Where the act's form is read (GET) and the act is done (POST)."""
        return reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_act", args=[obj.pk, name]
        )

    def object_url(self, obj: models.Model) -> str:
        """The object's page."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])

    def buttons(self, request: HttpRequest, obj: models.Model) -> list[Button]:
        """The acts this user is offered here; barred ones carry the reason why."""
        return [
            self.button(request, obj, act)
            for act in self.acts.values()
            if act.single and self.user_can(request, act.permission, obj) and act.shown(obj)
        ]

    def button(self, request: HttpRequest, obj: models.Model, act: Act) -> Button:
        """One act as a button, with its form where it is open."""
        barred = act.objection(request.user, obj) or ""
        form = None if barred else self._form(act, request, obj)
        return Button(act, self.act_url(obj, act.name), barred, form)

    def act_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """GET shows the form and changes nothing; POST does the act.

        404 for what the user may not see, 403 for what they may not do.
        """
        looks(request)
        obj = self.get_object(request, unquote(object_id))
        act = self.acts.get(name)
        if obj is None or act is None or not act.single:
            raise Http404
        if not (
            self.has_view_permission(request, obj) and self.user_can(request, act.permission, obj)
        ):
            raise PermissionDenied
        barred = act.objection(request.user, obj)
        if barred:
            return self._show_form(request, act, obj, None, barred=barred, status=409)
        if request.method != "POST":
            return self._show_form(request, act, obj, self._form(act, request, obj))
        return self._do(request, act, obj)

    def _do(self, request: HttpRequest, act: Act, obj: models.Model) -> HttpResponse:
        form = self._form(act, request, obj, request.POST)
        if not form.is_valid():
            return self._show_form(request, act, obj, form, status=422)
        try:
            answer = self.perform_act(request, act, obj, form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
            return self._show_form(request, act, obj, form, status=error.http_status)
        if isinstance(answer, HttpResponse):
            return answer
        messages.success(request, answer or f"{act.label}: done.")
        return self._go(request, self.object_url(obj))

    def perform_act(
        self, request: HttpRequest, act: Act, obj: models.Model, data: dict[str, Any]
    ) -> Any:
        """Call the act's method inside one audited act with the person's reason."""
        request_id = str(getattr(request, "request_id", "") or "")
        with open_act(request.user, data["reason"], request_id=request_id):
            return act.perform(self, request, obj, data)

    def _form(
        self, act: Act, request: HttpRequest, obj: models.Model, data: Any = None
    ) -> ReasonForm:
        files = request.FILES if data is not None else None
        # A link may fill in what it suggests; nothing is done until a person posts it.
        asked = {name: request.GET[name] for name in request.GET if data is None}
        return act.form_class(
            data,
            files,
            obj=obj,
            user=request.user,
            initial=asked,
            auto_id=f"id_{act.name}_%s",
        )

    def _show_form(
        self,
        request: HttpRequest,
        act: Act,
        obj: models.Model,
        form: ReasonForm | None,
        *,
        barred: str = "",
        status: int = 200,
    ) -> HttpResponse:
        context = {
            "button": Button(act, self.act_url(obj, act.name), barred, form),
            "object": obj,
            "object_url": self.object_url(obj),
            "opts": self.opts,
        }
        if IN_DIALOG in request.headers:
            return render(request, "hmsach/act_form.html", context, status=status)
        context |= {"title": act.label, **self.admin_site.each_context(request)}
        return TemplateResponse(request, self.act_template, context, status=status)

    def _go(self, request: HttpRequest, url: str) -> HttpResponse:
        if IN_DIALOG in request.headers:
            return HttpResponse(status=204, headers={"X-Location": url})
        return HttpResponseRedirect(url)
