"""The base view: deny by default, entity tags, scopes, probes, and the schema without a warning."""

import io
import types
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import include, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIClient

from hmsach.accounts.models import Facility
from hmsach.api.views import RoomAPIView, etag_response
from hmsach.audit.acts import act

pytestmark = pytest.mark.django_db


class Undeclared(RoomAPIView):
    def get(self, request: Request) -> Response:
        return Response({"open": True})


class Tagged(RoomAPIView):
    required_scopes = {"GET": ["events:read"]}

    def get(self, request: Request) -> Any:
        names = [row.code for row in self.visible(Facility.objects.order_by("code"))]
        return etag_response(request, {"facilities": names}, retry_after_seconds=30)


class One(RoomAPIView):
    required_scopes = {"GET": ["events:read", "payments:read"]}

    def get(self, request: Request, code: str) -> Response:
        return Response({"code": self.get_visible(Facility.objects.all(), code=code).code})


@pytest.fixture(autouse=True)
def urls(settings: Any) -> None:
    module = types.ModuleType("urls_of_this_test")
    module.urlpatterns = [  # type: ignore[attr-defined]
        path("", include("hmsach.urls")),
        path("api/v1/undeclared", Undeclared.as_view()),
        path("api/v1/tagged", Tagged.as_view()),
        path("api/v1/facilities/<code>", One.as_view()),
    ]
    settings.ROOT_URLCONF = module


def test_a_view_that_declares_no_scope_is_open_to_no_client(api: APIClient) -> None:
    assert api.get("/api/v1/undeclared").status_code == 403
    assert APIClient().get("/api/v1/undeclared").status_code == 401


def test_every_scope_that_is_declared_is_needed(
    fetch_token: Callable[..., str], facility: Facility
) -> None:
    for scopes, status in (("events:read", 403), ("events:read payments:read", 200)):
        client = APIClient(headers={"Authorization": f"Bearer {fetch_token(scopes)}"})
        assert client.get(f"/api/v1/facilities/{facility.code}").status_code == status


def test_a_row_of_another_facility_is_as_none(api: APIClient) -> None:
    with act(None, "Set up"):
        Facility.objects.create(code="ELSEWHERE", name="Elsewhere")
    for code in ("ELSEWHERE", "NOWHERE"):
        answer = api.get(f"/api/v1/facilities/{code}")
        assert answer.status_code == 404
        assert answer.json()["detail"] == "There is no such thing, or it is not yours to see."


def test_an_unchanged_answer_is_304_and_a_changed_one_is_told(api: APIClient) -> None:
    first = api.get("/api/v1/tagged")
    assert first.json() == {"facilities": ["NORTHSIDE"]}
    assert first["Retry-After"] == "30"
    tag = first["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = api.get("/api/v1/tagged", headers={"If-None-Match": known})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert api.get("/api/v1/tagged", headers={"If-None-Match": '"other"'}).status_code == 200
    with act(None, "Renamed"):
        facility = Facility.objects.get()
        facility.code = "SOUTHSIDE"
        facility.save()
    changed = api.get("/api/v1/tagged", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed["ETag"] != tag


def test_head_is_answered_as_get_and_options_to_a_client_only(api: APIClient) -> None:
    assert api.head("/api/v1/tagged").status_code == 200
    assert api.options("/api/v1/tagged").status_code == 200
    assert APIClient().options("/api/v1/tagged").status_code == 401


def test_no_cache_keeps_an_answer(api: APIClient) -> None:
    assert api.get("/api/v1/events")["Cache-Control"] == "private, no-store"


def test_the_probes_answer_json() -> None:
    assert Client().get("/healthz").json() == {"status": "ok"}
    assert Client().get("/readyz").json()["status"] == "ok"


def test_readiness_ends_with_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable() -> None:
        raise DatabaseError("secret host")

    monkeypatch.setattr(connection, "cursor", unreachable)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert "secret" not in answer.content.decode()


def test_the_root_leads_to_the_admin() -> None:
    answer = Client().get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")


def test_the_schema_has_no_warning_and_names_scopes_problems_and_keys(settings: Any) -> None:
    settings.ROOT_URLCONF = "hmsach.urls"
    written = io.StringIO()
    call_command(
        "spectacular", validate=True, fail_on_warn=True, format="openapi-json", stdout=written
    )
    assert "application/problem+json" in written.getvalue()
    assert "clientCredentials" in written.getvalue()


@pytest.mark.parametrize("page", ["/api/docs/", "/api/redoc/"])
def test_the_documentation_needs_no_network_and_no_inline_script(page: str) -> None:
    answer = Client().get(page)
    assert answer.status_code == 200
    for outside in (b"https:", b"http:", b"//cdn", b"<script>"):
        assert outside not in answer.content


def test_the_schema_is_served_to_anyone() -> None:
    assert b"openapi: 3" in Client().get("/api/schema/").content
