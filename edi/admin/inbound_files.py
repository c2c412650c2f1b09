"""Files that came: what each is, what it became, why one was set aside."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from edi.models import InboundFile
from edi.readable import readable_lines
from edi.services.importing import release_from_quarantine
from edi.states import InboundFileStatus
from hmsach.accounts.roles import facility_ids
from hmsach.admin.acts import act_button, person
from hmsach.admin.room_admin import RoomAdmin
from hmsach.admin.tables import Column, Table
from hmsach.lib import clock

OTHERS_TOO = (
    "The file is also about facilities that you may not see, so it is not shown here. What it says "
    "of yours stands on the remittances and deposits that came of it."
)


@admin.register(InboundFile)
class InboundFileAdmin(RoomAdmin):
    """A file as it came, kept whatever became of it."""

    document_template = "edi/file.html"
    called = ("received file", "received files")
    labels = {
        "remote_name": "File",
        "size_bytes": "Bytes",
        "sha256": "SHA-256",
        "received_at": "Received",
        "reason": "Why it was set aside",
        "reason_code": "Code of the reason",
    }
    search_help_text = "File name or SHA-256"
    nothing_yet = "No file has come yet. Channels are looked at every few minutes."
    list_display = [
        "remote_name",
        "kind",
        "partner",
        "size_bytes",
        "status",
        "reason",
        "received_at",
    ]
    list_select_related = ["partner", "facility"]
    list_filter = ["status", "kind", "partner", "facility"]
    search_fields = ["remote_name", "sha256"]
    ordering = ["-received_at"]
    headline = ["status"]
    sections = [
        ("File", ["remote_name", "kind", "partner", "channel", "facility", "received_at"]),
        ("Content", ["size_bytes", "sha256", "duplicate_of"]),
        ("What became of it", ["imported", "reason_code", "reason"]),
    ]

    def child_tables(self, request: HttpRequest, obj: InboundFile) -> list[Table]:
        """What the codec found."""
        return [
            Table(
                "Findings",
                [Column("Rule"), Column("Level"), Column("Where"), Column("What")],
                [_finding(finding) for finding in obj.findings],
                empty="Nothing to remark.",
            )
        ]

    def document_context(self, request: HttpRequest, obj: InboundFile) -> dict[str, Any]:
        """The readable view; not for those who may not see every facility the file is about."""
        if not set(obj.facilities_held) <= {str(each) for each in facility_ids(person(request))}:
            return {"lines": [OTHERS_TOO], "direction": "read"}
        return {"lines": readable_lines(obj.stored.content, obj.kind), "direction": "read"}

    @act_button(
        label="Import again",
        permission="work_queue",
        icon="refresh",
        tone="primary",
        shown=lambda row: row.status == InboundFileStatus.QUARANTINED,
        explain="The file is read anew, with the channel's settings of today.",
    )
    def import_again(self, request: HttpRequest, obj: InboundFile, data: dict[str, Any]) -> str:
        """Try a quarantined file once more."""
        row = release_from_quarantine(
            user=person(request), inbound_file_id=obj.pk, reason=data["reason"], now=clock.now()
        )
        return f"{row.remote_name}: {row.get_status_display().lower()}."


def _finding(finding: dict[str, Any]) -> list[str]:
    where = " ".join(
        f"{name} {finding[name]}"
        for name in ("line", "segment", "columns", "position")
        if finding.get(name) not in (None, "")
    )
    return [
        str(finding.get("rule", "")),
        str(finding.get("level", "")),
        where,
        str(finding.get("message", "")),
    ]
