"""What the OpenAPI document must be told: our tokens, keys of repetition, bodies and problems."""

import re
from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from hmsach.api.permissions import scopes_for

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "errors"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
        "request_id": {"type": "string"},
    },
}


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """OAuth2 client credentials, with the scopes that each view declares."""

    target_class = "hmsach.api.authentication.BearerAuthentication"
    name = "oauth2"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """The one flow there is."""
        flow = {"tokenUrl": "/oauth/token/", "scopes": settings.OAUTH_SCOPES}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}

    def get_security_requirement(self, auto_schema: AutoSchema) -> dict[str, list[str]]:
        """The scopes of the view for the method."""
        return {self.name: scopes_for(auto_schema.view, auto_schema.method)}


class RoomSchema(AutoSchema):
    """Reads from `idempotent` what a method takes, so that a view need not say it twice."""

    def get_operation_id(self) -> str:
        """The view's name and the method: `payment_list_post`."""
        name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", type(self.view).__name__).lower()
        return f"{name}_{self.method.lower()}"

    def get_override_parameters(self) -> list[Any]:
        """As declared, and the Idempotency-Key header where the method takes one."""
        parameters = list(super().get_override_parameters())
        required = getattr(self._answering(), "idempotency_required", None)
        if required is not None:
            parameters.append(
                OpenApiParameter(
                    name="Idempotency-Key",
                    type=OpenApiTypes.STR,
                    location=OpenApiParameter.HEADER,
                    required=required,
                    description="A repeat under the same key gets the first answer again.",
                )
            )
        return parameters

    def get_request_serializer(self) -> Any:
        """The body model of the method, else as declared."""
        return getattr(self._answering(), "body_model", None) or super().get_request_serializer()

    def _answering(self) -> Any:
        return getattr(self.view, self.method.lower(), None)


def add_problems(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Postprocessing hook: every call may answer a problem."""
    components = result.setdefault("components", {}).setdefault("schemas", {})
    components["Problem"] = _PROBLEM
    answer = {
        "description": "The request was refused, and why.",
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
    }
    for path in result.get("paths", {}).values():
        for operation in path.values():
            if isinstance(operation, dict) and "responses" in operation:
                operation["responses"].setdefault("default", answer)
    return result
