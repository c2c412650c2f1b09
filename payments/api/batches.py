"""Sending a batch and asking how it goes."""

import hashlib
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from hmsach.api.bodies import read_bytes
from hmsach.api.idempotency import idempotent
from hmsach.api.pagination import paginate
from hmsach.api.views import RoomAPIView, accepted, etag_response
from hmsach.lib import clock
from payments.bodies import BatchBody
from payments.closed_days import calendar
from payments.models import Payment, PaymentBatch
from payments.readable import batch_json, payment_json
from payments.services.batches import accept_batch, bank_profile_of, cutoff_for
from payments.states import BATCH

RETRY_AFTER_SECONDS = 30


def status_url(batch: PaymentBatch) -> str:
    """Where a batch tells how it goes."""
    return f"/api/v1/ach/status/{batch.batch_id}"


class Batches(RoomAPIView):
    """Batches of claim remittances, patient refunds or vendor payments."""

    required_scopes = {"POST": ["payments:write"]}

    @extend_schema(summary="Send a batch of payments", responses={202: OpenApiTypes.OBJECT})
    @idempotent(required=True, body=BatchBody)
    def post(self, request: Request, body: BatchBody) -> Response:
        """Take the batch whole or not at all; the answer says what the release rules made of it."""
        now = clock.now()
        batch = accept_batch(
            client_id=self.client_id,
            user=self.user,
            body=body,
            body_hash=hashlib.sha256(read_bytes(request)).hexdigest(),
            now=now,
        )
        cutoff = cutoff_for(
            bank_profile_of(batch.facility), calendar(), same_day=batch.same_day, now=now
        )
        answer = {
            "batch_id": batch.batch_id,
            "external_id": batch.external_id,
            "status": batch.status,
            "control": batch_json(batch)["control"],
            "next_cutoff": cutoff.at.isoformat(),
            "effective_date": batch.effective_date.isoformat(),
            "status_url": status_url(batch),
        }
        return accepted(answer, location=status_url(batch))


class BatchStatusView(RoomAPIView):
    """One batch, its counts, control totals, and its payments by cursor."""

    required_scopes = {"GET": ["payments:read"]}

    @extend_schema(
        summary="How a batch goes",
        parameters=[
            OpenApiParameter("limit", OpenApiTypes.INT, description="1 to 500."),
            OpenApiParameter("cursor", OpenApiTypes.STR, description="From the page before."),
        ],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request, batch_id: str) -> Any:
        """The batch with a page of its payments; ask with If-None-Match to be told of changes."""
        batch = self.get_visible(PaymentBatch.objects.select_related("facility"), batch_id=batch_id)
        payments = Payment.objects.filter(batch=batch).select_related("account", "payee", "batch")
        page = paginate(request, payments, order=("sequence", "id"))
        answer = {**batch_json(batch), **page.as_json(payment_json, name="payments")}
        ended = batch.status in BATCH.ends
        return etag_response(
            request, answer, retry_after_seconds=None if ended else RETRY_AFTER_SECONDS
        )
