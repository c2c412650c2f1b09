"""Each refusal as problem+json: its code, its status, and nothing leaked."""

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404
from django.test import Client, RequestFactory
from rest_framework import exceptions, serializers
from rest_framework.request import Request

from hmsach.api import pages
from hmsach.api.problems import exception_handler
from hmsach.lib.errors import Conflict, DomainError, FieldError, IllegalTransition, InvalidInput
from hmsach.lib.errors import NotAllowed as DomainNotAllowed

FIELDS = {"type", "title", "status", "detail", "instance", "errors", "request_id"}


class Busy(Conflict):
    """Somebody else is at it."""

    code = "busy"
    retry_after_seconds = 7
    members = {"first_batch": "b_1"}


class Inputs(serializers.Serializer):
    name = serializers.CharField(max_length=2)
    rows = serializers.ListField(child=serializers.IntegerField())


def answer_to(exc: Exception) -> Any:
    request = RequestFactory().get("/api/v1/thing?account=889900112233")
    request.request_id = "req-12345678"
    response = exception_handler(exc, {"request": Request(request)})
    assert response["Content-Type"] == "application/problem+json"
    response.json = lambda: json.loads(response.content)
    assert set(response.json()) >= FIELDS
    assert response.json()["status"] == response.status_code
    assert response.json()["instance"] == "/api/v1/thing"
    assert response.json()["request_id"] == "req-12345678"
    return response


@pytest.mark.parametrize(
    ("exc", "status", "code"),
    [
        (DomainNotAllowed(), 403, "not-allowed"),
        (IllegalTransition("It is sent."), 409, "illegal-transition"),
        (exceptions.NotAuthenticated(), 401, "not-authenticated"),
        (exceptions.AuthenticationFailed(), 401, "token-invalid"),
        (exceptions.PermissionDenied(), 403, "not-allowed"),
        (exceptions.NotFound(), 404, "not-found"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method-not-allowed"),
        (exceptions.NotAcceptable(), 406, "not-acceptable"),
        (exceptions.UnsupportedMediaType("text/x-secret"), 415, "unsupported-media-type"),
        (exceptions.ParseError("secret"), 400, "malformed-json"),
        (exceptions.Throttled(wait=12), 429, "too-many-requests"),
        (Http404("secret"), 404, "not-found"),
        (PermissionDenied("secret"), 403, "not-allowed"),
        (RequestDataTooBig(), 413, "body-too-large"),
        (OperationalError("secret host"), 503, "try-again"),
        (RuntimeError("secret"), 500, "internal-error"),
        (exceptions.APIException("secret"), 500, "internal-error"),
    ],
)
def test_each_error_has_its_status_and_code(exc: Exception, status: int, code: str) -> None:
    response = answer_to(exc)
    assert response.status_code == status
    assert response.json()["type"] == f"https://hmsach.example/problems/{code}"
    assert "secret" not in response.content.decode()
    assert response.json()["title"]
    assert response.json()["detail"].endswith(".")


def test_faults_of_an_input_stand_as_in_the_contract() -> None:
    fault = FieldError("/control/total", "control-total-mismatch", "The totals differ.")
    body = answer_to(InvalidInput([fault], "1 of 2 payments has errors.")).json()
    assert body["type"].endswith("/validation-failed")
    assert body["detail"] == "1 of 2 payments has errors."
    assert body["errors"] == [
        {
            "pointer": "/control/total",
            "code": "control-total-mismatch",
            "detail": "The totals differ.",
        }
    ]


def test_many_faults_are_cut_at_a_hundred_and_counted() -> None:
    faults = [FieldError(f"/{n}", "wrong", "This is wrong.") for n in range(230)]
    body = answer_to(InvalidInput(faults)).json()
    assert len(body["errors"]) == 100
    assert (
        body["detail"] == "230 faults were found, the first 100 are listed; nothing was accepted."
    )


def test_a_domain_errors_pointer_headers_and_members_are_told() -> None:
    response = answer_to(Busy("Somebody is at it.", pointer="/external_id"))
    assert response["Retry-After"] == "7"
    body = response.json()
    assert body["first_batch"] == "b_1"
    assert body["errors"][0]["pointer"] == "/external_id"
    assert body["title"] == "Somebody else is at it"


def test_a_serializers_faults_become_pointers() -> None:
    inputs = Inputs(data={"name": "abc", "rows": [1, "x"]})
    assert not inputs.is_valid()
    response = answer_to(exceptions.ValidationError(inputs.errors))
    assert response.status_code == 422
    assert {(e["pointer"], e["code"]) for e in response.json()["errors"]} == {
        ("/name", "max-length"),
        ("/rows/1", "invalid"),
    }


def test_an_unexpected_error_is_logged_with_its_type(caplog: pytest.LogCaptureFixture) -> None:
    answer_to(ZeroDivisionError())
    assert "ZeroDivisionError" in caplog.text


def test_throttled_says_how_long_to_wait() -> None:
    assert answer_to(exceptions.Throttled(wait=12))["Retry-After"] == "12"


def test_a_domain_error_of_ours_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(DomainError):
        """Something of ours is broken."""

        http_status = 500

    assert answer_to(Broken()).status_code == 500
    assert "Broken" in caplog.text


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/oauth/nothing", "/api/nothing/"])
def test_an_unknown_address_of_programs_is_a_problem(path: str) -> None:
    response = Client().get(path)
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["request_id"] == response["X-Request-ID"]


def test_an_unknown_address_of_people_is_a_page() -> None:
    response = Client().get("/nothing")
    assert response.status_code == 404
    assert response["Content-Type"].startswith("text/html")


def test_django_own_refusals_are_problems_for_programs() -> None:
    request = RequestFactory().post("/oauth/token/")
    assert pages.bad_request(request, RequestDataTooBig()).status_code == 413
    assert pages.bad_request(request, ValueError()).status_code == 400
    assert pages.permission_denied(request, PermissionDenied()).status_code == 403
    response = pages.server_error(request)
    assert response.status_code == 500
    assert json.loads(response.content)["type"].endswith("/internal-error")
