"""People, their roles and the facilities, as superusers set them up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminPasswordWidget

from hmsach.accounts.models import Facility, FacilityUserObjectPermission, User
from hmsach.accounts.roles import ROLES, grant_role, revoke_role, roles_of
from hmsach.admin.acts import act_button
from hmsach.admin.display import pill
from hmsach.admin.forms import ReasonForm
from hmsach.admin.room_admin import EditableRoomAdmin, ReasonedModelForm, RoomAdmin
from hmsach.admin.tables import Column, Table
from hmsach.admin.values import link_to


def password_field() -> forms.CharField:
    """A new password, tested by the house's validators; never pre-filled."""
    return forms.CharField(
        label="Password",
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
        validators=[validate_password],
        strip=False,
    )


class UserForm(ReasonedModelForm):
    """A new user with a first password, or an old one's names."""

    password = password_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.fields.pop("password", None)

    def save(self, commit: bool = True) -> User:
        """The user, with the password hashed."""
        user: User = super().save(commit=False)
        if self.cleaned_data.get("password"):
            user.set_password(self.cleaned_data["password"])
        if commit:
            user.save()
        return user


class PasswordForm(ReasonForm):
    """The new password, and why it is set for somebody."""

    password = password_field()


class GrantForm(ReasonForm):
    """Which role, and where."""

    role = forms.ChoiceField(choices=[(name, role.title) for name, role in ROLES.items()])
    facility = forms.ModelChoiceField(queryset=Facility.objects.none())

    def prepare(self) -> None:
        """Offer the active facilities."""
        choice: Any = self.fields["facility"]
        choice.queryset = Facility.objects.filter(active=True)


class RevokeForm(ReasonForm):
    """Which of the roles the user has."""

    held = forms.ChoiceField(label="Role")

    def prepare(self) -> None:
        """Offer what the user holds."""
        choice: Any = self.fields["held"]
        choice.choices = [
            (f"{role}@{code}", f"{ROLES[role].title} at {code}")
            for code, names in roles_of(self.obj).items()
            for role in names
        ]


def no_role_objection(user: User, obj: User) -> str | None:
    """There is something to revoke."""
    return None if any(roles_of(obj).values()) else "This user has no role."


def own_account_objection(user: User, obj: User) -> str | None:
    """Nobody locks themselves out."""
    return "You cannot deactivate your own account." if user.pk == obj.pk else None


