"""A facility with a bank, its people, and batches in THE's own shape."""

import copy
from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

import pytest
from rest_framework.test import APIClient

from edi.models import Channel, Partner
from hmsach.accounts.models import Facility, User
from hmsach.accounts.roles import grant_role
from hmsach.api.bodies import parse_body
from hmsach.api.clients import register_client
from hmsach.audit.acts import act
from payments.bodies import BatchBody
from payments.models import BankAccount, BankCutoff, BankProfile, PaymentBatch, ReleaseRule
from payments.services.batches import accept_batch

# A Tuesday, 09:00 in New York: the next file leaves at 21:00 and carries Wednesday.
NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


def _facility(code: str, tin: str, npi: str) -> Facility:
    return Facility.objects.create(
        code=code,
        name=f"{code.title()} Hospital",
        tin=tin,
        npi=npi,
        street="1 Elm Street",
        city="Port Example",
        state="NY",
        postal_code="10001",
    )


@pytest.fixture
def facility(db: None) -> Facility:
    with act(None, "Set up"):
        return _facility("NORTHSIDE", "411111111", "1902837461")


@pytest.fixture
def elsewhere(db: None) -> Facility:
    with act(None, "Set up"):
        return _facility("SOUTHSIDE", "422222222", "1457382913")


@pytest.fixture
def profile(facility: Facility, tmp_path: Any) -> BankProfile:
    (tmp_path / "inbox").mkdir()
    with act(None, "Set up"):
        bank = Partner.objects.create(code="BANK", name="First Example Bank", kind="bank")
        channel = Channel.objects.create(
            partner=bank,
            facility=facility,
            code="bank",
            protocol="directory",
            outbound_dir=str(tmp_path / "inbox"),
        )
        profile = BankProfile.objects.create(
            facility=facility,
            code="NORTHSIDE",
            name="First Example Bank",
            channel=channel,
            odfi_routing_number="071009988",
            immediate_destination=" 071009988",
            immediate_origin="1411111111",
            company_name="NORTHSIDE HOSP",
            company_id="1411111111",
        )
        BankCutoff.objects.create(bank_profile=profile, closes_at=time(21, 0))
        BankCutoff.objects.create(bank_profile=profile, closes_at=time(14, 0), same_day=True)
        BankAccount.objects.create(
            facility=facility,
            bank_profile=profile,
            name="Operating",
            routing_number="071009988",
            account_number="4407001200",
            last_four="1200",
        )
    return profile


@pytest.fixture
def rules(db: None) -> None:
    with act(None, "Set up"):
        ReleaseRule.objects.create(
            name="Up to $10,000", measures="batch", up_to_cents=1_000_000, effect="approve"
        )
        ReleaseRule.objects.create(
            name="Above $10,000", measures="batch", above_cents=1_000_000, effect="ask"
        )


def _person(username: str, role: str, facility: Facility) -> User:
    user = User.objects.create_user(username, password="a long enough password")
    grant_role(user=user, role=role, facility=facility)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def approver(facility: Facility) -> User:
    return _person("amir", "approver", facility)


@pytest.fixture
def biller(facility: Facility) -> User:
    return _person("bianca", "biller", facility)


@pytest.fixture
def treasurer(facility: Facility) -> User:
    return _person("tess", "treasury", facility)


@pytest.fixture
def client_user(facility: Facility) -> User:
    user = User.objects.create_user("the", is_service=True)
    grant_role(user=user, role="client", facility=facility)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def api(client_user: User) -> APIClient:
    from django.test import Client

    client_id, secret = register_client(
        name="THE", user=client_user, scopes=["payments:write", "payments:read"]
    )
    data = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    token = Client().post("/oauth/token/", data).json()["access_token"]
    return APIClient(headers={"Authorization": f"Bearer {token}"})


VENDOR_BATCH: dict[str, Any] = {
    "external_id": "AP-1",
    "kind": "VENDOR_PAYMENT",
    "facility": "NORTHSIDE",
    "control": {"count": 1, "total": "240.00"},
    "payments": [
        {
            "external_id": "VP-1",
            "amount": "240.00",
            "payee": {
                "external_id": "VEN-1",
                "name": "Birch Linen Service",
                "tin": "363000001",
                "account": {
                    "routing_number": "071000013",
                    "account_number": "7700112233",
                    "type": "CHECKING",
                },
            },
            "invoices": [
                {
                    "number": "I-1",
                    "purchase_order": "PO-1",
                    "gross": "250.00",
                    "discount": "10.00",
                    "paid": "240.00",
                }
            ],
        }
    ],
}
CLAIM_BATCH: dict[str, Any] = {
    "external_id": "REM-1",
    "kind": "CLAIM_REMITTANCE",
    "facility": "NORTHSIDE",
    "control": {"count": 1, "total": "140.00"},
    "payments": [
        {
            "external_id": "R-1",
            "amount": "140.00",
            "payee": {
                "external_id": "PRV-1",
                "name": "Elm Street Pédiatrics",
                "npi": "1568462893",
                "tin": "823000001",
                "account": {
                    "routing_number": "122105155",
                    "account_number": "000998877",
                    "type": "CHECKING",
                },
            },
            "payer": {"name": "Northside Health Plan", "tin": "411111111"},
            "claims": [
                {
                    "claim_id": "C-1",
                    "payer_control_number": "ICN1",
                    "status": "1",
                    "patient": {"last": "Zzyzx", "first": "Quill", "member_id": "W1"},
                    "charge": "180.00",
                    "paid": "150.00",
                    "service_from": "2026-10-05",
                    "service_to": "2026-10-05",
                    "lines": [
                        {
                            "procedure": "HC:99213",
                            "charge": "180.00",
                            "paid": "150.00",
                            "control_number": "L1",
                            "adjustments": [{"group": "CO", "reason": "45", "amount": "30.00"}],
                        }
                    ],
                }
            ],
            "provider_adjustments": [{"reason": "WO", "reference": "ICN0", "amount": "10.00"}],
        }
    ],
}
REFUND_BATCH: dict[str, Any] = {
    "external_id": "RFD-1",
    "kind": "PATIENT_REFUND",
    "facility": "NORTHSIDE",
    "control": {"count": 1, "total": "85.40"},
    "payments": [
        {
            "external_id": "F-1",
            "amount": "85.40",
            "payee": {
                "external_id": "PAT-1",
                "name": "Quill Zzyzx",
                "kind": "PERSON",
                "account": {
                    "routing_number": "026009593",
                    "account_number": "5512340000",
                    "type": "SAVINGS",
                },
            },
            "refund": {
                "reason": "OVERPAYMENT",
                "claim_id": "C-9",
                "requested_at": "2026-11-22T15:04:05Z",
            },
        }
    ],
}


@pytest.fixture
def vendor_batch() -> dict[str, Any]:
    return copy.deepcopy(VENDOR_BATCH)


@pytest.fixture
def claim_batch() -> dict[str, Any]:
    return copy.deepcopy(CLAIM_BATCH)


@pytest.fixture
def refund_batch() -> dict[str, Any]:
    return copy.deepcopy(REFUND_BATCH)


@pytest.fixture
def send(client_user: User, profile: BankProfile) -> Callable[..., PaymentBatch]:
    """Accept a batch as the API would."""

    def accept(body: dict[str, Any], now: datetime = NOW) -> PaymentBatch:
        return accept_batch(
            client_id="the-client",
            user=client_user,
            body=parse_body(body, BatchBody),
            body_hash="0" * 64,
            now=now,
        )

    return accept
