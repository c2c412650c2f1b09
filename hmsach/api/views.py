"""The base of every API view: who sees which rows, and how answers are tagged and timed."""

import hashlib
from typing import Any, ClassVar

from django.http import HttpResponse, HttpResponseBase
from django.utils.http import parse_etags
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hmsach.accounts.models import User
from hmsach.api.authentication import client_id_of
from hmsach.db.records import ScopedQuerySet
from hmsach.lib.errors import NotFound


class RoomAPIView(APIView):
    """A view that declares its scopes by method; one that declares none is open to no client."""

    required_scopes: ClassVar[dict[str, list[str]]] = {}

    @property
    def user(self) -> User:
        """The service user as whom the client calls."""
        return self.request.user  # type: ignore[return-value]

    @property
    def client_id(self) -> str:
        """The OAuth client that calls."""
        return client_id_of(self.request)

    @property
    def request_id(self) -> str:
        """The id of this request, for acts and logs."""
        return getattr(self.request, "request_id", "")

    def visible(self, queryset: ScopedQuerySet) -> ScopedQuerySet:
        """Of `queryset` what the caller may see."""
        return queryset.visible_to(self.user)

    def get_visible(self, queryset: ScopedQuerySet, **lookup: Any) -> Any:
        """The visible row of `lookup`; raises NotFound alike for an unseen and an absent one."""
        row = self.visible(queryset).filter(**lookup).first()
        if row is None:
            raise NotFound
        return row

    def finalize_response(  # type: ignore[override]
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """As DRF's; no cache keeps an answer unless the view said otherwise."""
        response = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[arg-type]
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def etag_response(
    request: Request, data: Any, *, status: int = 200, retry_after_seconds: int | None = None
) -> HttpResponse:
    """`data` as JSON under an entity tag, or 304 where If-None-Match names that tag."""
    content = JSONRenderer().render(data)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if retry_after_seconds is not None:
        headers["Retry-After"] = str(retry_after_seconds)
    if _names(request.headers.get("If-None-Match", ""), tag):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(content, status=status, content_type="application/json", headers=headers)


def accepted(data: Any, *, location: str, retry_after_seconds: int | None = None) -> Response:
    """202: taken in, not done; `location` tells how it goes on."""
    headers = {"Location": location}
    if retry_after_seconds is not None:
        headers["Retry-After"] = str(retry_after_seconds)
    return Response(data, status=202, headers=headers)


def _names(if_none_match: str, tag: str) -> bool:
    # RFC 9110 section 13.1.2 compares weakly.
    known = parse_etags(if_none_match)
    return "*" in known or tag in {one.removeprefix("W/") for one in known}
