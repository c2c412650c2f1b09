"""Payers, and the several names and numbers they come under."""

from django.db import models

from hmsach.db.records import Record, RecordQuerySet


class Payer(Record):
    """A health plan or administrator that pays claims. Not scoped: payers are no one's secret."""

    external_id = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    tin = models.CharField("TIN", max_length=9, blank=True, db_index=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PayerAlias(Record):
    """Another identifier that a payer's TRN03, BPR10 or N1 has been seen to carry."""

    payer = models.ForeignKey(Payer, models.PROTECT, related_name="aliases")
    identifier = models.CharField(max_length=80, unique=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["identifier"]
        verbose_name_plural = "payer aliases"

    def __str__(self) -> str:
        return self.identifier
