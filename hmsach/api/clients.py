"""Registering API clients, and the scopes each may be given."""

import secrets
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from oauth2_provider.models import Application
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.scopes import BaseScopes
from oauthlib.common import Request as OAuthRequest

from hmsach.accounts.models import Facility, User
from hmsach.accounts.roles import grant_role
from hmsach.api.models import ApiClient
from hmsach.audit.acts import act
from hmsach.lib.errors import FieldError, InvalidInput

SECRET_BYTES = 32


def register_client(
    *,
    name: str,
    user: User,
    scopes: Iterable[str],
    facilities: Iterable[Facility] = (),
    actor: User | None = None,
) -> tuple[str, str]:
    """Store a client that calls as the service `user`, and give (client id, client secret).

    The user gets the role "client" at each facility. The secret is random, 256 bits, and only its
    hash is kept: this is the one time it can be read. Raises InvalidInput on a scope unknown or a
    user who is a person.
    """
    wanted = sorted(set(scopes))
    _check(user, wanted)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with act(actor, f"API client {name} registered"):
        application = Application.objects.create(
            name=name,
            user=user,
            client_type=Application.CLIENT_CONFIDENTIAL,
            authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
            client_secret=secret,
        )
        ApiClient.objects.create(client_id=application.client_id, name=name, scopes=wanted)
        for facility in facilities:
            grant_role(user=user, role="client", facility=facility)
    return application.client_id, secret


def _check(user: User, scopes: list[str]) -> None:
    faults = [
        FieldError(f"/scopes/{number}", "scope-unknown", f"There is no scope {scope}.")
        for number, scope in enumerate(scopes)
        if scope not in settings.OAUTH_SCOPES
    ]
    if not user.is_service:
        faults.append(FieldError("/user", "not-a-service", "A client calls as a service user."))
    if faults:
        raise InvalidInput(faults)


class ClientScopes(BaseScopes):
    """OAuth toolkit's question which scopes there are: for a client, those it was registered for.

    A token request that names no scope gets all of its client's.
    """

    def get_all_scopes(self) -> dict[str, str]:
        """Every scope there is, with its description."""
        return dict(settings.OAUTH_SCOPES)

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        """What this client may be given; without a client, nothing."""
        client_id = getattr(application, "client_id", None)
        client = ApiClient.objects.filter(client_id=client_id).first()
        return list(client.scopes) if client else []

    def get_default_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        """As available."""
        return self.get_available_scopes(application, request)


class ClientValidator(OAuth2Validator):
    """Lets only clients in whose service user is active ask for, or revoke, a token."""

    def authenticate_client(self, request: OAuthRequest, *args: Any, **kwargs: Any) -> bool:
        """Whether id and secret are right and the client's user may still call."""
        if not super().authenticate_client(request, *args, **kwargs):
            return False
        user = request.client.user
        return bool(user and user.is_active and user.is_service)
