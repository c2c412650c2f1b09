"""The batches that the demo's billing platform sends. Every name, number and account is made up.

The last four digits of some accounts tell the sandbox bank to answer with a return or a notice of
change; edi.sandbox.magic lists them.
"""

from typing import Any

from hmsach.lib.money import dollars, parse_dollars

RETURNED_ACCOUNT = "889900110003"  # the bank will answer R03
CORRECTED_ACCOUNT = "551200330101"  # the bank will answer C01


def batches() -> list[dict[str, Any]]:
    """Claim remittances, a patient refund, a vendor payment above the limit of self-release."""
    return [_claims(), _refund(), _vendor()]


def payment_ids() -> list[str]:
    """The external ids of all payments of the story."""
    return [payment["external_id"] for batch in batches() for payment in batch["payments"]]


def _claims() -> dict[str, Any]:
    payments = [
        _claim_payment(
            "REM-1",
            "PRV-11",
            "Juniper Cardiology PC",
            "1093817462",
            "471000011",
            "889900112233",
            "CLM-900-1",
            "1600.00",
            "1250.00",
        ),
        _claim_payment(
            "REM-2",
            "PRV-12",
            "Saltmarsh Pediatrics",
            "1568462893",
            "471000012",
            RETURNED_ACCOUNT,
            "CLM-901-1",
            "180.00",
            "150.00",
        ),
        _claim_payment(
            "REM-3",
            "PRV-13",
            "Osprey Imaging LLC",
            "1234567893",
            "471000013",
            CORRECTED_ACCOUNT,
            "CLM-902-1",
            "720.00",
            "512.50",
        ),
    ]
    return _batch("THE-REM-1", "CLAIM_REMITTANCE", payments)


def _claim_payment(
    external_id: str,
    payee_id: str,
    name: str,
    npi: str,
    tin: str,
    account_number: str,
    claim_id: str,
    charge: str,
    paid: str,
) -> dict[str, Any]:
    off = dollars(parse_dollars(charge) - parse_dollars(paid))
    line = {
        "procedure": "HC:99214",
        "charge": charge,
        "paid": paid,
        "control_number": "L1",
        "adjustments": [{"group": "CO", "reason": "45", "amount": off}],
    }
    return {
        "external_id": external_id,
        "amount": paid,
        "payee": {
            "external_id": payee_id,
            "name": name,
            "npi": npi,
            "tin": tin,
            "account": _account(account_number),
        },
        "payer": {"name": "Northside Health Plan", "tin": "411111111"},
        "claims": [
            {
                "claim_id": claim_id,
                "payer_control_number": f"ICN{claim_id[4:7]}",
                "status": "1",
                "patient": {"last": "Quillfeather", "first": "Odalys", "member_id": "W77001122"},
                "charge": charge,
                "paid": paid,
                "patient_responsibility": "0.00",
                "service_from": "2026-10-05",
                "service_to": "2026-10-05",
                "lines": [line],
            }
        ],
    }


def _refund() -> dict[str, Any]:
    payment = {
        "external_id": "RFD-1",
        "amount": "85.40",
        "payee": {
            "external_id": "PAT-1",
            "name": "Odalys Quillfeather",
            "kind": "PERSON",
            "account": _account("554433221177", "SAVINGS"),
        },
        "refund": {
            "reason": "OVERPAYMENT",
            "patient_account": "ACC-4471",
            "claim_id": "CLM-488-1",
            "requested_at": "2026-11-20T15:04:05Z",
        },
    }
    return _batch("THE-RFD-1", "PATIENT_REFUND", [payment])


def _vendor() -> dict[str, Any]:
    invoices = [
        _invoice("INV-88812", "PO-4410", "15000.00", "300.00", "14700.00"),
        _invoice("INV-88907", "PO-4421", "10000.00", "0.00", "10000.00"),
        _invoice("CM-1107", "", "-190.00", "0.00", "-190.00"),
    ]
    payment = {
        "external_id": "VP-1",
        "amount": "24510.00",
        "payee": {
            "external_id": "VEN-1",
            "name": "Bramble Surgical Supply LLC",
            "tin": "363000012",
            "account": _account("123450987701"),
        },
        "invoices": invoices,
    }
    return _batch("THE-AP-1", "VENDOR_PAYMENT", [payment])


def _invoice(number: str, order: str, gross: str, discount: str, paid: str) -> dict[str, Any]:
    return {
        "number": number,
        "purchase_order": order,
        "date": "2026-10-20",
        "gross": gross,
        "discount": discount,
        "paid": paid,
    }


def _account(number: str, kind: str = "CHECKING") -> dict[str, str]:
    return {"routing_number": "091000019", "account_number": number, "type": kind}


def _batch(external_id: str, kind: str, payments: list[dict[str, Any]]) -> dict[str, Any]:
    total = sum(parse_dollars(payment["amount"]) for payment in payments)
    return {
        "external_id": external_id,
        "kind": kind,
        "facility": "NORTHSIDE",
        "control": {"count": len(payments), "total": dollars(total)},
        "payments": payments,
    }
