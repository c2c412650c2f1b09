"""Whether this process lives, whether it can serve, and which keys its tokens are signed with."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from hmsach.keys import ring

NO_STORE = {"Cache-Control": "no-store"}
JWKS_CACHE_SECONDS = 300


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200: the process answers."""
    return JsonResponse({"status": "ok"}, headers=NO_STORE)


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 with the database in reach, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        body = {"status": "unavailable", "database": "unreachable"}
        return JsonResponse(body, status=503, headers={**NO_STORE, "Retry-After": "5"})
    return JsonResponse({"status": "ok", "database": "ok"}, headers=NO_STORE)


@require_safe
def jwks(request: HttpRequest) -> JsonResponse:
    """The public keys under which our tokens can be verified (RFC 7517)."""
    headers = {"Cache-Control": f"public, max-age={JWKS_CACHE_SECONDS}"}
    return JsonResponse(ring.jwks(), headers=headers)
