"""The request's id: kept when sane, made when not."""

import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from hmsach.api.middleware import RequestIdFilter, RequestIdMiddleware, current_request_id


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(current_request_id())


def test_a_sane_id_is_kept_and_told() -> None:
    request = RequestFactory().get("/", headers={"X-Request-ID": "the-2026.11_23"})
    response = RequestIdMiddleware(answer)(request)
    assert response["X-Request-ID"] == "the-2026.11_23" == response.content.decode()
    assert request.request_id == "the-2026.11_23"


@pytest.mark.parametrize(
    "odd", ["", "short", "a" * 65, "with space", "line\nbreak-long", "<script>x"]
)
def test_an_odd_id_is_replaced(odd: str) -> None:
    request = RequestFactory().get("/", headers={"X-Request-ID": odd})
    made = RequestIdMiddleware(answer)(request)["X-Request-ID"]
    assert made != odd
    assert len(made) == 26


def test_the_id_ends_with_the_request_and_stands_in_the_logs_until_then() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "", (), None)
    seen: list[str] = []

    def log(request: HttpRequest) -> HttpResponse:
        RequestIdFilter().filter(record)
        seen.append(record.request_id)
        return HttpResponse()

    RequestIdMiddleware(log)(RequestFactory().get("/", headers={"X-Request-ID": "abcdefgh1"}))
    RequestIdFilter().filter(record)
    assert [*seen, record.request_id] == ["abcdefgh1", "-"]
    assert current_request_id() == ""
