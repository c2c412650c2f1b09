"""A facility, its bank account and payers, claims owed to it, and the files that come in."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from edi.models import Channel, InboundFile, Partner, StoredFile
from hmsach.accounts.models import Facility, User
from hmsach.accounts.roles import grant_role, system_user
from hmsach.api.bodies import parse_body
from hmsach.api.clients import register_client
from hmsach.audit.acts import act
from payments.models import BankAccount
from reconciliation import imports
from reconciliation.bodies import ClaimsBody
from reconciliation.models import Claim as OpenClaim
from reconciliation.models import Payer, PayerAlias
from reconciliation.services.claims import upsert_claims
from tests.reconciliation.made_files import ACCOUNT, NPI, OTHER_TIN, PAYER_TIN, ROUTING, TIN

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def facility(db: None) -> Facility:
    with act(None, "Set up"):
        facility = Facility.objects.create(
            code="NORTHSIDE", name="Northside Hospital", tin=TIN, npi=NPI
        )
        BankAccount.objects.create(
            facility=facility,
            name="Deposits",
            routing_number=ROUTING,
            account_number=ACCOUNT,
            last_four=ACCOUNT[-4:],
        )
    return facility


@pytest.fixture
def elsewhere(db: None) -> Facility:
    with act(None, "Set up"):
        return Facility.objects.create(
            code="SOUTHSIDE", name="Southside Hospital", tin="422222222", npi="1457382913"
        )


@pytest.fixture
def payer(db: None) -> Payer:
    with act(None, "Set up"):
        payer = Payer.objects.create(
            external_id="PAYER-1", name="Meadow Health Plan", tin=PAYER_TIN
        )
        PayerAlias.objects.create(payer=payer, identifier="MEADOWHP01")
    return payer


@pytest.fixture
def other_payer(db: None) -> Payer:
    with act(None, "Set up"):
        return Payer.objects.create(external_id="PAYER-2", name="Ridge Mutual", tin=OTHER_TIN)


@pytest.fixture
def bank_channel(facility: Facility) -> Channel:
    with act(None, "Set up"):
        partner = Partner.objects.create(code="BANK", name="First Example Bank", kind="bank")
        return Channel.objects.create(
            partner=partner, facility=facility, code="bank", protocol="directory"
        )


def person(username: str, role: str, facility: Facility) -> User:
    user = User.objects.create_user(username, password="a long enough password")
    grant_role(user=user, role=role, facility=facility)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def biller(facility: Facility) -> User:
    return person("bianca", "biller", facility)


@pytest.fixture
def second_biller(facility: Facility) -> User:
    return person("boris", "biller", facility)


@pytest.fixture
def supervisor(facility: Facility) -> User:
    """A biller who is an approver as well."""
    user = person("sanna", "biller", facility)
    grant_role(user=user, role="approver", facility=facility)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def client_user(facility: Facility) -> User:
    user = User.objects.create_user("the", is_service=True)
    grant_role(user=user, role="client", facility=facility)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def api(client_user: User) -> APIClient:
    scopes = ["claims:write", "recon:read", "recon:write"]
    client_id, secret = register_client(name="THE", user=client_user, scopes=scopes)
    data = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    token = Client().post("/oauth/token/", data).json()["access_token"]
    return APIClient(headers={"Authorization": f"Bearer {token}"})


# Claims owed ----------------------------------------------------------------------------------


def claim_shape(number: str, **changes: Any) -> dict[str, Any]:
    """A claim of 200.00, of which the plan allows 150.00, as THE sends it."""
    shape: dict[str, Any] = {
        "external_id": number,
        "patient_control_number": number,
        "facility": "NORTHSIDE",
        "payer": {
            "external_id": "PAYER-1",
            "name": "Meadow Health Plan",
            "tin": PAYER_TIN,
        },
        "patient": {"last": "Zzyzx", "first": "Quill", "member_id": "W900"},
        "service_from": "2026-10-12",
        "service_to": "2026-10-12",
        "charge": "200.00",
        "expected": "150.00",
        "balance": "200.00",
        "lines": [
            {"control_number": "L1", "procedure": "HC:99213", "charge": "120.00"},
            {"control_number": "L2", "procedure": "HC:71046", "charge": "80.00"},
        ],
    }
    return shape | changes


@pytest.fixture
def owe(client_user: User, payer: Payer) -> Callable[..., OpenClaim]:
    """THE sends a claim; the stored one."""

    def send(number: str, **changes: Any) -> OpenClaim:
        body = parse_body({"claims": [claim_shape(number, **changes)]}, ClaimsBody)
        outcome = upsert_claims(user=client_user, bodies=body.claims, now=NOW)
        assert not outcome.errors
        return OpenClaim.objects.get(external_id=number)

    return send


# Files ----------------------------------------------------------------------------------------


@pytest.fixture
def received(bank_channel: Channel) -> Callable[..., InboundFile]:
    """A file as it was received, not yet imported."""

    def keep(content: bytes) -> InboundFile:
        with act(None, "File received"):
            return InboundFile.objects.create(
                partner=bank_channel.partner,
                channel=bank_channel,
                facility=bank_channel.facility,
                remote_name="in.txt",
                stored=StoredFile.keep(content),
                sha256=hashlib.sha256(content).hexdigest(),
                size_bytes=len(content),
                received_at=NOW,
            )

    return keep


def _importer(name: str):
    def take(received, content: bytes, *, at: datetime = NOW, file: Any = None):
        inbound = file or received(content)
        with act(system_user(), "A partner's file is imported"):
            return getattr(imports, name)(inbound, content, now=at)

    return take


@pytest.fixture
def import_835(received):
    return lambda content, **options: _importer("import_835")(received, content, **options)


@pytest.fixture
def import_nacha(received):
    return lambda content, **options: _importer("import_nacha")(received, content, **options)


@pytest.fixture
def import_820(received):
    return lambda content, **options: _importer("import_820")(received, content, **options)