@admin.register(User)
class UserAdmin(EditableRoomAdmin):
    """Users and API clients; roles are given and taken here, with a reason."""

    superusers_only = True
    form = UserForm
    edit_fields = ["username", "first_name", "last_name", "email"]
    called = ("person", "people")
    labels = {
        "username": "User name",
        "is_service": "Is a program",
        "is_superuser": "Superuser",
        "last_login": "Last login",
        "date_joined": "Since",
    }
    search_help_text = "User name, e-mail or how the last name begins"
    list_display = [
        "username",
        "display_name",
        "is_active",
        "is_service",
        "is_superuser",
        "last_login",
    ]
    list_select_related = ()
    list_filter = ["is_active", "is_service", "groups"]
    search_fields = ["username", "=email", "^last_name"]
    ordering = ["username"]
    headline = ["standing"]
    sections = [
        ("Person", ["username", "first_name", "last_name", "email"]),
        ("Access", ["is_active", "is_superuser", "is_service", "last_login", "date_joined"]),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new user's form also asks for a password."""
        (_, person), why = super().get_fieldsets(request, obj)
        extra = [] if obj else ["password"]
        return [(None, {"fields": [*person["fields"], *extra]}), why]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """People added here log in here."""
        obj.is_staff = obj.is_staff or not change
        super().save_model(request, obj, form, change)

    @admin.display(description="Standing")
    def standing(self, obj: User) -> Any:
        """Active or not, as a state."""
        return pill("active" if obj.is_active else "inactive")

    def child_tables(self, request: HttpRequest, obj: Any) -> Sequence[Table]:
        """The roles, by facility."""
        rows = [
            [code, ", ".join(ROLES[name].title for name in names) or "—"]
            for code, names in roles_of(obj).items()
        ]
        empty = "Sees every facility." if obj.is_superuser else "No role at any facility yet."
        return [Table("Roles", [Column("Facility"), Column("Roles")], rows, empty=empty)]

    @act_button(
        label="Grant role",
        permission="superuser",
        form=GrantForm,
        icon="add_moderator",
        tone="primary",
        shown=lambda user: not user.is_superuser,
    )
    def grant(self, request: HttpRequest, obj: User, data: dict[str, Any]) -> str:
        """The user has the role at the facility."""
        grant_role(user=obj, role=data["role"], facility=data["facility"])
        return f"{obj.display_name} is now {ROLES[data['role']].title} at {data['facility'].code}."

    @act_button(
        label="Revoke role",
        permission="superuser",
        form=RevokeForm,
        icon="remove_moderator",
        objection=no_role_objection,
        shown=lambda user: not user.is_superuser,
    )
    def revoke(self, request: HttpRequest, obj: User, data: dict[str, Any]) -> str:
        """The user no longer has the role at the facility."""
        role, code = data["held"].split("@", 1)
        revoke_role(user=obj, role=role, facility=Facility.objects.get(code=code))
        return f"{obj.display_name} is no longer {ROLES[role].title} at {code}."

    @act_button(
        label="Set password",
        permission="superuser",
        form=PasswordForm,
        icon="key",
        shown=lambda user: not user.is_service,
    )
    def set_password(self, request: HttpRequest, obj: User, data: dict[str, Any]) -> str:
        """The user logs in with the new password; sessions begun with the old one end."""
        obj.set_password(data["password"])
        obj.save()
        return "The password is set."

    @act_button(
        label="Deactivate",
        permission="superuser",
        icon="person_off",
        tone="danger",
        objection=own_account_objection,
        shown=lambda user: user.is_active,
    )
    def deactivate(self, request: HttpRequest, obj: User, data: dict[str, Any]) -> str:
        """The user can no longer log in and sees nothing."""
        obj.is_active = False
        obj.save()
        return f"{obj.display_name} can no longer log in."

    @act_button(
        label="Activate",
        permission="superuser",
        icon="person",
        shown=lambda user: not user.is_active,
    )
    def activate(self, request: HttpRequest, obj: User, data: dict[str, Any]) -> str:
        """The user can log in again."""
        obj.is_active = True
        obj.save()
        return f"{obj.display_name} can log in again."


@admin.register(Facility)
class FacilityAdmin(EditableRoomAdmin):
    """Facilities; everybody sees their own."""

    edit_fields = [
        "code",
        "name",
        "tin",
        "npi",
        "street",
        "city",
        "state",
        "postal_code",
        "timezone",
        "active",
    ]
    labels = {"tin": "Tax number (TIN)", "timezone": "Time zone"}
    search_help_text = "Code, NPI, TIN or how the name begins"
    list_display = ["code", "name", "tin", "npi", "timezone", "active"]
    list_select_related = ()
    list_filter = ["active"]
    search_fields = ["code", "^name", "tin", "npi"]
    ordering = ["code"]
    sections = [
        ("Legal entity", ["code", "name", "tin", "npi"]),
        ("Address", ["street", "city", "state", "postal_code"]),
        ("Here", ["timezone", "active", "created_at"]),
    ]

    def child_tables(self, request: HttpRequest, obj: Any) -> Sequence[Table]:
        """Who works here; for superusers, who alone may see users."""
        if not request.user.is_superuser:
            return []
        grants = FacilityUserObjectPermission.objects.filter(content_object=obj)
        users = User.objects.filter(pk__in=grants.values("user")).order_by("username")
        rows = [
            [
                link_to(user),
                ", ".join(ROLES[name].title for name in roles_of(user)[obj.code]) or "—",
            ]
            for user in users[:50]
        ]
        empty = "Nobody has a role here yet."
        return [Table("People", [Column("User"), Column("Roles")], rows, empty=empty)]


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(RoomAdmin):
    """The groups that carry the roles' model permissions; made by `seed_roles`, not by hand."""

    superusers_only = True
    list_display = ["name"]
    list_select_related = ()
    search_fields = ["name"]
    ordering = ["name"]
    sections = [("Role", ["name", "members"])]

    @admin.display(description="Members")
    def members(self, obj: Group) -> int:
        """How many users have it."""
        return obj.user_set.count()

    def child_tables(self, request: HttpRequest, obj: Any) -> Sequence[Table]:
        """What the role does at a facility, and what it sees."""
        role = ROLES.get(obj.name)
        at_facility = [[name] for name in sorted(role.at_facility)] if role else []
        names = obj.permissions.values_list("content_type__app_label", "codename")
        seen = [
            [label, name] for label, name in names.order_by("content_type__app_label", "codename")
        ]
        return [
            Table("At a facility", [Column("Permission")], at_facility, empty="Nothing."),
            Table(
                "Sees", [Column("Room"), Column("Permission")], seen, empty="No page of the admin."
            ),
        ]
