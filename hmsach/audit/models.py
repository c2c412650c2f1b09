"""The audit chain and the log of reveals. Rows are written by `acts` and `access` alone."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from hmsach.audit.digests import shape_of
from hmsach.db.records import AppendOnly, AppendOnlyRecord


class Head(models.Model):
    """Where the chains of events and links end. One row; locking it puts acts in order."""

    last_event_seq = models.BigIntegerField(default=0)
    last_event_hash = models.CharField(max_length=64, blank=True, default="")
    last_link_seq = models.BigIntegerField(default=0)
    last_link_hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = "head of the chain"
        default_permissions = ("view",)
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="head_is_one_row")]

    def __str__(self) -> str:
        return f"{self.last_link_seq}:{self.last_link_hash}"


class TableShape(AppendOnly):
    """The columns a digest was taken over, in order, so that it can be taken again years later."""

    id = models.CharField(primary_key=True, max_length=16)
    table = models.CharField(max_length=120)
    columns = models.JSONField()

    class Meta:
        ordering = ["table"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.table} {self.id}"

    @classmethod
    def of(cls, table: str, columns: list[str]) -> TableShape:
        """The shape, not stored."""
        return cls(id=shape_of(table, columns), table=table, columns=columns)


class ChainLink(AppendOnly):
    """One act: which tables got how many rows with which digest, bound to the link before it."""

    seq = models.BigIntegerField(primary_key=True)
    act_id = models.UUIDField(unique=True)
    # No constraint in the database, as in history: each act of the system would lock its user.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    reason = models.TextField()
    request_id = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    tables = models.JSONField(help_text="label: [rows, digest, shape]")
    events = models.JSONField(help_text="first and last sequence number, or empty")
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-seq"]
        get_latest_by = "seq"
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.seq} {self.reason}"


class AccessLog(AppendOnlyRecord):
    """Somebody was shown a value that is masked for everybody."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    subject = models.CharField(max_length=120, db_index=True, help_text="app.model:id")
    fields = models.JSONField()
    reason = models.TextField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = "reveal"
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.subject} {', '.join(self.fields)}"
