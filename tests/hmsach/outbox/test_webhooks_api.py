"""The event log and webhook endpoints over HTTP: scoped, in sequence, and the secret shown once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from rest_framework.test import APIClient

from hmsach.accounts.models import Facility, User
from hmsach.api.clients import register_client
from hmsach.audit.acts import act
from hmsach.lib import clock
from hmsach.outbox import relay
from hmsach.outbox.models import Event
from hmsach.outbox.publish import publish
from hmsach.outbox.webhook_models import Delivery, WebhookEndpoint

pytestmark = pytest.mark.django_db
ENDPOINTS = "/api/v1/webhook-endpoints"
URL = "https://hooks.example.com/ach"


@pytest.fixture(autouse=True)
def quiet(settings: Any) -> None:
    settings.EVENT_SUBSCRIBERS = {}
    settings.OUTBOUND_PRIVATE_NETWORKS = []


@pytest.fixture
def facilities() -> list[Facility]:
    with act(None, "Set up"):
        return [Facility.objects.create(code=code, name=code) for code in ("NORTH", "SOUTH")]


@pytest.fixture
def client_for() -> Callable[..., APIClient]:
    def make(name: str, *seen: Facility, scopes: tuple[str, ...] = ("events:read",)) -> APIClient:
        user = User.objects.create_user(username=name, password=None, is_service=True)
        client_id, secret = register_client(name=name, user=user, scopes=scopes, facilities=seen)
        data = {
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": secret,
        }
        token = Client().post("/oauth/token/", data).json()["access_token"]
        return APIClient(headers={"Authorization": f"Bearer {token}"})

    return make


@pytest.fixture
def api(client_for: Callable[..., APIClient], facilities: list[Facility]) -> APIClient:
    return client_for("north", facilities[0])


def happen(facility: Facility | None, subject: str) -> None:
    with act(None, "Something happened"):
        facility_id = facility.pk if facility else None
        publish("payment.sent", subject=subject, facility_id=facility_id, payload={})


def subjects(answer: Any) -> list[str]:
    return [event["data"]["subject"] for event in answer.json()["events"]]


def post(api: APIClient, **body: Any) -> Any:
    return api.post(ENDPOINTS, body, format="json")


def test_the_log_goes_on_from_a_sequence_number(api: APIClient, facilities: list[Facility]) -> None:
    for number in range(5):
        happen(facilities[0], f"p_{number}")
    first = api.get("/api/v1/events?limit=2")
    assert subjects(first) == ["p_0", "p_1"]
    assert first.json()["has_more"] is True
    rest = api.get(f"/api/v1/events?after={first.json()['next_after']}")
    assert subjects(rest) == ["p_2", "p_3", "p_4"]
    assert rest.json()["has_more"] is False
    end = api.get(f"/api/v1/events?after={rest.json()['next_after']}")
    assert end.json() == {"events": [], "next_after": Event.objects.last().seq, "has_more": False}


def test_the_log_shows_only_visible_facilities(
    api: APIClient, client_for: Callable[..., APIClient], facilities: list[Facility]
) -> None:
    for subject, facility in (("n", facilities[0]), ("s", facilities[1]), ("none", None)):
        happen(facility, subject)
    assert subjects(api.get("/api/v1/events")) == ["n"]
    assert subjects(client_for("nobody").get("/api/v1/events")) == []


@pytest.mark.parametrize(
    "query", ["after=x", "after=-1", "limit=0", "limit=501", "after=" + "9" * 19]
)
def test_a_wrong_query_is_refused(api: APIClient, query: str) -> None:
    answer = api.get(f"/api/v1/events?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_the_log_needs_its_scope(client_for: Callable[..., APIClient]) -> None:
    other = client_for("payer", scopes=("payments:read",))
    assert other.get("/api/v1/events").status_code == 403
    assert post(other, url=URL).status_code == 403


def test_an_endpoint_is_registered_and_its_secret_shown_once(api: APIClient) -> None:
    made = post(api, url=URL, description="Ledger", event_types=["payment.sent"], facility="NORTH")
    assert made.status_code == 201
    body = made.json()
    assert body["secret"].startswith("whsec_")
    assert made["Location"] == f"{ENDPOINTS}/{body['id']}"
    shown = api.get(made["Location"])
    assert shown.json() == {key: value for key, value in body.items() if key != "secret"}
    listed = api.get(ENDPOINTS).json()
    assert [row["id"] for row in listed["results"]] == [body["id"]]
    assert body["secret"] not in str(listed)


def test_the_secret_is_sealed_in_the_database(api: APIClient) -> None:
    secret = post(api, url=URL).json()["secret"]
    with connection.cursor() as cursor:
        for table in ("outbox_webhookendpoint", "outbox_historicalwebhookendpoint"):
            cursor.execute(f"SELECT secret FROM {table}")
            assert secret not in str(cursor.fetchall())
    assert WebhookEndpoint.objects.get().secret == secret


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.com/",
        "ftp://hooks.example.com/",
        "https://user:pass@hooks.example.com/",
        "hooks.example.com",
        "javascript:alert(1)",
    ],
)
def test_an_address_that_may_not_be_called_is_refused(api: APIClient, url: str) -> None:
    answer = post(api, url=url)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/url"
    assert not WebhookEndpoint.objects.exists()


def test_a_facility_out_of_sight_is_refused(api: APIClient) -> None:
    for code in ("SOUTH", "NOWHERE"):
        answer = post(api, url=URL, facility=code)
        assert answer.json()["errors"][0]["code"] == "facility-unknown"


def test_a_body_of_another_shape_is_refused_by_field(api: APIClient) -> None:
    answer = post(api, url=5, event_types="all")
    assert answer.status_code == 422
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/url", "/event_types"}


def test_another_clients_endpoint_is_as_none(
    api: APIClient, client_for: Callable[..., APIClient], facilities: list[Facility]
) -> None:
    made = post(api, url=URL)["Location"]
    other = client_for("other", facilities[0])
    assert other.get(made).status_code == 404
    assert other.delete(made).status_code == 404
    assert other.get(f"{made}/deliveries").status_code == 404
    replay = {"first_seq": 1, "last_seq": 2}
    assert other.post(f"{made}/replay", replay, format="json").status_code == 404
    assert other.get(ENDPOINTS).json()["results"] == []


def test_a_stopped_endpoint_stays_on_record_disabled(api: APIClient) -> None:
    made = post(api, url=URL)["Location"]
    assert api.delete(made).status_code == 204
    assert api.delete(made).status_code == 204
    body = api.get(made).json()
    assert (body["enabled"], body["disabled_reason"]) == (False, "Stopped by its owner")
    assert WebhookEndpoint.history.count() == 2


def test_deliveries_are_listed_and_can_be_told_again(
    api: APIClient, facilities: list[Facility]
) -> None:
    made = post(api, url=URL)["Location"]
    for number in range(3):
        happen(facilities[0], f"p_{number}")
    relay.fan_out(now=clock.now())
    Delivery.objects.update(status="succeeded", tries=1, finished_at=clock.now())
    listed = api.get(f"{made}/deliveries?limit=2").json()
    assert len(listed["results"]) == 2
    assert listed["has_more"] is True
    seqs = [event.seq for event in Event.objects.all()]
    answer = api.post(f"{made}/replay", {"first_seq": seqs[1], "last_seq": seqs[2]}, format="json")
    assert (answer.status_code, answer.json()) == (202, {"queued": 2})
    assert set(Delivery.objects.filter(status="pending").values_list("event__seq", flat=True)) == {
        seqs[1],
        seqs[2],
    }
