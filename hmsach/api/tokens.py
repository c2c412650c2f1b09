"""Access tokens: how ours are written (RFC 9068, ES256) and what of one must hold.

Whether a token was revoked is told by its row, not by itself: see `authentication`.
"""

import json
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import GuestProtocol, Key, KeySet
from oauthlib.common import Request as OAuthRequest

from hmsach.keys import ring
from hmsach.lib.ids import new_ulid

ALGORITHM = "ES256"
TYPE = "at+jwt"
AUDIENCE = "hmsach"
TOKEN_CHARS_MAX = 4096
# What the clocks of our own processes may differ by.
LEEWAY_SECONDS = 5


class TokenRefused(Exception):
    """The text is not a token of ours, or no longer; the sentence may be shown."""

    def __init__(self, sentence: str, code: str = "token-invalid") -> None:
        super().__init__(sentence)
        self.code = code


def access_token(request: OAuthRequest, refresh_token: bool = False) -> str:
    """OAuth toolkit's ACCESS_TOKEN_GENERATOR: a signed token for the client of `request`."""
    issued_at = int(time.time())
    client_id = request.client.client_id
    claims = {
        "iss": settings.BASE_URL,
        "aud": AUDIENCE,
        "sub": client_id,
        "client_id": client_id,
        "scope": " ".join(request.scopes or []),
        "jti": new_ulid(),
        "iat": issued_at,
        "exp": issued_at + int(request.expires_in),
    }
    return sign(claims)


def sign(claims: Mapping[str, Any]) -> str:
    """`claims` under the active signing key."""
    signing = ring.active_signing_key()
    header = {"alg": ALGORITHM, "typ": TYPE, "kid": signing.kid}
    return jwt.encode(header, dict(claims), signing.key, algorithms=[ALGORITHM])


def read(token: str) -> dict[str, Any]:
    """The claims of a token that we signed and that is in time.

    Only ES256 under a published key is taken, whatever the header says. Raises TokenRefused.
    """
    if len(token) > TOKEN_CHARS_MAX:
        raise TokenRefused("The token is too long to be ours.")
    try:
        decoded = jwt.decode(token, _published_key, algorithms=[ALGORITHM])
    except (JoseError, ValueError, TypeError, KeyError):
        raise TokenRefused("The token is not one that we signed.") from None
    if decoded.header.get("typ") != TYPE:
        raise TokenRefused("The token is not an access token.")
    _check_claims(decoded.claims)
    return decoded.claims


def _check_claims(claims: Mapping[str, Any]) -> None:
    if claims.get("iss") != settings.BASE_URL or claims.get("aud") != AUDIENCE:
        raise TokenRefused("The token was given for another service.")
    expires, issued = claims.get("exp"), claims.get("iat")
    if not isinstance(expires, int) or not isinstance(issued, int):
        raise TokenRefused("The token does not say how long it lasts.")
    now = time.time()
    if expires <= now:
        raise TokenRefused("The token has expired; ask for another.", "token-expired")
    if issued > now + LEEWAY_SECONDS:
        raise TokenRefused("The token is from the future.")


def _published_key(guest: GuestProtocol) -> Key:
    kid = guest.headers().get("kid")
    if not isinstance(kid, str):
        raise TokenRefused("The token names no key.")
    return _key_set(json.dumps(ring.jwks(), sort_keys=True)).get_by_kid(kid)


@lru_cache(maxsize=4)
def _key_set(document: str) -> KeySet:
    return KeySet.import_key_set(json.loads(document))
