"""The home page: what needs a person today, what moved, and what is on its way. Reads only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest
from django.urls import reverse

from edi.models import InboundFile, Transmission
from edi.states import InboundFileStatus, TransmissionStatus
from hmsach.lib import clock
from payments.models import NoticeOfChange, Payment, PaymentBatch
from payments.models.returned import NoticeStatus
from payments.states import BatchStatus, PaymentStatus
from reconciliation.models import Allocation, Deposit, ExceptionItem, Remittance
from reconciliation.states import (
    DepositStatus,
    ExceptionKind,
    ExceptionStatus,
    RemittanceStatus,
)

LATEST = 8
NEED_A_LOOK = (
    TransmissionStatus.UNKNOWN,
    TransmissionStatus.REJECTED,
    TransmissionStatus.FAILED,
)


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to see to: how many, how much, by when, and where it is worked."""

    title: str
    count: int
    cents: int | None
    hint: str
    url: str
    tone: str


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The context of the home page, all of it scoped to the user."""
    now = clock.now()
    items = ExceptionItem.objects.visible_to(request.user).exclude(status=ExceptionStatus.RESOLVED)
    cards = [card for card in _cards(request, items, now) if card.count]
    return {
        **context,
        "title": "Today",
        "cards": cards,
        "mine": items.filter(owner=request.user).order_by("due_at")[:LATEST],
        "urgent": items.filter(owner__isnull=True)
        .select_related("facility")
        .order_by("due_at", "-amount_cents")[:LATEST],
        "kinds": _kinds(items),
        "flow": _flow(request),
        "now": now,
    }


def _cards(request: HttpRequest, items: QuerySet[ExceptionItem], now: datetime) -> list[Card]:
    user = request.user
    return [
        _card(
            ("Batch waits for approval", "Batches wait for approval"),
            PaymentBatch.objects.visible_to(user).filter(status=BatchStatus.PENDING_APPROVAL),
            "total_cents",
            "Another person than the preparer decides.",
            _list("payments_paymentbatch", status__exact=BatchStatus.PENDING_APPROVAL),
            "attention",
        ),
        _card(
            ("Payment is on hold", "Payments are on hold"),
            Payment.objects.visible_to(user).filter(status=PaymentStatus.HELD),
            "amount_cents",
            "They miss the next file until an approver lifts the hold.",
            _list("payments_payment", status__exact=PaymentStatus.HELD),
            "attention",
        ),
        _card(
            ("Exception is late", "Exceptions are late"),
            items.filter(due_at__lt=now),
            "amount_cents",
            "Their clock has run out.",
            _list("reconciliation_exceptionitem", due="late"),
            "bad",
        ),
        _card(
            ("Exception is due within a day", "Exceptions are due within a day"),
            items.filter(due_at__gte=now, due_at__lt=now + timedelta(days=1)),
            "amount_cents",
            "The most urgent stand first in the queue.",
            _list("reconciliation_exceptionitem", due="day"),
            "attention",
        ),
        _card(
            ("File was set aside", "Files were set aside"),
            InboundFile.objects.visible_to(user).filter(status=InboundFileStatus.QUARANTINED),
            None,
            "Kept as they came; each says why.",
            _list("edi_inboundfile", status__exact=InboundFileStatus.QUARANTINED),
            "bad",
        ),
        _card(
            ("Sent file needs a look", "Sent files need a look"),
            Transmission.objects.visible_to(user).filter(status__in=NEED_A_LOOK),
            None,
            "Refused, failed, or the outcome is not known.",
            _list("edi_transmission", status__in=",".join(NEED_A_LOOK)),
            "bad",
        ),
        _card(
            (
                "Payee's bank details are to be corrected",
                "Payees' bank details are to be corrected",
            ),
            NoticeOfChange.objects.visible_to(user).filter(status=NoticeStatus.RECEIVED),
            None,
            "Within six banking days, or before the next payment.",
            _list("payments_noticeofchange", status__exact=NoticeStatus.RECEIVED),
            "attention",
        ),
        _card(
            ("Deposit is unidentified", "Deposits are unidentified"),
            Deposit.objects.visible_to(user).filter(status=DepositStatus.UNIDENTIFIED),
            "amount_cents",
            "Money that nobody has claimed yet.",
            _list("reconciliation_deposit", status__exact=DepositStatus.UNIDENTIFIED),
            "attention",
        ),
    ]


def _card(
    titles: tuple[str, str], rows: QuerySet[Any], cents: str | None, hint: str, url: str, tone: str
) -> Card:
    wanted: dict[str, Any] = {"count": Count("pk")}
    if cents:
        wanted["cents"] = Sum(cents)
    found = rows.order_by().aggregate(**wanted)
    total = int(found["cents"] or 0) if cents else None
    return Card(titles[found["count"] != 1], found["count"], total, hint, url, tone)


def _list(name: str, **filters: str) -> str:
    query = f"?{urlencode(filters)}" if filters else ""
    return reverse(f"admin:{name}_changelist") + query


def _kinds(items: QuerySet[ExceptionItem]) -> list[dict[str, Any]]:
    """Open items by kind, the most dollars first."""
    labels = dict(ExceptionKind.choices)
    rows = items.order_by().values("kind").annotate(count=Count("pk"), cents=Sum("amount_cents"))
    return sorted(
        (
            {
                **row,
                "label": labels[row["kind"]],
                "url": _list("reconciliation_exceptionitem", kind__exact=row["kind"]),
            }
            for row in rows
        ),
        key=lambda row: -row["cents"],
    )


def _flow(request: HttpRequest) -> list[dict[str, Any]]:
    """Where money stands right now: what leaves, what came, what is placed."""
    user = request.user
    payments = Payment.objects.visible_to(user)
    deposits = Deposit.objects.visible_to(user)
    allocated = Allocation.objects.visible_to(user).filter(deposit__isnull=False)
    remittances = Remittance.objects.visible_to(user)
    travelling = [PaymentStatus.PROCESSING, PaymentStatus.SENT]
    came = deposits.aggregate(count=Count("pk"), cents=Sum("amount_cents"))
    placed = allocated.aggregate(count=Count("pk"), cents=Sum("amount_cents"))
    left = int(came["cents"] or 0) - int(placed["cents"] or 0)
    return [
        _leg("Approved, leaves with the next file", payments, PaymentStatus.APPROVED),
        {
            "title": "On the way to payees",
            **payments.filter(status__in=travelling).aggregate(
                count=Count("pk"), cents=Sum("amount_cents")
            ),
        },
        _leg("Returned", payments, PaymentStatus.RETURNED),
        {"title": "Deposits received", **came},
        {"title": "Allocated to claims", **placed},
        {"title": "Not yet allocated", "count": None, "cents": left},
        {
            "title": "Remittances that wait for their deposit",
            **remittances.filter(status=RemittanceStatus.AWAITING_EFT).aggregate(
                count=Count("pk"), cents=Sum("amount_cents")
            ),
        },
    ]


def _leg(title: str, payments: QuerySet[Payment], status: PaymentStatus) -> dict[str, Any]:
    return {
        "title": title,
        **payments.filter(status=status).aggregate(count=Count("pk"), cents=Sum("amount_cents")),
    }
