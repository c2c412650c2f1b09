"""The queue: what happened, what is at stake, by when, whose it is, and what can be done."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hmsach.accounts.policies import can
from hmsach.admin.acts import act_button, person
from hmsach.admin.display import hidden, moment, pill
from hmsach.admin.room_admin import RoomAdmin
from hmsach.admin.tables import Column, Table, table_of
from hmsach.lib import clock
from reconciliation.admin.exception_filters import DueFilter, WorkFilter
from reconciliation.admin.exception_forms import (
    AssignForm,
    NoteForm,
    ResolveForm,
    TakeForm,
    WaitForm,
)
from reconciliation.admin.side_by_side import beside_deposit, claim_tables
from reconciliation.models import ExceptionItem
from reconciliation.services import exceptions
from reconciliation.states import ExceptionStatus


def is_open(item: ExceptionItem) -> bool:
    """Whether the item is still work."""
    return item.status != ExceptionStatus.RESOLVED


@admin.register(ExceptionItem)
class ExceptionItemAdmin(RoomAdmin):
    """One piece of work."""

    labels = {
        "title": "What happened",
        "advice": "What to do",
        "amount_cents": "At stake",
        "owner": "Whose",
        "created_at": "Since",
        "remitted_claim": "Remitted claim",
        "claim": "Our claim",
        "inbound_file": "File",
        "transmission": "Sent file",
    }
    search_help_text = "Claim, trace, deposit, payment or amount"
    nothing_yet = "The queue is empty: all that came in is matched and posted."
    list_display = ["title", "kind", "amount_cents", "clock", "owner", "facility", "status"]
    list_select_related = ["owner", "facility"]
    list_filter = [WorkFilter, DueFilter, "kind", "status", "facility"]
    search_fields = [
        "claim__external_id",
        "remittance__trace_number",
        "deposit__bank_reference",
        "payment__external_id",
        "amount_cents",
    ]
    ordering = ["due_at", "-amount_cents"]
    headline = ["status", "amount_cents"]

    def get_sections(self, request: HttpRequest, obj: ExceptionItem):
        """What happened, whose it is, and only those links that lead somewhere."""
        links = [
            name
            for name in (
                "remitted_claim",
                "claim",
                "remittance",
                "provider_adjustment",
                "deposit",
                "payment",
                "inbound_file",
                "transmission",
            )
            if getattr(obj, f"{name}_id")
        ]
        waits = ["waiting_until", "waiting_for"] if obj.waiting_until else []
        sections = [
            ("What happened", ["kind", "advice"]),
            ("Whose, and by when", ["owner", "clock", *waits]),
            ("About", [*links, "facility", "amount_cents", "created_at"]),
        ]
        if not is_open(obj):
            sections.append(("How it ended", ["resolution", "resolved_at"]))
        return sections

    @admin.display(description="Due", ordering="due_at")
    def clock(self, obj: ExceptionItem) -> SafeString:
        """Days left in a word, and the moment itself."""
        if not is_open(obj):
            return format_html("{} {}", pill("ended", "done"), moment(obj.resolved_at))
        left = (obj.due_at - clock.now()).days
        if left < 0:
            word, tone = f"{-left} d late", "bad"
        elif left == 0:
            word, tone = "today", "attention"
        else:
            word, tone = f"{left} d left", "neutral"
        return format_html("{} {}", pill("clock", word, tone=tone), moment(obj.due_at))

    def child_tables(self, request: HttpRequest, obj: ExceptionItem) -> list[Table]:
        """What came beside what was expected; notes; other work on the same things."""
        return [
            *_side_by_side(request, obj),
            _notes(obj, request),
            table_of(
                "Other work on the same remittance, deposit or claim",
                _related(obj, request),
                ["title", "kind", "amount_cents", "status"],
                empty="There is no other work on them.",
                limit=10,
            ),
        ]

    @act_button(
        label="Take it",
        permission="work_queue",
        tone="primary",
        icon="back_hand",
        form=TakeForm,
        shown=is_open,
        objection=lambda user, item: "It is yours already." if item.owner_id == user.pk else None,
        bulk=True,
    )
    def take(self, request: HttpRequest, obj: ExceptionItem, data: dict[str, Any]) -> str:
        """The item is mine."""
        exceptions.assign(
            user=person(request),
            item_id=obj.pk,
            to=person(request),
            reason=data["reason"],
            now=clock.now(),
        )
        return "It is yours."

    @act_button(
        label="Hand over", permission="work_queue", icon="forward", form=AssignForm, shown=is_open
    )
    def hand_over(self, request: HttpRequest, obj: ExceptionItem, data: dict[str, Any]) -> str:
        """The item is another's."""
        exceptions.assign(
            user=person(request),
            item_id=obj.pk,
            to=data["to"],
            reason=data["reason"],
            now=clock.now(),
        )
        return f"It is {data['to'].display_name}'s now."

    @act_button(label="Note", permission="work_queue", icon="edit_note", form=NoteForm)
    def note(self, request: HttpRequest, obj: ExceptionItem, data: dict[str, Any]) -> str:
        """Write something down."""
        exceptions.note(user=person(request), item_id=obj.pk, text=data["text"], now=clock.now())
        return "Noted."

    @act_button(label="Wait", permission="work_queue", icon="snooze", form=WaitForm, shown=is_open)
    def wait(self, request: HttpRequest, obj: ExceptionItem, data: dict[str, Any]) -> str:
        """Sleep until a day."""
        exceptions.wait(
            user=person(request),
            item_id=obj.pk,
            until=data["until"],
            waiting_for=data["waiting_for"],
            reason=data["reason"],
            now=clock.now(),
        )
        return f"It comes back on {data['until']:%b %d}."

    @act_button(
        label="Resolve",
        permission="work_queue",
        icon="check_circle",
        form=ResolveForm,
        shown=is_open,
        bulk=True,
    )
    def resolve(self, request: HttpRequest, obj: ExceptionItem, data: dict[str, Any]) -> str:
        """It is done."""
        exceptions.resolve(
            user=person(request),
            item_id=obj.pk,
            resolution=data["resolution"],
            reason=data["reason"],
            now=clock.now(),
        )
        return "Resolved."

    @act_button(
        label="Reopen",
        permission="work_queue",
        icon="restart_alt",
        shown=lambda item: not is_open(item),
    )
    def reopen(self, request: HttpRequest, obj: ExceptionItem, data: dict[str, Any]) -> str:
        """It is work again."""
        exceptions.reopen(
            user=person(request), item_id=obj.pk, reason=data["reason"], now=clock.now()
        )
        return "It is open again."


def _notes(obj: ExceptionItem, request: HttpRequest) -> Table:
    """What was written, in clear for those who work the queue there; others see that it was."""
    reads = can(request.user, "work_queue", obj.facility_id)
    return Table(
        "Notes",
        [Column("Who"), Column("When"), Column("Note")],
        [
            [note.author.display_name, moment(note.at), note.text if reads else hidden()]
            for note in obj.notes.select_related("author")
        ],
        empty="Nobody has written anything.",
    )


def _side_by_side(request: HttpRequest, obj: ExceptionItem) -> list[Table]:
    if obj.remitted_claim is not None:
        return claim_tables(request, obj.remitted_claim)
    if obj.remittance is not None and obj.deposit is not None:
        return [beside_deposit(obj.remittance, obj.deposit)]
    return []


def _related(obj: ExceptionItem, request: HttpRequest):
    rows = ExceptionItem.objects.visible_to(request.user).exclude(pk=obj.pk)
    found = rows.none()
    for name in ("remittance_id", "deposit_id", "claim_id", "payment_id"):
        if value := getattr(obj, name):
            found = found | rows.filter(**{name: value})
    return found.distinct()
