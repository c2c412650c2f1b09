"""Deposits and remittances by cursor, and a remittance's file as it came."""

from typing import Any

from django.db.models import Sum
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from hmsach.accounts.roles import facility_ids
from hmsach.api.pagination import paginate
from hmsach.api.views import RoomAPIView
from hmsach.lib.errors import NotFound
from reconciliation.api.parameters import CURSOR, FACILITY, LIMIT, STATUS, narrowed
from reconciliation.api.readable import deposit_json, remittance_json
from reconciliation.models import Allocation, Deposit, Remittance
from reconciliation.states import DepositStatus, RemittanceStatus

READ = {"GET": ["recon:read"]}
LIST = [STATUS, FACILITY, LIMIT, CURSOR]
X12_TYPE = "application/edi-x12"


class Deposits(RoomAPIView):
    """Money at the bank."""

    required_scopes = READ

    @extend_schema(summary="Deposits", parameters=LIST, responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """Deposits, the latest first."""
        rows = narrowed(
            request,
            self.visible(Deposit.objects.select_related("facility")),
            self.user,
            status=DepositStatus.values,
        )
        page = paginate(request, rows, order=("-settled_on", "-created_at", "-id"))
        sums = _allocated(page.rows)
        return Response(
            page.as_json(lambda row: deposit_json(row, allocated_cents=sums.get(row.pk, 0)))
        )


class Remittances(RoomAPIView):
    """835s as they came."""

    required_scopes = READ

    @extend_schema(summary="Remittances", parameters=LIST, responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        """Remittances, the latest first."""
        rows = narrowed(
            request,
            self.visible(Remittance.objects.select_related("facility", "payer")),
            self.user,
            status=RemittanceStatus.values,
        )
        page = paginate(request, rows, order=("-received_at", "-id"))
        return Response(page.as_json(remittance_json))


class RemittanceFile(RoomAPIView):
    """The file a remittance came in."""

    required_scopes = READ

    @extend_schema(summary="The 835 as received", responses={(200, X12_TYPE): OpenApiTypes.BINARY})
    def get(self, request: Request, remittance_id: Any) -> HttpResponse:
        """The whole file, byte for byte; not where it is about facilities you may not see too."""
        rows = Remittance.objects.select_related("inbound_file__stored")
        remittance = self.get_visible(rows, pk=remittance_id)
        held = set(remittance.inbound_file.facilities_held)
        if not held <= {str(each) for each in facility_ids(self.user)}:
            raise NotFound("The file is about other facilities too, so it is not given out whole.")
        return HttpResponse(
            bytes(remittance.inbound_file.stored.content),
            content_type=X12_TYPE,
            headers={"Content-Disposition": f'attachment; filename="{remittance.pk}.835"'},
        )


def _allocated(deposits: list[Deposit]) -> dict[Any, int]:
    rows = (
        Allocation.objects.filter(deposit__in=[row.pk for row in deposits])
        .order_by()
        .values("deposit_id")
        .annotate(cents=Sum("amount_cents"))
    )
    return {row["deposit_id"]: row["cents"] for row in rows}
