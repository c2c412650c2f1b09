"""Every refusal as RFC 9457 `application/problem+json`; which error has which code on the wire.

An answer never repeats what was sent, and tells nothing of an unexpected exception.
"""

import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.views import set_rollback

from hmsach.lib.errors import DomainError, FieldError, InvalidInput

CONTENT_TYPE = "application/problem+json"
ERRORS_LISTED_MAX = 100
# A database that is busy or restarting is soon back.
BUSY_RETRY_SECONDS = 2

log = logging.getLogger(__name__)


class BadRequest(DomainError):
    """The request could not be understood."""

    code = "bad-request"
    http_status = 400


class MalformedJson(BadRequest):
    """The body is not JSON that can be read."""

    code = "malformed-json"


class BodyTooLarge(DomainError):
    """The body is larger than this call takes; send it in parts."""

    code = "body-too-large"
    http_status = 413


# What Django and DRF raise by themselves: code, title and, for DRF, the sentence used where its
# own might repeat the input.
_KNOWN: dict[type[Exception], tuple[str, str, str]] = {
    exceptions.NotAuthenticated: (
        "not-authenticated",
        "A token is needed",
        "Send an access token from /oauth/token/ as 'Authorization: Bearer <token>'.",
    ),
    exceptions.AuthenticationFailed: ("token-invalid", "The token was refused", ""),
    exceptions.PermissionDenied: ("not-allowed", "You may not do this", ""),
    PermissionDenied: ("not-allowed", "You may not do this", "You may not do this."),
    exceptions.NotFound: ("not-found", "There is no such thing", "Nothing is at this address."),
    Http404: ("not-found", "There is no such thing", "Nothing is at this address."),
    exceptions.MethodNotAllowed: (
        "method-not-allowed",
        "The method is not offered here",
        "This address does not take that method; see the Allow header.",
    ),
    exceptions.NotAcceptable: (
        "not-acceptable",
        "The format asked for is not offered",
        "Ask for application/json in the Accept header.",
    ),
    exceptions.UnsupportedMediaType: (
        "unsupported-media-type",
        "The body has another format than this call takes",
        "Send the body as application/json.",
    ),
    exceptions.Throttled: (
        "too-many-requests",
        "Too many requests",
        "Wait as the Retry-After header says, then send it again.",
    ),
    exceptions.ParseError: (
        "malformed-json",
        "The body is not JSON that can be read",
        "Correct the JSON and send it again.",
    ),
    RequestDataTooBig: ("body-too-large", "The body is too large", "Send it in parts."),
    SuspiciousOperation: (
        "bad-request",
        "The request could not be understood",
        "Correct the request and send it again.",
    ),
    OperationalError: (
        "try-again",
        "The database is busy",
        "Nothing was done; send the same request again in a moment.",
    ),
}
# One code for faults of an input, whether a body's shape or a service found them.
_CODE_ON_THE_WIRE = {"invalid-input": "validation-failed"}
_STATUS: dict[type[Exception], int] = {
    PermissionDenied: 403,
    Http404: 404,
    RequestDataTooBig: 413,
    SuspiciousOperation: 400,
    OperationalError: 503,
}


