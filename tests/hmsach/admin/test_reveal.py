"""Masked values: never in full on a page, shown once by POST with a reason that is kept."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from hmsach.accounts.models import Facility, User
from hmsach.audit.acts import act
from hmsach.audit.models import AccessLog
from hmsach.outbox.webhook_models import WebhookEndpoint

pytestmark = pytest.mark.django_db

SECRET = "0012345678902233"
WHY = "The bank asks for the number"
LIST = "/admin/outbox/webhookendpoint/"


@pytest.fixture
def endpoint(north: Facility) -> WebhookEndpoint:
    owner = User.objects.create_user("platform")
    with act(owner, "Test world"):
        return WebhookEndpoint.objects.create(
            owner=owner, facility=north, url="https://the.example/hooks", secret=SECRET
        )


@pytest.fixture
def sees_endpoints(make_user: Any, client_of: Any) -> Any:
    def login(role: str) -> Any:
        user = make_user(role)
        user.user_permissions.add(Permission.objects.get(codename="view_webhookendpoint"))
        return client_of(User.objects.get(pk=user.pk))

    return login


def url(endpoint: WebhookEndpoint) -> str:
    return reverse("admin:outbox_webhookendpoint_act", args=[endpoint.pk, "reveal"])


def test_value_is_masked_on_list_document_history_and_form(sees_endpoints, endpoint):
    client = sees_endpoints("biller")
    own = f"{LIST}{endpoint.pk}/"
    with act(None, "A new secret"):
        endpoint.secret = "9" * 12
        endpoint.save()
    for page in (LIST, f"{own}change/", f"{own}history/", url(endpoint)):
        text = client.get(page).content.decode()
        assert SECRET not in text and "9" * 12 not in text
    assert "••••9999" in client.get(f"{own}change/").content.decode()
    assert "Secret</span> changed" in client.get(f"{own}history/").content.decode()


def test_reveal_shows_the_value_once_and_is_logged(sees_endpoints, endpoint):
    answer = sees_endpoints("biller").post(url(endpoint), {"field": "secret", "reason": WHY})
    assert SECRET in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    entry = AccessLog.objects.get()
    assert (entry.user.username, entry.fields, entry.reason) == ("biller", ["secret"], WHY)
    assert str(endpoint.pk) in entry.subject and SECRET not in entry.subject


@pytest.mark.parametrize("data", [{"field": "secret"}, {"field": "url", "reason": WHY}, {}])
def test_reveal_without_a_reason_or_of_another_field_is_refused(sees_endpoints, endpoint, data):
    answer = sees_endpoints("biller").post(url(endpoint), data)
    assert answer.status_code == 422
    assert SECRET not in answer.content.decode()
    assert not AccessLog.objects.exists()


def test_reveal_is_forbidden_without_the_permission(sees_endpoints, endpoint):
    client = sees_endpoints("cfo")
    assert "act-reveal" not in client.get(f"{LIST}{endpoint.pk}/change/").content.decode()
    answer = client.post(url(endpoint), {"field": "secret", "reason": WHY})
    assert answer.status_code == 403
    assert not AccessLog.objects.exists()


def test_nothing_to_reveal_has_no_act(root, north):
    answer = root.post(
        reverse("admin:accounts_facility_act", args=[north.pk, "reveal"]),
        {"field": "tin", "reason": WHY},
    )
    assert answer.status_code == 404
