"""What a token allows: the scopes a view asks for. Which rows are seen is the querysets' affair."""

from typing import Any

from oauth2_provider.models import AccessToken
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from hmsach.api.authentication import REALM


class ScopeMissing(PermissionDenied):
    """The token is good, and does not cover this call."""

    problem_code = "scope-missing"

    def __init__(self, scopes: list[str]) -> None:
        names = " ".join(scopes)
        super().__init__(f"This call needs a token with the scope {names}.")
        self.auth_header = f'Bearer realm="{REALM}", error="insufficient_scope", scope="{names}"'


class HasScope(BasePermission):
    """Every scope that the view's `required_scopes` names for the method is in the token.

    A view says `required_scopes = {"GET": ["payments:read"], "POST": ["payments:write"]}`; a
    method offered without scopes is refused to everyone. HEAD counts as GET.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the call may go on; raises ScopeMissing where a scope lacks."""
        if not isinstance(request.auth, AccessToken):
            return False
        method = str(request.method)
        if method == "OPTIONS" or not hasattr(view, method.lower()):
            return True  # The view itself answers: what it offers, or 405.
        needed = scopes_for(view, method)
        if not needed:
            raise PermissionDenied("This call is open to no client.")
        if not set(needed) <= set(request.auth.scope.split()):
            raise ScopeMissing(needed)
        return True


def scopes_for(view: Any, method: str) -> list[str]:
    """The scopes the view declares for the method; empty where it declares none."""
    declared = getattr(view, "required_scopes", {})
    return list(declared.get("GET" if method == "HEAD" else method, ()))
