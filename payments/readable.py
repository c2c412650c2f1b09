"""Batches and payments as the API shows them: money as decimal strings, accounts masked."""

from typing import Any

from django.db.models import Count, Sum

from hmsach.lib.money import dollars
from payments.models import Hold, NoticeOfChange, Payment, PaymentBatch, PaymentFact, PaymentReturn


def batch_json(batch: PaymentBatch) -> dict[str, Any]:
    """A batch: its summary, its counts by the states of its payments, its facts with times."""
    return {
        "batch_id": batch.batch_id,
        "external_id": batch.external_id,
        "kind": batch.kind,
        "facility": batch.facility.code,
        "status": batch.status,
        "same_day": batch.same_day,
        "effective_date": batch.effective_date.isoformat(),
        "received_at": batch.received_at.isoformat(),
        "control": {"count": batch.count, "total": dollars(batch.total_cents)},
        "counts": _counts(batch),
        "approvals": [
            {
                "decision": approval.decision,
                "at": approval.at.isoformat(),
                "reason": approval.reason,
            }
            for approval in batch.approvals.all()
        ],
    }


def _counts(batch: PaymentBatch) -> dict[str, dict[str, Any]]:
    rows = (
        Payment.objects.filter(batch=batch)
        .order_by("status")
        .values("status")
        .annotate(count=Count("id"), cents=Sum("amount_cents"))
    )
    return {
        row["status"]: {"count": row["count"], "total": dollars(int(row["cents"]))} for row in rows
    }


def payment_json(payment: Payment) -> dict[str, Any]:
    """A payment as a line of its batch."""
    return {
        "payment_id": payment.payment_id,
        "external_id": payment.external_id,
        "status": payment.status,
        "amount": dollars(payment.amount_cents),
        "effective_date": payment.effective_date.isoformat(),
        "trace_number": payment.trace_number or None,
        "eft_trace": payment.eft_trace or None,
        "settled_on": _day(payment.settled_on),
        "returns_expected_by": _day(payment.returns_expected_by),
    }


def payment_detail_json(payment: Payment) -> dict[str, Any]:
    """A payment with everything that gathered on it."""
    return {
        **payment_json(payment),
        "batch_id": payment.batch.batch_id,
        "kind": payment.kind,
        "sec_code": payment.sec_code or None,
        "payee": {
            "external_id": payment.payee.external_id,
            "account": f"••••{payment.account.last_four}",
            "type": payment.account.type,
        },
        "facts": [_fact(fact) for fact in payment.facts.all()],
        "returns": [_return(row) for row in payment.returns.all()],
        "notices_of_change": [_notice(row) for row in payment.notices.all()],
        "holds": [_hold(row) for row in payment.holds.all()],
    }


def _fact(fact: PaymentFact) -> dict[str, Any]:
    return {"kind": fact.kind, "at": fact.at.isoformat(), "detail": fact.detail}


def _return(row: PaymentReturn) -> dict[str, Any]:
    return {"code": row.code, "title": row.title, "returned_on": row.returned_on.isoformat()}


def _notice(row: NoticeOfChange) -> dict[str, Any]:
    return {
        "code": row.code,
        "title": row.title,
        "status": row.status,
        "received_on": row.received_on.isoformat(),
        "apply_by": row.apply_by.isoformat(),
    }


def _hold(row: Hold) -> dict[str, Any]:
    return {
        "reason": row.reason,
        "sentence": row.sentence,
        "placed_at": row.placed_at.isoformat(),
        "until": _day(row.until),
        "released_at": row.released_at.isoformat() if row.released_at else None,
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
