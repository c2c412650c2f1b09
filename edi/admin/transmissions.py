"""Files on their way out: state, evidence, answers, and a readable view."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminTextInputWidget

from edi.models import Transmission
from edi.readable import readable_lines
from edi.services import sending
from edi.states import TransmissionStatus
from hmsach.admin.acts import act_button, person
from hmsach.admin.forms import ReasonForm
from hmsach.admin.room_admin import RoomAdmin
from hmsach.admin.tables import Table, table_of
from hmsach.lib import clock


class EvidenceForm(ReasonForm):
    """What shows that a file arrived, or did not."""

    evidence = forms.CharField(
        max_length=200,
        widget=UnfoldAdminTextInputWidget(),
        help_text="For example: the bank's confirmation number and who gave it.",
    )


def in_state(*states: TransmissionStatus):
    """Whether the transmission is in one of these states."""
    return lambda row: row.status in states


@admin.register(Transmission)
class TransmissionAdmin(RoomAdmin):
    """A file of ours and the proof that it was sent once."""

    document_template = "edi/file.html"
    called = ("sent file", "sent files")
    labels = {
        "file_name": "File",
        "sent_at": "Sent",
        "acknowledged_at": "Acknowledged",
        "attempt": "Tries",
        "stored": "Content (SHA-256)",
        "next_try_at": "Next try",
    }
    search_help_text = "File name or control number"
    nothing_yet = "No file has left yet."
    list_display = [
        "file_name",
        "kind",
        "channel",
        "status",
        "sent_at",
        "acknowledged_at",
        "attempt",
    ]
    list_select_related = ["channel", "facility"]
    list_filter = ["status", "kind", "channel", "facility"]
    search_fields = ["file_name", "control_number"]
    ordering = ["-created_at"]
    headline = ["status"]
    sections = [
        ("File", ["file_name", "kind", "channel", "facility", "stored"]),
        ("Sending", ["step", "attempt", "sent_at", "evidence", "next_try_at", "last_error"]),
        ("Answer", ["acknowledged_at", "control_number"]),
    ]

    def child_tables(self, request: HttpRequest, obj: Transmission) -> list[Table]:
        """What the partner answered."""
        return [
            table_of(
                "Answers",
                obj.acknowledgments.all(),
                ["kind", "accepted", "code", "detail", "created_at"],
                empty="No answer yet.",
                linked=False,
            )
        ]

    def document_context(self, request: HttpRequest, obj: Transmission) -> dict[str, Any]:
        """The readable view."""
        return {"lines": readable_lines(obj.stored.content, obj.kind), "direction": "wrote"}

    @act_button(
        label="Try again",
        permission="release_payment",
        icon="refresh",
        shown=in_state(TransmissionStatus.QUEUED),
        explain="It is sent at the next occasion instead of waiting for its turn.",
    )
    def retry(self, request: HttpRequest, obj: Transmission, data: dict[str, Any]) -> str:
        """Do not wait for the next try."""
        sending.retry(
            user=person(request), transmission_id=obj.pk, reason=data["reason"], now=clock.now()
        )
        return f"{obj.file_name} is due now."

    @act_button(
        label="It arrived",
        permission="release_payment",
        form=EvidenceForm,
        icon="done_all",
        tone="primary",
        shown=in_state(TransmissionStatus.UNKNOWN, TransmissionStatus.QUEUED),
        explain="The file is at the partner: brought by hand, or seen there. It is not sent again.",
    )
    def arrived(self, request: HttpRequest, obj: Transmission, data: dict[str, Any]) -> str:
        """A person saw it there."""
        sending.mark_sent_by_hand(
            user=person(request),
            transmission_id=obj.pk,
            evidence=data["evidence"],
            reason=data["reason"],
            now=clock.now(),
        )
        return f"{obj.file_name} counts as sent."

    @act_button(
        label="It did not arrive",
        permission="release_payment",
        form=EvidenceForm,
        icon="remove_done",
        tone="danger",
        shown=in_state(TransmissionStatus.UNKNOWN),
        explain="The partner does not have it. What it carried may go into another file.",
    )
    def did_not_arrive(self, request: HttpRequest, obj: Transmission, data: dict[str, Any]) -> str:
        """A person made sure that it is not there."""
        sending.confirm_not_arrived(
            user=person(request),
            transmission_id=obj.pk,
            evidence=data["evidence"],
            reason=data["reason"],
            now=clock.now(),
        )
        return f"{obj.file_name} has failed; its payments are free again."

    @act_button(
        label="Give up",
        permission="release_payment",
        icon="cancel_schedule_send",
        tone="danger",
        shown=in_state(TransmissionStatus.QUEUED),
        explain="It will never be sent. What it carried may go into another file.",
    )
    def give_up(self, request: HttpRequest, obj: Transmission, data: dict[str, Any]) -> str:
        """Do not send it."""
        sending.give_up(
            user=person(request), transmission_id=obj.pk, reason=data["reason"], now=clock.now()
        )
        return f"{obj.file_name} will not be sent."
