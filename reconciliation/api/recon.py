"""Results to THE by cursor, and THE's answers to them."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from hmsach.api.idempotency import idempotent
from hmsach.api.pagination import limit_of
from hmsach.api.queries import whole_number
from hmsach.api.views import RoomAPIView
from hmsach.lib import clock
from reconciliation.api.parameters import LIMIT
from reconciliation.api.readable import result_json
from reconciliation.bodies import AnswersBody
from reconciliation.models import ReconciliationResult
from reconciliation.services.ledger_answers import apply_answers


class Recon(RoomAPIView):
    """Reconciliation results, both ways."""

    required_scopes = {"GET": ["recon:read"], "POST": ["recon:write"]}

    @extend_schema(
        summary="Results after a sequence number",
        parameters=[
            OpenApiParameter("after", OpenApiTypes.INT, description="The last sequence you have."),
            LIMIT,
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        """Results with a higher sequence, as they are posted to THE; ask on with `next_after`."""
        after, limit = whole_number(request, "after", default=0), limit_of(request)
        seen = self.visible(ReconciliationResult.objects.all()).filter(sequence__gt=after)
        rows = list(seen.order_by("sequence")[: limit + 1])
        shown = rows[:limit]
        return Response(
            {
                "results": [result_json(row) for row in shown],
                "next_after": shown[-1].sequence if shown else after,
                "has_more": len(rows) > limit,
            }
        )

    @extend_schema(summary="Answer results", responses=OpenApiTypes.OBJECT)
    @idempotent(required=False, body=AnswersBody)
    def post(self, request: Request, body: AnswersBody) -> Response:
        """Say what the ledger did with each result; once by `source_id`, an answer per item."""
        answers = apply_answers(
            client_id=self.client_id,
            user=self.user,
            items=body.results,
            now=clock.now(),
            request_id=self.request_id,
        )
        return Response({"results": [answer.as_json() for answer in answers]})
