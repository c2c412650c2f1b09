"""Rows of the API: its clients' scopes, and the answers kept for repeated requests."""

from django.db import models

from hmsach.db.records import Record
from hmsach.lib import clock


class ApiClient(Record):
    """What one OAuth application may ask for; its user tells which facilities it sees."""

    client_id = models.CharField(
        "client id", max_length=255, unique=True, help_text="Of the OAuth application."
    )
    name = models.CharField(max_length=120)
    scopes = models.JSONField(default=list, help_text="Scopes this client may be given, at most.")

    class Meta:
        ordering = ["name"]
        verbose_name = "API client"
        default_permissions = ("add", "change", "view")

    def __str__(self) -> str:
        return self.name


class IdempotencyState(models.TextChoices):
    """Whether the first request under a key is still being answered."""

    IN_FLIGHT = "in_flight", "In flight"
    DONE = "done", "Done"


class IdempotencyRecord(models.Model):
    """One key of one client at one address, and the answer that every repeat gets.

    Kept for ever: on ACH a late repeat would be a second payment. `body` is the answer, which
    holds no patient's data; of the request only a digest is kept.
    """

    client = models.CharField(max_length=255)
    endpoint = models.CharField(max_length=300, help_text="Method and path.")
    key = models.CharField(max_length=255)
    body_hash = models.CharField(max_length=64)
    state = models.CharField(
        max_length=12, choices=IdempotencyState.choices, default=IdempotencyState.IN_FLIGHT
    )
    claimed_at = models.DateTimeField(default=clock.now)
    status_code = models.PositiveSmallIntegerField(null=True, blank=True)
    headers = models.JSONField(default=dict, blank=True)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["client", "endpoint", "key"], name="idempotency_once_per_key"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=IdempotencyState.values), name="idempotency_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.endpoint} {self.key}"
