"""Superusers set up people and facilities in the admin; others see their facility."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import path, reverse

from hmsach.accounts.models import Facility, User
from hmsach.accounts.roles import facility_ids, grant_role
from hmsach.audit.acts import ActRequired, act

pytestmark = pytest.mark.django_db

WHY = "Hired for the night shift"
USERS = "/admin/accounts/user/"
FACILITIES = "/admin/accounts/facility/"


class AdminUrls:
    """The admin alone."""

    urlpatterns = [path("admin/", admin.site.urls)]


@pytest.fixture(autouse=True)
def admin_urls(settings: Any) -> None:
    settings.ROOT_URLCONF = AdminUrls


@pytest.fixture
def north() -> Facility:
    with act(None, "Test world"):
        return Facility.objects.create(code="NORTH", name="Northside General Hospital")


@pytest.fixture
def avery() -> User:
    return User.objects.create_user("avery", first_name="Avery", last_name="Example")


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def root() -> Client:
    return logged_in(User.objects.create_superuser("root"))


def act_url(user: User, name: str) -> str:
    return reverse("admin:accounts_user_act", args=[user.pk, name])


def test_role_is_granted_and_revoked_with_a_reason(root, avery, north):
    data = {"role": "biller", "facility": str(north.pk), "reason": WHY}
    assert root.post(act_url(avery, "grant"), data).status_code == 302
    avery = User.objects.get(pk=avery.pk)
    assert facility_ids(avery, "work_queue") == {north.pk}
    latest = avery.history.latest()
    assert (latest.history_change_reason, latest.history_user.username) == (WHY, "root")
    assert "Biller" in root.get(f"{USERS}{avery.pk}/change/").content.decode()
    data = {"held": "biller@NORTH", "reason": WHY}
    assert root.post(act_url(avery, "revoke"), data).status_code == 302
    assert facility_ids(User.objects.get(pk=avery.pk)) == frozenset()


def test_role_that_is_not_held_cannot_be_revoked(root, avery, north):
    answer = root.post(act_url(avery, "revoke"), {"held": "cfo@NORTH", "reason": WHY})
    assert answer.status_code == 409
    assert "This user has no role." in answer.content.decode()


def test_deactivated_user_is_out_at_once(root, avery, north):
    grant_role(user=avery, role="biller", facility=north)
    client = logged_in(User.objects.get(pk=avery.pk))
    assert client.get(FACILITIES).status_code == 200
    assert root.post(act_url(avery, "deactivate"), {"reason": WHY}).status_code == 302
    assert client.get(FACILITIES).status_code == 302


def test_superuser_cannot_deactivate_themselves(root):
    me = User.objects.get(username="root")
    assert root.post(act_url(me, "deactivate"), {"reason": WHY}).status_code == 409
    assert User.objects.get(username="root").is_active


def test_password_is_set_hashed_and_shown_nowhere(root, avery):
    data = {"password": "a long enough phrase", "reason": WHY}
    assert root.post(act_url(avery, "set_password"), data).status_code == 302
    avery.refresh_from_db()
    assert avery.check_password("a long enough phrase")
    for page in ("change", "history"):
        text = root.get(f"{USERS}{avery.pk}/{page}/").content.decode()
        assert avery.password not in text and "a long enough phrase" not in text


def test_weak_password_is_refused(root, avery):
    answer = root.post(act_url(avery, "set_password"), {"password": "short", "reason": WHY})
    assert answer.status_code == 422
    assert "short" not in answer.content.decode().split("<form", 1)[1].replace("too short", "")


def test_user_is_added_with_a_reason_and_can_log_in(root):
    data = {"username": "blair", "password": "a long enough phrase", "reason": WHY}
    assert root.post(f"{USERS}add/", data).status_code == 302
    blair = User.objects.get(username="blair")
    assert blair.is_staff and blair.check_password("a long enough phrase")
    assert blair.history.get().history_change_reason == WHY


def test_user_is_not_added_without_a_reason(root):
    data = {"username": "blair", "password": "a long enough phrase"}
    assert root.post(f"{USERS}add/", data).status_code == 200
    assert not User.objects.filter(username="blair").exists()


def test_facility_is_edited_with_a_reason(root, north):
    data = {
        "code": "NORTH", "name": "Northside University", "timezone": "America/New_York",
        "active": "on", "reason": WHY,
    }  # fmt: skip
    assert root.get(f"{FACILITIES}{north.pk}/change/?edit=1").status_code == 200
    assert root.post(f"{FACILITIES}{north.pk}/change/", data).status_code == 302
    north.refresh_from_db()
    assert north.name == "Northside University"
    assert north.history.latest().history_change_reason == WHY


def test_people_without_the_right_edit_nothing_and_see_no_users(avery, north):
    grant_role(user=avery, role="compliance", facility=north)
    client = logged_in(User.objects.get(pk=avery.pk))
    data = {"code": "NORTH", "name": "Mine", "timezone": "America/New_York", "reason": WHY}
    assert client.post(f"{FACILITIES}{north.pk}/change/", data).status_code == 403
    assert client.get(USERS).status_code == 403
    assert client.get(f"{USERS}{avery.pk}/change/").status_code == 404
    assert (
        "avery"
        not in client.get(f"{FACILITIES}{north.pk}/change/")
        .content.decode()
        .split('id="content-main"')[1]
        .split("hm-aside")[0]
    )
    north.refresh_from_db()
    assert north.name == "Northside General Hospital"


def test_login_leaves_no_history_and_needs_no_act(avery):
    before = avery.history.count()
    logged_in(avery)
    avery.refresh_from_db()
    assert avery.last_login is not None
    assert avery.history.count() == before


def test_own_password_is_changed_as_an_act_of_the_user(avery):
    avery.is_staff = True
    avery.set_password("a long enough phrase")
    avery.save()
    client = logged_in(avery)
    new = "another long enough phrase"
    data = {"old_password": "a long enough phrase", "new_password1": new, "new_password2": new}
    assert client.post("/admin/password_change/", data).status_code == 302
    avery.refresh_from_db()
    assert avery.check_password(new)
    latest = avery.history.latest()
    assert (latest.history_change_reason, latest.history_user) == ("Password changed", avery)


def test_other_changes_need_an_act(avery):
    avery.first_name = "Somebody else"
    with pytest.raises(ActRequired):
        avery.save()


def test_service_cannot_be_a_superuser():
    with pytest.raises(Exception, match="user_service_is_not_superuser"):
        User.objects.create_user("robot", is_service=True, is_superuser=True)
