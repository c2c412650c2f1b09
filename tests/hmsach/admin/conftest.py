"""Two facilities, people at them, and an admin site of the tests' own with acts of every sort."""

from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.test import Client
from django.urls import path, set_urlconf
from unfold.sites import UnfoldAdminSite

from hmsach.accounts.models import Facility, FacilityUserObjectPermission, User
from hmsach.accounts.roles import grant_role
from hmsach.admin.acts import act_button
from hmsach.admin.forms import ReasonForm
from hmsach.admin.room_admin import RoomAdmin
from hmsach.admin.tables import table_of
from hmsach.audit.acts import act
from hmsach.lib.errors import Conflict
from hmsach.outbox.webhook_models import WebhookEndpoint


class RenameForm(ReasonForm):
    name = forms.CharField()

    def prepare(self) -> None:
        if self.obj is not None:
            self.fields["name"].initial = self.obj.name


def closed_objection(user: User, facility: Facility) -> str | None:
    return None if facility.active else "It is closed already."


class ActingFacilityAdmin(RoomAdmin):
    list_display = ["code", "name", "active"]
    list_select_related = ()
    search_fields = ["code", "^name", "tin", "id"]
    ordering = ["code"]

    def child_tables(self, request: HttpRequest, obj: Facility) -> list:
        none = FacilityUserObjectPermission.objects.none()
        return [table_of("Grants", none, ["user"], empty="No grants. They can still come.")]

    @act_button(label="Rename", permission="approve_payment", form=RenameForm)
    def rename(self, request: HttpRequest, obj: Facility, data: dict) -> str:
        obj.name = data["name"]
        obj.save()
        return "Renamed."

    @act_button(
        label="Close", permission="approve_payment", tone="danger", objection=closed_objection,
        bulk=True,
    )  # fmt: skip
    def close(self, request: HttpRequest, obj: Facility, data: dict) -> str:
        obj.active = False
        obj.save()
        return "Closed."

    @act_button(label="Quarrel", permission=None, bulk=True)
    def quarrel(self, request: HttpRequest, obj: Facility, data: dict) -> str:
        obj.name = "Half done"
        obj.save()
        raise Conflict("Somebody else was quicker.")

    @act_button(label="Reopen", permission="approve_payment", shown=lambda f: not f.active)
    def reopen(self, request: HttpRequest, obj: Facility, data: dict) -> str:
        return "Reopened."


class GrantAdmin(RoomAdmin):
    """Has an autocomplete field over facilities."""

    scope_through = "content_object"
    list_display = ["user", "content_object"]
    list_select_related = ["user", "content_object"]
    list_filter = ["content_object"]
    autocomplete_fields = ["content_object"]


class EndpointAdmin(RoomAdmin):
    """Has a secret to reveal."""

    list_display = ["url", "secret"]
    list_select_related = ()
    search_fields = ["url"]
    reveal_fields = ("secret",)


site = UnfoldAdminSite(name="admin")
site.register(Facility, ActingFacilityAdmin)
site.register(FacilityUserObjectPermission, GrantAdmin)
site.register(WebhookEndpoint, EndpointAdmin)


class ActingUrls:
    """What ROOT_URLCONF names while these tests run."""

    urlpatterns = [path("admin/", site.urls)]


@pytest.fixture(autouse=True)
def acting_urls(settings: Any) -> None:
    settings.ROOT_URLCONF = ActingUrls
    set_urlconf(None)


@pytest.fixture
def grants_admin() -> RoomAdmin:
    return site._registry[FacilityUserObjectPermission]


@pytest.fixture
def north() -> Facility:
    with act(None, "Test world"):
        return Facility.objects.create(code="NORTH", name="Northside General", tin="123456789")


@pytest.fixture
def south() -> Facility:
    with act(None, "Test world"):
        return Facility.objects.create(code="SOUTH", name="Southside Clinic", tin="987654321")


@pytest.fixture
def make_user(north: Facility) -> Any:
    def make(role: str, username: str = "", facility: Facility = north) -> User:
        user = User.objects.create_user(username or role, first_name=role.title())
        grant_role(user=user, role=role, facility=facility)
        return User.objects.get(pk=user.pk)

    return make


@pytest.fixture
def client_of() -> Any:
    def login(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return login


@pytest.fixture
def approver(make_user: Any, client_of: Any, north: Facility, south: Facility) -> Client:
    return client_of(make_user("approver"))


@pytest.fixture
def biller(make_user: Any, client_of: Any, north: Facility, south: Facility) -> Client:
    return client_of(make_user("biller"))


@pytest.fixture
def root(client_of: Any) -> Client:
    return client_of(User.objects.create_superuser("root", first_name="Ruth", last_name="Root"))


@pytest.fixture
def cleaner(client_of: Any) -> Client:
    """Staff without any role."""
    user = User.objects.create_user("cleaner", is_staff=True)
    user.groups.add(Group.objects.create(name="no rights"))
    return client_of(user)
