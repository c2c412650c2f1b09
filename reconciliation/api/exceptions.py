"""The queue of items of work: listed, taken, resolved."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from hmsach.api.idempotency import idempotent
from hmsach.api.pagination import paginate
from hmsach.api.views import RoomAPIView
from hmsach.lib import clock
from reconciliation.api.parameters import CURSOR, FACILITY, KIND, LIMIT, STATUS, narrowed
from reconciliation.api.readable import exception_json
from reconciliation.bodies import ClaimNextBody, ResolveBody
from reconciliation.models import ExceptionItem
from reconciliation.services.exceptions import claim_next, resolve
from reconciliation.states import ExceptionKind, ExceptionStatus

RELATED = ("facility", "owner", "claim", "deposit", "payment")


class Exceptions(RoomAPIView):
    """Items of work."""

    required_scopes = {"GET": ["recon:read"]}

    @extend_schema(
        summary="Exceptions",
        parameters=[STATUS, KIND, FACILITY, LIMIT, CURSOR],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        """Items, the most urgent first."""
        rows = narrowed(
            request,
            self.visible(ExceptionItem.objects.select_related(*RELATED)),
            self.user,
            status=ExceptionStatus.values,
            kind=ExceptionKind.values,
        )
        page = paginate(request, rows, order=("due_at", "id"))
        return Response(page.as_json(exception_json))


class ExceptionClaimNext(RoomAPIView):
    """Taking the next item."""

    required_scopes = {"POST": ["recon:write"]}

    @extend_schema(summary="Take the most urgent free item", responses=OpenApiTypes.OBJECT)
    @idempotent(required=False, body=ClaimNextBody)
    def post(self, request: Request, body: ClaimNextBody) -> Response:
        """The item, now the caller's; `item` is null where nothing is left to take."""
        item = claim_next(
            user=self.user, now=clock.now(), kinds=body.kinds, facility_code=body.facility
        )
        return Response({"item": exception_json(item) if item else None})


class ExceptionResolve(RoomAPIView):
    """Resolving an item."""

    required_scopes = {"POST": ["recon:write"]}

    @extend_schema(summary="Resolve an item", responses=OpenApiTypes.OBJECT)
    @idempotent(required=False, body=ResolveBody)
    def post(self, request: Request, item_id: Any, body: ResolveBody) -> Response:
        """Say how it was resolved, and why; 409 where it is resolved already."""
        item = resolve(
            user=self.user,
            item_id=item_id,
            resolution=body.resolution,
            reason=body.reason,
            now=clock.now(),
        )
        return Response(exception_json(item))
