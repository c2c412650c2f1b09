"""One payment: what is known of it, and cancelling it before its file is built."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from pydantic import Field
from rest_framework.request import Request
from rest_framework.response import Response

from hmsach.api.field_types import Body
from hmsach.api.idempotency import idempotent
from hmsach.api.views import RoomAPIView, etag_response
from hmsach.lib import clock
from payments.models import Payment
from payments.readable import payment_detail_json, payment_json
from payments.services.cancelling import cancel_payment


class CancelBody(Body):
    """Why a payment is cancelled."""

    reason: str = Field(min_length=3, max_length=200)


class PaymentDetail(RoomAPIView):
    """One payment with its trace, dates, returns, notices and holds."""

    required_scopes = {"GET": ["payments:read"]}

    @extend_schema(summary="One payment", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, payment_id: str) -> Any:
        """Everything known of it but the account number, which is masked."""
        payment = self.get_visible(
            Payment.objects.select_related("batch", "account", "payee"), payment_id=payment_id
        )
        return etag_response(request, payment_detail_json(payment))


class PaymentCancel(RoomAPIView):
    """Cancelling a payment."""

    required_scopes = {"POST": ["payments:write"]}

    @extend_schema(summary="Cancel a payment", responses=OpenApiTypes.OBJECT)
    @idempotent(required=False, body=CancelBody)
    def post(self, request: Request, payment_id: str, body: CancelBody) -> Response:
        """Cancel it, if its file is not yet built; 409 after that."""
        payment = cancel_payment(
            user=self.user, payment_id=payment_id, reason=body.reason, now=clock.now()
        )
        return Response(payment_json(payment))
