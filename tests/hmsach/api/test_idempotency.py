"""Repeated requests: the first answer again, and never a second act."""

import json
import threading
import types
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import include, path
from pydantic import Field
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIClient

from hmsach.accounts.models import Facility, User
from hmsach.api.clients import register_client
from hmsach.api.field_types import AmountCents, Body
from hmsach.api.idempotency import STALE_AFTER, idempotent
from hmsach.api.models import IdempotencyRecord
from hmsach.api.views import RoomAPIView, accepted
from hmsach.audit.acts import act
from hmsach.lib.errors import Conflict
from hmsach.lib.ids import new_ulid

pytestmark = pytest.mark.django_db
URL = "/api/v1/orders"


class Order(Body):
    amount: AmountCents
    code: str = Field(max_length=20)


class Orders(RoomAPIView):
    """Makes a facility of each order: an act whose effects a test can count."""

    required_scopes = {"POST": ["payments:write"]}
    during: Callable[[], None] = staticmethod(lambda: None)

    @idempotent(required=True, body=Order, limit_bytes=1_000_000)
    def post(self, request: Request, body: Order) -> Response:
        with act(self.user, "Ordered", self.request_id):
            Facility.objects.create(code=body.code, name="Ordered")
        type(self).during()
        data = {"id": new_ulid(), "cents": body.amount, "note": "Zürich"}
        return accepted(data, location=f"/api/v1/orders/{data['id']}")


class Optional(RoomAPIView):
    required_scopes = {"POST": ["payments:write"]}

    @idempotent(required=False)
    def post(self, request: Request) -> Response:
        return Response({"id": new_ulid()}, status=201)


class Refusing(RoomAPIView):
    """Answers 409 as a response, after having done something."""

    required_scopes = {"POST": ["payments:write"]}

    @idempotent(required=True)
    def post(self, request: Request) -> Response:
        with act(self.user, "Ordered"):
            Facility.objects.create(code="REFUSED", name="Refused")
        return Response({"no": True}, status=409)


@pytest.fixture(autouse=True)
def urls(settings: Any) -> Iterator[None]:
    module = types.ModuleType("urls_of_this_test")
    module.urlpatterns = [  # type: ignore[attr-defined]
        path("", include("hmsach.urls")),
        path("api/v1/orders", Orders.as_view()),
        path("api/v1/optional", Optional.as_view()),
        path("api/v1/refusing", Refusing.as_view()),
    ]
    settings.ROOT_URLCONF = module
    yield
    Orders.during = staticmethod(lambda: None)


def send(api: APIClient, key: str | None = "key-1", url: str = URL, **order: Any) -> Any:
    data = json.dumps({"amount": "10.00", "code": "A1", **order})
    headers = {} if key is None else {"Idempotency-Key": key}
    return api.post(url, data, content_type="application/json", headers=headers)


def code_of(answer: Any) -> str:
    return answer.json()["type"].rpartition("/")[2]


def orders() -> int:
    return Facility.objects.filter(name="Ordered").count()


def test_a_call_without_the_key_is_refused(api: APIClient) -> None:
    answer = send(api, key=None)
    assert (answer.status_code, code_of(answer)) == (400, "idempotency-key-missing")
    assert orders() == 0


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "a\tb", "schlüssel", "a\x7fb"])
def test_a_key_that_is_no_plain_text_is_refused(api: APIClient, key: str) -> None:
    answer = send(api, key=key)
    assert (answer.status_code, code_of(answer)) == (400, "idempotency-key-invalid")


def test_a_key_of_255_characters_is_taken(api: APIClient) -> None:
    assert send(api, key="k" * 255).status_code == 202


def test_a_repeat_gets_the_first_answer_byte_for_byte(api: APIClient) -> None:
    first = send(api)
    assert first.status_code == 202
    assert "Idempotency-Replayed" not in first
    again = send(api)
    assert again.status_code == 202
    assert again.content == first.content
    assert again["Idempotency-Replayed"] == "true"
    for name in ("Location", "Content-Type"):
        assert again[name] == first[name]
    assert again["Content-Type"] == "application/json"
    assert orders() == 1


def test_another_body_under_the_key_is_refused(api: APIClient) -> None:
    send(api)
    answer = send(api, amount="11.00")
    assert (answer.status_code, code_of(answer)) == (422, "idempotency-key-reused")
    assert orders() == 1


def test_another_key_address_or_client_is_another_request(
    api: APIClient, service: User, facility: Facility
) -> None:
    send(api)
    assert send(api, key="key-2", code="A2").status_code == 202
    assert "Idempotency-Replayed" not in send(api, url="/api/v1/optional")
    client_id, secret = register_client(name="Second", user=service, scopes=["payments:write"])
    data = {
        "grant_type": "client_credentials",
        "client_id": client_id,
        "client_secret": secret,
    }
    token = APIClient().post("/oauth/token/", data, format=None)
    other = APIClient(headers={"Authorization": f"Bearer {token.json()['access_token']}"})
    assert "Idempotency-Replayed" not in send(other, code="A3")
    assert orders() == 3


