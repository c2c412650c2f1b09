"""The audit room: acts, the chain over what they wrote, the log of reveals."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """Protects the tables after each migrate."""

    name = "hmsach.audit"
    label = "audit"
    verbose_name = "Audit"

    def ready(self) -> None:
        """Connect the installer, and the check that nothing goes around history."""
        from hmsach.audit import checks  # noqa: F401  (registers itself)

        post_migrate.connect(protect, sender=self, dispatch_uid="hmsach.audit.protect")


def protect(sender: Any, using: str = "default", **kwargs: Any) -> None:
    """Append-only tables have their triggers, and the chain has its head and its shapes."""
    from django.db import connections

    from hmsach.audit import chain
    from hmsach.db import append_only

    connection = connections[using]
    append_only.install(connection)
    with connection.cursor() as cursor:
        made = set(connection.introspection.table_names(cursor))
    if {"audit_head", "audit_tableshape"} <= made:
        chain.have_head()
        chain.keep_shapes()
