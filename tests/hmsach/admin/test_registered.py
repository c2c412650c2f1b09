"""Every admin that is registered anywhere in the house keeps the house's rules."""

from typing import Any

import pytest
from django.contrib import admin
from django.urls import path, reverse

from hmsach.admin.room_admin import EditableRoomAdmin, RoomAdmin

pytestmark = pytest.mark.django_db

REGISTERED = sorted(admin.site._registry.items(), key=lambda item: item[0]._meta.label)
LABELS = [model._meta.label for model, _ in REGISTERED]
every_admin = pytest.mark.parametrize("model_admin", [a for _, a in REGISTERED], ids=LABELS)


class AdminUrls:
    """The admin alone."""

    urlpatterns = [path("admin/", admin.site.urls)]


@pytest.fixture(autouse=True)
def admin_urls(settings: Any, acting_urls: None) -> None:
    settings.ROOT_URLCONF = AdminUrls


def address(model_admin: Any, page: str, *args: Any) -> str:
    opts = model_admin.opts
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=args)


@every_admin
def test_admin_is_a_room_admin_that_deletes_nothing(model_admin, rf, django_user_model):
    request = rf.get("/")
    request.user = django_user_model(is_superuser=True, is_staff=True)
    assert isinstance(model_admin, RoomAdmin)
    assert not model_admin.has_delete_permission(request)
    assert "delete_selected" not in model_admin.get_actions(request)
    if not isinstance(model_admin, EditableRoomAdmin):
        assert not model_admin.has_add_permission(request)
        assert not model_admin.has_change_permission(request)


@every_admin
def test_admin_has_no_actions_by_get(model_admin):
    for kind in ("actions_list", "actions_row", "actions_detail", "actions_submit_line"):
        assert not getattr(model_admin, kind), kind


@every_admin
def test_list_opens_for_a_superuser_and_searches(model_admin, root):
    assert root.get(address(model_admin, "changelist")).status_code == 200
    if model_admin.search_fields:
        for term in ("$1,000.00 o'x", "9" * 40, "\x00x", "%"):
            found = root.get(address(model_admin, "changelist"), {"q": term})
            assert found.status_code == 200


@every_admin
def test_list_is_closed_to_staff_without_a_role(model_admin, cleaner):
    assert cleaner.get(address(model_admin, "changelist")).status_code == 403


@every_admin
def test_forms_of_acts_can_be_made_without_an_object(model_admin):
    for act in model_admin.acts.values():
        if act.bulk:
            assert "reason" in act.form_class(user=None).fields