def problem_response(
    request: Request | HttpRequest,
    *,
    code: str,
    title: str,
    status: int,
    detail: str,
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
    members: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """A finished problem answer; `members` are added to the object, `errors` cut at 100."""
    body = {
        "type": f"{settings.PROBLEM_TYPE_BASE}{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.path,
        "errors": [
            {"pointer": e.pointer, "code": e.code, "detail": e.detail}
            for e in errors[:ERRORS_LISTED_MAX]
        ],
        "request_id": getattr(request, "request_id", ""),
        **(members or {}),
    }
    return HttpResponse(
        json.dumps(body, ensure_ascii=False, default=str),
        status=status,
        content_type=CONTENT_TYPE,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def exception_handler(exc: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """DRF's hook: any exception of a view, as a problem. An unexpected one is logged, not told."""
    set_rollback()
    request = context["request"]
    if isinstance(exc, DomainError):
        return _from_domain(request, exc)
    if isinstance(exc, exceptions.ValidationError):
        return _from_validation(request, exc)
    for kind in _mro_of(exc):
        if kind in _KNOWN:
            return _from_known(request, exc, kind)
    if isinstance(exc, exceptions.APIException) and exc.status_code < 500:
        return _from_other_api_exception(request, exc)
    log.error("Unexpected %s at %s", type(exc).__name__, request.path, exc_info=exc)
    return internal_error(request)


def internal_error(request: Request | HttpRequest) -> HttpResponse:
    """The 500 that says nothing but the id to ask about."""
    return problem_response(
        request,
        code="internal-error",
        title="Something went wrong on our side",
        status=500,
        detail="It was logged. Send the same request again, or ask us about the request_id.",
    )


def _mro_of(exc: Exception) -> Iterator[type[Exception]]:
    return (kind for kind in type(exc).__mro__ if issubclass(kind, Exception))


def _from_domain(request: Request, exc: DomainError) -> HttpResponse:
    if exc.http_status >= 500:
        log.error("%s at %s", type(exc).__name__, request.path, exc_info=exc)
    return problem_response(
        request,
        code=_CODE_ON_THE_WIRE.get(exc.code, exc.code),
        title=getattr(exc, "title", "") or type(exc)._default_message().rstrip("."),
        status=exc.http_status,
        detail=_detail_of(exc),
        errors=_errors_of(exc),
        headers=_headers_of(exc),
        members=getattr(exc, "members", None),
    )


def _errors_of(exc: DomainError) -> list[FieldError]:
    if isinstance(exc, InvalidInput):
        return exc.errors
    if exc.pointer is not None:
        return [FieldError(exc.pointer, exc.code, str(exc))]
    return []


def _detail_of(exc: DomainError) -> str:
    # The default sentence joins those of all faults; a thousand of them are no sentence.
    if isinstance(exc, InvalidInput) and len(exc.errors) > 1:
        joined = " ".join(error.detail for error in exc.errors)
        if str(exc) == joined:
            return faults_sentence(len(exc.errors))
    return str(exc)


def faults_sentence(total: int) -> str:
    """How many faults there are and, beyond a hundred, that not all are listed."""
    if total == 1:
        return "1 fault was found; nothing was accepted."
    if total > ERRORS_LISTED_MAX:
        return (
            f"{total} faults were found, the first {ERRORS_LISTED_MAX} are listed; "
            "nothing was accepted."
        )
    return f"{total} faults were found; nothing was accepted."


def _headers_of(exc: Exception) -> dict[str, str]:
    headers = {}
    if getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = str(exc.auth_header)  # type: ignore[attr-defined]
    wait = getattr(exc, "retry_after_seconds", None) or getattr(exc, "wait", None)
    if wait:
        headers["Retry-After"] = str(int(wait))
    return headers


def _from_known(request: Request, exc: Exception, kind: type[Exception]) -> HttpResponse:
    code, title, sentence = _KNOWN[kind]
    headers = _headers_of(exc)
    if kind is OperationalError:
        log.error("The database refused at %s", request.path, exc_info=exc)
        headers["Retry-After"] = str(BUSY_RETRY_SECONDS)
    return problem_response(
        request,
        code=getattr(exc, "problem_code", code),
        title=title,
        status=_STATUS.get(kind) or exc.status_code,  # type: ignore[attr-defined]
        detail=sentence or str(getattr(exc, "detail", title)),
        headers=headers,
    )


def _from_other_api_exception(request: Request, exc: exceptions.APIException) -> HttpResponse:
    return problem_response(
        request,
        code=str(exc.default_code).replace("_", "-"),
        title=HTTPStatus(exc.status_code).phrase,
        status=exc.status_code,
        detail=str(exc.detail),
        headers=_headers_of(exc),
    )


def _from_validation(request: Request, exc: exceptions.ValidationError) -> HttpResponse:
    errors = list(_flatten(exc.detail, ()))
    return problem_response(
        request,
        code="validation-failed",
        title="The request has faults",
        status=422,
        detail=errors[0].detail if len(errors) == 1 else faults_sentence(len(errors)),
        errors=errors,
    )


def _flatten(detail: Any, path: tuple[str, ...]) -> Iterator[FieldError]:
    """A serializer's or filter's nested faults, one FieldError a sentence."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            own = name == "non_field_errors"
            yield from _flatten(inner, path if own else (*path, str(name)))
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, Mapping | list)
            yield from _flatten(inner, (*path, str(index)) if nested else path)
    else:
        code = str(getattr(detail, "code", "invalid")).replace("_", "-")
        yield FieldError(pointer_of(path), code, str(detail))


def pointer_of(path: Iterable[object]) -> str:
    """A JSON pointer (RFC 6901): ("payments", 1, "a/b") is "/payments/1/a~1b"."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
