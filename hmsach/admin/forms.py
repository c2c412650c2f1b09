"""The forms acts are made with: always a reason, in unfold's clothes."""

from __future__ import annotations

from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from hmsach.lib.errors import DomainError
from hmsach.lib.money import dollars, parse_dollars

REASON_MIN = 4


class ReasonField(forms.CharField):
    """Why: at least a word, kept with the history."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Reason")
        kwargs.setdefault("help_text", "Kept with the history, with your name.")
        kwargs.setdefault(
            "error_messages",
            {"required": "Say why.", "min_length": "Say why in a few words."},
        )
        super().__init__(
            min_length=REASON_MIN,
            max_length=500,
            widget=UnfoldAdminTextareaWidget({"rows": 3}),
            **kwargs,
        )


class DollarsField(forms.CharField):
    """Dollars typed by a person, cents in `cleaned_data`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=20, widget=UnfoldAdminTextInputWidget({"inputmode": "decimal"}), **kwargs
        )

    def to_python(self, value: Any) -> Any:
        """Cents; raises ValidationError with what is wrong with the amount."""
        text = (super().to_python(value) or "").strip().replace("$", "").replace(",", "")
        if not text:
            return None
        try:
            return parse_dollars(text)
        except DomainError as error:
            raise forms.ValidationError(str(error)) from error

    def validate(self, value: Any) -> None:
        """Only a missing amount is wrong here: zero is an amount."""
        if value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"])

    def run_validators(self, value: Any) -> None:
        """Validators of text do not apply to cents."""

    def prepare_value(self, value: Any) -> Any:
        """Cents shown as dollars."""
        return dollars(value) if isinstance(value, int) else value


class ReasonForm(forms.Form):
    """A reason and nothing else; acts that ask for more add their fields before it.

    `obj` and `user` are the act's, for choices that depend on them; see `prepare`.
    """

    reason = ReasonField()

    def __init__(self, *args: Any, obj: Any = None, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.obj, self.user = obj, user
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])
        for field in self.fields.values():
            clothe(field)
        next(iter(self.fields.values())).widget.attrs["autofocus"] = True
        self.prepare()

    def prepare(self) -> None:
        """Set initial values and choices from `self.obj` and `self.user`."""


def clothe(field: forms.Field) -> None:
    """Give a plain widget unfold's look; a widget chosen on purpose stays."""
    kind = type(field.widget)
    attrs = dict(field.widget.attrs)
    if kind is forms.TextInput:
        field.widget = UnfoldAdminTextInputWidget(attrs)
    elif kind is forms.Textarea:
        field.widget = UnfoldAdminTextareaWidget(attrs)
    elif kind is forms.NumberInput:
        field.widget = UnfoldAdminIntegerFieldWidget(attrs)
    elif kind is forms.DateInput:
        field.widget = UnfoldAdminSingleDateWidget(attrs)
        field.widget.input_type = "date"
    elif kind is forms.Select:
        choices = field.widget.choices
        field.widget = UnfoldAdminSelectWidget(attrs)
        field.widget.choices = choices
