"""Audit and outbox pages: the chain for the whole house, deliveries with their endpoint."""

from typing import Any

import pytest
from django.contrib import admin
from django.urls import path

from hmsach.accounts.models import Facility, User
from hmsach.accounts.roles import grant_role
from hmsach.audit.access import reveal
from hmsach.audit.acts import act
from hmsach.audit.models import AccessLog, ChainLink
from hmsach.lib import clock
from hmsach.outbox.models import Event
from hmsach.outbox.publish import publish
from hmsach.outbox.webhook_models import Delivery, WebhookEndpoint

pytestmark = pytest.mark.django_db

LINKS = "/admin/audit/chainlink/"
REVEALS = "/admin/audit/accesslog/"


class AdminUrls:
    """The admin alone."""

    urlpatterns = [path("admin/", admin.site.urls)]


@pytest.fixture(autouse=True)
def admin_urls(settings: Any, acting_urls: None) -> None:
    settings.ROOT_URLCONF = AdminUrls


def endpoint_at(facility: Facility) -> WebhookEndpoint:
    owner = User.objects.create_user(f"owner-{facility.code}")
    with act(owner, "Registered by hand"):
        endpoint = WebhookEndpoint.objects.create(
            owner=owner, facility=facility, url=f"https://{facility.code}.example/", secret="hush"
        )
        publish("payment.settled", subject="p_1", facility_id=facility.pk, payload={})
    event = Event.objects.latest("seq")
    Delivery.objects.create(endpoint=endpoint, event=event, next_try_at=clock.now())
    return endpoint


def rows(client: Any, url: str) -> list[Any]:
    return list(client.get(url).context["cl"].result_list)


def test_compliance_of_the_whole_house_reads_the_chain(make_user, client_of, north):
    client = client_of(make_user("compliance"))
    assert len(rows(client, LINKS)) == ChainLink.objects.count() > 0
    link = ChainLink.objects.order_by("-seq").first()
    assert link.hash in client.get(f"{LINKS}{link.pk}/change/").content.decode()


def test_compliance_of_one_facility_of_two_reads_no_chain(make_user, client_of, north, south):
    user = make_user("compliance")
    assert rows(client_of(user), LINKS) == []
    link = ChainLink.objects.first()
    assert client_of(user).get(f"{LINKS}{link.pk}/change/").status_code == 404
    grant_role(user=user, role="compliance", facility=south)
    assert rows(client_of(User.objects.get(pk=user.pk)), LINKS)


def test_billers_read_neither_chain_nor_reveals(biller):
    assert biller.get(LINKS).status_code == 403
    assert biller.get(REVEALS).status_code == 403


def test_reveal_is_listed_with_who_and_why_but_not_what(make_user, client_of, north):
    endpoint = endpoint_at(north)
    biller = make_user("biller")
    reveal(user=biller, obj=endpoint, field="secret", reason="The platform lost it")
    client = client_of(make_user("compliance"))
    entry = AccessLog.objects.get()
    for page in (REVEALS, f"{REVEALS}{entry.pk}/change/"):
        text = client.get(page).content.decode()
        assert "The platform lost it" in text and "Biller" in text and "hush" not in text


def test_events_endpoints_and_deliveries_are_those_of_the_facility(
    make_user, client_of, north, south
):
    near, far = endpoint_at(north), endpoint_at(south)
    client = client_of(make_user("compliance"))
    assert rows(client, "/admin/outbox/webhookendpoint/") == [near]
    assert [d.endpoint for d in rows(client, "/admin/outbox/delivery/")] == [near]
    assert [e.facility for e in rows(client, "/admin/outbox/event/")] == [north]
    page = f"/admin/outbox/webhookendpoint/{near.pk}/change/"
    assert "hush" not in client.get(page).content.decode()
    assert client.get(page.replace(str(near.pk), str(far.pk))).status_code == 404


def test_endpoint_is_disabled_by_a_superuser_with_a_reason(root, north):
    endpoint = endpoint_at(north)
    url = f"/admin/outbox/webhookendpoint/{endpoint.pk}/act/disable/"
    assert root.post(url, {"reason": "It answers nobody"}).status_code == 302
    endpoint.refresh_from_db()
    assert (endpoint.enabled, endpoint.disabled_reason) == (False, "It answers nobody")
