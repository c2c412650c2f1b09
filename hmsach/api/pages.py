"""Answers where no view of DRF is reached: Django's own 400, 403, 404 and 500."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views import defaults

from hmsach.api.problems import internal_error, problem_response

# Below these, programs call; elsewhere a person reads a page.
PROGRAM_PATHS = ("/api/", "/oauth/", "/.well-known/", "/healthz", "/readyz", "/metrics", "/fhir/")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 400, and its body that was too large."""
    if not _is_program(request):
        return defaults.bad_request(request, exception)
    if isinstance(exception, RequestDataTooBig):
        return problem_response(
            request,
            code="body-too-large",
            title="The body is too large",
            status=413,
            detail="Send it in parts.",
        )
    return problem_response(
        request,
        code="bad-request",
        title="The request could not be understood",
        status=400,
        detail="Correct the request and send it again.",
    )


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 403."""
    if not _is_program(request):
        return defaults.permission_denied(request, exception)
    return problem_response(
        request,
        code="not-allowed",
        title="You may not do this",
        status=403,
        detail="You may not do this.",
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 404."""
    if not _is_program(request):
        return defaults.page_not_found(request, exception)
    return problem_response(
        request,
        code="not-found",
        title="There is no such thing",
        status=404,
        detail="Nothing is at this address; /api/docs/ lists the calls.",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's 500."""
    page: Callable[[HttpRequest], HttpResponse] = (
        internal_error if _is_program(request) else defaults.server_error
    )
    return page(request)


def _is_program(request: HttpRequest) -> bool:
    return request.path.startswith(PROGRAM_PATHS)
