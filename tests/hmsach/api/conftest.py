"""A client of the API with its token, over real views."""

from collections.abc import Callable

import pytest
from django.test import Client
from rest_framework.test import APIClient

from hmsach.accounts.models import Facility, User
from hmsach.api.clients import register_client
from hmsach.audit.acts import act

SCOPES = ["events:read", "payments:read", "payments:write"]


@pytest.fixture
def service(db: None) -> User:
    return User.objects.create_user(username="the-billing", password=None, is_service=True)


@pytest.fixture
def facility(db: None) -> Facility:
    with act(None, "Set up"):
        return Facility.objects.create(code="NORTHSIDE", name="Northside Clinic")


@pytest.fixture
def credentials(service: User, facility: Facility) -> tuple[str, str]:
    return register_client(name="Billing", user=service, scopes=SCOPES, facilities=[facility])


@pytest.fixture
def fetch_token(credentials: tuple[str, str]) -> Callable[..., str]:
    def fetch(scope: str | None = None) -> str:
        sent = {"grant_type": "client_credentials"} | ({"scope": scope} if scope else {})
        client_id, secret = credentials
        data = {**sent, "client_id": client_id, "client_secret": secret}
        answer = Client().post("/oauth/token/", data)
        assert answer.status_code == 200, answer.content
        return str(answer.json()["access_token"])

    return fetch


@pytest.fixture
def api(fetch_token: Callable[..., str]) -> APIClient:
    return APIClient(headers={"Authorization": f"Bearer {fetch_token()}"})
