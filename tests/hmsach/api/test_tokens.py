"""Tokens over real HTTP views: given, verified, refused, revoked."""

import base64
import hashlib
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey
from oauth2_provider.models import AccessToken, Application
from rest_framework.test import APIClient

from hmsach.accounts.models import Facility, User
from hmsach.api import tokens
from hmsach.api.clients import register_client
from hmsach.audit.acts import act
from hmsach.keys import ring
from hmsach.lib.errors import InvalidInput

pytestmark = pytest.mark.django_db
EVENTS = "/api/v1/events"


def call(token: str) -> Any:
    return APIClient(headers={"Authorization": f"Bearer {token}"}).get(EVENTS)


def ask(client_id: str, secret: str, **extra: str) -> Any:
    data = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    return Client().post("/oauth/token/", {**data, **extra})


def claims_of(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def stored(token: str, like: str) -> str:
    """Give a forged token the row that the real one has, so that only its signature is at fault."""
    row = AccessToken.objects.get(token_checksum=hashlib.sha256(like.encode()).hexdigest())
    row.token_checksum = hashlib.sha256(token.encode()).hexdigest()
    row.token = ""
    row.save()
    return token


def unpadded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def assert_refused(answer: Any, code: str) -> None:
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"].endswith("/" + code)
    assert 'error="invalid_token"' in answer["WWW-Authenticate"]


def test_a_token_is_an_es256_at_jwt_that_the_published_keys_verify(
    fetch_token: Callable[..., str], credentials: tuple[str, str]
) -> None:
    token = fetch_token("events:read payments:read")
    keys = KeySet.import_key_set(Client().get("/.well-known/jwks.json").json())
    read = jwt.decode(token, keys, algorithms=["ES256"])
    assert read.header["typ"] == "at+jwt"
    assert read.header["kid"] == ring.active_signing_key().kid
    claims = read.claims
    assert claims["iss"] == settings.BASE_URL
    assert claims["aud"] == "hmsach"
    assert claims["sub"] == claims["client_id"] == credentials[0]
    assert set(claims["scope"].split()) == {"events:read", "payments:read"}
    assert len(claims["jti"]) == 26
    assert claims["exp"] - claims["iat"] == 900
    assert abs(claims["iat"] - time.time()) < 5
    assert call(token).status_code == 200


def test_the_published_keys_hold_nothing_private() -> None:
    document = Client().get("/.well-known/jwks.json")
    assert all("d" not in key and key["kty"] == "EC" for key in document.json()["keys"])


def test_the_token_itself_is_not_stored(fetch_token: Callable[..., str]) -> None:
    token = fetch_token()
    row = AccessToken.objects.get(token_checksum=hashlib.sha256(token.encode()).hexdigest())
    assert token not in (row.token, row.scope)


def test_a_secret_is_stored_hashed_and_checked_fast(credentials: tuple[str, str]) -> None:
    row = Application.objects.get(client_id=credentials[0])
    assert credentials[1] not in row.client_secret
    assert row.client_secret.startswith("pbkdf2_sha256_once$")
    started = time.perf_counter()
    assert ask(*credentials).status_code == 200
    assert time.perf_counter() - started < 0.15


def test_a_wrong_secret_and_an_unknown_client_get_401(credentials: tuple[str, str]) -> None:
    for client_id, secret in ((credentials[0], "wrong"), ("unknown", credentials[1])):
        answer = ask(client_id, secret)
        assert answer.status_code == 401
        assert answer.json()["error"] == "invalid_client"


def test_basic_credentials_are_taken(credentials: tuple[str, str]) -> None:
    basic = base64.b64encode(":".join(credentials).encode()).decode()
    client = Client(headers={"Authorization": f"Basic {basic}"})
    answer = client.post("/oauth/token/", {"grant_type": "client_credentials"})
    assert answer.status_code == 200
    assert answer.json()["token_type"] == "Bearer"
    assert "no-store" in answer["Cache-Control"]


def test_a_client_gets_no_scope_beyond_its_own(credentials: tuple[str, str]) -> None:
    for scope in ("recon:write", "events:read metrics:read", "nonsense"):
        answer = ask(*credentials, scope=scope)
        assert answer.status_code == 400
        assert answer.json()["error"] == "invalid_scope"


def test_no_other_grant_is_given(credentials: tuple[str, str]) -> None:
    answer = ask(*credentials, grant_type="password", username="a", password="b")
    assert answer.status_code == 400
    assert "access_token" not in answer.json()


def test_a_closed_clients_user_gets_no_token_and_its_tokens_end(
    fetch_token: Callable[..., str], credentials: tuple[str, str], service: User
) -> None:
    token = fetch_token()
    with act(None, "Closed"):
        service.is_active = False
        service.save()
    assert ask(*credentials).status_code == 401
    assert_refused(call(token), "client-closed")


def test_a_call_without_a_token_is_challenged() -> None:
    answer = APIClient().get(EVENTS)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="hmsach"'
    assert answer.json()["type"].endswith("/not-authenticated")


def test_a_revoked_token_is_refused_at_once(
    fetch_token: Callable[..., str], credentials: tuple[str, str]
) -> None:
    token = fetch_token()
    client_id, secret = credentials
    data = {"token": token, "client_id": client_id, "client_secret": secret}
    assert Client().post("/oauth/revoke_token/", data).status_code == 200
    assert_refused(call(token), "token-revoked")


def test_another_client_cannot_revoke_a_token(
    fetch_token: Callable[..., str], service: User
) -> None:
    token = fetch_token()
    client_id, secret = register_client(name="Other", user=service, scopes=["events:read"])
    data = {"token": token, "client_id": client_id, "client_secret": secret}
    Client().post("/oauth/revoke_token/", data)
    assert call(token).status_code == 200


def test_an_expired_token_is_refused(fetch_token: Callable[..., str]) -> None:
    real = fetch_token()
    claims = {**claims_of(real), "iat": int(time.time()) - 1000, "exp": int(time.time()) - 1}
    assert_refused(call(stored(tokens.sign(claims), like=real)), "token-expired")


def test_a_token_without_alg_is_refused(fetch_token: Callable[..., str]) -> None:
    real = fetch_token()
    header = {"alg": "none", "typ": "at+jwt", "kid": ring.active_signing_key().kid}
    forged = f"{unpadded(json.dumps(header).encode())}.{real.split('.')[1]}."
    assert_refused(call(stored(forged, like=real)), "token-invalid")


def test_a_token_signed_with_the_public_key_as_a_secret_is_refused(
    fetch_token: Callable[..., str],
) -> None:
    real = fetch_token()
    public = json.dumps(ring.jwks()["keys"][0]).encode()
    header = {"alg": "HS256", "typ": "at+jwt", "kid": ring.active_signing_key().kid}
    secret = OctKey.import_key(public)
    forged = jwt.encode(header, claims_of(real), secret, algorithms=["HS256"])
    assert_refused(call(stored(forged, like=real)), "token-invalid")


def test_a_token_of_a_foreign_key_is_refused(fetch_token: Callable[..., str]) -> None:
    real = fetch_token()
    foreign = ECKey.generate_key("P-256")
    for kid in (ring.active_signing_key().kid, "other"):
        header = {"alg": "ES256", "typ": "at+jwt", "kid": kid}
        forged = jwt.encode(header, claims_of(real), foreign, algorithms=["ES256"])
        assert_refused(call(stored(forged, like=real)), "token-invalid")
        real = forged


@pytest.mark.parametrize(
    "changed",
    [{"iss": "https://other.example"}, {"aud": "other"}, {"exp": None}, {"iat": 9_999_999_999}],
)
def test_a_token_with_other_claims_is_refused(
    fetch_token: Callable[..., str], changed: dict[str, Any]
) -> None:
    real = fetch_token()
    signed = tokens.sign({**claims_of(real), **changed})
    assert_refused(call(stored(signed, like=real)), "token-invalid")


def test_a_jwt_of_another_type_is_refused(fetch_token: Callable[..., str]) -> None:
    real = fetch_token()
    signing = ring.active_signing_key()
    header = {"alg": "ES256", "typ": "JWT", "kid": signing.kid}
    signed = jwt.encode(header, claims_of(real), signing.key, algorithms=["ES256"])
    assert_refused(call(stored(signed, like=real)), "token-invalid")


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "é.é.é", "." * 3, "x" * 10_000, "a b"])
def test_what_is_no_token_is_refused(text: str) -> None:
    header = f"Bearer {text}".encode().decode("latin-1")
    answer = APIClient(headers={"Authorization": header}).get(EVENTS)
    assert_refused(answer, "token-invalid")


def test_another_scheme_is_as_no_token() -> None:
    answer = APIClient(headers={"Authorization": "Basic YTpi"}).get(EVENTS)
    assert answer.status_code == 401
    assert "error=" not in answer["WWW-Authenticate"]


def test_a_missing_scope_is_403_and_names_it(fetch_token: Callable[..., str]) -> None:
    answer = call(fetch_token("payments:read"))
    assert answer.status_code == 403
    assert answer.json()["type"].endswith("/scope-missing")
    assert 'error="insufficient_scope", scope="events:read"' in answer["WWW-Authenticate"]


def test_a_person_cannot_be_a_client_and_a_scope_must_exist(facility: Facility) -> None:
    person = User.objects.create_user(username="mia", password=None)
    with pytest.raises(InvalidInput) as refused:
        register_client(name="X", user=person, scopes=["events:read", "all"])
    assert [error.code for error in refused.value.errors] == ["scope-unknown", "not-a-service"]
    assert not Application.objects.exists()
