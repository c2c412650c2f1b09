"""Who is told of events by webhook, and each telling; events themselves live in `models`."""

import base64
import secrets
import uuid

from django.conf import settings
from django.db import models

from hmsach.db.fields import EncryptedTextField
from hmsach.db.leases import Leased
from hmsach.db.records import Record, ScopedQuerySet
from hmsach.lib import clock

SECRET_PREFIX = "whsec_"  # noqa: S105
SECRET_BYTES = 32  # Standard Webhooks asks for 24 to 64


def new_secret() -> str:
    """A fresh signing secret as Standard Webhooks writes it."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


class WebhookEndpoint(Record):
    """An address that is told of the events its owner may see."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    facility = models.ForeignKey(
        "accounts.Facility",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Only this facility's events; empty for all that the owner may see.",
    )
    url = models.URLField(max_length=400)
    description = models.CharField(max_length=200, blank=True)
    secret = EncryptedTextField()
    event_types = models.JSONField(
        default=list, blank=True, help_text="Event types to tell of; empty for all."
    )
    enabled = models.BooleanField(default=True)
    disabled_reason = models.CharField(max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()  # type: ignore[misc]
    facility_path = "facility"

    class Meta:
        ordering = ["created_at", "id"]
        default_permissions = ("add", "change", "view")

    def __str__(self) -> str:
        return self.description or self.url


class EndpointCursor(models.Model):
    """Up to which event an endpoint's deliveries were made out. A counter, not a record."""

    endpoint = models.OneToOneField(
        WebhookEndpoint, models.PROTECT, primary_key=True, related_name="cursor"
    )
    last_seq = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.endpoint_id} at {self.last_seq}"


class DeliveryStatus(models.TextChoices):
    """How far one telling has come."""

    PENDING = "pending", "Pending"
    RETRYING = "retrying", "Retrying"
    SUCCEEDED = "succeeded", "Succeeded"
    EXHAUSTED = "exhausted", "Given up"


DUE = (DeliveryStatus.PENDING, DeliveryStatus.RETRYING)


class Delivery(Leased):
    """One event on its way to one endpoint. A queue row: it has no history of its own.

    `tries` counts the posts made, `attempt` of the lease the claims.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    endpoint = models.ForeignKey(WebhookEndpoint, models.PROTECT, related_name="deliveries")
    event = models.ForeignKey("outbox.Event", models.PROTECT, related_name="deliveries")
    status = models.CharField(
        max_length=12, choices=DeliveryStatus.choices, default=DeliveryStatus.PENDING
    )
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=clock.now)
    response_status = models.PositiveSmallIntegerField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        default_permissions = ("view",)
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="delivery_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=DeliveryStatus.values), name="delivery_status"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(status__in=[choice.value for choice in DUE]),
                name="delivery_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id} to {self.endpoint_id}"
