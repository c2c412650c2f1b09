"""The addresses of payments, under /api/v1/."""

from django.urls import path

from payments.api import batches, payments

urlpatterns = [
    path("ach/payments", batches.Batches.as_view(), name="ach-payments"),
    path("ach/status/<str:batch_id>", batches.BatchStatusView.as_view(), name="ach-status"),
    path("ach/payments/<str:payment_id>", payments.PaymentDetail.as_view(), name="ach-payment"),
    path(
        "ach/payments/<str:payment_id>/cancel",
        payments.PaymentCancel.as_view(),
        name="ach-payment-cancel",
    ),
]
