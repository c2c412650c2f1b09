"""The keys as they are kept: wrapped by the master key, which the database never sees.

Not records: a history of secrets would be secrets kept twice. What was done to them is KeyEvent.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from hmsach.db.records import AppendOnlyRecord
from hmsach.lib import clock


class DataKeyState(models.TextChoices):
    """Whether new values are sealed under it."""

    ACTIVE = "active", "Seals and opens"
    RETIRED = "retired", "Opens only"


class DataKey(models.Model):
    """A key that seals columns. Never deleted: history holds values sealed under it for ever."""

    id = models.CharField(primary_key=True, max_length=16)
    wrapped = models.TextField(editable=False)
    state = models.CharField(max_length=8, choices=DataKeyState.choices)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["created_at"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=DataKeyState.values), name="data_key_state"
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=models.Q(state=DataKeyState.ACTIVE),
                name="data_key_one_active",
            ),
        ]

    def __str__(self) -> str:
        return self.id


class SigningKeyState(models.TextChoices):
    """A signing key's life; all but revoked are published."""

    NEXT = "next", "Published, not yet used"
    ACTIVE = "active", "Signs"
    PREVIOUS = "previous", "Verifies only"
    REVOKED = "revoked", "Not trusted"


class SigningKey(models.Model):
    """A key pair that signs access tokens (ES256)."""

    kid = models.CharField(primary_key=True, max_length=32)
    alg = models.CharField(max_length=8, default="ES256", editable=False)
    public_jwk = models.JSONField(editable=False)
    sealed_private = models.TextField(editable=False)
    state = models.CharField(max_length=8, choices=SigningKeyState.choices)
    previous_since_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["created_at"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=SigningKeyState.values), name="signing_key_state"
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=models.Q(state__in=[SigningKeyState.ACTIVE, SigningKeyState.NEXT]),
                name="signing_key_one_in_place",
            ),
        ]

    def __str__(self) -> str:
        return self.kid


class KeyEvent(AppendOnlyRecord):
    """What was done to which key, by whom and when."""

    kind = models.CharField(max_length=24)
    key_id = models.CharField(max_length=32)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["created_at"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.kind} {self.key_id}"
