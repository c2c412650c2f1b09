"""RoomAdmin: what every admin of the house is made of.

A room's admin, from end to end::

    from django.contrib import admin
    from hmsach.admin.acts import act_button
    from hmsach.admin.forms import DollarsField, ReasonForm
    from hmsach.admin.room_admin import RoomAdmin
    from hmsach.admin.tables import Table, table_of

    class PartialForm(ReasonForm):            # fields stand before the reason
        amount_cents = DollarsField(label="Amount")

        def prepare(self) -> None:            # self.obj and self.user are the act's
            if self.obj is not None:          # None over many rows
                self.fields["amount_cents"].initial = self.obj.amount_cents

    @admin.register(Payment)
    class PaymentAdmin(RoomAdmin):
        list_display = ["trace_number", "payee", "amount_cents", "status", "created_at"]
        list_select_related = ["payee", "facility"]   # () where none; required
        list_filter = ["status", "facility"]          # relations offer visible objects only
        search_fields = ["trace_number", "external_id", "amount_cents", "account_index"]
        ordering = ["-created_at"]
        headline = ["status", "amount_cents"]
        sections = [
            ("Money", ["amount_cents", "effective_on"]),
            ("Payee", ["payee", "account_number"]),   # encrypted: masked
            ("Entry", ["trace_number", "summary"]),   # a method below
        ]
        reveal_fields = ("account_number",)           # adds the Reveal act
        # hidden_fields = ("patient_name",)           # masked whole, not to the last four

        def child_tables(self, request, obj):
            return [
                table_of(
                    "Returns", obj.returns.all(), ["reason_code", "amount_cents", "created_at"],
                    empty=f"No returns. They can still come until {short_day(obj.returns_until)}.",
                )
            ]

        @admin.display(description="Summary")
        def summary(self, obj): ...

        @act_button(
            label="Approve", permission="approve_payment", tone="primary", icon="check",
            objection=policies.approval_objection,    # (user, obj) -> sentence or None
            shown=lambda payment: payment.status == "needs_approval",
            bulk=True,
        )
        def approve(self, request, obj, data) -> str:
            services.approve_payment(payment_id=obj.pk, actor=request.user, reason=data["reason"])
            return "Approved."

What follows by itself: the list and every page start from `.visible_to(user)`; nothing is added,
changed or deleted; `list_display` names are shown as money, moments, pills and links; search is
exact (`^name` for the beginning, `name__icontains` only where an index carries it), in dollars on
money and in clear on blind indexes; counts stop at 10,000; the acts are POST dialogs with a reason,
each inside one audited act; history shows on the page. Models without `visible_to` say
`scope_through = "batch"` (seen with their batch), `house_wide = True` or `superusers_only = True`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin as DjangoModelAdmin
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from unfold.admin import ModelAdmin

from hmsach.accounts.roles import facility_ids
from hmsach.admin.bulk import BulkActsAdmin
from hmsach.admin.document import DocumentAdmin
from hmsach.admin.filters import scoped
from hmsach.admin.forms import ReasonField
from hmsach.admin.paging import CappedChangeList, CappedPaginator
from hmsach.admin.reveal import RevealAdmin
from hmsach.admin.values import column
from hmsach.admin.viewer import looks
from hmsach.audit.acts import act


class RoomAdmin(DocumentAdmin, RevealAdmin, BulkActsAdmin, ModelAdmin):
    """Scoped, read-only, quick at a million rows; changes are acts. See the module's example.

    `labels`: words for columns whose own label is a code. `called`: one and many of the rows, where
    people say it otherwise than the model. `nothing_yet`: what an empty list says.
    """

    paginator = CappedPaginator
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 0
    list_fullwidth = True
    list_filter_sheet = True
    date_hierarchy = None
    hidden_fields: tuple[str, ...] = ()
    labels: Mapping[str, str] = {}
    called: tuple[str, str] | None = None
    nothing_yet = "Nothing here yet."

    def __init__(self, model: type[Model], admin_site: Any) -> None:
        super().__init__(model, admin_site)
        if self.list_select_related is DjangoModelAdmin.list_select_related:
            raise ImproperlyConfigured(f"{type(self).__name__} must name list_select_related.")

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """The columns, shown the house's way."""
        names = without_facility(super().get_list_display(request), request)
        return [
            column(self.model, name, self) if isinstance(name, str) and name != "__str__" else name
            for name in names
        ]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """The filters; those on relations offer only visible objects."""
        filters = without_facility(super().get_list_filter(request), request)
        return scoped(self.model, filters, self.labels)

    @property
    def one_and_many(self) -> tuple[str, str]:
        """What one row is called, and several."""
        return self.called or (str(self.opts.verbose_name), str(self.opts.verbose_name_plural))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, called what people call it."""
        looks(request)
        many = self.one_and_many[1]
        title = many[:1].upper() + many[1:]
        answer: HttpResponse = super().changelist_view(
            request, {"title": title, **(extra_context or {})}
        )
        return answer

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[CappedChangeList]:
        """Lists count no further than COUNT_MAX."""
        return CappedChangeList


def without_facility(names: Sequence[Any], request: HttpRequest) -> list[Any]:
    """The same, less the facility for whoever works at one only: it would always be the same."""
    is_the_same = not request.user.is_superuser and len(facility_ids(request.user)) == 1
    return [name for name in names if not (is_the_same and name == "facility")]


class ReasonedModelForm(forms.ModelForm):
    """A model form that also asks why."""

    reason = ReasonField()


class EditableRoomAdmin(RoomAdmin):
    """For the few things superusers set up by hand: a form with a reason, inside one act.

    `edit_fields`: what the form holds, the reason apart.
    """

    form = ReasonedModelForm
    edit_fields: Sequence[str] = ()

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        """Superusers."""
        return bool(request.user.is_active and request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Superusers."""
        return bool(request.user.is_active and request.user.is_superuser)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fields, then why."""
        return [(None, {"fields": list(self.edit_fields)}), ("Why", {"fields": ["reason"]})]

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A POST runs inside one act; a form with faults leaves nothing behind."""
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        request_id = str(getattr(request, "request_id", "") or "")
        # Without a reason the form is refused, so the act stays empty and leaves nothing.
        reason = request.POST.get("reason", "").strip() or "None given"
        with act(request.user, reason, request_id=request_id):
            return super().changeform_view(request, *args, **kwargs)
