"""Who calls: a bearer token that we signed, that is in time and that nobody revoked."""

import hashlib
from typing import Any

from django.utils import timezone
from oauth2_provider.models import AccessToken
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from hmsach.accounts.models import User
from hmsach.api.tokens import TokenRefused, read

REALM = "hmsach"


class BearerAuthentication(BaseAuthentication):
    """`request.user` is the client's service user, `request.auth` the stored AccessToken.

    Answers 401 with the WWW-Authenticate header of RFC 6750.
    """

    def authenticate(self, request: Request) -> tuple[User, AccessToken] | None:
        """User and token; None without an Authorization header of ours."""
        token = _bearer_of(request.headers.get("Authorization", ""))
        if token is None:
            return None
        try:
            claims = read(token)
            row = _live_row(token, str(claims.get("client_id")))
        except TokenRefused as refused:
            request._request.bearer_refusal = str(refused)  # type: ignore[attr-defined]
            failure = AuthenticationFailed(str(refused))
            failure.problem_code = refused.code  # type: ignore[attr-defined]
            raise failure from None
        return row.application.user, row

    def authenticate_header(self, request: Request) -> str:
        """The challenge: bare where no token came, with the error where one was refused."""
        refusal = getattr(request._request, "bearer_refusal", "")
        if not refusal:
            return f'Bearer realm="{REALM}"'
        return f'Bearer realm="{REALM}", error="invalid_token", error_description="{refusal}"'


def client_id_of(request: Request) -> str:
    """The client that calls, as OAuth knows it."""
    token: Any = request.auth
    return str(token.application.client_id)


def _bearer_of(header: str) -> str | None:
    kind, _, token = header.partition(" ")
    if kind.lower() != "bearer":
        return None
    # A blank or broken token is refused like a wrong one, not passed over.
    return token.strip()


def _live_row(token: str, client_id: str) -> AccessToken:
    digest = hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
    rows = AccessToken.objects.select_related("application__user")
    row = rows.filter(token_checksum=digest, application__client_id=client_id).first()
    if row is None:
        raise TokenRefused("The token was revoked.", "token-revoked")
    if row.expires <= timezone.now():
        raise TokenRefused("The token has expired; ask for another.", "token-expired")
    user = row.application.user
    if user is None or not user.is_active or not user.is_service:
        raise TokenRefused("The client of this token may no longer call.", "client-closed")
    return row
