"""What the acts on an item of the queue ask for, beside the reason."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from hmsach.accounts.models import User
from hmsach.accounts.policies import can
from hmsach.admin.forms import ReasonForm

RESOLUTIONS = [
    ("", "Choose"),
    ("fixed", "Fixed: it is right now"),
    ("corrected_by_sender", "The sender corrected it"),
    ("posted_elsewhere", "Posted in the ledger by hand"),
    ("written_off", "Written off"),
    ("no_action", "Nothing to do"),
]


class PersonField(forms.ModelChoiceField):
    """A person by their name."""

    def label_from_instance(self, obj: Any) -> str:
        """The name shown."""
        return str(obj.display_name)


class AssignForm(ReasonForm):
    """Who works the item; only those who may."""

    to = PersonField(
        label="Hand over to", queryset=User.objects.none(), widget=UnfoldAdminSelectWidget()
    )

    def prepare(self) -> None:
        """Offer the people who may work this facility's queue."""
        field = cast(PersonField, self.fields["to"])
        people = User.objects.filter(is_active=True, is_service=False).order_by("first_name")
        if self.obj is not None:
            fit = [p.pk for p in people if can(p, "work_queue", self.obj.facility_id)]
            field.queryset = people.filter(pk__in=fit)


class TakeForm(ReasonForm):
    """Taking asks for nothing more than it says by itself."""

    def prepare(self) -> None:
        """A reason that may stand."""
        self.initial.setdefault("reason", "I work on it")


class NoteForm(ReasonForm):
    """A note needs no reason: it is one."""

    text = forms.CharField(
        label="Note",
        max_length=2000,
        widget=UnfoldAdminTextareaWidget({"rows": 5}),
        help_text="Kept sealed, with your name. It cannot be changed or removed.",
    )

    def prepare(self) -> None:
        """The reason is not asked for."""
        self.fields["reason"].widget = forms.HiddenInput()
        self.initial.setdefault("reason", "Note on an item")


class WaitForm(ReasonForm):
    """Until when, and for whom."""

    until = forms.DateField(
        label="Wait until", help_text="It comes back into the queue that day, by itself."
    )
    waiting_for = forms.CharField(
        label="Waiting for",
        max_length=80,
        widget=UnfoldAdminTextInputWidget(),
        help_text="Who or what, for example the payer's answer. No patient's name.",
    )

    def clean_until(self) -> date:
        """A day to come."""
        until: date = self.cleaned_data["until"]
        if until <= timezone.localdate():
            raise forms.ValidationError("Choose a day after today.")
        return until


class ResolveForm(ReasonForm):
    """How it ended."""

    resolution = forms.ChoiceField(
        label="How did it end?", choices=RESOLUTIONS, widget=UnfoldAdminSelectWidget()
    )
