"""States of what travels: transmissions going out and files coming in. Tables only, no acts."""

from django.db.models import TextChoices

from hmsach.lib.states import Transitions


class TransmissionStatus(TextChoices):
    """Where a file of ours stands on its way to the partner."""

    QUEUED = "queued", "Queued"
    SENDING = "sending", "Sending"
    SENT = "sent", "Sent"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    REJECTED = "rejected", "Rejected by the partner"
    UNKNOWN = "unknown", "Outcome unknown"
    FAILED = "failed", "Failed"


TRANSMISSION = Transitions(
    "Transmission",
    {
        TransmissionStatus.QUEUED: [TransmissionStatus.SENDING, TransmissionStatus.FAILED],
        TransmissionStatus.SENDING: [
            TransmissionStatus.SENT,
            TransmissionStatus.QUEUED,
            TransmissionStatus.UNKNOWN,
            TransmissionStatus.FAILED,
        ],
        TransmissionStatus.SENT: [TransmissionStatus.ACKNOWLEDGED, TransmissionStatus.REJECTED],
        TransmissionStatus.ACKNOWLEDGED: [TransmissionStatus.REJECTED],
        TransmissionStatus.UNKNOWN: [
            TransmissionStatus.SENT,
            TransmissionStatus.ACKNOWLEDGED,
            TransmissionStatus.REJECTED,
            TransmissionStatus.FAILED,
        ],
        TransmissionStatus.REJECTED: [],
        TransmissionStatus.FAILED: [],
    },
)


class SendStep(TextChoices):
    """How far one attempt has come: written before each outside effect, read by recovery."""

    READY = "ready", "Ready"
    UPLOADING = "uploading", "Uploading"
    RENAMING = "renaming", "Renaming"
    RENAMED = "renamed", "In place"


class InboundFileStatus(TextChoices):
    """Where a file from a partner stands."""

    RECEIVED = "received", "Received"
    PARSED = "parsed", "Parsed"
    IMPORTED = "imported", "Imported"
    QUARANTINED = "quarantined", "Quarantined"
    DUPLICATE = "duplicate", "Duplicate"


INBOUND_FILE = Transitions(
    "InboundFile",
    {
        InboundFileStatus.RECEIVED: [
            InboundFileStatus.PARSED,
            InboundFileStatus.QUARANTINED,
            InboundFileStatus.DUPLICATE,
        ],
        InboundFileStatus.PARSED: [InboundFileStatus.IMPORTED, InboundFileStatus.QUARANTINED],
        InboundFileStatus.QUARANTINED: [InboundFileStatus.PARSED],
        InboundFileStatus.IMPORTED: [],
        InboundFileStatus.DUPLICATE: [],
    },
)