def test_a_faulty_request_is_not_kept_and_can_be_corrected_under_its_key(api: APIClient) -> None:
    assert send(api, amount=10.5).status_code == 422
    assert send(api, amount="10.555").status_code == 422
    assert not IdempotencyRecord.objects.exists()
    assert send(api).status_code == 202


def test_a_refusal_of_the_act_undoes_it_and_frees_the_key(api: APIClient) -> None:
    def refuse() -> None:
        raise Conflict("Not now.")

    Orders.during = staticmethod(refuse)
    assert send(api).status_code == 409
    assert orders() == 0
    Orders.during = staticmethod(lambda: None)
    assert send(api, amount="12.00").status_code == 202


def test_a_refusal_that_is_answered_undoes_the_act_as_well(api: APIClient) -> None:
    assert send(api, url="/api/v1/refusing").status_code == 409
    assert not Facility.objects.filter(code="REFUSED").exists()
    assert not IdempotencyRecord.objects.exists()


def test_an_unexpected_error_is_not_kept(api: APIClient) -> None:
    Orders.during = staticmethod(lambda: 1 / 0)
    assert send(api).status_code == 500
    assert orders() == 0
    Orders.during = staticmethod(lambda: None)
    assert send(api).status_code == 202


def crash_during(api: APIClient) -> None:
    """A worker dies in the act: its transaction is undone, and nobody frees the key."""

    def die() -> None:
        raise SystemExit

    Orders.during = staticmethod(die)
    with pytest.raises(SystemExit):
        send(api)
    Orders.during = staticmethod(lambda: None)


def test_while_the_first_is_in_flight_a_repeat_is_told_to_wait(api: APIClient) -> None:
    crash_during(api)
    answer = send(api)
    assert (answer.status_code, code_of(answer)) == (409, "request-in-flight")
    assert int(answer["Retry-After"]) > 0
    assert orders() == 0


def test_after_a_crash_the_key_is_taken_over_in_a_minute(api: APIClient) -> None:
    crash_during(api)
    assert send(api).status_code == 409
    record = IdempotencyRecord.objects.get()
    record.claimed_at -= STALE_AFTER + timedelta(seconds=1)
    record.save()
    assert send(api).status_code == 202
    assert orders() == 1
    assert send(api)["Idempotency-Replayed"] == "true"


def test_a_stale_claim_is_not_taken_over_by_another_body(api: APIClient) -> None:
    crash_during(api)
    IdempotencyRecord.objects.update(claimed_at="2026-01-01T00:00:00Z")
    assert send(api, amount="11.00").status_code == 422


def test_a_request_that_lost_its_claim_undoes_its_act(api: APIClient) -> None:
    def taken_over() -> None:
        IdempotencyRecord.objects.update(claimed_at="2026-01-01T00:00:00Z")

    Orders.during = staticmethod(taken_over)
    assert send(api).status_code == 409
    assert orders() == 0


def test_where_the_key_is_optional_a_call_without_it_acts_each_time(api: APIClient) -> None:
    bodies = {send(api, key=None, url="/api/v1/optional").content for _ in range(2)}
    assert len(bodies) == 2
    bodies = {send(api, key="k", url="/api/v1/optional").content for _ in range(2)}
    assert len(bodies) == 1


def test_a_body_of_100_mb_is_refused_with_413(api: APIClient) -> None:
    body = b"[" + b" " * 100_000_000 + b"]"
    headers = {"Idempotency-Key": "big"}
    answer = api.post(URL, body, content_type="application/json", headers=headers)
    assert (answer.status_code, code_of(answer)) == (413, "body-too-large")


def test_malformed_json_is_400_with_its_place(api: APIClient) -> None:
    headers = {"Idempotency-Key": "bad"}
    answer = api.post(URL, b'{"amount": }', content_type="application/json", headers=headers)
    assert (answer.status_code, code_of(answer)) == (400, "malformed-json")
    assert "line 1, column 12" in answer.json()["detail"]


def test_another_media_type_is_415(api: APIClient) -> None:
    headers = {"Idempotency-Key": "form"}
    answer = api.post(URL, b"a=1", content_type="text/plain", headers=headers)
    assert (answer.status_code, code_of(answer)) == (415, "unsupported-media-type")


def test_a_method_that_is_not_offered_is_405_and_an_odd_accept_406(api: APIClient) -> None:
    assert api.put(URL, {}).status_code == 405
    answer = api.get("/api/v1/events", headers={"Accept": "text/csv"})
    assert (answer.status_code, code_of(answer)) == (406, "not-acceptable")


def test_the_request_is_kept_only_as_a_digest(api: APIClient) -> None:
    send(api, code="SECRET77")
    row = IdempotencyRecord.objects.values().get()
    assert "SECRET77" not in str(row)


@pytest.mark.django_db(transaction=True)
def test_of_requests_at_the_same_time_one_acts(api: APIClient) -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("An in-memory SQLite does not wait for its lock.")
    header = api.defaults["HTTP_AUTHORIZATION"]
    answers: list[int] = []

    def post() -> None:
        try:
            answers.append(send(APIClient(headers={"Authorization": header})).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert orders() == 1
    assert set(answers) <= {202, 409}
    assert 202 in answers
