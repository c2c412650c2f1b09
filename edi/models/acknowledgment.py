"""What a partner answered to a file of ours."""

from django.db import models

from edi.models.inbound_file import InboundFile
from edi.models.transmission import FileKind, Transmission
from hmsach.db.records import AppendOnlyRecord


class Acknowledgment(AppendOnlyRecord):
    """One answer: accepted or not, with the partner's code and words. Facts only append."""

    transmission = models.ForeignKey(
        Transmission, models.PROTECT, related_name="acknowledgments", null=True, blank=True
    )
    inbound_file = models.ForeignKey(
        InboundFile, models.PROTECT, related_name="acknowledgments", null=True, blank=True
    )
    kind = models.CharField(max_length=24, choices=FileKind.choices)
    accepted = models.BooleanField()
    code = models.CharField(max_length=12, help_text="A, E, P, R, or the bank's own word.")
    detail = models.CharField(max_length=500, blank=True)
    reference = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.code}"
