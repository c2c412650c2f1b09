"""What happened, in order, for everybody outside: the event log. Webhooks are beside it."""

from __future__ import annotations

from django.db import models

from hmsach.db.records import AppendOnly, ScopedQuerySet


class Event(AppendOnly):
    """A fact another system may need, thin: it says what happened to which thing, never to whom.

    `seq` has no gaps, so a reader can prove it has them all. Written when its act ends.
    """

    id = models.CharField(primary_key=True, max_length=32)
    seq = models.BigIntegerField(unique=True)
    type = models.CharField(max_length=64, db_index=True)
    subject = models.CharField(max_length=120, db_index=True)
    facility = models.ForeignKey(
        "accounts.Facility", models.PROTECT, null=True, blank=True, related_name="+"
    )
    payload = models.JSONField()
    act_id = models.UUIDField(db_index=True)
    actor = models.CharField(max_length=32, blank=True, help_text="a user's key; blank: the system")
    at = models.DateTimeField()
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = ScopedQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["seq"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.seq} {self.type} {self.subject}"


# At the end: webhooks point at Event, and Django looks for an app's models here.
from hmsach.outbox.webhook_models import (  # noqa: E402
    Delivery,
    EndpointCursor,
    WebhookEndpoint,
)

__all__ = ["Delivery", "EndpointCursor", "Event", "WebhookEndpoint"]
