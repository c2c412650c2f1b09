"""THE's open claims: sent in bulk, read one by one."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from hmsach.api.idempotency import idempotent
from hmsach.api.queries import choice
from hmsach.api.views import RoomAPIView
from hmsach.lib import clock
from hmsach.lib.errors import Conflict
from reconciliation.api.parameters import FACILITY, facility_codes
from reconciliation.api.readable import claim_json
from reconciliation.bodies import ClaimsBody
from reconciliation.models import Claim
from reconciliation.services.claims import upsert_claims
from reconciliation.services.sums import net_posted_cents


class ClaimAmbiguous(Conflict):
    """Several facilities have a claim of this external_id; name the facility."""

    code = "claim-ambiguous"


class Claims(RoomAPIView):
    """The claims owed."""

    required_scopes = {"PUT": ["claims:write"]}

    @extend_schema(summary="Send open claims", responses=OpenApiTypes.OBJECT)
    @idempotent(required=False, body=ClaimsBody)
    def put(self, request: Request, body: ClaimsBody) -> Response:
        """Store or bring up to date up to 10,000 claims; faulty ones are told, left out."""
        outcome = upsert_claims(
            user=self.user, bodies=body.claims, now=clock.now(), request_id=self.request_id
        )
        return Response(outcome.as_json())


class ClaimDetail(RoomAPIView):
    """One claim."""

    required_scopes = {"GET": ["claims:write"]}

    @extend_schema(summary="One claim", parameters=[FACILITY], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, external_id: str) -> Response:
        """The claim as it stands, without the patient."""
        claims = Claim.objects.filter(external_id=external_id)
        code = choice(request, "facility", facility_codes(self.user))
        if code:
            claims = claims.filter(facility__code=code)
        if self.visible(claims).count() > 1:
            raise ClaimAmbiguous
        claim = self.get_visible(claims.select_related("facility", "payer"))
        posted_cents = net_posted_cents([claim.pk])[claim.pk]
        return Response(claim_json(claim, posted_cents=posted_cents))
