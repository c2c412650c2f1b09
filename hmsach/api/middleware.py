"""The id of a request: taken from the caller or made here, told in the answer and in the logs."""

import logging
import re
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponseBase

from hmsach.lib.ids import new_ulid

_SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}", re.ASCII)
_request_id: ContextVar[str] = ContextVar("hmsach_request_id", default="")


def current_request_id() -> str:
    """The id of the request being answered in this context; blank outside of one."""
    return _request_id.get()


class RequestIdMiddleware:
    """Gives every request a `request_id`; the answer carries it as X-Request-ID."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request under its id. A caller's id is kept where it is 8-64 sane chars."""
        asked = request.headers.get("X-Request-ID", "")
        request.request_id = asked if _SANE.fullmatch(asked) else new_ulid()  # type: ignore[attr-defined]
        token = _request_id.set(request.request_id)  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
        finally:
            _request_id.reset(token)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response


class RequestIdFilter(logging.Filter):
    """Puts `request_id` on every log record, a dash outside of a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always keep the record."""
        record.request_id = current_request_id() or "-"
        return True
