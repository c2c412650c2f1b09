"""The outbox room: the event log and its way to the outside."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Checks that every subscriber named in the settings is there."""

    name = "hmsach.outbox"
    label = "outbox"
    verbose_name = "Events"

    def ready(self) -> None:
        """Register the check."""
        from hmsach.outbox import checks  # noqa: F401  (registers itself)
