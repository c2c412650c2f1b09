"""A file that came from a partner: kept as it came, whatever became of it."""

from django.db import models

from edi.models.partner import Channel, Partner
from edi.models.stored_file import StoredFile
from edi.models.transmission import FileKind
from edi.states import INBOUND_FILE, InboundFileStatus
from hmsach.db.leases import Leased
from hmsach.db.records import Record, ScopedQuerySet
from hmsach.db.stateful import Stateful, one_of, status_field


class InboundFile(Record, Leased, Stateful):
    """One file received. `sha256` is unique among the live files of a partner."""

    transitions = INBOUND_FILE
    # One facility does not learn from a file's history which others it is about.
    concealed_fields = ("facilities_held",)

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="inbound_files")
    channel = models.ForeignKey(
        Channel, models.PROTECT, related_name="inbound_files", null=True, blank=True
    )
    facility = models.ForeignKey("accounts.Facility", models.PROTECT, related_name="+")
    remote_name = models.CharField(max_length=255)
    kind = models.CharField(max_length=24, choices=FileKind.choices, default=FileKind.UNKNOWN)
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="inbound_files")
    sha256 = models.CharField(max_length=64, db_index=True)
    size_bytes = models.BigIntegerField()
    status = status_field(InboundFileStatus)
    reason_code = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=500, blank=True, help_text="Why it was set aside.")
    findings = models.JSONField(default=list, blank=True)
    imported = models.JSONField(default=dict, blank=True, help_text="Counts of what it became.")
    facilities_held = models.JSONField(
        default=list, blank=True, help_text="Ids of the facilities whose data it holds."
    )
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates"
    )
    received_at = models.DateTimeField(db_index=True)
    collected_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When the partner's copy was moved away; before that, a second pickup of the "
        "same name and digest is this same file.",
    )

    objects = ScopedQuerySet.as_manager()
    facility_path = "facility"

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            one_of("status", InboundFileStatus, "inbound_file_status"),
            models.UniqueConstraint(
                fields=["partner", "sha256"],
                condition=~models.Q(status=InboundFileStatus.DUPLICATE),
                name="inbound_file_once_per_partner",
            ),
        ]

    def __str__(self) -> str:
        return self.remote_name
