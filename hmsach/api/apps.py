"""The API room: how a call is authenticated, read, answered and repeated. No business here."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Registers what the OpenAPI schema must know about our authentication."""

    name = "hmsach.api"
    label = "api"
    verbose_name = "API"

    def ready(self) -> None:
        # drf-spectacular finds an extension by its being imported, after the apps are there.
        from hmsach.api import schema  # noqa: F401
