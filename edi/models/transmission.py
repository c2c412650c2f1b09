"""A file of ours on its way to a partner: its row is the queue and the evidence."""

from datetime import datetime

from django.db import models

from edi.models.partner import Channel
from edi.models.stored_file import StoredFile
from edi.states import TRANSMISSION, SendStep, TransmissionStatus
from hmsach.db.leases import Leased
from hmsach.db.records import Record, ScopedQuerySet
from hmsach.db.stateful import Stateful, one_of, status_field


class FileKind(models.TextChoices):
    """What a file is, told by its content and never by its name."""

    NACHA = "nacha", "NACHA"
    X12_835 = "x12_835", "X12 835"
    X12_820 = "x12_820", "X12 820"
    X12_999 = "x12_999", "X12 999"
    X12_997 = "x12_997", "X12 997"
    X12_TA1 = "x12_ta1", "X12 TA1"
    BANK_ACKNOWLEDGMENT = "bank_acknowledgment", "Bank's acknowledgment"
    UNKNOWN = "unknown", "Not recognised"


class Transmission(Record, Leased, Stateful):
    """Frozen bytes with their final name, sent once.

    `step` is written before each outside effect, so that recovery can tell by looking at the
    other side whether the rename happened.
    """

    transitions = TRANSMISSION

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="transmissions")
    facility = models.ForeignKey("accounts.Facility", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=FileKind.choices)
    file_name = models.CharField(max_length=120)
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="transmissions")
    subject = models.CharField(
        max_length=80, db_index=True, help_text="What it carries, as a room and an id."
    )
    control_number = models.CharField(
        max_length=40, blank=True, db_index=True, help_text="GS06, or the NACHA file's modifier."
    )
    holds_patient_data = models.BooleanField(default=False)
    status = status_field(TransmissionStatus)
    step = models.CharField(max_length=12, choices=SendStep.choices, default=SendStep.READY)
    part_name = models.CharField(max_length=140, blank=True)
    next_try_at = models.DateTimeField(null=True, blank=True, db_index=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    evidence = models.CharField(
        max_length=300, blank=True, help_text="What shows that it arrived: size, digest, by whom."
    )

    objects = ScopedQuerySet.as_manager()
    facility_path = "facility"

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            one_of("status", TransmissionStatus, "transmission_status"),
            models.UniqueConstraint(
                fields=["channel", "file_name"], name="transmission_name_once_per_channel"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def mark_sent(self, *, evidence: str, now: datetime) -> None:
        """It is at the partner, and this is what shows it. Raises IllegalTransition."""
        self.step, self.sent_at, self.evidence = SendStep.RENAMED, now, evidence[:300]
        self.last_error, self.next_try_at = "", None
        self.move_to(TransmissionStatus.SENT)
