"""The addresses of reconciliation, under /api/v1/."""

from django.urls import path

from reconciliation.api import claims, exceptions, lists, recon

urlpatterns = [
    path("claims", claims.Claims.as_view(), name="claims"),
    path("claims/<str:external_id>", claims.ClaimDetail.as_view(), name="claim"),
    path("ach/recon", recon.Recon.as_view(), name="ach-recon"),
    path("deposits", lists.Deposits.as_view(), name="deposits"),
    path("remittances", lists.Remittances.as_view(), name="remittances"),
    path(
        "remittances/<uuid:remittance_id>.835",
        lists.RemittanceFile.as_view(),
        name="remittance-file",
    ),
    path("exceptions", exceptions.Exceptions.as_view(), name="exceptions"),
    path(
        "exceptions/claim-next",
        exceptions.ExceptionClaimNext.as_view(),
        name="exception-claim-next",
    ),
    path(
        "exceptions/<uuid:item_id>/resolve",
        exceptions.ExceptionResolve.as_view(),
        name="exception-resolve",
    ),
]
