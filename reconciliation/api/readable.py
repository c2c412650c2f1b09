"""Rows of this room as the API shows them: money as decimal strings, no patients' names."""

import json
from datetime import date, datetime
from typing import Any

from hmsach.lib.money import dollars
from reconciliation.models import (
    Claim,
    Deposit,
    ExceptionItem,
    ReconciliationResult,
    Remittance,
)


def claim_json(claim: Claim, *, posted_cents: int) -> dict[str, Any]:
    """A claim as THE sent it, with what was posted to it here."""
    return {
        "external_id": claim.external_id,
        "patient_control_number": claim.patient_control_number,
        "facility": claim.facility.code,
        "payer": {
            "external_id": claim.payer.external_id,
            "name": claim.payer.name,
            "tin": claim.payer.tin or None,
        },
        "payer_control_number": claim.payer_control_number or None,
        "service_from": claim.service_from.isoformat(),
        "service_to": claim.service_to.isoformat(),
        "submitted_on": _day(claim.submitted_on),
        "charge": dollars(claim.charge_cents),
        "expected": None if claim.expected_cents is None else dollars(claim.expected_cents),
        "balance": dollars(claim.balance_cents),
        "posted": dollars(posted_cents),
        "status": claim.status,
        "lines": [
            {
                "control_number": line.control_number,
                "procedure": line.procedure,
                "charge": dollars(line.charge_cents),
            }
            for line in claim.lines.all()
        ],
    }


def result_json(result: ReconciliationResult) -> dict[str, Any]:
    """A result exactly as THE receives it."""
    body: dict[str, Any] = json.loads(result.body)
    return body


def deposit_json(deposit: Deposit, *, allocated_cents: int) -> dict[str, Any]:
    """A deposit; amount = allocated + unallocated."""
    return {
        "id": deposit.deposit_id,
        "facility": deposit.facility.code,
        "source": deposit.source,
        "bank_reference": deposit.bank_reference,
        "company_name": deposit.company_name,
        "trace_number": deposit.trace_number or None,
        "amount": dollars(deposit.amount_cents),
        "allocated": dollars(allocated_cents),
        "unallocated": dollars(deposit.amount_cents - allocated_cents),
        "settled_on": deposit.settled_on.isoformat(),
        "status": deposit.status,
        "remittance": str(deposit.remittance_id) if deposit.remittance_id else None,
        "associated_by": deposit.associated_by or None,
    }


def remittance_json(remittance: Remittance) -> dict[str, Any]:
    """A remittance, its sums and where it does not balance."""
    return {
        "id": str(remittance.pk),
        "facility": remittance.facility.code,
        "payer": remittance.payer.name if remittance.payer else remittance.payer_name,
        "trace_number": remittance.trace_number,
        "payer_identifier": remittance.payer_identifier or None,
        "method": remittance.method,
        "amount": dollars(remittance.amount_cents),
        "claims_total": dollars(remittance.claims_cents),
        "provider_adjustments_total": dollars(remittance.provider_adjustment_cents),
        "off_by": dollars(remittance.off_cents),
        "imbalance": remittance.imbalance,
        "paid_on": _day(remittance.paid_on),
        "received_at": remittance.received_at.isoformat(),
        "status": remittance.status,
        "duplicate_of": str(remittance.duplicate_of_id) if remittance.duplicate_of_id else None,
        "file": f"/api/v1/remittances/{remittance.pk}.835",
    }


def exception_json(item: ExceptionItem) -> dict[str, Any]:
    """An item of work, with the ids of what it is about."""
    return {
        "id": str(item.pk),
        "kind": item.kind,
        "status": item.status,
        "facility": item.facility.code,
        "title": item.title,
        "advice": item.advice,
        "amount": dollars(item.amount_cents),
        "opened_at": item.created_at.isoformat(),
        "due_at": item.due_at.isoformat(),
        "owner": item.owner.display_name if item.owner else None,
        "waiting_until": _day(item.waiting_until),
        "resolution": item.resolution or None,
        "resolved_at": _moment(item.resolved_at),
        "about": {
            "remittance": _id(item.remittance_id),
            "claim": item.claim.external_id if item.claim else None,
            "deposit": item.deposit.deposit_id if item.deposit else None,
            "payment": item.payment.payment_id if item.payment else None,
            "inbound_file": _id(item.inbound_file_id),
            "transmission": _id(item.transmission_id),
        },
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _id(pk: Any) -> str | None:
    return str(pk) if pk else None
